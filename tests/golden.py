"""The golden files: what the shipped report gives, the API's examples, the OpenAPI document.

`python -m tests.golden` writes them anew; `tests/test_golden.py` compares. Read the difference before committing it.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app import documentation
from app.main import create_app
from app.settings import Settings
from glossary.extraction.members import PrintedMember
from glossary.loading.reports import load_report
from glossary.loading.shipped import shipped_reports
from glossary.store.opening import open_store, store_url
from glossary.store.upgrading import upgrade_store
from glossary.tokens import Scope, create_token

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "tests" / "golden" / "dalad-2024.txt"
EXAMPLES = ROOT / "app" / "examples.json"
OPENAPI = ROOT / "docs" / "openapi.json"

SMALL_REPORT = (
    "2024年云山县政府工作报告\n——2024年1月5日在云山县第十七届人民代表大会第三次会议上\n各位代表：推进“三清零”和“双环计划”。\n"
    "名词解释\n三清零:推动规上工业企业无研发投入、无研发机构、无发明专利清零。\n双环计划：\n环山公路、环湖公路建设计划。\n"
)
SMALL_TABLE = (
    "headword,pinyin,english,definition_zh\n旗县,qíxiàn,banner; county,盟下面的县级行政区。\n,,nobody knows of what,\n"
)
REQUESTS: dict[str, str | tuple[str, dict[str, Any]]] = {
    "lookup": "/v1/lookup?q=三清零",
    "lookup_many": ("/v1/lookup", {"q": ["sānqīnglíng", "no such label"]}),
    "search": "/v1/search?q=sql",
    "suggest": "/v1/suggest?q=sanq",
    "opensearch": "/opensearch.xml",
    "concordance": "/v1/concordance?q=三清零&limit=1",
    "annotate": (
        "/v1/annotate",
        {"text": "推动“三清零”企业扩面，深化農村「三變」改革。", "fields": ["headword", "gloss"]},
    ),
    "extract": ("/v1/extract", {"text": "推进“三清零”行动，建成“双环公路”一期。"}),
    "check": (
        "/v1/check",
        {
            "segments": [
                {"source": "培育隐形冠军企业。", "target": "Cultivate hidden-champion enterprises."},
                {"source": "推进“三清零”。", "target": "Advance the three zeros."},
            ]
        },
    ),
    "lexicon": "/v1/lexicon?source=dalad-2024",
    "rules": "/v1/lexicon/rules",
    "concepts": "/v1/concepts?limit=2",
    "concept": "/v1/concepts/{三清零}",
    "contexts": "/v1/concepts/{三清零}/contexts?limit=1",
    "draft": "/v1/concepts/{三清零}/draft",
    "history": "/v1/concepts/{三清零}/history?limit=1",
    "changes": "/v1/changes?limit=1",
    "proposals": "/v1/concepts/{三清零}/proposals",
    "export": "/v1/export?format=csv&subject_field=health",
    "sources": "/v1/sources",
    "source": "/v1/sources/dalad-2024",
    "source_text": "/v1/sources/dalad-2024/text",
    "load": ("/v1/sources?dry_run=1", {"text": SMALL_REPORT}),
    "import": ("/v1/import?format=csv&dry_run=1", {"text": SMALL_TABLE, "title": "Terms of Yunshan"}),
    "stats": "/v1/stats",
    "quality": "/v1/quality?limit=2",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "metrics": "/metrics",
}
SHORTENED = {"lexicon", "rules"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


_EPOCH = re.compile(r"\b[0-9a-f]{12}\b(?=\.(?:\d|W)|\")|(?<=\d\.)[0-9a-f]{12}\b")
"""An epoch, alone or before a revision or a place in an order; and the stamp of a revision."""


def without_chance(text: str) -> str:
    """Return an answer with the epochs and stamps of a store, which are random, made one."""
    return _EPOCH.sub("0123456789ab", text)


def report() -> str:
    """Return what extraction reads out of the shipped report, a few lines an entry."""
    [(read, _)] = shipped_reports()
    lines = [f"{name}: {value}" for name, value in asdict(read.metadata).items()]
    for entry in read.entries:
        lines += ["", f"{entry.headword}  ({entry.locator})", f"  definition  {entry.definition}"]
        if entry.aliases:
            lines.append(f"  aliases     {' | '.join(entry.aliases)}")
        if entry.members:
            lines.append(f"  members     {_members(entry.members)}")
        for use in entry.uses:
            term = read.document.text[use.start : use.end]
            lines.append(
                f"  used        {use.locator}, {use.start}-{use.end} {term}, in {len(use.sentence)} characters"
            )
    return "\n".join(lines) + "\n"


def _members(members: tuple[PrintedMember, ...]) -> str:
    return " | ".join(f"{one.zh} [{_members(one.members)}]" if one.members else one.zh for one in members)


def examples() -> dict[str, Any]:
    """Return a real answer for every operation; moments, which differ from run to run, are made one."""
    given = {}
    with tempfile.TemporaryDirectory() as directory, _service(f"{directory}/golden.db") as client:
        for operation, request in REQUESTS.items():
            if isinstance(request, tuple):
                answer = client.post(request[0], json=request[1])
            else:
                found = client.get("/v1/lookup", params={"q": "三清零"}).json()["items"][0]["id"]
                answer = client.get(request.replace("{三清零}", found))
            assert answer.status_code == 200, (operation, answer.text)
            text = without_chance(_MOMENT.sub("2026-11-23T08:00:00Z", answer.text))
            if operation in SHORTENED:
                text = json.dumps(_shortened(json.loads(text)))
            is_text = answer.headers["content-type"].startswith("text/plain")
            given[operation] = (
                json.loads(text) if "json" in answer.headers["content-type"] else text[: 200 if is_text else None]
            )
    return given


def _shortened(value: Any) -> Any:
    """Return an answer that is long with the beginnings of its lists and texts alone."""
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value[:2]]
    return value[:60] if isinstance(value, str) else value


@contextmanager
def _service(database: str) -> Iterator[TestClient]:
    """Give the service over the shipped report, with a token that may write."""
    url = store_url(database)
    upgrade_store(url)
    store = open_store(url)
    with store.writing("golden") as write:
        for read, curation in shipped_reports():
            load_report(write, read, curation)
        token = create_token(write, "golden", frozenset(Scope))
    store.close()
    with TestClient(create_app(Settings(database_url=database))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def written(value: Any) -> str:
    """Return a golden file's text."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every golden file."""
    REPORT.write_text(report(), "utf-8")
    EXAMPLES.write_text(written(examples()), "utf-8")
    documentation.examples.cache_clear()  # The document shows the examples that were written just now.
    create = create_app(Settings(database_url="unused.db"))
    OPENAPI.write_text(written(create.openapi()), "utf-8")


if __name__ == "__main__":
    main()
