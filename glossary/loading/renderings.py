"""The renderings of a concept as a newer edition states them: which go, which come, in which order and standing.

What nobody edited is as the edition has it. What editors set stays, and where they or others state renderings too, those
that are new come behind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from glossary.drafts import ConceptDraft, TermDraft
from glossary.editing.edits import MOST_ROWS
from glossary.errors import InvalidDraft
from glossary.loading.edited import Edited
from glossary.loading.plans import quoted
from glossary.matching.sizes import refuse_large
from glossary.model import Source, Term, row_id
from glossary.vocabulary import Lang, TermStatus, is_accepted, is_gloss

_Stated = Mapping[str, TermDraft]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A rendering, the row that it has or, where it is new, what is stated of it; its place, and its standing."""

    what: Term | TermDraft
    position: int
    status: TermStatus

    def is_other(self) -> bool:
        """Return whether it is new, or its row has another place or standing."""
        return isinstance(self.what, TermDraft) or (self.what.position, self.what.status) != (
            self.position,
            self.status,
        )


@dataclass(frozen=True, slots=True)
class Restatement:
    """What an edition does to the renderings of a concept: those that go, those that it has then; what was edited and stays."""

    gone: tuple[Term, ...]
    placed: tuple[_Placed, ...]
    stays: tuple[str, ...]

    def is_other(self) -> bool:
        """Return whether that changes anything."""
        return bool(self.gone) or any(one.is_other() for one in self.placed)


def restatement(
    session: Session, concept: str, draft: ConceptDraft, source: Source, done: Edited, *, states_a_part: bool
) -> Restatement:
    """Return what an edition of a source does to the renderings of a concept, of which editors have `done` that much.

    Where the draft `states_a_part` of what the source says, all that it does not state stays. Raises InvalidDraft where
    there would be more terms than an edit could show.
    """
    of_concept = select(Term).where(Term.concept_id == concept, Term.lang == Lang.EN)
    terms = session.exec(of_concept.order_by(col(Term.position), col(Term.id))).all()
    stated = {one.text: one for one in draft.terms if one.lang == Lang.EN}
    own = {term.text: term for term in terms if term.source_id == source.id}
    loose = {text: own[text] for text in stated if text in own and text not in done.theirs}
    gone = [one for text, one in own.items() if text not in stated and text not in done.theirs and not states_a_part]
    kept = [term for term in terms if term not in gone]
    there = {term.text for term in terms}
    new = [one for text, one in stated.items() if text not in there and text not in done.away]
    check_terms(session, concept, new, gone)
    open_ones = {text: own[text] for text in stated if text in own and text not in done.judged}
    placed = _placed(kept, new, loose, stated, _standings(kept, new, open_ones, stated), is_arranged=done.is_arranged)
    stays = (
        *(f"{quoted(text)} left out" for text in stated if text in done.away and text not in there),
        *_standing(kept, own, stated, done, states_a_part=states_a_part),
        *_arranged([one.what.text for one in placed if isinstance(one.what, Term) and one.what.text in own], stated),
    )
    return Restatement(tuple(gone), tuple(placed), stays)


def check_terms(session: Session, concept: str, new: Sequence[TermDraft], gone: Sequence[Term] = ()) -> None:
    """Raise InvalidDraft where a concept would have more terms than an edit could show, or more derived of them than may be.

    Those in Chinese count among them.
    """
    if not new:
        return
    left_out = {term.id for term in gone}
    kept = session.exec(select(Term.id, Term.lang, Term.text).where(Term.concept_id == concept))
    terms = [(lang, text) for number, lang, text in kept if number not in left_out]
    terms += [(one.lang, one.text) for one in new]
    if len(terms) > MOST_ROWS:
        raise InvalidDraft(f"a concept has at most {MOST_ROWS} terms; this would have {len(terms)}")
    for why in refuse_large(terms):
        raise InvalidDraft(why)


def arrange(session: Session, concept: str, source: Source, wanted: Restatement) -> None:
    """Bring the renderings of a concept to what is wanted."""
    for term in wanted.gone:
        session.delete(term)
    for one in wanted.placed:
        if isinstance(one.what, TermDraft):
            values = one.what.model_dump(exclude={"reading", "status", "position"})
            values |= {"concept_id": concept, "source_id": row_id(source)}
            session.add(Term(**values, position=one.position, status=one.status))
        else:
            one.what.position, one.what.status = one.position, one.status


def _placed(
    kept: Sequence[Term],
    new: Sequence[TermDraft],
    loose: Mapping[str, Term],
    stated: _Stated,
    standings: Mapping[str, TermStatus],
    *,
    is_arranged: bool,
) -> list[_Placed]:
    """Return renderings in their order: as stated, as far as nobody else has a say in it."""
    added = {one.text: one for one in new}
    decided = [loose.get(text) or added[text] for text in stated if text in loose or text in added]
    order: list[Term | TermDraft]
    if len(loose) == len(kept) and not is_arranged:
        order, wanted = decided, [stated[one.text].position for one in decided]
    else:
        following = iter(decided)
        order = [*kept, *new] if is_arranged else [next(following) if one.text in loose else one for one in kept]
        order += following if not is_arranged else ()
        behind = 1 + max(term.position for term in kept) if kept else 0
        wanted = [*(term.position for term in kept), *range(behind, behind + len(new))]
    if order == kept:
        wanted = [term.position for term in kept]
    return [
        _Placed(one, position, standings.get(one.text, one.status))
        for one, position in zip(order, _positions(order, wanted), strict=True)
    ]


def _positions(order: Iterable[Term | TermDraft], wanted: Iterable[int]) -> Iterator[int]:
    """Yield positions by which renderings stand in this order: those wanted, as far as they do.

    Renderings of one position come by their ids, and those that are new have higher ones than those that are there.
    """
    last, number = 0, 0.0
    for one, position in zip(order, wanted, strict=True):
        own = float("inf") if isinstance(one, TermDraft) else float(one.id or 0)
        last = max(last + 1, position) if position <= last and own < number else max(last, position)
        number = own
        yield last


def _standings(
    kept: Sequence[Term], new: Sequence[TermDraft], loose: Mapping[str, Term], stated: _Stated
) -> dict[str, TermStatus]:
    """Return the standings of the renderings that an edition decides on: as stated, but that one at least stays preferred.

    None becomes preferred where another is that may be used; which one an editor forbade may not.
    """
    has_preferred = any(is_preferred(term) for term in kept if term.text not in loose)
    decided = {*loose, *(one.text for one in new)}
    found: dict[str, TermStatus] = {}
    for text in (one for one in stated if one in decided):
        was = loose[text].status if text in loose else None
        if was == TermStatus.PREFERRED and (stated[text].status == was or not has_preferred):
            found[text] = was
        elif stated[text].status == TermStatus.PREFERRED and has_preferred:
            found[text] = TermStatus.ADMITTED
        else:
            found[text] = stated[text].status
        has_preferred = has_preferred or found[text] == TermStatus.PREFERRED
    return found


def is_preferred(term: Term) -> bool:
    """Return whether a rendering is preferred and may be used: what is forbidden is no gloss."""
    return is_gloss(term.status, forbidden=term.forbidden)


def _standing(
    kept: Iterable[Term], own: Mapping[str, Term], stated: _Stated, done: Edited, *, states_a_part: bool
) -> Iterator[str]:
    """Yield the renderings that editors set otherwise than the edition states them, as they stand."""
    for term in kept:
        must_not = not is_accepted(term.status, forbidden=term.forbidden)
        is_own = term.text in own and not states_a_part
        if term.text in stated:
            is_judged = is_own and term.text in done.judged
            is_otherwise = must_not or (is_judged and term.status != stated[term.text].status)
        else:
            is_otherwise = is_own and term.text in done.theirs
        if is_otherwise:
            yield f"{quoted(term.text)} {'forbidden' if term.forbidden else term.status}"


def _arranged(order: Sequence[str], stated: _Stated) -> Iterator[str]:
    """Yield that renderings of an edition stand in another order than it has them."""
    there = [text for text in order if text in stated]
    if there != [text for text in stated if text in there]:
        yield "the order of its renderings"
