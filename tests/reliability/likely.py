"""Requests that are likely to succeed: no schema can say what concepts there are, or what document has a glossary."""

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import strategies as st

from glossary.vocabulary import (
    ConceptStatus,
    Equivalence,
    Lang,
    Origin,
    RelationKind,
    TermStatus,
    TermType,
    TextKind,
)
from tests.reliability.stores import head, report

Made = tuple[str, str]
"""The id of a concept and its tag."""


class Desk:
    """A service as schemathesis reads it, with a token for it, and the concepts that requests are about."""

    def __init__(self, schema: Any, token: str) -> None:
        self.schema = schema
        self.authorized = {"Authorization": f"Bearer {token}"}
        self._numbers = count(1)

    def number(self) -> int:
        """Return the number of a headword (see `head`) that no concept has yet."""
        return next(self._numbers)

    def _ask(self, method: str, route: str, **how: Any) -> Any:
        response = self.schema[route][method].Case(media_type="application/json", **how).call(headers=self.authorized)
        assert response.status_code < 300, response.text
        return response

    def _change(self, method: str, concept: str, tag: str, what: str = "", **how: Any) -> Any:
        where, seen = {"concept_id": concept}, {"If-Match": tag}
        return self._ask(method, "/v1/concepts/{concept_id}" + what, path_parameters=where, headers=seen, **how)

    def concept(self) -> Made:
        """Create a concept with something of everything."""
        number = self.number()
        body = {
            "headword": head(number),
            "aliases": [f"{head(number)}行动"],
            "renderings": [{"text": f"plan {number}"}, {"text": "a plan", "status": "admitted", "forbidden": True}],
            "definition": {"zh": f"第{number}项工作的总体安排。", "en": "How the work is planned."},
            "members": [{"zh": "同水源", "en": "one source"}, {"zh": "同水质", "members": [{"zh": "水"}]}],
            "subject_field": "transport",
            "note": "Made for a test.",
        }
        response = self._ask("POST", "/v1/concepts", body=body)
        [tag] = response.headers["etag"]
        return response.json()["id"], tag

    def edited(self) -> Made:
        """Create a concept and change it."""
        concept, tag = self.concept()
        [changed] = self._change("PATCH", concept, tag, body={"note": None}).headers["etag"]
        return concept, changed

    def merged(self) -> Made:
        """Create a concept and merge it into another one, to which reads are redirected; the tag is what it was."""
        concept, tag = self.concept()
        self._change("POST", concept, tag, "/merge", body={"into": self.concept()[0]})
        return concept, tag

    def withdrawn(self) -> Made:
        """Create a concept and withdraw it; the tag is what it was."""
        concept, tag = self.concept()
        self._change("DELETE", concept, tag)
        return concept, tag

    def concepts(self, *, shipped: bool) -> list[Callable[[], Made]]:
        """Return what gives concepts of every standing, three of four served; `shipped` ones are only to be read."""
        served = [self.concept, self.edited, self.shipped if shipped else self.concept]
        return [*served, *served, self.merged, self.withdrawn]

    def shipped(self) -> Made:
        """Find a concept that texts use; the tag is one that it never had."""
        found = self._ask("GET", "/v1/lookup", query={"q": "三清零"}).json()["items"][0]["id"]
        return found, f'"{found}.999"'


def made_likely(desk: Desk, case: Any, data: st.DataObject) -> None:
    """Give a case real values in place of generated ones, most of which are such that it succeeds."""
    name = f"{case.method.upper()} {case.path}"
    if "{concept_id}" in case.path:
        writes = case.method.upper() != "GET"
        concept, tag = data.draw(st.sampled_from(desk.concepts(shipped=not writes)))()
        case.path_parameters = {"concept_id": concept}
        if writes:
            others = [f'"{concept}.1"', f"W/{tag}", '"nothing"', f'{tag}, "other.1"']
            case.headers["If-Match"] = data.draw(st.sampled_from(["*", tag] * 4 + others))
    elif "{slug}" in case.path:
        case.path_parameters = {"slug": "dalad-2024"}
    if "cursor" in case.query:  # which only the page before can tell
        del case.query["cursor"]
    if name in _QUERIES:
        case.query.update(data.draw(_QUERIES[name]))
    if name in _BODIES:
        case.media_type, case.body = data.draw(_BODIES[name](desk))


_LABEL = st.sampled_from(["三清零", "sanqingling", "農村三變改革"])
_QUERIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "GET /v1/lookup": st.fixed_dictionaries({"q": _LABEL}),
    "GET /v1/search": st.fixed_dictionaries({"q": _LABEL}),
    "GET /v1/concordance": st.fixed_dictionaries({"q": _LABEL}),
    "POST /v1/import": st.just({"format": "csv"}),
}
_TEXT = st.sampled_from(["三清零", "three zeros", "两山"]) | st.text(min_size=1, max_size=12)
_NAME = st.sampled_from(["new", "other"])


def _patches(desk: Desk) -> st.SearchStrategy[Any]:
    """Return merge patches of drafts: most of them change what any concept has."""
    term = st.fixed_dictionaries(
        {"lang": st.sampled_from(Lang), "text": _TEXT},
        optional={
            "type": st.sampled_from(TermType),
            "status": st.sampled_from(TermStatus),
            "forbidden": st.booleans(),
            "equivalence": st.none() | st.sampled_from(Equivalence),
            "origin": st.sampled_from(Origin),
            "position": st.integers(0, 9),
        },
    )
    text = st.fixed_dictionaries({"lang": st.sampled_from(Lang), "kind": st.sampled_from(TextKind), "body": _TEXT})
    member = st.fixed_dictionaries({"zh": _TEXT, "en": st.none() | _TEXT, "position": st.integers(0, 9)})
    relation = st.fixed_dictionaries(
        {"to": st.builds(lambda: desk.concept()[0]), "kind": st.sampled_from(RelationKind)}
    )
    rows = {"terms": term, "texts": text, "members": member, "relations": relation}
    fields: dict[str, st.SearchStrategy[Any]] = {
        "note": st.none() | _TEXT,
        "subject_field": st.none() | _TEXT,
        "status": st.sampled_from(ConceptStatus),
        **{kind: st.dictionaries(_NAME, row | st.none(), max_size=2) for kind, row in rows.items()},
    }
    one = st.one_of(*(st.fixed_dictionaries({name: field}) for name, field in fields.items()))
    media = st.sampled_from(["application/merge-patch+json", "application/json"])
    return st.tuples(media, one | st.fixed_dictionaries({}, optional=fields))


def _merges(desk: Desk) -> st.SearchStrategy[Any]:
    into = st.sampled_from(desk.concepts(shipped=False))
    return st.tuples(st.just("application/json"), into.map(lambda made: {"into": made()[0]}))


def _documents(text: st.SearchStrategy[str], **stated: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return bodies with a document: a text in JSON, or a file in a form."""
    in_json = st.fixed_dictionaries({"text": text}, optional=stated)
    in_form = st.fixed_dictionaries({"file": text}, optional=stated)
    return st.tuples(st.just("application/json"), in_json) | st.tuples(st.just("multipart/form-data"), in_form)


def _glossaries(desk: Desk) -> st.SearchStrategy[Any]:
    table = st.builds(lambda: f"headword,pinyin,english\n{head(desk.number())},,a plan\n嘎查,gāchá,gacha\n")
    return _documents(table, title=st.just("Pasture terms"))


def _reports(desk: Desk) -> st.SearchStrategy[Any]:
    text = st.builds(lambda: report(desk.number(), 2))
    return _documents(text, title=_TEXT, year=st.integers(1900, 2200), contexts=st.booleans())


_BODIES: dict[str, Callable[[Desk], st.SearchStrategy[Any]]] = {
    "PATCH /v1/concepts/{concept_id}": _patches,
    "POST /v1/concepts/{concept_id}/merge": _merges,
    "POST /v1/extract": lambda _: _documents(st.just("推进“三清零”行动，建成“双环公路”一期。")),
    "POST /v1/import": _glossaries,
    "POST /v1/sources": _reports,
}
