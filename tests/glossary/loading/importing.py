"""Importing files of glossaries in tests, and what the store has of them then."""

from glossary.browsing import every_entry
from glossary.entries import Entry
from glossary.formats.cedict import read_cedict
from glossary.formats.delimited import read_delimited
from glossary.formats.rows import GlossaryFile
from glossary.loading.imports import import_glossary
from glossary.loading.plans import Plan
from glossary.state import state
from glossary.store.opening import Store

CEDICT = """\
# CC-CEDICT
#! license=https://creativecommons.org/licenses/by-sa/4.0/
#! date=2026-01-02T03:04:05Z
旗縣 旗县 [qi2 xian4] /banner; county/division of a league/CL:個|个[ge4]/
髮菜 发菜 [fa4 cai4] /long thread moss/
發菜 发菜 [fa1 cai4] /to hand out vegetables/
綠電 绿电 [lu:4 dian4] /green power/see also 綠能|绿能[lu:4 neng2]/
綠能 绿能 [lu:4 neng2] /green energy/
綠色能源 绿色能源 [lu:4 se4 neng2 yuan2] /variant of 綠能|绿能/
"""


def _import(store: Store, file: GlossaryFile, title: str) -> Plan:
    """Import what was read of a file, but for what cannot be stored, and return what that did."""
    with store.writing("tests") as write:
        return import_glossary(write, file, title, skip_bad=True)


def import_dictionary(store: Store, text: str) -> Plan:
    """Import a dictionary in the form of CC-CEDICT."""
    return _import(store, read_cedict(text), "cedict_ts.u8")


def import_table(store: Store, text: str, title: str = "glossary.csv") -> Plan:
    """Import a table of delimited columns."""
    return _import(store, read_delimited(text), title)


def actions_of(plan: Plan) -> list[tuple[str, str, str | None]]:
    """Return what a plan says of each entry: headword, action, reason."""
    return [(entry.headword, entry.action, entry.reason) for entry in plan.entries]


def entries_of(store: Store) -> dict[str, Entry]:
    """Return the entries of the store by headword and pinyin."""
    with store.reading() as connection:
        entries = [Entry.model_validate_json(one) for one in every_entry(connection)]
    return {f"{one.headword} {one.pinyin.numbers if one.pinyin else ''}": one for one in entries}


def renderings_of(store: Store, headword: str) -> list[str]:
    """Return the renderings of the one concept of a headword."""
    [entry] = [one for one in entries_of(store).values() if one.headword == headword]
    return [one.text for one in entry.renderings]


def revision_of(store: Store) -> int:
    """Return the revision of the store."""
    with store.reading() as connection:
        return state(connection).revision
