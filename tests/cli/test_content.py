"""`lms content` as an author types it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lms.cli import content as content_commands
from lms.cli.command.lazy import LazyGroup, Listed
from lms.cli.main import COMMANDS, main
from lms.content.codes.register import CODES
from lms.services.ground.refusals import Refusal
from lms.settings import SettingsFault
from tests.content.casefiles import GOOD_SITE
from tests.content.sites import SECOND, lesson, quiz


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The good site, set as the one that the command works on."""
    site = tmp_path / "site"
    shutil.copytree(GOOD_SITE, site)
    monkeypatch.setenv("LMS_SITE", str(site))
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return site


def lms(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write(site: Path, path: str, text: str) -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_good_site_has_nothing_to_mend(site: Path) -> None:
    result = lms("content", "check")
    assert (result.exit_code, result.output) == (0, "Nothing to mend: 13 files looked at. 1 finding is silenced.\n")


def test_a_finding_is_shown_with_its_line_and_the_characters_underlined(site: Path) -> None:
    write(site, SECOND, lesson("Read.\n", "title: The second day\nminuts: 8"))
    result = lms("content", "check")
    assert result.exit_code == 1
    assert result.output == (
        "error S201: `minuts` is not a key of a lesson.\n"
        f"  --> {SECOND}:3:1\n"
        "   |\n"
        " 3 | minuts: 8\n"
        "   | ^^^^^^\n"
        "   = Did you mean `minutes`?\n"
        "\n"
        "1 error: 14 files looked at. 1 can be mended by --fix. 1 finding is silenced.\n"
    )


def test_wide_letters_and_hidden_ones_do_not_shift_the_marks(site: Path) -> None:
    write(site, SECOND, lesson("Read.\n", "title: x\n蜜蜂\u200e: 8"))
    lines = lms("content", "check").output.splitlines()
    assert lines[3] == " 3 | 蜜蜂\ufffd: 8"
    assert lines[4] == "   |     ^"


def test_a_long_line_is_cut_around_its_fault(site: Path) -> None:
    write(site, "certificates/keeper/certificate.html", f"<p>{'word ' * 60}{{{{ holdr }}}}{' word' * 60}</p>\n")
    lines = lms("content", "check").output.splitlines()
    start = lines[4].index("^")
    assert lines[3][start : start + 5] == "holdr"
    assert len(lines[3]) < 130


def test_json_is_a_list_with_a_place_from_one_and_a_file_relative_to_the_site(site: Path) -> None:
    write(site, SECOND, lesson("Read.\n", "titel: x"))
    result = lms("content", "check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": SECOND,
            "line": 2,
            "column": 1,
            "code": "S201",
            "severity": "error",
            "message": "`titel` is not a key of a lesson.",
            "help": "Did you mean `title`?",
            "end_line": 2,
            "end_column": 6,
        }
    ]


def test_json_of_a_good_site_is_an_empty_list(site: Path) -> None:
    result = lms("content", "check", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_github_gets_one_line_for_each_finding(site: Path) -> None:
    write(site, SECOND, lesson("50% <b>\n"))
    assert lms("content", "check", "--format", "github").stdout == (
        f"::warning file={SECOND},line=4,col=5,title=M101,endColumn=8"
        "::HTML is shown as it is written: <b> Use Markdown, or put it between backticks.\n"
    )


def test_sarif_names_the_rule_and_the_region(site: Path) -> None:
    write(site, SECOND, lesson("<b>\n"))
    run = json.loads(lms("content", "check", "--format", "sarif").stdout)["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["M101"]
    result = run["results"][0]
    assert (result["ruleId"], result["level"]) == ("M101", "warning")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 4}


def test_a_path_narrows_what_is_shown_but_not_what_is_known(site: Path) -> None:
    write(site, SECOND, lesson("[a](01-first.md)\n", "titel: x"))
    write(site, "content/assessments/other.md", "x")
    assert "other.md" not in lms("content", "check", site / SECOND).output
    assert "other.md" in lms("content", "check", site / "content").output
    assert lms("content", "check", site / "certificates").exit_code == 0


def test_another_site_can_be_checked_by_its_folder(site: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", "content/courses/a/course.md", "x")
    result = lms("content", "check", tmp_path / "other")
    assert result.exit_code == 1
    assert "content/courses/a/course.md:1:1" in result.output


def test_a_path_outside_of_the_site_is_wrong_use(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert lms("content", "check", tmp_path / "elsewhere").exit_code == 2
    assert lms("content", "check", tmp_path / "nowhere").exit_code == 2


def test_fix_mends_tabs_and_gives_ids_and_leaves_the_rest(site: Path) -> None:
    body = quiz("first-quiz").replace("id: first-quiz\n", "").replace("answer: yes", "answer:\tyes")
    write(site, SECOND, lesson(f"A\ttab in prose.\n\n{body}\n{body}", "title:\tThe second day"))
    result = lms("content", "check", "--fix")
    assert result.exit_code == 0, result.output
    mended = (site / SECOND).read_text()
    assert "A\ttab in prose." in mended
    assert "title: The second day" in mended
    assert "```quiz\nid: second-1\n" in mended
    assert "```quiz\nid: second-2\n" in mended


def test_fix_keeps_line_ends_and_says_what_it_mended(site: Path) -> None:
    (site / SECOND).write_bytes(lesson("x\n", "title:\tx").replace("\n", "\r\n").encode())
    result = lms("content", "check", "--fix")
    assert f"Mended {SECOND}." in result.stderr
    assert (site / SECOND).read_bytes() == b"---\r\ntitle: x\r\n---\r\nx\r\n"


def test_fix_touches_nothing_outside_of_the_paths_it_was_given(site: Path) -> None:
    write(site, SECOND, lesson("x\n", "title:\tx"))
    lms("content", "check", "--fix", site / "certificates")
    assert "\t" in (site / SECOND).read_text()


def test_the_home_is_used_where_there_is_one_and_not_made(site: Path, tmp_path: Path) -> None:
    lms("content", "check")
    assert not (tmp_path / "home").exists()
    (tmp_path / "home").mkdir()
    write(site, SECOND, "x")
    first = lms("content", "check")
    assert (tmp_path / "home" / "compiled").exists()
    assert lms("content", "check").output == first.output


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_every_code_can_be_explained(code: object) -> None:
    result = lms("content", "explain", code.code.lower())  # type: ignore[attr-defined]
    assert result.exit_code == 0
    assert code.cure in result.output  # type: ignore[attr-defined]


def test_an_unknown_code_is_wrong_use() -> None:
    result = lms("content", "explain", "S2011")
    assert result.exit_code == 2
    assert "S201" in result.output


def test_every_starting_file_checks_clean_in_an_empty_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_SITE", str(tmp_path))
    for arguments in (
        ("course", "bees"),
        ("lesson", "bees/second-day"),
        ("lesson", "bees/third-day"),
        ("assessment", "exam"),
        ("bank", "more"),
        ("credential", "keeper"),
        ("course", "wasps"),
    ):
        result = lms("content", "new", *arguments)
        assert result.exit_code == 0, result.output
        checked = lms("content", "check", "--format", "line")
        assert checked.exit_code == 0, checked.output
        # Its own words are told, and the pages that a site with an issuer should have; neither is a reason to fail.
        told = {line.split(": ")[1] for line in checked.output.splitlines()}
        assert "warning S014" in told
        assert told <= {"warning S014", "warning P203"}
    assert (tmp_path / "content/courses/bees/02-second-day.md").exists()


@pytest.mark.parametrize("lessons", ["[first]", "\n      - first", "\n    - first"])
def test_a_new_lesson_joins_the_last_module(site: Path, lessons: str) -> None:
    front = f"title: Bees\nobjectives: {{calm-hands: x}}\nmodules:\n  - id: a\n    title: A\n    lessons: {lessons}"
    write(site, "content/courses/bees/course.md", f"---\n{front}\n---\n")
    result = lms("content", "new", "lesson", "bees/second")
    assert result.exit_code == 0, result.output
    assert lms("content", "check").exit_code == 0


def test_words_of_a_starting_file_beside_another_finding_do_not_hide_it(site: Path) -> None:
    assert lms("content", "new", "lesson", "bees/second").exit_code == 0
    assert lms("content", "check").exit_code == 0
    write(site, "content/courses/bees/03-third.md", "---\ntitel: Third\n---\n")
    assert lms("content", "check").exit_code == 1


def test_after_mending_nobody_is_sent_to_mend_again(site: Path) -> None:
    text = "---\ntitle: Third\nopens_after: [fist]\nminutes: 10 min\n---\n"
    write(site, "content/courses/bees/03-third.md", text)
    result = lms("content", "check", "--fix")
    assert "mended" in result.stderr
    assert "by --fix" not in result.stdout


def test_nothing_is_written_over(site: Path) -> None:
    before = (site / "content/assessments/exam.md").read_bytes()
    result = lms("content", "new", "assessment", "exam")
    assert (result.exit_code, (site / "content/assessments/exam.md").read_bytes()) == (1, before)
    assert lms("content", "new", "course", "bees").exit_code == 1
    assert lms("content", "new", "lesson", "bees/first").exit_code == 1


@pytest.mark.parametrize(
    "arguments", [("course", "Bad_Id"), ("lesson", "first"), ("bank", "a--b"), ("course", "x" * 65)]
)
def test_a_name_that_is_no_id_is_wrong_use(site: Path, arguments: tuple[str, str]) -> None:
    assert lms("content", "new", *arguments).exit_code == 2


def test_a_lesson_for_a_course_that_is_not_there_is_refused_with_what_to_type(site: Path) -> None:
    result = lms("content", "new", "lesson", "wasps/first")
    assert result.exit_code == 1
    assert "lms content new course wasps" in result.stderr


@pytest.mark.parametrize(("name", "listed"), [*COMMANDS.items(), *content_commands.COMMANDS.items()])
def test_a_listed_command_is_there_and_says_of_itself_what_the_list_says(name: str, listed: Listed) -> None:
    module, _, attribute = listed.target.partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name


def imported_by(arguments: list[str], heavy: set[str]) -> tuple[str, set[str]]:
    """What a command prints in a process of its own, and which of some heavy modules it imported."""
    code = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print(*({heavy} & set(sys.modules)), sep=' ', end=''))\n"
        f"from lms.cli.main import main\nmain({arguments}, standalone_mode=False)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shown, _, modules = result.stdout.rpartition("\n")
    return shown, set(modules.split())


def test_the_list_of_commands_imports_none_of_them() -> None:
    heavy = {"sqlalchemy", "flask", "jinja2", "weasyprint", "yaml", "markdown_it"}
    shown, imported = imported_by(["--help"], heavy)
    assert all(name in shown for name in COMMANDS)
    assert imported == set()


def test_a_check_imports_neither_the_web_nor_the_database(site: Path) -> None:
    shown, imported = imported_by(
        ["content", "check"], {"sqlalchemy", "flask", "weasyprint", "werkzeug", "lms.services"}
    )
    assert "Nothing to mend" in shown
    assert imported == set()


@pytest.mark.parametrize(("fault", "status"), [(Refusal("Not yet."), 1), (SettingsFault(["LMS_SITE: no."]), 2)])
def test_what_is_refused_ends_with_its_own_words(fault: Exception, status: int) -> None:
    @click.group(cls=LazyGroup)
    def group() -> None:
        pass

    @group.command()
    def act() -> None:
        raise fault

    result = CliRunner().invoke(group, ["act"])
    assert (result.exit_code, result.stdout, result.stderr) == (status, "", f"{fault}\n")


def test_a_bug_is_not_dressed_up_as_a_refusal() -> None:
    @click.group(cls=LazyGroup)
    def group() -> None:
        pass

    @group.command()
    def act() -> None:
        raise KeyError("bug")

    assert isinstance(CliRunner().invoke(group, ["act"]).exception, KeyError)
