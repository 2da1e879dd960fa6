"""Ranked search: what is found, in which order, why, page by page."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.errors import InvalidQuery
from glossary.formats.delimited import read_delimited
from glossary.language.english import stems
from glossary.language.normalise import label
from glossary.loading.imports import import_glossary
from glossary.matching.asked import Filters, Match, Place, Wanted, places_of, zones_of
from glossary.matching.query import Query, parse_query
from glossary.matching.search import Page, search
from glossary.matching.spelling import spell, units_of, ways_of
from glossary.matching.tails import misread
from glossary.store.opening import Store


def _search(store: Store, typed: str, wanted: Wanted | None = None) -> Page:
    with store.reading() as connection:
        return search(connection, parse_query(typed), wanted or Wanted(limit=200))


def _found(store: Store, typed: str, wanted: Wanted | None = None) -> dict[str, str]:
    return {json.loads(hit.brief)["headword"]: hit.kind for hit in _search(store, typed, wanted).hits}


@pytest.mark.parametrize(
    ("typed", "headword", "kind"),
    [
        ("三清零", "三清零", "exact"),
        ("“三清零”", "三清零", "exact"),
        ("兩個毫不動搖", "两个毫不动摇", "script"),
        ("三变", "农村“三变”改革", "alias"),
        ("san1qing1ling2", "三清零", "pinyin_toned"),
        ("sanqingling", "三清零", "pinyin_plain"),
        ("xian guan xiao pin", "“县管校聘”改革", "pinyin_plain"),
        ("三清", "三清零", "prefix"),
        ("sanq", "三清零", "prefix"),
        ("sānqīng", "三清零", "prefix"),
        ("sql", "三清零", "initials"),
        ("sjnnc", "S级奶牛场", "initials"),
        ("S级", "S级奶牛场", "prefix"),
        ("清零", "三清零", "contains"),
        ("毫不動搖", "两个毫不动摇", "contains"),
        ("qingling", "三清零", "contains"),
        ("hidden champ", "隐形冠军", "english"),
        ("champion", "隐形冠军", "english"),
    ],
)
def test_found_on_top(store: Store, typed: str, headword: str, kind: str) -> None:
    found = _found(store, typed)
    assert next(iter(found.items())) == (headword, kind)


@pytest.mark.parametrize(
    ("typed", "headword"),
    [
        ("ingling", "三清零"),
        ("san4qing1", "三清零"),
        ("零清", "三清零"),
        ("几字弯", "黄河几字湾"),
        ("%", "三清零"),
        ("_", "三清零"),
    ],
)
def test_not_found(store: Store, typed: str, headword: str) -> None:
    assert headword not in _found(store, typed)


@pytest.mark.parametrize(
    ("typed", "match", "kinds"),
    [
        ("三", Match.EXACT, set()),
        ("三", Match.PREFIX, {"prefix"}),
        ("三", Match.CONTAINS, {"prefix", "contains"}),
        ("san", Match.PINYIN, {"prefix", "contains"}),
        ("s", Match.INITIALS, {"initials"}),
        ("four", Match.ENGLISH, {"english"}),
        ("三清零", Match.EXACT, {"exact"}),
        ("三清零", Match.PREFIX, {"exact"}),
        ("sanqingling", Match.EXACT, {"pinyin_plain"}),
        ("sanqingling", Match.PREFIX, {"pinyin_plain"}),
        ("sanqingling", Match.CONTAINS, {"pinyin_plain"}),
        ("sān qīnglíng", Match.PREFIX, {"pinyin_toned"}),
        ("sanqing", Match.PREFIX, {"prefix"}),
        ("qingling", Match.CONTAINS, {"contains"}),
        ("sql", Match.PREFIX, set()),
    ],
)
def test_a_kind_can_be_asked_for(store: Store, typed: str, match: Match, kinds: set[str]) -> None:
    assert set(_found(store, typed, Wanted(match, limit=200)).values()) == kinds


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("add", {"增补"}),
        ("adds", {"增补"}),
        ("add-on", {"附加", "附件"}),
        ("adds-on", {"附加", "附件"}),
        ("add-", {"增补"}),
        ("self-reliance", {"自立"}),
        ("self\u2011reliance", {"自立"}),
        ("self\u2010reli", {"自立"}),
        ("sel", {"自立"}),
        ("self", set()),
        ("reliance", set()),
    ],
)
def test_an_english_word_goes_on_behind_its_hyphen(empty_store: Store, typed: str, found: set[str]) -> None:
    table = "headword,english\n增补,addition\n附加,adds-on\n附件,add-on\n自立,self\u2011reliance\n"
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "a.csv", skip_bad=True)
    assert set(_found(empty_store, typed, Wanted(Match.ENGLISH))) == found


@pytest.mark.parametrize(
    ("typed", "headword", "kind", "marked"),
    [
        ("ershiyisantizonghezheng", "21三体综合症", "pinyin_plain", "21三体综合症"),
        ("er4 shi2 yi1 san1 ti3 zong1 he2 zheng4", "21三体综合症", "pinyin_toned", "21三体综合症"),
        ("ershiyisan", "21三体综合症", "prefix", "21三"),
        ("ershi", "21三体综合症", "prefix", "21"),
        ("esystzhz", "21三体综合症", "initials", "21三体综合症"),
        ("esy三体", "21三体综合症", "mixed", "21三体"),
        ("ershiyisan体zh", "21三体综合症", "mixed", "21三体综合"),
        ("yisanti", "21三体综合症", "contains", "21三体"),
        ("santi", "21三体综合症", "contains", "三体"),
        ("三体zonghe", "21三体综合症", "contains", "三体综合"),
        ("三体", "21三体综合症", "contains", "三体"),
        ("21三体", "21三体综合症", "prefix", "21三体"),
        ("21三體綜合症", "21三体综合症", "script", "21三体综合症"),
        ("21santi", "21三体综合症", "prefix", "21三体"),
        ("21stzhz", "21三体综合症", "initials", "21三体综合症"),
        ("aerfalizi", "α粒子", "pinyin_plain", "α粒子"),
        ("lizi", "α粒子", "contains", "粒子"),
        ("αlz", "α粒子", "initials", "α粒子"),
        ("meiguowushi", "美国51区", "prefix", "美国51"),
        ("美guowu", "美国51区", "mixed", "美国51"),
        ("美国wsyq", "美国51区", "mixed", "美国51区"),
        ("yiqu", "美国51区", "contains", "51区"),
        ("qianwa", "瓩", "pinyin_plain", "瓩"),
        ("qw", "瓩", "initials", "瓩"),
        ("biang", "□", "pinyin_plain", "□"),
        ("zhongguozhizao2025", "中国制造2025", "pinyin_plain", "中国制造2025"),
        ("zhongguozhizaoerlingerwu", "中国制造2025", "pinyin_plain", "中国制造2025"),
        ("zhong1guo2zhi4zao4er4ling2er4wu3", "中国制造2025", "pinyin_toned", "中国制造2025"),
        ("zgzz2025", "中国制造2025", "initials", "中国制造2025"),
        ("中国zz2025", "中国制造2025", "mixed", "中国制造2025"),
        ("zhizaoerling", "中国制造2025", "contains", "制造20"),
        ("3cchanpin", "3C产品", "pinyin_plain", "3C产品"),
        ("3cchp", "3C产品", "initials", "3C产品"),
        ("3c产品", "3C产品", "exact", "3C产品"),
        ("3c产p", "3C产品", "mixed", "3C产品"),
        ("sanc产品", "3C产品", "mixed", "3C产品"),
        ("san1cchan3", "3C产品", "prefix", "3C产"),
        ("txushan", "T恤衫", "pinyin_plain", "T恤衫"),
        ("tixu衫", "T恤衫", "mixed", "T恤衫"),
        ("ti4恤shān", "T恤衫", "mixed", "T恤衫"),
        ("aazhi", "AA制", "pinyin_plain", "AA制"),
        ("aazhi4", "AA制", "pinyin_toned", "AA制"),
        ("a4zhi", "A4纸", "pinyin_plain", "A4纸"),
        ("a4zhi3", "A4纸", "pinyin_toned", "A4纸"),
        ("a4z", "A4纸", "prefix", "A4纸"),
        ("jiusan", "九·34行", "prefix", "九·34"),
        ("hang2", "九·34行", "contains", "行"),
    ],
)
def test_a_term_is_found_by_a_reading_of_more_syllables_than_it_has_characters(
    empty_store: Store, typed: str, headword: str, kind: str, marked: str
) -> None:
    table = """headword,pinyin
21三体综合症,er4 shi2 yi1 san1 ti3 zong1 he2 zheng4
α粒子,a1 er3 fa3 li4 zi3
美国51区,mei3 guo2 wu3 shi2 yi1 qu1
瓩,qian1 wa3
□,biang4
中国制造2025,zhong1 guo2 zhi4 zao4 er4 ling2 er4 wu3
3C产品,san1 C chan3 pin3
T恤衫,ti4 xu4 shan1
AA制,A A zhi4
A4纸,A 4 zhi3
九·34行,jiu3 san1 shi2 si4 hang2
"""
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "a.csv", skip_bad=True)
    [hit] = _search(empty_store, typed).hits
    assert (json.loads(hit.brief)["headword"], hit.kind) == (headword, kind)
    [place] = hit.marked
    assert hit.shown[place.start : place.end] == marked


def test_what_is_read_as_a_whole_is_no_label_without_it(empty_store: Store) -> None:
    table = "headword,pinyin\n美国51区,mei3 guo2 wu3 shi2 yi1 qu1\n"
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "a.csv", skip_bad=True)
    assert _found(empty_store, "美国区") == {}
    assert _found(empty_store, "wushi1qu") == {}
    assert _found(empty_store, "mei3guo2wu4") == {}


@pytest.mark.parametrize(
    ("typed", "zones", "marked"),
    [
        ("sanqinlin", "ing", "三清零"),
        ("三qinling", "ing", "三清零"),
        ("三qinl", "ing", "三清零"),
        ("sqinling", "ing", "三清零"),
        ("san qin líng", "ing", "三清零"),
        ("qinl", "ing", "清零"),
        ("shan清l", "sh", "三清零"),
        ("shanql", "sh", "三清零"),
        ("shql", "sh", "三清零"),
        ("sh1ql", "sh", None),
        ("shan1ql", "sh", "三清零"),
        ("shan2ql", "sh", None),
        ("shql", "zh,ch", None),
        ("shanqinni", "sh,ing,nl", "三清零"),
        ("sanqinn", "sh,ing,nl", "三清零"),
    ],
)
def test_sounds_that_are_taken_as_one_reach_every_spelling(
    store: Store, typed: str, zones: str, marked: str | None
) -> None:
    hits = _search(store, typed, Wanted(zones=zones_of(zones.split(",")), limit=200)).hits
    found = {json.loads(hit.brief)["headword"]: hit for hit in hits}
    assert "三清零" not in _found(store, typed)
    assert ("三清零" in found) == (marked is not None)
    if marked:
        hit = found["三清零"]
        assert hit.kind == "fuzzy"
        assert hit.shown[hit.marked[0].start : hit.marked[0].end] == marked


def test_what_only_sounds_so_stands_below_what_is_spelled_so(empty_store: Store) -> None:
    table = "headword,pinyin\n宗教,zong1 jiao4\n中介,zhong1 jie4\n政治家,zheng4 zhi4 jia1\n争执间,zheng1 zhi2 jian1\n"
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "a.csv", skip_bad=True)
    spelled = {"中介": "initials", "政治家": "contains", "争执间": "contains"}
    assert _found(empty_store, "zhj") == spelled
    found = _found(empty_store, "zhj", Wanted(zones=zones_of(["zh"])))
    assert found == spelled | {"宗教": "fuzzy"}
    assert list(found)[-1] == "宗教"


def test_definitions_and_contexts_are_looked_at_when_asked(store: Store) -> None:
    assert _found(store, "工业企业") == {}
    assert _found(store, "研发投入") == {}
    assert _found(store, "研发投入", Wanted(places=places_of(["definitions"])))["三清零"] == "definition"
    assert _found(store, "先天性心脏病", Wanted(places=places_of(["contexts"]))) == {}
    everywhere = _found(store, "数字化改造", Wanted(places=frozenset(Place)))
    assert set(everywhere.values()) <= {"context", "definition"}
    with pytest.raises(InvalidQuery, match="in takes terms, definitions, contexts"):
        places_of(["notes"])


def test_a_name_that_is_none_is_refused_in_the_words_of_the_contract() -> None:
    with pytest.raises(
        InvalidQuery, match=r"^fuzzy takes zh, ch, sh, nl, ing, eng, ang; “foo” is none of them$"
    ) as zone:
        zones_of(["zh", "foo"])
    assert zone.value.pointer == "/query/fuzzy"
    with pytest.raises(InvalidQuery, match=r"^in takes terms, definitions, contexts; “” is none of them$") as place:
        places_of(["terms", ""])
    assert place.value.pointer == "/query/in"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 33),
        (Filters(subject_field="health"), 2),
        (Filters(source="dalad-2024"), 33),
        (Filters(status="active"), 33),
        (Filters(status="deprecated"), 0),
        (Filters(year=2024), 33),
        (Filters(year=2023), 0),
        (Filters(subject_field="health", year=2023), 0),
    ],
)
def test_filters_narrow(store: Store, filters: Filters, count: int) -> None:
    everything = {}
    for initial in "sblyhxwcnqdgjt":
        everything |= _found(store, initial, Wanted(filters=filters, limit=200))
    assert len(everything) == count


def test_a_term_in_letters_stands_above_all_that_is_spelled_so(empty_store: Store) -> None:
    """However many: a scan by letters that is cut off does not reach it."""
    spelled = "".join(f"{chr(place)},shi4\n" for place in range(0x4E00, 0x4E00 + 120))
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(f"headword,pinyin\n{spelled}SHI,S H I\n"), "shi.csv", skip_bad=True)
    for limit in (1, 5, 20, 200):
        for match in (Match.AUTO, Match.EXACT):
            first = _search(empty_store, "shi", Wanted(match, limit=limit)).hits[0]
            assert (first.shown, first.kind) == ("SHI", "exact")


@pytest.mark.parametrize("typed", ["kzh", "k'zh", "xsh", "kzhch", "zhch"])
def test_two_letters_are_an_initial_at_the_end_of_a_query_too(empty_store: Store, typed: str) -> None:
    table = "headword,pinyin\n开支,kai1 zhi1\n学生,xue2 sheng1\n开支处,kai1 zhi1 chu4\n智齿,zhi4 chi3\n"
    with empty_store.writing("tests") as write:
        import_glossary(write, read_delimited(table), "a.csv", skip_bad=True)
    assert {hit.kind for hit in _search(empty_store, typed).hits if hit.kind != "contains"} == {"initials"}


@pytest.mark.parametrize("typed", ["三", "s", "san", "four", "个"])
@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_together_are_the_whole(store: Store, typed: str, limit: int) -> None:
    whole = _search(store, typed)
    assert whole.next is None
    pages, cursor = [], None
    while True:
        page = _search(store, typed, Wanted(limit=limit, cursor=cursor))
        pages += page.hits
        cursor = page.next
        if cursor is None:
            break
    assert pages == whole.hits


def test_a_write_between_two_pages_shifts_nothing(store: Store) -> None:
    whole = [hit.place[-1] for hit in _search(store, "三").hits]
    first = _search(store, "三", Wanted(limit=3))
    added = "headword\n三\n三年千亿斤粮食产能提升行动\n"
    with store.writing("tests") as write:
        import_glossary(write, read_delimited(added), "a.csv", skip_bad=True)
    seen, cursor = first.hits, first.next
    while cursor:
        page = _search(store, "三", Wanted(limit=3, cursor=cursor))
        seen += page.hits
        cursor = page.next
    assert [hit.place[-1] for hit in seen if hit.place[-1] in whole] == whole
    assert "三年千亿斤粮食产能提升行动" in {hit.shown for hit in seen}
    assert "三" not in {hit.shown for hit in seen}  # it stands before the first page's end


@pytest.mark.parametrize("cursor", ["garbage", "WzFd", "e30", "é", "A" * 999, "bnVsbA"])
def test_a_cursor_that_is_none_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(InvalidQuery, match="no cursor") as caught:
        _search(store, "三", Wanted(cursor=cursor))
    assert caught.value.pointer == "/query/cursor"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(alphabet="三四个清零两變改 “”sanqigl1", min_size=1, max_size=8))
def test_highlights_show_what_was_met(store: Store, typed: str) -> None:
    if not label(typed):
        return
    for hit in _search(store, typed).hits:
        assert hit.marked
        for place in hit.marked:
            shown = hit.shown[place.start : place.end]
            assert shown
            if hit.field == "term" and hit.kind != "english":
                assert label(shown) == label(typed)


SYLLABLES = [
    "san",
    "qing1",
    "ling",
    "l",
    "s",
    "xi",
    "xian",
    "guan",
    "bian",
    "三",
    "变",
    "g",
    "zh",
    "e",
    "liang",
    "1",
    "q",
    "g4",
]


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5), separator=st.sampled_from(["", "", " ", "'"])
)
def test_a_search_finds_exactly_what_the_rule_allows(store: Store, pieces: list[str], separator: str) -> None:
    typed = separator.join(pieces)
    query = parse_query(typed)
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT t.concept_id, t.lang, t.text, r.syllables FROM term t LEFT JOIN reading r ON r.term_id = t.id"
        ).all()
        found = search(connection, query, Wanted(limit=200)).hits
    allowed = {concept for concept, lang, text, syllables in rows if _allowed(query, lang, text, syllables)}
    assert {hit.place[-1] for hit in found} == allowed


def _allowed(query: Query, lang: str, text: str, syllables: str | None) -> bool:
    """Return whether a query finds a term, by trying it at every character, in every common reading."""
    if lang == "en":
        wanted, own = stems(query.text), stems(text)
        has_last = any(word.startswith(wanted[-1]) and word[len(wanted[-1]) :][:1] not in ("-", "'") for word in own)
        return has_last and all(word in own for word in wanted[:-1])
    if query.label in label(text):
        return True
    ways = ways_of(text, syllables)
    ways += [changed for way in ways for changed, _ in misread(way)]
    return syllables is not None and any(
        spell(units_of(query.text), way, start) for way in ways for start in range(len(way))
    )
