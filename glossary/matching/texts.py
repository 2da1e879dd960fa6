"""Definitions and contexts that hold a query."""

from collections.abc import Iterator

from glossary.language.offsets import find_label
from glossary.matching.asked import Place
from glossary.matching.scans import Scope

_STATEMENTS = {
    Place.DEFINITIONS: """
        SELECT t.concept_id, t.lang, t.body, v.order_pinyin FROM text t JOIN entry_view v ON v.concept_id = t.concept_id
         WHERE t.kind = 'definition' AND lower(t.body) LIKE :like ESCAPE '\\'{where}
    """,
    Place.CONTEXTS: """
        SELECT t.concept_id, 'zh-Hans', t.sentence, v.order_pinyin
          FROM context t JOIN entry_view v ON v.concept_id = t.concept_id
         WHERE lower(t.sentence) LIKE :like ESCAPE '\\'{where}
    """,
}


def text_hits(scope: Scope, place: Place, label: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the concepts with a definition or context that holds `label`: id, language, the text, pinyin.

    What stands between its characters is left to `find_label`, so that quotation marks and spaces do not matter;
    a text in traditional characters is found where it shares the first character.
    """
    like = "%" + "%".join(_escaped(character) for character in label) + "%"
    for concept, lang, text, pinyin in scope.rows(_STATEMENTS[place].format(where=scope.where()), like=like):
        if find_label(text, label):
            yield concept, lang, text, pinyin


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\%_" else character
