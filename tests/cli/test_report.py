"""`lms content report` as an author types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.cli.main import main
from tests.content.casefiles import GOOD_SITE
from tests.content.sites import EXAM, LESSON


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "site"
    shutil.copytree(GOOD_SITE, site)
    monkeypatch.setenv("LMS_SITE", str(site))
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return site


def report(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["content", "report", *map(str, arguments)])


def test_it_tells_of_reading_coverage_and_overlap(site: Path) -> None:
    result = report()
    assert result.exit_code == 0
    assert f"  {LESSON}: no grade, 4 words in 1 sentence" in result.output
    assert "    calm-hands: taught in first; asked for by 1 in practice; 2 in banks/bees" in result.output
    assert "  exam: 1 question out of 2; 2nd attempt 0%, 3rd attempt 100%" in result.output


def test_it_says_the_same_the_second_time_when_everything_is_known(site: Path) -> None:
    assert report().output == report().output


@pytest.mark.parametrize("home", ["home", "cache"])
def test_it_tells_of_the_files_as_they_are_after_checks_in_between(site: Path, tmp_path: Path, home: str) -> None:
    # The first check writes the cache, later ones add to the journal beside it.
    (tmp_path / home).mkdir(exist_ok=True)
    for words in ("Bees see.", "Bees see what moves.", "Bees see what moves, and smell more."):
        (site / LESSON).write_text(f"---\ntitle: The first day\n---\n{words}\n", encoding="utf-8")
        assert CliRunner().invoke(main, ["content", "check"]).exit_code == 0
        for _ in ("now", "and again"):
            assert f"  {LESSON}: no grade, {len(words.split())} words in 1 sentence" in report().output


def test_programs_get_it_as_json(site: Path) -> None:
    told = json.loads(report("--format", "json").output)
    assert set(told) == {"reading", "coverage", "overlap", "keys"}
    assert told["overlap"][0]["attempts"] == [
        {"attempt": 2, "least": "0", "most": "0"},
        {"attempt": 3, "least": "1", "most": "1"},
    ]


def test_it_can_be_asked_of_some_files_alone(site: Path) -> None:
    told = json.loads(report("--format", "json", site / EXAM).output)
    assert [row["file"] for row in told["reading"]] == [EXAM]
    assert (told["coverage"], len(told["overlap"])) == ([], 1)


def test_a_file_with_an_error_is_left_out_and_named(site: Path) -> None:
    (site / LESSON).write_text("---\ntitle: x\n---\n[x](nowhere.md)\n", encoding="utf-8")
    result = report()
    assert LESSON not in result.stdout
    assert "1 file has errors and is left out: lms content check" in result.stderr


def test_an_empty_site_has_nothing_to_report(tmp_path: Path, site: Path) -> None:
    (tmp_path / "empty" / "content").mkdir(parents=True)
    assert report(tmp_path / "empty").output == "There is nothing to report on yet.\n"
