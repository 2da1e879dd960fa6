"""The npm packages that search by pinyin, run with Node; this project beside them, in turn."""

import json
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.dictionary import words
from benchmarks.measuring import Row, percentile, spread, timed
from benchmarks.queries import Asked, drawn
from benchmarks.searching import found_in_first
from benchmarks.stores import DIRECTORY
from glossary.matching.asked import Wanted
from glossary.matching.query import parse_query
from glossary.matching.search import search
from glossary.store.opening import open_store, store_url

_HERE = Path(__file__).parent
_PEERS: dict[str, dict[str, object]] = {
    "pinyin-match": {},
    "pinyin-pro": {"continuous": True, "v": True},
    "pinyin-engine": {},
}
"""With the options under which each finds most."""
_KINDS = ("full pinyin", "initials", "syllables and initials", "character and letters")
_COUNT, _ROUNDS = 12, 3


def rows(database: Path) -> Iterator[Row]:
    """Yield, for each peer and kind of query, both medians and shares; nothing where there is no Node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        yield Row("npm peers", "not measured: there is no Node here")
        return
    directory = _installed()
    terms = sorted({word.simplified for word in words()})
    store = open_store(store_url(str(database)))
    with store.reading() as connection:
        for peer, options in _PEERS.items():
            rounds = [_round(connection, directory, peer, options, terms, seed) for seed in range(_ROUNDS)]
            for kind in _KINDS:
                ours, theirs = [one[0][kind] for one in rounds], [one[1][kind] for one in rounds]
                yield Row(
                    f"{peer} {rounds[0][2]}: {kind}",
                    _shown(ours),
                    _shown(theirs),
                    spread([other[0] / own[0] for own, other in zip(ours, theirs, strict=True)]).shown(" ×", 0),
                )
    store.close()


def _shown(rounds: Sequence[tuple[float, float]]) -> str:
    median, share = statistics.median(one[0] for one in rounds), statistics.mean(one[1] for one in rounds)
    return f"{median:.2f} ms, {share:.0%} in the first 20"


def _installed() -> Path:
    """Install the peers where nothing of the repository changes; return the directory."""
    directory = DIRECTORY / "peers"
    directory.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "peers.mjs"):
        shutil.copy(_HERE / name, directory)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=directory, check=True)
    return directory


_Measured = dict[str, tuple[float, float]]


def _round(
    connection: Connection, directory: Path, peer: str, options: dict[str, object], terms: Sequence[str], seed: int
) -> tuple[_Measured, _Measured, str]:
    """Return what this project and a peer need for the same queries: medians in ms and shares in the first 20."""
    queries = {kind: drawn(kind, _COUNT, seed=10 + seed) for kind in _KINDS}
    asked = [{"kind": kind, "q": one.q, "wanted": one.wanted} for kind, some in queries.items() for one in some]
    file = directory / "asked.json"
    file.write_text(
        json.dumps({"terms": terms, "queries": asked, "peer": peer, "limit": 20, "options": options}), "utf-8"
    )
    answer = subprocess.run(
        ["node", "peers.mjs", file.name], cwd=directory, check=True, capture_output=True, text=True
    ).stdout
    told: dict[str, Any] = json.loads(answer)
    theirs = {
        kind: (percentile(told["kinds"][kind]["ms"], 0.5), told["kinds"][kind]["share_in_first"]) for kind in _KINDS
    }
    return {kind: _ours(connection, some) for kind, some in queries.items()}, theirs, told["version"]


def _ours(connection: Connection, queries: Sequence[Asked]) -> tuple[float, float]:
    def run(asked: Asked) -> float:
        return 1e3 * timed(lambda: search(connection, parse_query(asked.q), Wanted()))

    for asked in queries:
        run(asked)
    return percentile([run(asked) for asked in queries], 0.5), len(found_in_first(connection, queries)) / len(queries)
