"""The whole store in compact arrays, and the rules to find its terms by: what a client needs to annotate by itself, offline."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection

from glossary.language.script import folded_characters
from glossary.language.words import counted_words, word_costs
from glossary.matching import evidence, lattice
from glossary.matching.index import SHORTEST, labels_of, telling_of
from glossary.matching.named import Detail, entries_of_source, served


def lexicon(connection: Connection, detail: Detail, source: str | None = None) -> str:
    """Return the members of a JSON object that says which label names which concepts.

    `labels` are normal forms in the order of their code points; `named` has for each the places of its concepts in
    `concepts`, the best first; `telling` has for each concept the words near by that tell its short terms, as
    `evidence` weighs them, with spaces between. Only what `source` attests, where one is given.
    """
    only = entries_of_source(connection, source) if source is not None else None
    rows = [row for row in labels_of(connection) if only is None or row[1] in only]
    entries = list(dict.fromkeys(entry for _, entry in rows))
    concepts = served(connection, entries, detail)
    places = {entry: place for place, entry in enumerate(concepts)}
    telling = telling_of(connection, frozenset(places))
    labels, named = [], []
    for text, group in groupby(rows, key=itemgetter(0)):
        labels.append(text)
        named.append(list(dict.fromkeys(places[entry] for _, entry in group)))
    return ",".join(
        [
            f'"labels":{_json(labels)}',
            f'"named":{_json(named)}',
            f'"telling":{_json([" ".join(sorted(telling.get(entry, ()))) for entry in places])}',
            f'"concepts":[{",".join([one.json for one in concepts.values()])}]',
        ]
    )


@cache
def rules() -> str:
    """Return as JSON what finding terms in running text goes by, beside a lexicon: folding, common words, figures.

    `fold` maps characters one to one, those of the first text to those of the second. `words` are stretches of common
    words with spaces between, with their cost, and whether they were counted in texts, which makes them ordinary.
    The rest are the constants of `glossary/matching/evidence.py` and `lattice.py`, patterns as regular expressions.
    """
    return _json(
        {
            "fold": folded_characters(),
            "words": list(_words()),
            "shortest": SHORTEST,
            "evidence": evidence.figures(),
            "lattice": lattice.figures(),
        }
    )


def _words() -> Iterator[dict[str, Any]]:
    """Yield the common words by their costs, those that were counted and the others."""
    counted = counted_words()
    for is_counted in (True, False):
        words = [(cost, word) for word, cost in word_costs().items() if (word in counted) is is_counted]
        for cost, group in groupby(sorted(words), key=itemgetter(0)):
            yield {"cost": cost, "counted": is_counted, "words": " ".join(word for _, word in group)}


def _json(value: object) -> str:
    return to_json(value).decode()
