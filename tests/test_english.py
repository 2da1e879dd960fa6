"""One rule says what counts as English, on every surface: what may be used. A forbidden rendering never does, nor is it a gloss."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.main import create_app
from app.settings import Settings
from glossary.cli.main import app as command_line
from glossary.errors import NotFound
from glossary.store.opening import Store
from glossary.tokens import Scope, create_token
from glossary.vocabulary import ACCEPTED, TermStatus, is_accepted, is_gloss

TEXT = "blorp scheme"
HEADWORD, LONGER = "甲乙丙", "甲乙丙行动"
STANDINGS = [(status, forbidden) for status in TermStatus for forbidden in (False, True)]


class Told:
    """What each surface says of a concept with one rendering, in one standing."""

    def __init__(self, client: TestClient, database: str, directory: Path) -> None:
        self.client, self.database, self.directory = client, database, directory
        self.without = client.get("/v1/stats").json()["without_english"]
        self.concept = ""

    def get(self, path: str, **parameters: str) -> Any:
        answer = self.client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        kind = answer.headers["content-type"]
        return answer.json() if "json" in kind and "jsonl" not in kind else answer.text

    def run(self, *arguments: str) -> str:
        """Run a command that ends well, or finds something."""
        done = CliRunner().invoke(command_line, [*arguments, "--database", self.database])
        assert isinstance(done.exception, NotFound | None), done.output
        return " ".join(done.output.split())

    def exported(self, *arguments: str) -> str:
        file = self.directory / "exported.csv"
        self.run("export", "csv", "-o", str(file), *arguments)
        return file.read_text("utf-8")

    def table(self, **parameters: str) -> dict[str, dict[str, str]]:
        text = self.get("/v1/export", format="csv", **parameters)
        return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}

    def listed(self) -> dict[str, Any]:
        answer = self.client.post("/v1/extract", json={"text": f"推进{HEADWORD}。"}).json()
        return next(term for term in answer["terms"] if term["concept"] == self.concept)

    def extracted(self) -> dict[str, str]:
        text = self.client.post("/v1/extract?format=csv", json={"text": f"推进{HEADWORD}。"}).text
        return next(row for row in csv.DictReader(io.StringIO(text)) if row["concept"] == self.concept)

    def verdict(self) -> tuple[str, list[str]]:
        segment = {"source": f"推进{HEADWORD}。", "target": f"Advance the {TEXT}."}
        [checked] = self.client.post("/v1/check", json={"segments": [segment]}).json()["segments"]
        return next(((one["verdict"], one["accepted"]) for one in checked["terms"]), ("", []))

    def lexicon(self) -> dict[str, Any]:
        return next(one for one in self.get("/v1/lexicon")["concepts"] if one["id"] == self.concept)

    def proposed(self) -> str:
        longer = self.get("/v1/lookup", q=LONGER)["items"][0]["id"]
        return json.dumps(self.get(f"/v1/concepts/{longer}/proposals"))

    def hit(self, **parameters: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get("/v1/search", **parameters)["items"][0]
        return found


# Each says whether the rendering may be used there.
COUNTS: dict[str, Callable[[Told], bool]] = {
    "the English of the table": lambda told: TEXT in told.table()[told.concept]["english"],
    "the term list as a table": lambda told: TEXT in told.extracted()["english"],
    "the check": lambda told: told.verdict() == ("ok", [TEXT]),
}
# Each says whether the concept has English by the rendering there: a gloss, or the English of a proposal.
GLOSSES: dict[str, Callable[[Told], bool]] = {
    "stats": lambda told: told.get("/v1/stats")["without_english"] == told.without,
    "quality": lambda told: (
        told.concept not in json.dumps(told.get("/v1/quality", check="no_english", limit="200")["items"])
    ),
    "quality's count": lambda told: told.get("/v1/quality", limit="1")["counts"]["no_english"] == told.without,
    "browsing": lambda told: (
        told.concept not in json.dumps(told.get("/v1/concepts", missing="english", limit="200")["items"])
    ),
    "the table to fill in": lambda told: told.concept not in told.table(missing="english"),
    "the entries that lack it": lambda told: (
        told.concept not in told.get("/v1/export", format="jsonl", missing="english")
    ),
    "glossary export": lambda told: told.concept not in told.exported("--missing", "english"),
    "lookup": lambda told: told.get("/v1/lookup", q=HEADWORD)["items"][0]["gloss"] == TEXT,
    "the entry": lambda told: told.get(f"/v1/concepts/{told.concept}")["gloss"] == TEXT,
    "search": lambda told: told.hit(q=HEADWORD)["gloss"] == TEXT,
    "search by it": lambda told: told.hit(q=TEXT)["gloss"] == TEXT,
    "suggest": lambda told: TEXT in told.get("/v1/suggest", q=HEADWORD)[2],
    "suggest by it": lambda told: TEXT in told.get("/v1/suggest", q=TEXT)[2],
    "annotate": lambda told: TEXT in told.client.post("/v1/annotate", json={"text": HEADWORD}).text,
    "the lexicon": lambda told: told.lexicon()["gloss"] == TEXT,
    "a feed": lambda told: f'"gloss":"{TEXT}"' in told.client.get("/v1/changes?since=1&limit=200").text,
    "a proposal": lambda told: TEXT in told.proposed(),
    "glossary annotate": lambda told: TEXT in told.run("extract", str(_document(told))),
}


def _document(told: Told) -> Path:
    path = told.directory / "text.txt"
    path.write_text(f"推进{HEADWORD}。", "utf-8")
    return path


@pytest.fixture
def told(store: Store, tmp_path: Path) -> Iterator[Told]:
    with store.writing("tests") as write:
        token = create_token(write, "editor", frozenset(Scope))
    database = str(store.url.database)
    with TestClient(create_app(Settings(database_url=database))) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        made = client.post("/v1/concepts", json={"headword": LONGER, "renderings": [{"text": "drive"}]})
        assert made.status_code == 201
        yield Told(client, database, tmp_path)


@pytest.mark.parametrize(("status", "forbidden"), STANDINGS)
def test_every_surface_goes_by_one_rule(told: Told, status: TermStatus, *, forbidden: bool) -> None:
    counts, gloss = is_accepted(status, forbidden=forbidden), is_gloss(status, forbidden=forbidden)
    assert (counts, gloss) == (
        status in ACCEPTED and not forbidden,
        status is TermStatus.PREFERRED and not forbidden,
    )
    rendering = {"text": TEXT, "status": status, "forbidden": forbidden}
    made = told.client.post("/v1/concepts", json={"headword": HEADWORD, "renderings": [rendering]})
    assert made.status_code == 201
    told.concept = made.json()["id"]
    assert {name: ask(told) for name, ask in COUNTS.items()} == dict.fromkeys(COUNTS, counts)
    assert {name: ask(told) for name, ask in GLOSSES.items()} == dict.fromkeys(GLOSSES, gloss)
    # And where a forbidden one is shown, it says so.
    found = [told.hit(q=TEXT), told.hit(q="blorp"), told.get("/v1/lookup", q=TEXT)["items"][0]]
    assert [one["matched_on"].get("forbidden", False) for one in found] == [forbidden] * len(found)
    for q in (HEADWORD, "jiayibing"):
        assert "forbidden" not in told.hit(q=q)["matched_on"]
    assert (f"{TEXT} forbidden" in told.run("lookup", HEADWORD)) is forbidden
    assert (f"{TEXT} {status}" in told.run("lookup", HEADWORD)) is not forbidden
    assert ("(forbidden)" in told.run("search", TEXT)) is forbidden


@pytest.mark.parametrize(("status", "forbidden"), STANDINGS)
def test_a_check_in_a_pipe_says_which_words_must_not_be_used(
    told: Told, status: TermStatus, *, forbidden: bool
) -> None:
    renderings = [{"text": "good scheme"}, {"text": TEXT, "status": status, "forbidden": forbidden}]
    assert told.client.post("/v1/concepts", json={"headword": HEADWORD, "renderings": renderings}).status_code == 201
    file = told.directory / "text.tsv"
    file.write_text(f"推进{HEADWORD}。\tAdvance the Blorp Schemes.\n", "utf-8")
    said = told.run("check", str(file))
    is_used = is_accepted(status, forbidden=forbidden)
    assert ("“Blorp Schemes” is forbidden" in said) is forbidden
    assert ("“Blorp Schemes” is deprecated" in said) is (
        not forbidden and status in (TermStatus.DEPRECATED, TermStatus.SUPERSEDED)
    )
    assert ("accepted: good scheme" in said) is not is_used


def test_a_forbidden_preferred_rendering_competes_with_none(told: Told) -> None:
    def competing() -> str:
        return json.dumps(told.get("/v1/quality", check="competing_renderings")["items"])

    renderings = [
        {"text": "good scheme", "status": "preferred"},
        {"text": TEXT, "status": "preferred", "forbidden": True},
    ]
    made = told.client.post("/v1/concepts", json={"headword": HEADWORD, "renderings": renderings}).json()
    assert (made["gloss"], made["id"] in competing()) == ("good scheme", False)
    renderings[1]["forbidden"] = False
    other = told.client.post("/v1/concepts", json={"headword": "甲乙丁", "renderings": renderings}).json()
    assert other["id"] in competing()
