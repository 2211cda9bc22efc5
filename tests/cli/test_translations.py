"""`lms content translate` and `lms content translations`, on a site of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.cli.main import main
from lms.sources.files import tree_of
from tests.content.sites import good_files
from tests.content.translations.spanish import LESSON, LESSON_TEXT


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, content in good_files().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    monkeypatch.setenv("LMS_SITE", str(tmp_path))
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LMS_BANKS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["content", *words])


def checked(*words: str) -> list[str]:
    return [one["code"] for one in json.loads(run("check", "--format", "json", *words).stdout)]


def test_a_course_gets_a_starting_file_for_each_of_its_files(site: Path) -> None:
    result = run("translate", "courses/bees", "es")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Wrote content/courses/bees/first.es.md: 7 to translate.",
        "Wrote content/courses/bees/course.es.md: 4 to translate.",
    ]


def test_a_starting_file_has_warnings_and_no_error(site: Path) -> None:
    run("translate", "content/courses/bees/01-first.md", "es")
    assert set(checked()) == {"T107"}


@pytest.mark.parametrize("path", ["courses/bees/first", "content/courses/bees/01-first.md", LESSON])
def test_a_lesson_is_named_by_its_path_its_file_or_its_translation(site: Path, path: str) -> None:
    (site / LESSON).write_text(LESSON_TEXT)
    assert run("translate", path, "es").output == f"Changed {LESSON}: 7 translated.\n"
    assert checked() == []


def test_doing_it_again_changes_no_byte(site: Path) -> None:
    (site / LESSON).write_text(LESSON_TEXT)
    run("translate", "courses/bees/first", "es")
    before = (site / LESSON).read_bytes()
    assert run("translate", "courses/bees/first", "es").output == f"Nothing to change in {LESSON}: 7 translated.\n"
    assert (site / LESSON).read_bytes() == before


def test_a_bank_and_a_credential_are_translated_by_their_names(site: Path) -> None:
    assert "bees.es.md: 4 to translate" in run("translate", "banks/bees", "es").output
    assert "credential.es.md: 3 to translate" in run("translate", "certificates/keeper", "es").output


def test_a_file_with_faults_is_left_as_it_is(site: Path) -> None:
    text = LESSON_TEXT.replace("options:", "options: [")
    (site / LESSON).write_text(text)
    result = run("translate", "courses/bees/first", "es")
    assert result.exit_code == 1
    assert "Mend this file first, so that nothing is lost" in result.output
    assert (site / LESSON).read_text() == text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("courses/bees", "spanish"), "Did you mean es?"),
        (("courses/none", "es"), "There is nothing to translate"),
        (("/etc/passwd", "es"), "is not in the site"),
        (("../elsewhere", "es"), "is not in the site"),
    ],
)
def test_what_cannot_be_translated_is_wrong_use(site: Path, words: tuple[str, str], said: str) -> None:
    result = run("translate", *words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_course_is_not_translated_into_its_own_language(site: Path) -> None:
    before = tree_of({path.name: path.read_bytes() for path in site.rglob("*.md")}).revision
    result = run("translate", "courses/bees", "en")
    assert (result.exit_code, "is written in English already" in result.output) == (1, True)
    assert tree_of({path.name: path.read_bytes() for path in site.rglob("*.md")}).revision == before


def test_how_far_each_translation_is_can_be_listed(site: Path) -> None:
    assert "Nothing is translated yet" in run("translations").output
    (site / LESSON).write_text(LESSON_TEXT.replace("  b: La sacudo.\n", ""))
    run("translate", "courses/bees/first", "es")
    rows = {row["file"]: row for row in json.loads(run("translations", "--format", "json").output)}
    assert rows[LESSON] == {
        "language": "es", "file": LESSON, "state": "partly", "texts": 7, "complete": 6, "changed": 0, "missing": 1,
    }  # fmt: skip
    assert rows["content/courses/bees/course.md"]["state"] == "missing"
    (site / LESSON).write_text((site / LESSON).read_text().replace("(untranslated) Shake it off.", "La sacudo."))
    assert f"es  complete  {LESSON}: 7 of 7 texts\n" in run("translations").output
    original = site / "content/courses/bees/01-first.md"
    original.write_text(original.read_text().replace("Keep still.", "Keep quite still."))
    assert f"es  stale     {LESSON}: 6 of 7 texts, 1 changed\n" in run("translations").output
    assert run("translations").exit_code == 0


def test_the_list_can_be_asked_for_one_course(site: Path) -> None:
    (site / LESSON).write_text(LESSON_TEXT)
    files = [row["file"] for row in json.loads(run("translations", "courses/bees", "--format", "json").output)]
    assert sorted(files) == ["content/courses/bees/course.md", LESSON]
    assert (
        json.loads(run("translations", "content/courses/bees/01-first.md", "--format", "json").output)[0]["file"]
        == LESSON
    )
    nothing = run("translations", "courses/wasps")
    assert (nothing.exit_code, "courses/wasps" in nothing.output) == (2, True)


def test_the_list_says_which_bank_nobody_misses(site: Path) -> None:
    (site / LESSON).write_text(LESSON_TEXT)
    said = ", and no assessment in this language draws from it"
    assert f"content/assessments/banks/bees.md: 0 of 4 texts, 4 missing{said}\n" in run("translations").output
    run("translate", "assessments/exam", "es")
    assert "draws from it" not in run("translations").output
