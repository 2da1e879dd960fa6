"""Two hundred editors who have all read the same version of a concept: one of them changes it, each time."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.reliability.asking import Client
from tests.reliability.stores import a_concept, sound, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

EDITORS = 200


def test_of_two_hundred_editors_one_wins(
    victims: Victims, database: Path, count: Callable[[str], None], *, full: bool
) -> None:
    rounds = 20 if full else 4
    token, concept = with_token(database), a_concept(database)

    async def compete(port: int) -> list[Counter[int]]:
        outcomes = []
        for turn in range(rounds):
            # Anew each time: the server may close what has waited for two hundred others just when it is used again.
            clients = [await Client.connect(port, token) for _ in range(EDITORS)]
            reader = await Client.connect(port)
            tag = (await reader.ask("GET", f"/v1/concepts/{concept}/draft")).headers["etag"]
            reader.close()
            answers = await asyncio.gather(
                *(
                    client.ask("PATCH", f"/v1/concepts/{concept}", {"note": f"{turn} {number}"}, {"If-Match": tag})
                    for number, client in enumerate(clients)
                )
            )
            outcomes.append(Counter(answer.status for answer in answers))
            [winner] = [number for number, answer in enumerate(answers) if answer.status == 200]
            for client in clients:
                client.close()
            reader = await Client.connect(port)
            assert (await reader.ask("GET", f"/v1/concepts/{concept}")).json()["note"] == f"{turn} {winner}"
            reader.close()
        return outcomes

    with victims.serving(database) as (_, port):
        outcomes = asyncio.run(compete(port))
    assert outcomes == [Counter({200: 1, 412: EDITORS - 1})] * rounds
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT version FROM concept WHERE id = ?", [concept]).fetchone() == (1 + rounds,)
    assert sound(database) == []
    count(
        f"{rounds} rounds of {EDITORS} editors on one version of a concept: 1 winner and {EDITORS - 1} times 412 in each"
    )
