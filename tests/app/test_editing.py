"""Concepts changed over HTTP: what becomes of them."""

import json
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from glossary.model import Reading
from glossary.store.opening import Store
from glossary.store.verifying import verify
from tests.app.desk import RINGS, concept_of, desk, patched, term_of, terms_of, version_tag

service = pytest.fixture(desk)


def test_a_draft_shows_all_that_can_be_edited_and_nothing_else(service: TestClient) -> None:
    concept = concept_of(service, "三清零")
    draft = service.get(f"/v1/concepts/{concept}/draft").json()
    assert set(draft) == {
        "id", "version", "subject_field", "status", "replaced_by", "note", "terms", "texts", "members", "relations",
    }  # fmt: skip
    head = next(iter(draft["terms"].values()))
    assert (head["text"], head["reading"]["display"]) == ("三清零", "sān qīnglíng")
    assert [one["zh"] for one in draft["members"].values()]
    same = patched(service, concept, {"terms": draft["terms"], "texts": draft["texts"], "members": draft["members"]})
    assert (same.status_code, same.headers["etag"]) == (200, version_tag(service, concept))


def test_a_patch_changes_what_it_names_and_nothing_else(service: TestClient, store: Store) -> None:
    concept = concept_of(service, "三清零")
    before = service.get(f"/v1/concepts/{concept}").json()
    old = term_of(service, concept, before["gloss"], "en")
    patch = {
        "note": "see the report of 2024",
        "terms": {
            old: {"status": "deprecated", "forbidden": True},
            "mine": {"lang": "en", "text": "three-zero campaign", "status": "preferred"},
        },
    }
    answer = patched(service, concept, patch)
    assert answer.status_code == 200, answer.text
    after = answer.json()
    renderings = {one["text"]: one for one in after["renderings"]}
    assert (renderings[before["gloss"]]["status"], renderings[before["gloss"]]["forbidden"]) == ("deprecated", True)
    assert (after["gloss"], renderings["three-zero campaign"]["origin"]) == ("three-zero campaign", "curated")
    assert after["note"] == "see the report of 2024"
    same = {"headword", "zh", "pinyin", "aliases", "definition", "members", "subject_field", "sources", "contexts"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert terms_of(service, concept)[old]["text"] == before["gloss"]
    taken = patched(service, concept, {"note": None, "terms": {old: None}}).json()
    assert (taken["note"], before["gloss"] in {one["text"] for one in taken["renderings"]}) == (None, False)
    assert list(verify(store)) == []


def test_a_headword_that_is_renamed_is_read_and_written_anew(service: TestClient, store: Store) -> None:
    concept = concept_of(service, "三清零")
    head = term_of(service, concept, "三清零")
    entry = patched(service, concept, {"terms": {head: {"text": "三项归零"}}}).json()
    assert (entry["headword"], entry["zh"]["hant"], entry["pinyin"]["plain"]) == (
        "三项归零",
        "三項歸零",
        "san xiang gui ling",
    )
    assert entry["pinyin"]["reviewed"] is False
    assert service.get("/v1/lookup?q=三清零").status_code == 404
    reviewed = patched(service, concept, {"terms": {head: {"reading": {"display": "sān xiàng guīlíng"}}}}).json()
    assert (reviewed["pinyin"]["display"], reviewed["pinyin"]["reviewed"]) == ("sān xiàng guīlíng", True)
    assert reviewed["pinyin"]["numbers"] == "san1 xiang4 gui1 ling2"
    wrong = patched(service, concept, {"terms": {head: {"reading": {"display": "sì xiàng guīlíng"}}}})
    assert (wrong.status_code, "does not spell" in wrong.json()["detail"]) == (422, True)
    again = patched(service, concept, {"terms": {head: {"reading": None}}}).json()
    assert (again["pinyin"]["display"], again["pinyin"]["reviewed"]) == ("sān xiàng guī líng", False)
    assert list(verify(store)) == []


def test_a_reading_is_reviewed_as_it_is(service: TestClient) -> None:
    entry = service.post("/v1/concepts", json=RINGS).json()
    head = term_of(service, entry["id"], "双环计划")
    reviewed = patched(service, entry["id"], {"terms": {head: {"reading": {"reviewed": True}}}}).json()
    assert reviewed["pinyin"] == {**entry["pinyin"], "reviewed": True}
    assert terms_of(service, entry["id"])[head]["reading"]["origin"] == "curated"


def _names(service: TestClient, concept: str) -> list[tuple[str, str, int]]:
    return [(one["lang"], one["text"], one["position"]) for one in terms_of(service, concept).values()]


def test_traditional_forms_go_with_their_name(service: TestClient, store: Store) -> None:
    entry = service.post("/v1/concepts", json=RINGS).json()
    head, alias = term_of(service, entry["id"], "双环计划"), term_of(service, entry["id"], "双环")
    typed = patched(service, entry["id"], {"terms": {head: {"type": "variant"}}}).json()
    assert typed["zh"] == entry["zh"]
    swapped = patched(service, entry["id"], {"terms": {head: {"position": 1}, alias: {"position": 0}}}).json()
    assert (swapped["headword"], swapped["zh"]["hant"]) == ("双环", "雙環")
    assert [(one["text"], one["type"]) for one in swapped["aliases"]] == [
        ("双环计划", "variant"),
        ("雙環計劃", "variant"),
    ]
    patched(service, entry["id"], {"terms": {head: None}})
    assert _names(service, entry["id"])[:2] == [("zh-Hans", "双环", 0), ("zh-Hant", "雙環", 0)]
    assert list(verify(store)) == []


def test_a_stated_form_of_another_name_is_made_anew(service: TestClient, store: Store) -> None:
    stated = {"headword": "云区计划", "traditional": "雲區計劃"}
    concept = service.post("/v1/concepts", json=stated).json()["id"]
    head, form = terms_of(service, concept)
    assert patched(service, concept, {"terms": {head: {"text": "“云区计划”"}}}).json()["zh"]["hant"] == "雲區計劃"
    renamed = patched(service, concept, {"terms": {head: {"text": "海区规划"}}}).json()
    assert renamed["zh"]["hant"] == "海區規劃"
    [form] = [name for name, one in terms_of(service, concept).items() if one["lang"] == "zh-Hant"]
    wrong = patched(service, concept, {"terms": {form: {"text": "海區規劃二"}}})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, f"/body/terms/{form}/text")
    repeated = {"terms": {form: {"text": "海區規畫"}, "tw": {"lang": "zh-Hant-TW", "text": "海區規畫", "position": 0}}}
    assert patched(service, concept, repeated).json()["zh"]["hant_tw"] == "海區規畫"
    assert [one["origin"] for one in terms_of(service, concept).values()] == ["curated", "curated"]
    given = patched(service, concept, {"terms": {"x": {"lang": "zh-Hans", "text": "雙環計劃"}}}).json()
    assert [(one["text"], one["origin"]) for one in given["aliases"]] == [
        ("双环计划", "generated"),
        ("雙環計劃", "curated"),
    ]
    assert list(verify(store)) == []


def test_two_names_may_have_one_traditional_form(service: TestClient) -> None:
    entry = service.post("/v1/concepts", json=RINGS).json()
    names = {"a": {"lang": "zh-Hans", "text": "吃亏"}, "b": {"lang": "zh-Hans", "text": "吃虧"}}
    refused = patched(service, entry["id"], {"terms": names})
    assert refused.status_code == 422  # they are one in simplified characters
    names = {"a": {"lang": "zh-Hans", "text": "粘土"}, "b": {"lang": "zh-Hans", "text": "黏土"}}
    assert patched(service, entry["id"], {"terms": names}).status_code == 200


READINGS: list[tuple[dict[str, Any] | None, tuple[str, bool, str]]] = [
    ({"display": "shuānghuán jìhuà"}, ("shuānghuán jìhuà", True, "curated")),
    ({"display": "shuānghuán jìhuà", "reviewed": False}, ("shuānghuán jìhuà", False, "curated")),
    ({"syllables": "shuang1 huan2 ji4 hua4"}, ("shuāng huán jì huà", True, "curated")),
    ({"display": "shuanghuan jihua"}, ("shuānghuán jìhuà", False, "generated")),
    ({"display": None}, ("shuāng huán jì huà", False, "generated")),
    ({"display": "shuānghuán jìhuà", "syllables": "shuang1 huan2 ji4 hua4"}, ("shuānghuán jìhuà", True, "curated")),
    (None, ("shuāng huán jì huà", False, "generated")),
]


@pytest.mark.parametrize(("reading", "expected"), READINGS)
def test_what_is_reviewed_is_what_a_person_spelled(
    service: TestClient, reading: dict[str, Any] | None, expected: tuple[str, bool, str]
) -> None:
    concept = service.post("/v1/concepts", json=RINGS).json()["id"]
    head = term_of(service, concept, "双环计划")
    assert patched(service, concept, {"terms": {head: {"reading": reading}}}).status_code == 200
    shown = terms_of(service, concept)[head]["reading"]
    assert (shown["display"], shown["reviewed"], shown["origin"]) == expected


def test_pinyin_without_tones_is_a_guess(service: TestClient) -> None:
    stated = {"headword": "双环计划", "pinyin": "shuanghuan jihua"}
    pinyin = service.post("/v1/concepts", json=stated).json()["pinyin"]
    assert (pinyin["display"], pinyin["reviewed"]) == ("shuānghuán jìhuà", False)


def test_what_has_no_reading_gets_none_from_another_edit(service: TestClient, store: Store) -> None:
    concept = service.post("/v1/concepts", json=RINGS).json()["id"]
    head = int(term_of(service, concept, "双环计划"))
    with store.writing("tests") as write:
        write.touch(concept)
        for reading in write.session.exec(select(Reading).where(Reading.term_id == head)):
            write.session.delete(reading)
    before = service.get(f"/v1/concepts/{concept}").headers["etag"]
    same = patched(service, concept, {})
    assert (same.json()["pinyin"], same.headers["etag"][:-1] in before) == (None, True)


FAULTS: list[tuple[Any, str]] = [
    ({"terms": {"mine": {"lang": "zh-Hans", "text": "“·”"}}}, "/body/terms/mine/text"),
    ({"terms": {"mine": {"lang": "en", "text": "x", "source": "nowhere"}}}, "/body/terms/mine/source"),
    ({"members": {"a/b": {"zh": "段", "position": 0, "concept": "cnothere"}}}, "/body/members/a~1b/concept"),
    ({"relations": {"a": {"to": "cnothere", "kind": "see"}}}, "/body/relations/a/to"),
    ({"members": {"a": {"zh": "段", "position": 0, "parent": "b"}}}, "/body/members/a/parent"),
    (
        {"terms": {"mine": {"lang": "zh-Hans", "text": "三变", "reading": {"display": "sì biàn"}}}},
        "/body/terms/mine/reading/display",
    ),
    (
        {
            "terms": {
                "m": {"lang": "zh-Hans", "text": "长发", "reading": {"display": "cháng fà", "syllables": "zhang3 fa4"}}
            }
        },
        "/body/terms/m/reading",
    ),
    ({"terms": {str(n): {"lang": "zh-Hans", "text": f"第{n}環計劃"} for n in range(-600, 0)}}, "/body/terms"),
]


@pytest.mark.parametrize(("patch", "pointer"), FAULTS)
def test_a_fault_is_told_by_the_name_that_the_client_gave(service: TestClient, patch: Any, pointer: str) -> None:
    answer = patched(service, concept_of(service, "三清零"), patch)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_term_behind_the_last_place_can_be_edited_again(service: TestClient) -> None:
    concept = service.post("/v1/concepts", json=RINGS).json()["id"]
    for text, position in (("far", 10_000), ("farther", None)):
        new = {"lang": "en", "text": text, **({} if position is None else {"position": position})}
        assert patched(service, concept, {"terms": {"x": new}}).status_code == 200
    places = [one["position"] for one in terms_of(service, concept).values() if one["lang"] == "en"]
    assert places == [0, 1, 2, 3]


def test_a_draft_may_be_sent_back_whole(service: TestClient) -> None:
    concept = concept_of(service, "三清零")
    draft = service.get(f"/v1/concepts/{concept}/draft").json()
    same = patched(service, concept, {name: value for name, value in draft.items() if value is not None})
    assert (same.status_code, same.headers["etag"]) == (200, version_tag(service, concept))
    assert patched(service, concept, {"version": draft["version"] + 1}).status_code == 422


@pytest.mark.parametrize("told", [{"reviewed": None}, {"display": "shuāng huán jìhuà", "reviewed": None}])
def test_what_a_patch_takes_away_of_a_reading_is_as_if_it_said_nothing(service: TestClient, told: Any) -> None:
    concept = service.post("/v1/concepts", json={**RINGS, "pinyin": "shuāng huán jì huà"}).json()["id"]
    name = term_of(service, concept, "双环计划")
    assert patched(service, concept, {"terms": {name: {"reading": told}}}).status_code == 200
    assert terms_of(service, concept)[name]["reading"]["reviewed"] is True


def test_parts_may_have_parts_and_be_concepts(service: TestClient, store: Store) -> None:
    entry = service.post("/v1/concepts", json=RINGS).json()
    other = concept_of(service, "三清零")
    first = next(iter(service.get(f"{entry['uri']}/draft").json()["members"]))
    members = {
        "part": {"zh": "北段", "position": 0, "parent": first},
        "of part": {"zh": "桥", "position": 0, "parent": "part", "concept": other},
    }
    answer = patched(service, entry["id"], {"members": members})
    [mountain, _] = answer.json()["members"]
    assert mountain["members"][0]["members"] == [{"zh": "桥", "en": None, "concept": other, "members": []}]
    part = next(
        name for name, one in service.get(f"{entry['uri']}/draft").json()["members"].items() if one["zh"] == "北段"
    )
    moved = patched(service, entry["id"], {"members": {part: {"en": "northern section"}}}).json()
    assert moved["members"][0]["members"][0]["en"] == "northern section"
    circle = patched(service, entry["id"], {"members": {first: {"parent": part}}})
    assert (circle.status_code, "part of itself" in circle.json()["detail"]) == (422, True)
    orphans = patched(service, entry["id"], {"members": {first: None}})
    assert (orphans.status_code, "there is no member" in orphans.json()["detail"]) == (422, True)
    assert patched(service, entry["id"], {"members": None}).json()["members"] == []
    assert list(verify(store)) == []


def test_parts_may_be_given_any_places(service: TestClient, store: Store) -> None:
    entry = service.post("/v1/concepts", json=RINGS).json()
    first, second = service.get(f"{entry['uri']}/draft").json()["members"]
    members = {
        "south": {"zh": "南段", "position": 3, "parent": first},
        "north": {"zh": "北段", "position": 3, "parent": first},
        "bridge": {"zh": "桥", "position": 2, "parent": first},
        second: {"position": 0},
    }
    shown = patched(service, entry["id"], {"members": members}).json()["members"]
    assert [one["zh"] for one in shown] == ["环山公路", "环湖公路"]
    assert [one["zh"] for one in shown[0]["members"]] == ["桥", "南段", "北段"]
    drafted = service.get(f"{entry['uri']}/draft").json()["members"]
    assert sorted(one["position"] for one in drafted.values()) == [0, 0, 1, 1, 2]
    # What is newer may be what is older's whole: then it goes behind it.
    turned = {"whole": {"zh": "公路", "position": 0}, first: {"parent": "whole"}}
    assert patched(service, entry["id"], {"members": turned}).status_code == 200
    assert patched(service, entry["id"], {"members": None}).json()["members"] == []
    assert list(verify(store)) == []


def _nested(depth: int) -> list[dict[str, Any]]:
    return [{"zh": "段", "members": _nested(depth - 1)}] if depth else []


def test_parts_have_parts_to_eight_levels(service: TestClient, store: Store) -> None:
    deepest = service.post("/v1/concepts", json={**RINGS, "members": _nested(8)})
    assert deepest.status_code == 201, deepest.text
    too_deep = service.post("/v1/concepts", json={**RINGS, "headword": "三环计划", "members": _nested(9)})
    assert (too_deep.status_code, "/body/members" in too_deep.text, "8 levels" in too_deep.text) == (422, True, True)
    chain = {str(-n): {"zh": "段", "position": 0, "parent": str(1 - n) if n > 1 else None} for n in range(1, 400)}
    answer = patched(service, deepest.json()["id"], {"members": chain})
    assert (answer.status_code, "8 levels" in answer.json()["detail"]) == (422, True)
    assert list(verify(store)) == []


REFUSED_AS_PATCH: list[tuple[Any, str]] = [
    ([], "JSON object"),
    *(
        (patch, pointer)
        for wrong in ("\ud800", "c1\x00", "c" * 33)
        for patch, pointer in (
            ({"replaced_by": wrong}, "/body/replaced_by"),
            ({"relations": {"a": {"to": wrong, "kind": "see"}}}, "/body/relations/a/to"),
            ({"members": {"a": {"zh": "段", "position": 0, "concept": wrong}}}, "/body/members/a/concept"),
        )
    ),
    ({"members": {"a": {"zh": "段", "position": 0, "parent": "\ud800"}}}, "/body/members/a/parent"),
    ({"members": {"a": {"zh": "段", "position": 0, "parent": "\x00"}}}, "/body/members/a/parent"),
    ({"terms": {"\ud800": {"lang": "en", "text": "x"}}}, '"/body/terms"'),
    ({"\ud800": 1}, '"/body"'),
    ({"terms": {"x" * 65: {"lang": "en", "text": "x"}}}, '"/body/terms"'),
    ({"id": "c1"}, "/body/id"),
    ({"terms": None}, "/body/terms"),
    ({"terms": {"mine": {"text": "three zeros"}}}, "/body/terms/mine/lang"),
    ({"terms": {"a": {"lang": "en", "text": "x"}, "b": {"lang": "en", "text": "x"}}}, "stands there 2 times"),
    ({"terms": {"a": {"lang": "zh-Hans", "text": "“·”"}}}, "nothing but marks"),
    ({"terms": {"a": {"lang": "en", "text": "x", "source": "nowhere"}}}, "no source nowhere"),
    ({"terms": {"a": {"lang": "de", "text": "x"}}}, "/body/terms/a/lang"),
    ({"status": "withdrawn"}, "withdrawn by DELETE"),
    ({"status": "merged"}, "by its own operation"),
    ({"status": "superseded"}, "says by what"),
    ({"replaced_by": "cnothere"}, "no concept cnothere"),
    ({"relations": {"a": {"to": "cnothere", "kind": "see"}}}, "no concept cnothere"),
    ({"note": "\ud800"}, "/body/note"),
    ({"note": "x\x00"}, "NUL"),
    ({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": {"j": 1}}}}}}}}}}, "deep"),
]


@pytest.mark.parametrize(("patch", "told"), REFUSED_AS_PATCH)
def test_what_no_patch_may_do(service: TestClient, store: Store, patch: Any, told: str) -> None:
    concept = concept_of(service, "三清零")
    before = service.get(f"/v1/concepts/{concept}").json()
    answer = service.patch(
        f"/v1/concepts/{concept}",
        content=json.dumps(patch),  # escapes lone surrogates, which the client itself cannot write
        headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
    )
    assert answer.status_code == 422, answer.text
    assert told in answer.text
    assert service.get(f"/v1/concepts/{concept}").json() == before
    assert list(verify(store)) == []


def test_a_headword_cannot_be_taken_away(service: TestClient) -> None:
    concept = concept_of(service, "三清零")
    nothing = dict.fromkeys(terms_of(service, concept))
    answer = patched(service, concept, {"terms": nothing})
    assert (answer.status_code, "has a Chinese term" in answer.json()["detail"]) == (422, True)


def test_a_concept_is_superseded_by_another(service: TestClient) -> None:
    concept, other = concept_of(service, "三清零"), concept_of(service, "两个毫不动摇")
    entry = patched(service, concept, {"status": "superseded", "replaced_by": other}).json()
    assert (entry["status"], entry["replaced_by"]) == ("superseded", other)
    itself = patched(service, concept, {"replaced_by": concept})
    assert (itself.status_code, "refer to itself" in itself.json()["detail"]) == (422, True)


def test_a_withdrawn_concept_is_gone_and_keeps_its_history(service: TestClient, store: Store) -> None:
    concept = concept_of(service, "三清零")
    answer = service.delete(f"/v1/concepts/{concept}", headers={"If-Match": "*"})
    assert (answer.status_code, answer.content) == (204, b"")
    for path in ("", "/draft", "/contexts"):
        assert service.get(f"/v1/concepts/{concept}{path}").status_code == 410
    assert service.get("/v1/lookup?q=三清零").status_code == 404
    assert patched(service, concept, {"note": "x"}).status_code == 410
    assert service.delete(f"/v1/concepts/{concept}", headers={"If-Match": "*"}).status_code == 410
    [last, *_] = service.get(f"/v1/concepts/{concept}/history").json()["items"]
    assert (last["operation"], last["actor"], last["before"]["status"]) == ("withdraw", "editor", "active")
    assert list(verify(store)) == []


@pytest.mark.parametrize(
    ("patch", "pointer", "meant"),
    [
        ({"defnition": None}, "/body/defnition", None),
        ({"nots": None}, "/body/nots", "note"),
        ({"note": "x", "subject-field": None}, "/body/subject-field", "subject_field"),
        ({"terms": {"TERM": {"equivalance": None}}}, "/body/terms/TERM/equivalance", "equivalence"),
        ({"terms": {"TERM": {"reading": {"dispaly": None}}}}, "/body/terms/TERM/reading/dispaly", "display"),
        ({"nots": "x"}, "/body/nots", None),
    ],
)
def test_a_field_that_no_draft_has_is_said_even_where_it_would_be_taken_away(
    service: TestClient, patch: dict[str, Any], pointer: str, meant: str | None
) -> None:
    concept = concept_of(service, "三清零")
    term = term_of(service, concept, "三清零")
    body = json.loads(json.dumps(patch).replace("TERM", term))
    answer = patched(service, concept, body)
    assert answer.status_code == 422, answer.text
    [fault] = answer.json()["errors"]
    assert fault["pointer"] == pointer.replace("TERM", term)
    assert meant is None or f"did you mean “{meant}”?" in fault["detail"]


def test_a_row_may_be_taken_away_twice(service: TestClient) -> None:
    """RFC 7396: what is not there need not be taken away."""
    concept = concept_of(service, "三清零")
    assert patched(service, concept, {"terms": {"none": None}, "note": None}).status_code == 200
