"""The tutorials work: a machine follows them to the letter, each in a home and on a port of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs import tutorials
from tests.docs.pages import DOCS, ROOT
from tests.docs.terminal import Terminal, environment
from tests.docs.tutorials import Changed, Opened, Saved, Step, Typed, is_missing, steps
from tests.support.ports import free_port

FOLDER = DOCS / "tutorial"
# What it does before it serves was done when these tests were set up.
MAKE_RUN = ("make run", "lms serve")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, environment(ROOT), free_port())
    yield opened
    opened.close()


def follow(step: Step, terminal: Terminal) -> None:
    match step:
        case Typed(command, answer, status):
            type_it(command.replace(*MAKE_RUN), answer, status, terminal)
        case Saved(path, content):
            file = terminal.folder() / path
            assert file.is_file(), f"{path} is not what the commands before it made"
            file.write_text(content, encoding="utf-8")
        case Changed(path, before, after):
            file = terminal.folder() / path
            text = file.read_text(encoding="utf-8")
            assert text.count(before) == 1
            file.write_text(text.replace(before, after), encoding="utf-8")
        case Opened(path, words):
            terminal.open_page(path, words)


def type_it(command: str, answer: tuple[str, ...], status: int, terminal: Terminal) -> None:
    if command.startswith("lms serve"):
        terminal.serve(command)
        return
    ended, said = terminal.type(command)
    assert ended == status, f"{command} ended with {ended}:\n{said}"
    missing = is_missing(answer, said)
    assert missing is None, f"{command} did not answer “{missing}”:\n{said}"


def test_a_course_from_an_empty_folder(terminal: Terminal) -> None:
    for step in steps(FOLDER / "your-first-course.md"):
        follow(step, terminal)
    assert "is served" in terminal.said_by_server()


def test_a_first_certificate(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(f'export LMS_SITE="{ROOT}" LMS_HOME="{tmp_path / "instance"}"')
    for step in steps(FOLDER / "your-first-certificate.md"):
        follow(step, terminal)


def test_every_tutorial_is_followed_here() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {"your-first-course.md", "your-first-certificate.md"}


def test_a_tutorial_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Title\n\nSave this as\n`a/b.md`:\n\n````markdown\n---\n```quiz\nx\n```\n````\n\n"
        "<!-- ends with status 1 -->\n\n```console\n$ lms check\nOne … found\n\n$ ls\n```\n\n"
        f"Change `x` to `y` in\n`a/b.md`.\nOpen {tutorials.SITE}/a: “A”, then\n{tutorials.SITE}/b, “B” and “C”.\n",
        encoding="utf-8",
    )
    assert steps(page) == [
        Saved("a/b.md", "---\n```quiz\nx\n```\n"),
        Typed("lms check", ("One … found",), 1),
        Typed("ls", (), 1),
        Changed("a/b.md", "x", "y"),
        Opened("/a", ("A",)),
        Opened("/b", ("B", "C")),
    ]


def test_an_answer_is_compared_line_by_line_and_in_order() -> None:
    assert is_missing(("Revision … is served.",), "First.\nRevision 12ab is served.\n") is None
    assert is_missing(("b", "a"), "a\nb\n") == "a"
    assert is_missing(("a.c",), "abc\n") == "a.c"
