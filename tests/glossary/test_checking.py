"""Checks of translations: any accepted rendering will do, forbidden and deprecated ones are named."""

import pytest
from sqlmodel import Session, select

from glossary.checking import CheckedSegment, Verdict, check
from glossary.formats.segments import Segment
from glossary.matching.index import build_index
from glossary.model import Term
from glossary.store.opening import Store
from glossary.vocabulary import TermStatus

OK, MISSING, DEPRECATED, FORBIDDEN = Verdict.OK, Verdict.MISSING, Verdict.DEPRECATED, Verdict.FORBIDDEN


@pytest.fixture
def curated(store: Store) -> Store:
    """The shipped store, with a deprecated and a forbidden rendering of 隐形冠军."""
    with store.writing("tests") as write:
        for text, status, forbidden in (
            ("invisible champion", TermStatus.DEPRECATED, False),
            ("secret champion", None, True),
        ):
            _set(write.session, write.touch, text, status, forbidden=forbidden)
    return store


def _set(session: Session, touch: object, text: str, status: TermStatus | None, *, forbidden: bool) -> None:
    known = session.exec(select(Term).where(Term.text == "invisible champion")).one()
    assert callable(touch)
    touch(known.concept_id)
    if known.text == text:
        known.status = status or known.status
        session.add(known)
    else:
        values = known.model_dump(exclude={"id"}) | {"text": text, "forbidden": forbidden, "position": 9}
        session.add(Term(**values))


def _checked(store: Store, source: str, target: str) -> CheckedSegment:
    with store.reading() as connection:
        return check(connection, build_index(connection), [Segment(source, target)]).segments[0]


@pytest.mark.parametrize(
    ("source", "target", "verdicts"),
    [
        ("培育隐形冠军。", "Cultivate hidden champions.", {"隐形冠军": OK}),
        ("培育隐形冠军。", "We cultivated the Hidden Champions.", {"隐形冠军": OK}),
        ("培育隐形冠军。", "Cultivate hidden-champion firms.", {"隐形冠军": OK}),
        ("培育隐形冠军。", "Cultivate “hidden champion”\nenterprises.", {"隐形冠军": OK}),
        ("培育隱形冠軍。", "Cultivate hidden champions.", {"隱形冠軍": OK}),
        ("培育隐形冠军。", "Cultivate champions that are hidden.", {"隐形冠军": MISSING}),
        ("培育隐形冠军。", "", {"隐形冠军": MISSING}),
        ("培育隐形冠军。", "Cultivate invisible champions.", {"隐形冠军": DEPRECATED}),
        ("培育隐形冠军。", "Cultivate invisible, i.e. hidden, champions: hidden champions.", {"隐形冠军": OK}),
        ("培育隐形冠军。", "Cultivate secret champions.", {"隐形冠军": FORBIDDEN}),
        ("培育隐形冠军。", "Cultivate hidden champions, or secret champions.", {"隐形冠军": FORBIDDEN}),
        ("隐形冠军引领隐形冠军。", "Hidden champions lead.", {"隐形冠军": OK}),
        ("培育隐形冠军。", "Cultivate hidden\nchampions.", {"隐形冠军": OK}),
        (
            "三医联动",
            "coordinated reforms of medical insurance, medical services and pharmaceuticals",
            {"三医联动": OK},
        ),
        ("推行四办服务，第四办公室牵头。", "Office No. 4 leads.", {"四办": MISSING}),
        ("没有术语。", "Nothing.", {}),
    ],
)
def test_verdicts(curated: Store, source: str, target: str, verdicts: dict[str, Verdict]) -> None:
    assert {term.term: term.verdict for term in _checked(curated, source, target).terms} == verdicts


def test_spans_on_both_sides_slice_back(curated: Store) -> None:
    source, target = "𠮷：培育隐形冠军。", "𠮷: cultivate the hidden champions now."
    [term] = _checked(curated, source, target).terms
    [use] = term.source
    assert source[use.start : use.end] == "隐形冠军"
    units = source.encode("utf-16-le")
    assert units[2 * use.start_utf16 : 2 * use.end_utf16].decode("utf-16-le") == "隐形冠军"
    [place] = term.target
    assert target[place.start : place.end] == "hidden champions"
    assert place.start_utf16 == place.start + 1
    assert place.rendering == "hidden champion"
    assert "hidden champion" in term.accepted
    assert "invisible champion" not in term.accepted


def test_a_term_inside_a_term_does_not_count_twice(curated: Store) -> None:
    """四高筛查 is one term, and what renders it renders no other: “screening” inside of it is not that of 四高 alone."""
    checked = _checked(curated, "“四高”筛查", "screening")
    assert [term.term for term in checked.terms] == ["四高”筛查"]


def test_a_rendering_inside_a_longer_one_renders_nothing_else(curated: Store) -> None:
    with curated.writing("tests") as write:
        known = write.session.exec(select(Term).where(Term.text == "hidden champion")).one()
        other = write.session.exec(select(Term).where(Term.text == "三清零", Term.lang == "zh-Hans")).one()
        write.touch(other.concept_id)
        values = known.model_dump(exclude={"id"}) | {"concept_id": other.concept_id, "position": 9}
        write.session.add(Term(**{**values, "text": "hidden champion enterprise zeros"}))
    checked = _checked(curated, "隐形冠军三清零", "hidden champion enterprise zeros")
    assert {term.term: term.verdict for term in checked.terms} == {"隐形冠军": MISSING, "三清零": OK}


def test_a_term_that_has_no_rendering_is_named_and_not_judged(store: Store) -> None:
    with store.writing("tests") as write:
        concept = write.session.exec(select(Term).where(Term.text == "三清零", Term.lang == "zh-Hans")).one().concept_id
        write.touch(concept)
        for term in write.session.exec(select(Term).where(Term.concept_id == concept, Term.lang == "en")):
            write.session.delete(term)
    checked = _checked(store, "三清零", "whatever")
    assert checked == CheckedSegment((), ("三清零",))


def test_counts_and_briefs(store: Store) -> None:
    segments = [Segment("隐形冠军", "hidden champion"), Segment("三清零和隐形冠军", "nothing")]
    with store.reading() as connection:
        checked = check(connection, build_index(connection), segments)
    assert checked.counts == {FORBIDDEN: 0, DEPRECATED: 0, MISSING: 2, OK: 1}
    assert set(checked.briefs) == {
        concept for one in checked.segments for term in one.terms for concept in term.concepts
    }


def test_a_segment_of_nothing_but_one_term_is_checked_in_one_pass(store: Store) -> None:
    """Each term stands once in the answer, with its uses: an answer is no longer than what was asked, some times over."""
    checked = _checked(store, "隐形冠军、" * 2000, "hidden champion " * 20_000)
    [term] = checked.terms
    assert (len(term.source), len(term.target), term.verdict) == (2000, 20_000, OK)


@pytest.mark.parametrize(
    ("rendering", "target", "verdict"),
    [
        ("close the gap", "closing the gaps", OK),
        ("close the gap", "closed a gap", OK),
        ("green development", "green developer", MISSING),
        ("green development", "green developments", OK),
        ("dual carbon goal", "dual carbonate goals", MISSING),
        ("carry out plans", "carried out planning", OK),
    ],
)
def test_inflection_is_no_derivation(store: Store, rendering: str, target: str, verdict: Verdict) -> None:
    with store.writing("tests") as write:
        known = write.session.exec(select(Term).where(Term.text == "hidden champion")).one()
        write.touch(known.concept_id)
        for term in write.session.exec(select(Term).where(Term.concept_id == known.concept_id, Term.lang == "en")):
            term.text = rendering if term.text == known.text else f"{term.text} never meant"
            write.session.add(term)
    assert [term.verdict for term in _checked(store, "隐形冠军", target).terms] == [verdict]
