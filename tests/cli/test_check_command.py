"""`lms content check` as a person uses it: frames, paths, mending, and what is kept between two checks."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.cli.main import main
from lms.content.compiling import compiler
from lms.content.compiling.cache import Reading
from lms.sources.files import SourceFile
from tests.content.casefiles import GOOD_SITE
from tests.content.sites import LESSON, SECOND, lesson, quiz


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "site"
    shutil.copytree(GOOD_SITE, site)
    monkeypatch.setenv("LMS_SITE", str(site))
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return site


def lms(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(site: Path, text: str, path: str = SECOND) -> Path:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    return file


def columns(text: str) -> int:
    """How wide a text is on a terminal."""
    width = 0
    for character in text:
        if unicodedata.combining(character) or character in "\u200d\ufe0f":
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


@pytest.mark.parametrize("before", ["", "蜜蜂", "a\u0301e\u0301", "👩\u200d⚕️ ", "a b", "ﷺ", "한국어 ", "a\t"])
def test_the_marks_stand_below_the_characters_whatever_stands_before_them(site: Path, before: str) -> None:
    write(site, lesson(f"{before}<b> and more\n"))
    lines = lms("content", "check").output.splitlines()
    frame = next(n for n, line in enumerate(lines) if "<b> and" in line and " | " in line)
    written, marks = lines[frame], lines[frame + 1]
    assert columns(written[: written.index("<b>")]) == marks.index("^")
    assert marks.count("^") == 3


def test_an_author_s_file_sends_no_control_sequence_to_a_screen(site: Path) -> None:
    write(site, lesson("\x1b[31m<b>\x9b\n", "title: x\n\x1b]0;bad\x07: y"))
    output = lms("content", "check").output
    assert "\x1b" not in output
    assert "\x9b" not in output
    assert "\x07" not in output


def test_a_finding_about_a_whole_file_shows_no_line_of_it(site: Path) -> None:
    write(site, "---\ntitle: x\n---\n", "content/drafts/idea.md")
    assert lms("content", "check").output.startswith(
        "warning S009: Nothing reads this file here.\n  --> content/drafts/idea.md:1:1\n   = "
    )


def test_the_last_line_counts_errors_warnings_and_what_can_be_mended(site: Path) -> None:
    write(site, lesson("<b>\n", "titel: x"))
    last = lms("content", "check").output.splitlines()[-1]
    assert last == "1 error and 1 warning: 14 files looked at. 1 can be mended by --fix. 1 finding is silenced."


def test_colours_are_for_a_terminal_that_wants_them(site: Path) -> None:
    write(site, lesson("x\n", "titel: x"))
    assert b"\x1b[" in on_a_terminal({})
    assert b"\x1b[" not in on_a_terminal({"NO_COLOR": "1"})
    assert b"\x1b[" in on_a_terminal({"NO_COLOR": ""})
    assert b"\x1b[" not in on_a_terminal({"TERM": "dumb"})
    assert "\x1b[" not in lms("content", "check").output


def on_a_terminal(more: dict[str, str]) -> bytes:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.cli.main", "content", "check"],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **more},
    )
    os.close(theirs)
    output = b""
    try:
        while piece := os.read(ours, 4096):
            output += piece
    except OSError:
        pass  # Linux says so where the other end is closed.
    os.close(ours)
    assert process.wait() == 1
    return output


def test_paths_say_which_files_are_meant_and_counted(site: Path) -> None:
    write(site, lesson("x\n", "titel: x"))
    assert lms("content", "check", site / LESSON).output == "Nothing to mend: 1 file looked at.\n"
    assert "1 error: 2 files looked at." in lms("content", "check", site / LESSON, site / SECOND).output
    assert lms("content", "check", site / "content/courses").exit_code == 1


def test_a_path_in_another_site_is_checked_with_the_site_around_it(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(GOOD_SITE, other)
    file = write(other, lesson("[first](01-first.md)\n", "title: x\nminuts: 3"))
    result = lms("content", "check", file)
    assert result.exit_code == 1
    assert f"--> {SECOND}:3:1" in result.output
    assert "1 error: 1 file looked at." in result.output


def test_fix_shows_first_what_it_would_change_and_changes_nothing(site: Path) -> None:
    file = write(site, lesson("x\n", "titel: Bees: a start").replace("\n", "\r\n"))
    before = file.read_bytes()
    for option in ("--diff", "--dry-run"):
        result = lms("content", "check", option)
        assert result.exit_code == 1
        assert f"--- a/{SECOND}\n+++ b/{SECOND}\n" in result.stdout
        assert b'+title: "Bees: a start"\r\n' in result.stdout_bytes
        assert "2 findings would be mended in 1 file." in result.stderr
    assert file.read_bytes() == before


def test_what_would_change_can_be_applied_by_git(site: Path) -> None:
    write(site, lesson("x", "titel: x").rstrip("\n"))
    diff = lms("content", "check", "--diff").stdout
    subprocess.run(["git", "apply", "-"], input=diff.encode(), cwd=site, check=True)
    assert lms("content", "check").exit_code == 0


def test_a_good_site_has_nothing_to_show_or_change(site: Path) -> None:
    result = lms("content", "check", "--diff")
    assert (result.exit_code, result.stdout) == (0, "")
    assert lms("content", "check", "--fix").exit_code == 0


def test_a_mended_file_keeps_its_rights_and_leaves_nothing_beside_it(site: Path) -> None:
    file = write(site, lesson("x\n", "titel: x"))
    file.chmod(0o640)
    assert lms("content", "check", "--fix").exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o640
    assert not [one for one in file.parent.iterdir() if one.name.startswith(".")]


def test_a_file_that_cannot_be_written_is_refused_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(site, lesson("x\n", "titel: x"))
    before = file.read_bytes()

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    result = lms("content", "check", "--fix")
    assert result.exit_code == 1
    assert f"{SECOND} could not be written: No space left on device." in result.stderr
    assert file.read_bytes() == before
    assert not [one for one in file.parent.iterdir() if one.name.startswith(".")]


def test_a_second_check_of_unchanged_files_compiles_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, lesson("x\n", "titel: x"))
    first = lms("content", "check").output

    def fail(*arguments: object, **more: object) -> None:
        raise AssertionError

    monkeypatch.setattr(compiler, "compile_catalog", fail)
    assert lms("content", "check").output == first


def test_after_an_edit_only_that_file_is_read_and_only_that_is_written_down(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, lesson("x\n"))
    lms("content", "check")
    (kept,) = (tmp_path / "cache" / "lms").iterdir()
    before = kept.read_bytes()
    read: list[str] = []
    reader = compiler.read_file

    def noted(file: SourceFile) -> Reading:
        read.append(file.path)
        return reader(file)

    monkeypatch.setattr(compiler, "read_file", noted)
    for n in range(3):
        write(site, lesson(f"Edit {n}.\n", "titel: x" if n == 1 else "title: x"))
        assert lms("content", "check").exit_code == (n == 1)
    write(site, (site / LESSON).read_text() + "\nMore.\n", LESSON)
    assert lms("content", "check").exit_code == 0
    assert read == [SECOND] * 3 + [LESSON]
    assert kept.read_bytes() == before
    (site / SECOND).unlink()
    assert lms("content", "check").exit_code == 0


def test_of_unchanged_files_nothing_is_loaded_that_knows_how_to_compile_them_also_after_an_edit(site: Path) -> None:
    write(site, lesson("x\n"))
    lms("content", "check")
    write(site, lesson("Another text.\n"))
    lms("content", "check")
    code = (
        "import sys, atexit; from lms.cli.main import main; atexit.register(lambda: print(sorted(sys.modules))); main()"
    )
    ran = subprocess.run([sys.executable, "-c", code, "content", "check"], capture_output=True, text=True, check=True)
    assert "'lms.cli.content.check'" in ran.stdout
    assert "lms.questions" not in ran.stdout
    assert "markdown_it" not in ran.stdout


@pytest.mark.parametrize("damage", [b"", b"x", b"\x80\x04N.", b"\x80\x04\x95\xff"])
def test_a_damaged_journal_costs_time_and_nothing_else(site: Path, tmp_path: Path, damage: bytes) -> None:
    lms("content", "check")
    write(site, lesson("x\n", "titel: x"))
    expected = lms("content", "check").output
    (journal,) = (tmp_path / "cache" / "lms").glob("*.journal")
    journal.write_bytes(journal.read_bytes()[:40] + damage)
    assert lms("content", "check").output == expected
    write(site, lesson("x\n"))
    assert lms("content", "check").exit_code == 0


def test_a_cache_that_others_can_write_is_not_read(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "lms"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert lms("content", "check").exit_code == 0
    assert list(folder.iterdir()) == []


def test_fix_gives_an_id_and_says_how_much_it_mended(site: Path) -> None:
    write(site, lesson(quiz("q").replace("id: q\n", "")))
    result = lms("content", "check", "--fix")
    assert result.exit_code == 0, result.output
    assert f"Mended {SECOND}.\n1 finding mended in 1 file.\n" in result.stderr
