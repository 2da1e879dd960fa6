"""What somebody meets first: the version, help, completion, hints that can be typed as they stand, what was meant."""

import json
import os
import pty
import shlex
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.glossary.cli.running import COMMANDS, REPORT, TRANSLATION, commands, run_here
from tests.glossary.cli.test_main import GLOSSARY, run


@pytest.fixture
def database(shipped_file: Path, tmp_path: Path) -> Path:
    """A store with the shipped report."""
    return Path(shutil.copy(shipped_file, tmp_path / "glossary.db"))


def test_the_version_is_said(tmp_path: Path) -> None:
    done = run_here("--version", database=tmp_path)
    assert (done.code, done.stdout, done.stderr) == (0, f"glossary (Mingci) {version('mingci')}\n", "")


@pytest.mark.parametrize("name", ["", "db", "token", *COMMANDS])
def test_every_command_has_help_under_both_names(tmp_path: Path, name: str) -> None:
    short, long = (run_here(*name.split(), flag, database=tmp_path) for flag in ("-h", "--help"))
    assert short == long
    assert (short.code, short.stderr) == (0, "")
    assert f"Usage: glossary {name}".rstrip() in short.stdout


def test_no_number_is_larger_than_a_database_takes() -> None:
    numbers = [
        (name, parameter.name, parameter.max)
        for name, command in commands().items()
        for parameter in command.params
        if parameter.type_descriptor.annotation is int
    ]
    assert {name for name, _, _ in numbers} > {"undo", "search", "changes", "load"}
    assert all(most is not None and most < 2**63 for _, _, most in numbers), numbers


def test_bad_usage_names_the_help_of_the_command(tmp_path: Path) -> None:
    for arguments, command in (
        (["search"], "glossary search"),
        (["token", "create"], "glossary token create"),
        (["x"], "glossary"),
    ):
        done = run_here(*arguments, database=tmp_path)
        assert done.code == 2
        assert f"(see {command} --help)" in done.stderr


def test_shells_complete_commands_and_values(tmp_path: Path) -> None:
    def completed(words: str) -> set[str]:
        env = {"PATH": os.environ["PATH"], "_GLOSSARY_COMPLETE": "complete_bash", "COMP_WORDS": words}
        env["COMP_CWORD"] = str(len(words.split(" ")) - 1)
        done = subprocess.run([GLOSSARY], env=env, capture_output=True, text=True, check=False, timeout=60)
        return set(done.stdout.split())

    assert {"concordance", "config", "contexts", "coverage"} == completed("glossary co")
    assert {"csv", "jsonl"} <= completed("glossary export ")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    typed = f"{shlex.quote(str(GLOSSARY))} --install-completion; exit $?"  # the shell is the process that runs it
    done = subprocess.run(["bash", "-c", typed], env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert list(tmp_path.rglob("glossary.sh"))


@pytest.mark.parametrize("name", ["typo.db", "with space.db", "it's.db", "名词.db", "$HOME.db", "-x.db", "a  b.db"])
def test_a_hint_can_be_typed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    missing = run_here("lookup", "三清零", f"--database={name}", database="")
    assert missing.code == 2
    hint = shlex.split(missing.stderr.partition("create one with: ")[2])
    assert hint[:3] == ["glossary", "db", "upgrade"]
    made = run_here(*hint[1:], database="")
    assert made.code == 0
    assert (tmp_path / name).is_file()
    assert made.stdout.startswith(f"{name}: created\nthe store is empty: ")
    serve, load = map(shlex.split, _commands(made.stdout))
    assert serve[0] == "serve"
    assert load[:2] == ["load", "REPORT"]
    assert serve[1:] == load[2:] == hint[3:]


def _commands(text: str) -> list[str]:
    _, serve, load = text.split("glossary ", 2)
    return [serve.partition(" loads")[0], load.partition(" one of")[0]]


def test_a_hint_leaves_out_what_the_environment_says(tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    done = run_here("lookup", "三清零", database=new)
    assert done.stderr == f"glossary: there is no store at {new}; create one with: glossary db upgrade\n"
    assert "--database" not in run_here("db", "upgrade", database=new).stdout
    assert "--database" not in run_here("lookup", "三清零", database=new).stderr


def test_a_hint_never_has_the_url_of_a_server(database: Path) -> None:
    done = run_here("lookup", "三", "--database", "postgresql+psycopg://u:geheim@127.0.0.1:1/x", database=database)
    assert (done.code, "geheim" in done.stderr) == (2, False)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    run_here("db", "upgrade", database=new)
    done = run_here("lookup", "三清零", database=new)
    assert (done.code, done.stderr.count("\n")) == (1, 1)
    assert "the store is empty" in done.stderr
    assert "glossary load REPORT" in done.stderr
    run_here("load", REPORT, database=new)
    assert run_here("db", "upgrade", database=new).stdout == f"{new}: up to date\n"


def test_what_was_meant_is_said_and_exit_code_is_1(database: Path) -> None:
    done = run_here("lookup", "三青零", database=database)
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr == "glossary: nothing has the label 三青零; did you mean 三清零 (closing the three R&D gaps)?\n"
    as_json = run_here("lookup", "三青零", "--json", database=database)
    body = json.loads(as_json.stdout)
    assert (as_json.code, body["items"], body["suggestions"][0]["headword"]) == (1, [], "三清零")
    for command in ("show", "withdraw", "history", "contexts"):
        assert "did you mean 三清零" in run_here(command, "三青零", database=database).stderr
    assert "did you mean" not in run_here("lookup", "没有没有没有", database=database).stderr


@pytest.mark.slow
def test_real_streams_that_are_closed_full_or_left(database: Path) -> None:
    def code(line: str, **environment: str) -> tuple[int, str]:
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "GLOSSARY_DATABASE_URL": str(database), **environment}
        line = line.replace("glossary", shlex.quote(str(GLOSSARY)), 1)
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line], env=env, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stderr

    unwritable = "glossary: standard output cannot be written: "
    assert code("glossary lookup 三清零 >&-") == (2, f"{unwritable}Bad file descriptor\n")
    assert code("glossary config >/dev/full") == (2, f"{unwritable}No space left on device\n")
    assert code("glossary lookup 没有 2>&-") == (1, "")
    assert code("glossary lookup 没有 2>/dev/full") == (1, "")
    assert code("glossary lookup 三清零 <&- | cat") == (0, "")
    for command in ("--help", "config", "config --json", "export jsonl", "quality --tsv"):
        assert code(f"glossary {command} | head -c 0") == (0, "")
    assert code("glossary lookup 三清零", PYTHONIOENCODING="ascii")[0] == 2
    assert code("glossary lookup 三清零", LC_ALL="C", COLUMNS="²", LINES="-1") == (0, "")


def test_an_export_never_takes_the_place_of_a_device_or_a_link(database: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "target.csv")
    assert run_here("export", "csv", "-o", tmp_path / "link.csv", database=database).code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text("utf-8").startswith("id,headword")
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["head", "-c", "2", str(tmp_path / "pipe")], stdout=subprocess.PIPE)
    assert run_here("export", "csv", "-o", tmp_path / "pipe", database=database).code in (0, 2)
    assert reader.communicate(timeout=30)[0] == b"id"
    assert (tmp_path / "pipe").is_fifo()
    for target in ("/dev/full", tmp_path, ""):
        done = run_here("export", "csv", "-o", target, database=database)
        assert (done.code, done.stderr.count("\n")) == (2, 1)


def test_what_the_service_answers_the_command_line_prints(database: Path, client: TestClient) -> None:
    concept = client.get("/v1/lookup", params={"q": "三清零"}).json()["items"][0]["id"]
    for path, arguments in {
        f"/v1/concepts/{concept}": ("show", "三清零"),
        f"/v1/concepts/{concept}/contexts": ("contexts", concept),
        "/v1/concepts?limit=3": ("list", "--limit", "3"),
        "/v1/concepts?missing=english&order=updated": ("list", "--missing", "english", "--order", "updated"),
        "/v1/concordance?q=改革&limit=2": ("concordance", "改革", "--limit", "2"),
        "/v1/sources": ("sources",),
        "/v1/sources/dalad-2024": ("sources", "dalad-2024"),
        "/v1/search?q=san&limit=2&source=dalad-2024": ("search", "san", "--limit", "2", "--source", "dalad-2024"),
    }.items():
        expected = client.get(path).json()
        shown = run_here(*arguments, "--json", database=database)
        assert json.loads(shown.stdout) == expected, path
    shown = run_here("sources", "dalad-2024", "--text", database=database).stdout
    assert shown == client.get("/v1/sources/dalad-2024/text").text
    stats = json.loads(run("stats", "--json", database=database).stdout)
    assert stats.keys() == client.get("/v1/stats").json().keys()
    changes = json.loads(run_here("changes", "--limit", "2", "--json", database=database).stdout)
    assert changes.keys() == client.get("/v1/changes?limit=2").json().keys()


def test_what_is_read_by_people_has_no_spaces_at_its_ends(database: Path) -> None:
    for arguments in (
        ["lookup", "四办"],
        ["history", "四办"],
        ["stats"],
        ["check", TRANSLATION, "--all"],
        ["extract", REPORT],
    ):
        for columns in (40, 80, 160):
            shown = run_here(*arguments, database=database, columns=columns).stdout
            assert [line for line in shown.splitlines() if line.endswith(" ")] == [], arguments


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["list", "--order", "name"], "Invalid value for '--order': 'name' is not one of 'pinyin', 'updated'"),
        (["token", "create", "anna"], "Missing option '--scope'. Choose from: import, edit"),
        (["add", "三\n四"], "headword: must not contain control characters or line breaks"),
    ],
)
def test_errors_have_no_words_of_the_libraries_and_no_tabs(database: Path, arguments: list[str], why: str) -> None:
    done = run_here(*arguments, database=database)
    assert (done.code, done.stderr.removeprefix("glossary: ").startswith(why)) == (2, True), done.stderr
    assert "Value error" not in done.stderr
    assert "\t" not in done.stderr


def test_a_person_is_told_of_the_next_page_and_a_program_is_not(database: Path) -> None:
    command = [GLOSSARY, "list", "--limit", "2", "--database", str(database)]
    ours, theirs = pty.openpty()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, check=True, timeout=60)
    told = os.read(ours, 4096).decode()
    assert told.startswith("there is more: a larger --limit, or --cursor ")
    cursor = told.split()[-1]
    assert (
        len(run_here("list", "--limit", "2", "--cursor", cursor, "--tsv", database=database).stdout.splitlines()) == 3
    )
    assert run_here("list", "--limit", "2", database=database).stderr == ""
    for each in (ours, theirs):
        os.close(each)
