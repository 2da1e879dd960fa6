"""A store that was restored or copied is another one to whoever knew the one before: by tag, condition, cursor and feed.

Each road is gone with real processes: a service that is edited, stopped, restored, and edited again to where it was.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from glossary.store.backups import backup
from glossary.store.opening import open_store, store_url
from tests.reliability.asked import ask
from tests.reliability.asking import Answer
from tests.reliability.stores import a_concept, sound, with_token
from tests.reliability.victims import Victims

pytestmark = pytest.mark.slow

PATHS = (
    "/v1/concepts/{concept}",
    "/v1/concepts/{concept}/draft",
    "/v1/concepts/{concept}/history",
    "/v1/concepts?order=updated&limit=5",
    "/v1/changes?limit=5",
    "/v1/lexicon",
    "/v1/stats",
    "/v1/search?q=计划",
    "/v1/lookup?q=新词甲",
    "/v1/export?format=jsonl",
)
EDITS = 3


class Desk(NamedTuple):
    """An editor at a service."""

    port: int
    token: str
    concept: str

    def get(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        quoted = "".join(one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in path)
        return ask(self.port, "GET", quoted.replace("{concept}", self.concept), None, headers=named)

    def edit(self, note: str, if_match: str) -> Answer:
        path = f"/v1/concepts/{self.concept}"
        return ask(self.port, "PATCH", path, {"note": note}, self.token, {"If-Match": if_match})

    def add(self, headword: str) -> None:
        assert ask(self.port, "POST", "/v1/concepts", {"headword": headword}, self.token).status == 201

    def live(self, name: str) -> None:
        """Edit and add what no other life of the store has, to the same version and the same number of concepts."""
        for number in range(EDITS):
            assert self.edit(f"{name} {number}", "*").status == 200
            self.add(f"新词{'甲乙丙'[number]}")
            self.add(f"{name}{'子丑寅'[number]}")


class Seen(NamedTuple):
    """What a client has of a store: the answers, and how far it follows."""

    answers: dict[str, Answer]
    tag: str
    revision: int
    since: str
    cursor: str


def look(desk: Desk) -> Seen:
    answers = {path: desk.get(path) for path in PATHS}
    changes = answers["/v1/changes?limit=5"].json()
    tag = answers["/v1/concepts/{concept}"].headers["etag"]
    return Seen(answers, tag, changes["revision"], changes["since"], changes["next"])


@contextmanager
def at_desk(victims: Victims, path: Path, token: str) -> Iterator[Desk]:
    with victims.serving(path) as (victim, port):
        yield Desk(port, token, a_concept(path))
        assert "Traceback" not in victim.err.read_text("utf-8")


def _backup(path: Path, copy: Path) -> None:
    store = open_store(store_url(str(path)))
    backup(store, copy)
    store.close()


def _plain(path: Path, copy: Path) -> None:
    shutil.copy(path, copy)


def _served_where_it_is(_: Path, copy: Path) -> Path:
    return copy


def _moved_over(path: Path, copy: Path) -> Path:
    return copy.replace(path)


def _copied_over(path: Path, copy: Path) -> Path:
    """Write into the file that is there, as `cp` does."""
    before = path.stat().st_ino
    shutil.copyfile(copy, path)
    assert path.stat().st_ino == before
    return path


def _copied_elsewhere(path: Path, copy: Path) -> Path:
    return Path(shutil.copy(copy, path.with_name("restored.db")))


def _directory_put_back(path: Path, copy: Path) -> Path:
    """Put back the store with the note beside it, as they were, in their old places: what a volume's snapshot does."""
    inode = path.stat().st_ino
    shutil.copyfile(copy, path)
    with closing(sqlite3.connect(copy)) as connection:
        row = connection.execute("SELECT epoch, revision, stamp FROM store_state").fetchone()
    note = path.with_name(f"{path.name}-served")
    note.write_text(" ".join(map(str, (path.stat().st_dev, inode, *row))))
    return path


COPIES = {"glossary backup": _backup, "cp": _plain}
ROADS = {
    "the copy is served": _served_where_it_is,
    "mv over the store": _moved_over,
    "cp over the store": _copied_over,
    "cp to another path": _copied_elsewhere,
}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("made", COPIES)
def test_a_restored_store_is_another_one(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None], made: str, road: str
) -> None:
    token = with_token(database)
    with at_desk(victims, database, token) as desk:
        early = look(desk)
    COPIES[made](database, tmp_path / "copy.db")
    with at_desk(victims, database, token) as desk:
        desk.live("first")
        before = look(desk)
        assert before.revision - early.revision == 3 * EDITS, "a start of the same store is no epoch"
        assert desk.get(f"/v1/changes?since={early.since}").status == 200
    restored = ROADS[road](database, tmp_path / "copy.db")
    for suffix in ("-wal", "-shm"):
        assert not Path(f"{restored}{suffix}").exists(), "the service has ended in good order"
    with at_desk(victims, restored, token) as desk:
        old = desk.get("/v1/changes?limit=1").json()
        _check_feed(desk, before)
        assert desk.edit("unseen", before.tag).status == 412
        desk.live("second")
        told = _check_tags(desk, before)
        _check_feed(desk, before)
        answer = desk.edit("unseen", before.tag)
        assert (answer.status, "read it again" in answer.json()["detail"]) == (412, True)
        assert desk.get("/v1/concepts/{concept}").json()["note"] == f"second {EDITS - 1}"
        missed = desk.get(f"/v1/changes?since={early.revision}&limit=200").json()["items"]
        assert len(missed) == 2 * EDITS + 1, "who knows a number from before the copy was made goes on from there"
        now = look(desk)
        assert now.revision == old["revision"] + 3 * EDITS
        assert desk.edit("seen", now.tag).status == 200
    assert sound(restored) == []
    count(
        f"{made}, {road}: {told} of {len(PATHS)} answers other, each with another tag; a condition, a cursor and 3 ways to say "
        "since of before refused"
    )


def _check_tags(desk: Desk, before: Seen) -> int:
    """Check that no tag of before is that of an answer now; return how many answers are other ones."""
    other = 0
    for path, answer in before.answers.items():
        now = desk.get(path)
        assert now.status == 200
        assert now.headers["etag"] != answer.headers["etag"], path
        assert desk.get(path, If_None_Match=answer.headers["etag"]).status == 200, path
        other += now.body != answer.body
    return other


def _check_feed(desk: Desk, before: Seen) -> None:
    """Check that whoever followed the feed before is told to begin again, however it says how far it came."""
    epoch = before.since.partition(".")[0]
    for asked in (f"since={before.since}", f"since={before.revision}", f"since={before.revision}&epoch={epoch}"):
        answer = desk.get(f"/v1/changes?{asked}")
        assert (answer.status, "take a new copy" in answer.json()["detail"]) == (410, True), (asked, answer)
        assert answer.headers["content-type"] == "application/problem+json"
    answer = desk.get(f"/v1/changes?limit=5&cursor={before.cursor}")
    assert (answer.status, "from the first page" in answer.json()["detail"]) == (410, True)


def test_one_backup_restored_twice_gives_two_stores(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    token = with_token(database)
    _backup(database, tmp_path / "copy.db")
    lives = []
    for number in range(2):
        shutil.copyfile(tmp_path / "copy.db", database)
        with at_desk(victims, database, token) as desk:
            desk.live("again")
            if lives:
                _check_tags(desk, lives[0])
                _check_feed(desk, lives[0])
                assert desk.edit("unseen", lives[0].tag).status == 412
            lives.append(look(desk))
        assert len(lives) == number + 1
    assert lives[0].revision < lives[1].revision - 3 * EDITS
    count("one backup restored twice, and edited alike: two epochs, no revision in common")


def test_what_nobody_can_notice_is_no_other_answer_with_an_old_tag(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """A volume's snapshot is put back, with the note: epoch, number and version of a concept are what they were."""
    token = with_token(database)
    with at_desk(victims, database, token) as desk:
        desk.edit("both", "*")
        early = look(desk)
    shutil.copy(database, tmp_path / "copy.db")
    with at_desk(victims, database, token) as desk:
        desk.live("first")
        before = look(desk)
    _directory_put_back(database, tmp_path / "copy.db")
    with at_desk(victims, database, token) as desk:
        same = look(desk)
        assert same.since == early.since, "nothing was noticed, and nothing is other than it was"
        desk.live("second")
        now = look(desk)
        assert (now.revision, now.since != before.since) == (before.revision, True)
        _check_tags(desk, before)
        answer = desk.get(f"/v1/changes?since={before.since}")
        assert (answer.status, "take a new copy" in answer.json()["detail"]) == (410, True)
        assert desk.get(f"/v1/changes?since={early.since}&limit=200").status == 200
        assert desk.edit("unseen", before.tag).status == 412
        assert desk.get("/v1/concepts/{concept}").json()["note"] == f"second {EDITS - 1}"
    count(
        "a volume put back as it was, which nobody can notice: tags, conditions and since are told apart all the same"
    )


def test_a_copy_put_back_under_a_running_service_begins_an_epoch_with_its_first_write(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """By SQLite's own `.restore`, which keeps the file; who knows only a number, and stays away meanwhile, is told so."""
    token = with_token(database)
    with at_desk(victims, database, token) as desk:
        _backup(database, tmp_path / "copy.db")
        desk.live("first")
        before = look(desk)
        with closing(sqlite3.connect(tmp_path / "copy.db")) as copy, closing(sqlite3.connect(database)) as over:
            copy.backup(over)
        desk.live("second")
        desk.edit("and one more", "*")
        _check_tags(desk, before)
        _check_feed(desk, before)
        assert desk.edit("unseen", before.tag).status == 412
        now = look(desk)
        desk.edit("a write that begins none", "*")
        assert (look(desk).revision, look(desk).since.partition(".")[0]) == (
            now.revision + 1,
            now.since.partition(".")[0],
        )
    with at_desk(victims, database, token) as desk:
        assert look(desk).revision == now.revision + 1
    assert sound(database) == []
    count("a copy put back under a running service: an epoch with the first write, one for all")


def test_a_store_is_served_through_a_symbolic_link(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """Its log and the note lie beside the file itself, so that one epoch is served by either name."""
    token = with_token(database)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(database)
    with at_desk(victims, database, token) as desk:
        desk.live("by its name")
        before = look(desk)
    with at_desk(victims, link, token) as desk:
        assert look(desk).since == before.since
        assert desk.edit("by the link", before.tag).status == 200
    assert victims.run("forbid", a_concept(database), "by the link", "--database", link).code == 0
    with at_desk(victims, database, token) as desk:
        assert look(desk).revision == before.revision + 2
    assert [one.name for one in link.parent.iterdir()] == ["link.db"]
    count("a store by a symbolic link: written to, of the same epoch by both names")


def test_what_is_no_other_store_keeps_its_epoch(
    victims: Victims, database: Path, tmp_path: Path, count: Callable[[str], None]
) -> None:
    """A start, a kill, a backup taken of it, writes of the command line, a move together with its note."""
    token = with_token(database)
    with at_desk(victims, database, token) as desk:
        desk.edit("one", "*")
        early = look(desk)
    with victims.serving(database) as (victim, _):
        victim.kill()
    _backup(database, tmp_path / "copy.db")
    table = tmp_path / "table.csv"
    table.write_text("headword,english\n新词,new word\n", "utf-8")
    assert victims.run("import", "csv", table, "--database", database).code == 0
    with at_desk(victims, database, token) as desk:
        [new] = desk.get(f"/v1/changes?since={early.since}").json()["items"]
        assert new["entry"]["headword"] == "新词"
        assert desk.edit("two", early.tag).status == 200
        now = look(desk)
        assert now.revision == early.revision + 2
    (tmp_path / "moved").mkdir()
    for one in tmp_path.glob(f"{database.name}*"):
        one.rename(tmp_path / "moved" / one.name)
    with at_desk(victims, tmp_path / "moved" / database.name, token) as desk:
        assert look(desk).since == now.since
    count("a start, a kill, a backup, an import, a move with its note: the same epoch, one revision a write")


def test_a_copy_that_is_only_read_says_what_it_says(victims: Victims, database: Path, tmp_path: Path) -> None:
    """Where nothing may be written, no epoch can begin; nor can anything be other than it was."""
    token = with_token(database)
    with at_desk(victims, database, token) as desk:
        before = look(desk)
    copy = Path(shutil.copy(database, tmp_path / "copy.db"))
    copy.chmod(0o444)
    with victims.serving(copy, meek=1) as (_, port):
        assert json.loads(ask(port, "GET", "/v1/changes?limit=1").body)["revision"] == before.revision
