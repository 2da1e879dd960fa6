"""Annotating, extracting and checking from the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.glossary.cli.test_main import database, run

__all__ = ["database"]

REPORT = Path(__file__).parents[3] / "glossary" / "data" / "dalad-2024.txt"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("推行四办服务，第四办公室牵头，培育隐形冠军，推动“三清零”。\n", "utf-8")
    return path


def test_annotate_colours_terms_and_lists_them(database: Path, text: Path) -> None:
    done = run("annotate", text, database=database, FORCE_COLOR="1")
    assert done.returncode == 0
    assert "推行\x1b[1;36m四办\x1b[0m服务,第四办公室"[:20] in done.stdout.replace("，", ",")
    plain = run("annotate", text, database=database).stdout
    for shown in ("四办", "yǐnxíng guànjūn", "closing the three R&D gaps"):
        assert shown in plain


def test_annotate_as_json_is_the_services_own_shape(database: Path, text: Path) -> None:
    body = json.loads(run("annotate", text, "--json", database=database).stdout)
    assert [span["text"] for span in body["spans"]] == ["四办", "隐形冠军", "三清零"]
    assert set(body) == {"spans", "concepts", "revision"}
    everything = json.loads(run("annotate", text, "--json", "--overlap", "all", database=database).stdout)
    assert len(everything["spans"]) >= len(body["spans"])


def test_extract_shows_terms_and_candidates(database: Path) -> None:
    done = run("extract", REPORT, database=database)
    assert done.returncode == 0
    for shown in ("33 terms", "candidates, which the store does not define", "隐形冠军", "两个确立"):
        assert shown in done.stdout


def test_extract_writes_files(database: Path, text: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("extract", text, "--format", "csv", database=database).stdout)))
    assert [(row["kind"], row["headword"]) for row in rows] == [
        ("term", "四办"),
        ("term", "隐形冠军"),
        ("term", "三清零"),
    ]
    sheet = tmp_path / "terms.xlsx"
    assert run("extract", text, "--format", "xlsx", "-o", sheet, database=database).returncode == 0
    assert load_workbook(sheet).sheetnames == ["Terms", "Candidates"]
    assert json.loads(run("extract", text, "--format", "json", database=database).stdout)["terms"][0]["count"] == 1
    for form in ("omegat", "tbx"):
        assert "四办" in run("extract", text, "--format", form, database=database).stdout
    refused = run("extract", text, "--format", "xlsx", database=database)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


@pytest.fixture
def translation(tmp_path: Path) -> Path:
    path = tmp_path / "text.tsv"
    path.write_text(
        "培育隐形冠军企业。\tCultivate hidden-champion enterprises.\n推动“三清零”。\tAdvance it.\n", "utf-8"
    )
    return path


def test_check_shows_what_is_not_rendered(database: Path, translation: Path) -> None:
    done = run("check", translation, database=database)
    assert done.returncode == 1
    assert done.stderr == "glossary: 1 of 2 terms are not rendered as the store wants them\n"
    for shown in ("line 2  missing  三清零", "accepted: closing the three R&D gaps", "2 segments", "1 missing, 1 ok"):
        assert shown in done.stdout
    assert "hidden-champion" not in done.stdout
    assert "hidden-champion" in run("check", translation, "--all", database=database).stdout


def test_check_as_json(database: Path, translation: Path) -> None:
    body = json.loads(run("check", translation, "--json", database=database).stdout)
    assert body["counts"] == {"forbidden": 0, "deprecated": 0, "missing": 1, "ok": 1}
    assert [one["locator"] for one in body["segments"]] == ["line 1", "line 2"]


def test_check_of_a_good_translation_is_done(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "good.tsv"
    path.write_text("培育隐形冠军。\tHidden champions.\n", "utf-8")
    assert run("check", path, database=database).returncode == 0


@pytest.mark.parametrize("command", ["annotate", "extract", "check"])
def test_what_cannot_be_read_ends_in_one_line(database: Path, tmp_path: Path, command: str) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"PK\x03\x04 broken")
    for path in (empty, tmp_path / "no-such-file.txt", tmp_path):
        done = run(command, path, database=database)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "Traceback" not in done.stderr
