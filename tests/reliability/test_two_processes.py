"""Two services on one store, and the command line beside them: what one writes the other knows, and no two answers share a tag."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.asked import ask
from tests.reliability.asking import Client
from tests.reliability.stores import a_concept, sound, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

PATHS = (
    "/v1/concepts/{}",
    "/v1/concepts/{}/draft",
    "/v1/stats",
    "/v1/lexicon",
    "/v1/changes",
    "/v1/export?format=jsonl",
)


def test_what_one_writes_the_other_serves_with_the_same_tags(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    token, concept = with_token(database), a_concept(database)
    paths = [path.format(concept) for path in PATHS]
    seen: dict[tuple[str, str], bytes] = {}

    def agree(one: int, other: int) -> int:
        """Check that both give the same answers with the same tags, and no tag of before for another answer."""
        for path in paths:
            mine, its = ask(one, "GET", path), ask(other, "GET", path)
            assert (mine.status, mine.headers["etag"], mine.body) == (200, its.headers["etag"], its.body), path
            assert seen.setdefault((path, mine.headers["etag"]), mine.body) == mine.body
        return int(ask(one, "GET", "/v1/stats").json()["revision"])

    with victims.serving(database) as (_, first), victims.serving(database) as (_, second):
        revisions = [agree(first, second)]
        since = ask(first, "GET", "/v1/changes?limit=200").json()["since"]
        for number in range(4):
            mine, its = (first, second) if number % 2 else (second, first)
            tag = ask(mine, "GET", paths[0]).headers["etag"]
            edit = {"note": f"edit {number}"}
            assert ask(its, "PATCH", paths[0], edit, token, {"If-Match": tag}).status == 200
            assert ask(mine, "PATCH", paths[0], edit, token, {"If-Match": tag}).status == 412
            [changed] = ask(mine, "GET", f"/v1/changes?since={since}").json()["items"]
            assert changed["entry"]["note"] == f"edit {number}"
            found = ask(mine, "POST", "/v1/annotate", {"text": changed["entry"]["headword"]}).json()
            assert concept in found["concepts"]
            revisions.append(agree(first, second))
        table = tmp_path / "table.csv"
        table.write_text("headword,english\n新词,new word\n", "utf-8")
        assert victims.run("import", "csv", table, "--database", database).code == 0
        revisions.append(agree(first, second))
        assert ask(second, "POST", "/v1/annotate", {"text": "新词"}).json()["spans"]
    assert revisions == list(range(revisions[0], revisions[0] + 6)), "no start of the second began an epoch"
    assert sound(database) == []
    count(
        f"two services and the command line on one store: {len(seen)} answers, the same of both, each tag for one alone"
    )


def test_of_editors_at_two_services_one_wins(victims: Victims, database: Path, count: Callable[[str], None]) -> None:
    token, concept = with_token(database), a_concept(database)
    path, editors, rounds = f"/v1/concepts/{concept}", 20, 5

    async def compete(ports: tuple[int, int]) -> list[int]:
        clients = [await Client.connect(ports[number % 2], token) for number in range(editors)]
        tag = (await clients[0].ask("GET", path)).headers["etag"]
        edits = [
            client.ask("PATCH", path, {"note": f"{tag} {n}"}, {"If-Match": tag}) for n, client in enumerate(clients)
        ]
        statuses = sorted([answer.status for answer in await asyncio.gather(*edits)])
        for client in clients:
            client.close()
        return statuses

    with victims.serving(database) as (_, first), victims.serving(database) as (_, second):
        for _ in range(rounds):
            assert asyncio.run(compete((first, second))) == [200] + [412] * (editors - 1)
    assert sound(database) == []
    count(
        f"{rounds} rounds of {editors} editors at two services on one store: 1 winner and {editors - 1} times 412 in each"
    )
