"""A newer edition of a table over what was edited: what editors set stands, what nobody edited is as the edition has it."""

from typing import Any

import pytest

from glossary.checking import Verdict, check
from glossary.editing.changing import change_concept, concept_draft
from glossary.editing.merging import merge_concepts
from glossary.formats.segments import Segment
from glossary.loading.plans import Plan
from glossary.matching.index import build_index
from glossary.store.opening import Store
from glossary.store.verifying import verify
from glossary.undoing import undo
from tests.glossary.loading.importing import import_dictionary, import_table

COLUMNS = "headword,english,definition_zh,subject_field\n"
OTHERWISE = "stated otherwise by this edition"
STAYS = "what was edited here stays: "


def _edition(store: Store, english: str, field: str = "") -> Plan:
    """Import an edition that has these renderings of 旗县."""
    return _table(store, f"旗县,{english},盟下面的县级行政区。,{field}\n")


def _table(store: Store, rows: str) -> Plan:
    return import_table(store, COLUMNS + rows, "词表.csv")


def _said(plan: Plan) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.reason) for entry in plan.entries]


def _banner(store: Store, english: str) -> str:
    """Return the concept of 旗县 with these renderings."""
    [entry] = _edition(store, english).entries
    return entry.concept or ""


def _draft(store: Store, concept: str) -> dict[str, Any]:
    with store.reading() as connection:
        return concept_draft(connection, concept)


def _edit(store: Store, concept: str, **renderings: dict[str, Any] | None) -> None:
    """Set something of renderings, None takes one away; what the concept has not is new."""
    rows = _draft(store, concept)["terms"].items()
    names = {row["text"]: name for name, row in rows if row["lang"] == "en"}
    terms = {
        names.get(text, text): patch if text in names or patch is None else {"lang": "en", "text": text, **patch}
        for text, patch in renderings.items()
    }
    _change(store, concept, {"terms": terms})


def _change(store: Store, concept: str, patch: dict[str, Any]) -> None:
    with store.writing("anna") as write:
        change_concept(write, concept, patch, None)


def _undo(store: Store, revision: int) -> None:
    with store.writing("anna") as write:
        undo(write, revision)


def _renderings(store: Store, concept: str) -> list[str]:
    """Return the renderings of a concept with their standings, in their order."""
    rows = sorted(_draft(store, concept)["terms"].items(), key=lambda one: (one[1]["position"], int(one[0])))
    return [
        f"{row['text']} {'forbidden' if row['forbidden'] else row['status']}" for _, row in rows if row["lang"] == "en"
    ]


def test_an_edition_lifts_no_prohibition(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banners")
    _edit(empty_store, concept, banners={"status": "deprecated", "forbidden": True})
    assert _said(_edition(empty_store, "county")) == [("kept", f"{STAYS}“banners” forbidden")]
    assert _renderings(empty_store, concept) == ["county preferred", "banners forbidden"]
    assert _said(_edition(empty_store, "county; banners; flags")) == [
        ("changed", f"{OTHERWISE}; {STAYS}“banners” forbidden")
    ]
    assert _renderings(empty_store, concept) == ["county preferred", "banners forbidden", "flags admitted"]
    with empty_store.reading() as connection:
        checked = check(connection, build_index(connection), [Segment("各旗县", "all banners")])
    assert [term.verdict for term in checked.segments[0].terms] == [Verdict.FORBIDDEN]
    assert list(verify(empty_store)) == []


def test_a_dictionary_lifts_no_prohibition(empty_store: Store) -> None:
    text = "# CC-CEDICT\n中國 中国 [Zhong1 guo2] /China/Middle Kingdom/\n"

    def edition(text: str) -> Plan:
        return import_dictionary(empty_store, text)

    concept = edition(text).entries[0].concept or ""
    _edit(empty_store, concept, **{"Middle Kingdom": {"forbidden": True}})
    edition(text.replace("Middle Kingdom", "PRC"))
    assert _renderings(empty_store, concept) == ["China preferred", "Middle Kingdom forbidden", "PRC admitted"]
    edition(text.replace("Kingdom/", "Kingdom/Cathay/"))
    assert _renderings(empty_store, concept) == ["China preferred", "Middle Kingdom forbidden", "Cathay admitted"]


def test_what_an_editor_preferred_stays_where_the_source_drops_it(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, county={"status": "admitted"}, banner={"status": "preferred"})
    said = f"{STAYS}“county” admitted, “banner” preferred"
    assert _said(_edition(empty_store, "county; league")) == [("changed", f"{OTHERWISE}; {said}")]
    assert _renderings(empty_store, concept) == ["county admitted", "banner preferred", "league admitted"]


@pytest.mark.parametrize("patch", [{"type": "short_form"}, {"equivalence": "broader"}])
def test_whatever_an_editor_set_of_a_rendering_makes_it_the_editors(empty_store: Store, patch: dict[str, Any]) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, banner=patch)
    assert _said(_edition(empty_store, "county")) == [("kept", f"{STAYS}“banner” admitted")]
    assert _said(_edition(empty_store, "county; banner")) == [("kept", None)]
    assert _renderings(empty_store, concept) == ["county preferred", "banner admitted"]


def test_what_an_editor_says_that_the_source_has_stays(empty_store: Store) -> None:
    concept = _banner(empty_store, "county")
    [source] = [row["source"] for row in _draft(empty_store, concept)["terms"].values() if row["lang"] == "en"]
    _edit(empty_store, concept, banner={"origin": "attested", "source": source})
    _edition(empty_store, "county; league")
    assert _renderings(empty_store, concept) == ["county preferred", "banner admitted", "league admitted"]


def test_an_edition_does_bring_what_was_undone_before(empty_store: Store) -> None:
    concept = _banner(empty_store, "county")
    _edition(empty_store, "county; league", "wrong")
    _undo(empty_store, 2)
    assert _said(_edition(empty_store, "county; league", "places")) == [("changed", OTHERWISE)]
    assert _renderings(empty_store, concept) == ["county preferred", "league admitted"]
    assert _draft(empty_store, concept)["subject_field"] == "places"


def test_an_edit_that_was_undone_is_in_no_editions_way(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, banner={"forbidden": True})
    _undo(empty_store, 2)
    _edit(empty_store, concept, county=None)
    _undo(empty_store, 4)
    assert _said(_edition(empty_store, "county; league")) == [("changed", OTHERWISE)]
    assert _renderings(empty_store, concept) == ["county preferred", "league admitted"]


def test_an_edit_whose_undoing_was_undone_stands(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner; flag")
    _edit(empty_store, concept, banner={"forbidden": True}, flag=None)
    for revision in (2, 3):
        _undo(empty_store, revision)
    said = f"{STAYS}“flag” left out, “banner” forbidden"
    assert _said(_edition(empty_store, "county; flag")) == [("kept", said)]
    assert _renderings(empty_store, concept) == ["county preferred", "banner forbidden"]


def test_a_merger_that_was_undone_is_in_no_editions_way(empty_store: Store) -> None:
    rows = "旗县,county,县级区。,{}\n嘎查,gacha,村。,places\n"
    county, gacha = (entry.concept or "" for entry in _table(empty_store, rows.format("")).entries)
    with empty_store.writing("anna") as write:
        merge_concepts(write, gacha, county, None)
    _undo(empty_store, 2)
    assert _said(_table(empty_store, rows.format("law"))) == [("changed", OTHERWISE), ("kept", None)]
    assert _draft(empty_store, county)["subject_field"] == "law"


def test_what_an_editor_took_away_is_named_whatever_else_an_edition_brings(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, banner=None)
    _change(empty_store, concept, {"subject_field": "law"})
    said = f"{STAYS}“banner” left out, its subject field"
    assert _said(_edition(empty_store, "county; banner; flag", "places")) == [("changed", f"{OTHERWISE}; {said}")]
    assert _said(_edition(empty_store, "county; flag; banner", "places")) == [("kept", said)]
    assert _renderings(empty_store, concept) == ["county preferred", "flag admitted"]


@pytest.mark.parametrize(
    ("newer", "renderings"),
    [
        ("banner; county", ["banner preferred", "county admitted"]),
        ("banner", ["banner preferred"]),
        ("flag; county; league; banner", ["flag preferred", "county admitted", "league admitted", "banner admitted"]),
        ("flag", ["flag preferred"]),
    ],
)
def test_renderings_that_nobody_edited_stand_as_the_edition_has_them(
    empty_store: Store, newer: str, renderings: list[str]
) -> None:
    concept = _banner(empty_store, "county; banner")
    assert _said(_edition(empty_store, newer)) == [("changed", OTHERWISE)]
    assert _renderings(empty_store, concept) == renderings
    assert _said(_table(empty_store, f"旗县,{newer},盟下面的县级行政区。,\n嘎查,gacha,,\n"))[0] == ("kept", None)
    _edition(empty_store, "county; banner")
    assert _renderings(empty_store, concept) == ["county preferred", "banner admitted"]
    assert list(verify(empty_store)) == []


def test_beside_what_an_editor_wrote_an_edition_still_says_which_of_its_own_is_first(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, league={"position": 0})
    assert _said(_edition(empty_store, "banner; county")) == [("changed", OTHERWISE)]
    assert [one for one in _renderings(empty_store, concept) if "league" not in one] == [
        "banner preferred",
        "county admitted",
    ]
    _edit(empty_store, concept, league={"status": "preferred"})
    _edition(empty_store, "flag; banner; county")
    standings = {"league preferred", "flag admitted", "banner admitted", "county admitted"}
    assert set(_renderings(empty_store, concept)) == standings


def test_an_edition_that_begins_with_what_an_editor_forbade_leaves_the_preferred_rendering(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, banner={"forbidden": True})
    said = f"{STAYS}“banner” forbidden, the order of its renderings"
    assert _said(_edition(empty_store, "banner; county")) == [("kept", said)]
    assert _renderings(empty_store, concept) == ["county preferred", "banner forbidden"]


def test_what_is_new_comes_behind_renderings_that_an_editor_put_in_order(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner; flag")
    _edit(empty_store, concept, county={"position": 1}, banner={"position": 2}, flag={"position": 0})
    assert _renderings(empty_store, concept) == ["flag admitted", "county preferred", "banner admitted"]
    said = f"{STAYS}the order of its renderings"
    assert _said(_edition(empty_store, "county; league; banner; flag")) == [("changed", f"{OTHERWISE}; {said}")]
    renderings = ["flag admitted", "county preferred", "banner admitted", "league admitted"]
    assert _renderings(empty_store, concept) == renderings


def test_the_same_edition_comes_to_the_same_end(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; flag")
    _edit(empty_store, concept, county={"equivalence": "close"})
    _edition(empty_store, "banner; flag")
    renderings = _renderings(empty_store, concept)
    assert renderings == ["county preferred", "banner admitted", "flag admitted"]
    _table(empty_store, "旗县,banner; flag,盟下面的县级行政区。,\n嘎查,gacha,,\n")
    assert _renderings(empty_store, concept) == renderings


def test_a_rendering_whose_standing_nobody_set_may_become_preferred(empty_store: Store) -> None:
    concept = _banner(empty_store, "county; banner")
    _edit(empty_store, concept, banner={"equivalence": "close"})
    assert _said(_edition(empty_store, "banner")) == [("changed", OTHERWISE)]
    assert _renderings(empty_store, concept) == ["banner preferred"]
