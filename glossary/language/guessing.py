"""How a text of Han characters is probably read: what is known of its words, then phrases and characters under rules.

The rules are those that pay against CC-CEDICT's readings, each measured (`benchmarks/forms.py`).
"""

from itertools import pairwise

from glossary.language.known import Known, parts_of
from glossary.language.phrases import Reading, phrases_in, reading_of
from glossary.language.syllables import ERHUA


def guessed(text: str, known: Known) -> Reading:
    """Return the reading of Han characters, one element each.

    >>> from glossary.language.known import NOTHING
    >>> guessed("一刀两断", NOTHING)   # citation tones
    ('yi1', 'dao1', 'liang3', 'duan4')
    """
    words = known.readings(parts_of(text))
    if text in words:
        return tuple(words[text])
    pieces = phrases_in(text, words)
    reading: Reading = tuple(element for piece in pieces for element in words.get(piece) or reading_of(piece))
    for rule in (_citation, _erhua, _suffix_zi, _potential):
        reading = rule(text, reading)
    return reading


def _citation(text: str, reading: Reading) -> Reading:
    """Undo tone sandhi: 一 is yi1 and 不 is bu4, whatever they are in speech (GB/T 16159, 7.4)."""
    cited = {"一": ("yi1", {"yi2", "yi4"}), "不": ("bu4", {"bu2"})}
    out = []
    for character, syllable in zip(text, reading, strict=True):
        own, spoken = cited.get(character, (syllable, set()))
        out.append(own if syllable in spoken else syllable)
    return tuple(out)


_CHILD = frozenset("婴幼胎女孤少健宠弃患男血生产孪能婢侄孩乳娃祖育娇")
"""儿 after these is a child or a person: 婴儿, 女儿, 孤儿, 健儿."""
_SEED = frozenset(
    "分粒电君因中离太赤原质量光核介微配精卵孢胶母弟学才游浪天王男女父孝孔孟庄荀曾世士公皇逆诸养义孙朱墨夸重强超轻激声玻费孽"
    "稚贼教西戊丙甲"
)
"""子 after these is a particle, a person of rank or a seed: 分子, 孔子, 精子."""
_NAMES = 4
"""Words with 子 at the end have fewer syllables than so many and one."""
_AFTER_BU = frozenset("得了过住起到着通上懂出下见服碎动开清惯")
_AFTER_DE = frozenset("起住开着死掉来出上下懂通慌流了")


def _erhua(text: str, reading: Reading) -> Reading:
    """Read a last 儿 as the r of the syllable before it, unless it is a child."""
    if len(text) > 1 and text[-1] == "儿" and text[-2] not in _CHILD:
        return (*reading[:-1], ERHUA)
    return reading


def _suffix_zi(text: str, reading: Reading) -> Reading:
    """Read a last 子 without a tone (桌子), unless it is a particle, a person of rank or a seed (电子, 孔子, 孢子)."""
    if 1 < len(text) <= _NAMES and text[-1] == "子":
        return (*reading[:-1], "zi3" if text[-2] in _SEED else "zi5")
    return reading


def _potential(text: str, reading: Reading) -> Reading:
    """Read 不 and 得 between a verb and its complement without a tone: 看不见, 行得通."""
    out = list(reading)
    for place, (character, following) in enumerate(pairwise(text)):
        if character == "得" and place and following in _AFTER_DE:
            out[place] = "de5"
        if character == "不" and place == 1 and len(text) <= _NAMES and following in _AFTER_BU:
            out[place] = "bu5"
    return tuple(out)
