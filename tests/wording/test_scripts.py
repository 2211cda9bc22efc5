"""What scripts say is in the catalogue too: a page brings it along, and each script asks for it by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.web.drawing.script_words import WORDS
from lms.web.drawing.static_files import FOLDER
from lms.web.edge.current import LANGUAGE_OF_PAGE

FOR_AUTHORS = ("workshop.js",)
SCRIPTS = [file for file in sorted(FOLDER.glob("*.js")) if file.name not in FOR_AUTHORS]

TEXT = re.compile(r'(?<!=== )(?<!includes\()(?<!className = )"([^"\n]*)"|`([^`]*)`')
"""But for names of keys and of kinds of data, which are compared, and of classes."""

COMMENT = re.compile(r"(?<![:\"'`])//[^\n]*")
ASKED = re.compile(r"""\b(?:say|words)\((?:"([\w-]+)"|`([^`]+)`)""")


def words_in(script: str) -> Iterator[str]:
    """Texts of a script that people would read: two words or more, or one with a capital letter."""
    for double, ticked in TEXT.findall(COMMENT.sub("", script)):
        text = re.sub(r"\$\{[^}]*\}", "", double or ticked)
        if not re.search(r"[\[\]<>=/#]", text) and re.search(r"^[A-Z][a-z]+( |$|[.,:])|[a-z]{2,} [a-z]{2,}", text):
            yield text


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_script_has_words_of_its_own(file: Path) -> None:
    assert list(words_in(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", WORDS)
def test_a_page_brings_what_its_script_asks_for_and_no_more(name: str) -> None:
    script = (FOLDER / name).read_text(encoding="utf-8")
    asked = ASKED.findall(script)
    computed = [re.sub(r"\$\{[^}]*\}", r"[\\w-]+", ticked) for _, ticked in asked if ticked]
    assert {name for name, _ in asked if name} <= set(WORDS[name])
    unused = [one for one in WORDS[name] if f'"{one}"' not in script]
    assert [one for one in unused if not any(re.fullmatch(by, one) for by in computed)] == []


def test_words_in_a_script_are_found() -> None:
    assert list(words_in('button.textContent = "Copied"; // Said "To people"')) == ["Copied"]
    assert list(words_in("tell(`Saved ${time} ago, and kept`)")) == ["Saved  ago, and kept"]
    assert list(words_in('root.querySelector("time[data-local]"); say("moment"); { day: "numeric" }')) == []


def test_a_script_that_shows_what_the_server_says_asks_for_the_language_of_the_page() -> None:
    """Where `detail` of a refusal is shown, the request says in which language it is read."""
    shown = {file.name for file in SCRIPTS if ".detail" in file.read_text(encoding="utf-8")}
    assert shown == {"examination.js"}
    ways = (FOLDER / "saving.js").read_text(encoding="utf-8")
    assert ways.count("fetch(") == 2
    assert "headers: inWords, ...options" in ways
    assert f'"{LANGUAGE_OF_PAGE}": document.documentElement.lang' in ways
