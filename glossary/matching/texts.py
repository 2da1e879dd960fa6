"""Definitions and contexts that hold a query."""

from collections.abc import Iterator

from glossary.language.offsets import find_label
from glossary.matching.asked import Place
from glossary.matching.scans import Scanned, Scope

_STATEMENTS = {
    Place.DEFINITIONS: """
        SELECT t.concept_id, v.order_pinyin, t.lang, t.body, v.brief
          FROM text t JOIN entry_view v ON v.concept_id = t.concept_id
         WHERE t.kind = 'definition' AND lower(t.body) LIKE :like ESCAPE '\\'{where}
    """,
    Place.CONTEXTS: """
        SELECT t.concept_id, v.order_pinyin, 'zh-Hans', t.sentence, v.brief
          FROM context t JOIN entry_view v ON v.concept_id = t.concept_id
         WHERE lower(t.sentence) LIKE :like ESCAPE '\\'{where}
    """,
}


def text_hits(scope: Scope, place: Place, label: str) -> Iterator[Scanned]:
    """Yield the definitions or contexts that hold `label`.

    What stands between its characters is left to `find_label`, so that quotation marks and spaces do not matter;
    a text in traditional characters is found where it shares the first character.
    """
    like = "%" + "%".join(_escaped(character) for character in label) + "%"
    for row in scope.rows(_STATEMENTS[place].format(where=scope.where()), like=like):
        found = Scanned(*row)
        if find_label(found.text, label):
            yield found._replace(strength=len(found.text))


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\%_" else character
