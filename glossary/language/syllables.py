"""Pinyin syllables as text: tone marks, tone digits, plain letters, initials.

A syllable is written `qing1`: lower-case letters with `ü`, then the tone, 1 to 4, or 5 for the neutral tone
(ISO 7098; GB/T 16159 for where the mark stands). A reading also holds elements that are no syllables (`S`, `12345`,
`1+M`): `is_syllable` tells the two apart.
"""

from glossary.language.forms import normal_form

_MARKS = {1: "\u0304", 2: "\u0301", 3: "\u030c", 4: "\u0300"}
_DIGITS = frozenset("12345")
_TONES = {mark: tone for tone, mark in _MARKS.items()}

SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen
    ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci
    cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du
    duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong
    gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang
    hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken
    keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao
    lie lin ling liu lo long lou lu luan lun luo lü lüe m ma mai man mang mao me mei men meng mi mian miao mie
    min ming miu mo mou mu n na nai nan nang nao ne nei nen neng ng ni nian niang niao nie nin ning niu nong nou
    nu nuan nun nuo nü nüe o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian
    qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run
    ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai
    shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie
    ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing
    xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze
    zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui
    zhun zhuo zi zong zou zu zuan zui zun zuo
    """.split()
)
"""Every syllable of the standard language, without tones (416, counted from the readings of the URO block)."""

DIALECTAL = frozenset("bia biang biu cei fiao ging sei".split())
"""Syllables that dictionaries print and the standard language does not have; a query is not cut by them."""

ERHUA = "r5"
"""The element of 儿 where it only adds an r to the syllable before it: huā and r, huār."""

UNKNOWN = "xx5"
"""What CC-CEDICT writes where nobody knows how a character is read."""


def is_syllable(element: str) -> bool:
    """Return whether `element` of a reading is a syllable with its tone.

    >>> is_syllable("qing1"), is_syllable("lü4"), is_syllable("r5"), is_syllable("S"), is_syllable("12345")
    (True, True, True, False, False)
    """
    return element == ERHUA or (element[-1:] in _DIGITS and (element[:-1] in SYLLABLES or element[:-1] in DIALECTAL))


def marked(syllable: str) -> str:
    """Return a syllable with its tone as a mark: on a or e, else on the o of ou, else on the last vowel.

    >>> marked("qing1"), marked("lüe4"), marked("gui1"), marked("jiu3"), marked("de5"), marked("S")
    ('qīng', 'lüè', 'guī', 'jiǔ', 'de', 'S')
    """
    if not is_syllable(syllable):
        return syllable
    letters, tone = syllable[:-1], int(syllable[-1])
    if tone not in _MARKS:
        return letters
    vowels = [index for index, letter in enumerate(letters) if letter in "aeiouüê"]
    place = next((i for i in vowels if letters[i] in "ae"), letters.find("ou") if "ou" in letters else -1)
    if place < 0:
        place = vowels[-1] if vowels else 0
    return normal_form("NFC", letters[: place + 1] + _MARKS[tone] + letters[place + 1 :])


def unmarked(text: str) -> tuple[str, int | None]:
    """Return the letters of a marked syllable and its tone, None where it bears no mark.

    The mark of ü is kept apart from the tone: `lǜ` is `lü`, tone 4.

    >>> unmarked("qīng"), unmarked("lǜ"), unmarked("de")
    (('qing', 1), ('lü', 4), ('de', None))
    """
    tone = None
    kept = []
    for character in normal_form("NFD", text):
        if character in _TONES:
            tone = _TONES[character]
        else:
            kept.append(character)
    return normal_form("NFC", "".join(kept)), tone


def plain(element: str) -> str:
    """Return an element of a reading without its tone.

    >>> plain("qing1"), plain("12345")
    ('qing', '12345')
    """
    return element[:-1] if is_syllable(element) else element


def initial(element: str) -> str:
    """Return what an element gives to the initials of its term: a syllable's first letter, all of anything else.

    >>> initial("qing1"), initial("an1"), initial("S"), initial("12345")
    ('q', 'a', 'S', '12345')
    """
    return element[0] if is_syllable(element) else element
