"""The catalogue is what the code says, and each that is called whole is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from lms.wording.languages import CATALOGUE, CATALOGUES

CHECKOUT = Path(__file__).parents[2]
WHOLE: tuple[str, ...] = ("es", "fr", "ar")
"""The languages in which nothing is missing."""

PLACES = re.compile(r"%\(\w+\)s|%%|</?\w+[^>]*>")


def test_the_catalogue_is_what_the_code_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = (CHECKOUT / "Makefile").read_text(encoding="utf-8").partition("pybabel --quiet extract")[2]
    options = recipe.partition("--output-file")[0].replace("\\\n", " ").split()
    monkeypatch.chdir(CHECKOUT)
    drawn = tmp_path / "lms.pot"
    babel: Any = CommandLineInterface()
    babel.run(["pybabel", "--quiet", "extract", *options, "--output-file", str(drawn), "."])
    assert (CATALOGUES / "lms.pot").read_text(encoding="utf-8") == drawn.read_text(encoding="utf-8"), "make words"


def catalogue(file: Path, code: str | None = None) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale=code)


@pytest.mark.parametrize("code", WHOLE)
def test_a_language_that_is_whole_says_every_message_in_every_form(code: str) -> None:
    said = catalogue(CATALOGUES / code / CATALOGUE, code)
    wrong = [fault for message in catalogue(CATALOGUES / "lms.pot") if message.id for fault in faults(message, said)]
    assert not wrong, "\n".join(wrong)


def faults(asked: Message, said: Catalog) -> list[str]:
    """What is wrong with a message in a catalogue."""
    name = asked.id if isinstance(asked.id, str) else asked.id[0]
    message = said.get(name, asked.context)
    if message is None or not message.string:
        return [f"missing: {name}"]
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    if isinstance(asked.id, str) == isinstance(message.string, tuple):
        return [f"another kind of message: {name}"]
    if not isinstance(asked.id, str) and len(forms) != said.num_plurals:
        return [f"too few forms: {name}"]
    wrong = [f"not looked at: {name}"] if message.fuzzy else []
    return (
        wrong
        + [f"missing: {name}" for form in forms if not form]
        + [f"other places or tags: {name}" for form in forms if form and not places(form, asked)]
    )


def places(form: str, asked: Message) -> bool:
    """Whether a form has the places and tags of its message. A form for one number may leave the number out."""
    texts = [asked.id] if isinstance(asked.id, str) else asked.id
    wanted = sorted(set(PLACES.findall(texts[-1])))
    found = sorted(set(PLACES.findall(form)))
    return found == wanted or (len(texts) > 1 and found == [one for one in wanted if one != "%(num)s"])


def message(one: str | tuple[str, str], said: str | tuple[str, ...], *, fuzzy: bool = False) -> list[str]:
    catalog = Catalog(locale="es")
    catalog.add(one, said, flags=["fuzzy"] if fuzzy else [])
    return faults(Message(one), catalog)


LESSONS = ("%(num)s lesson", "%(num)s lessons")


def test_a_catalogue_that_is_not_whole_is_found() -> None:
    assert faults(Message("Courses"), Catalog(locale="es")) == ["missing: Courses"]
    assert message("Courses", "Cursos") == []
    assert message("Courses", "Cursos", fuzzy=True) == ["not looked at: Courses"]
    assert message("About %(time)s.", "Unos %(tiempo)s.") == ["other places or tags: About %(time)s."]
    assert message("A <b>word</b>", "Una palabra") == ["other places or tags: A <b>word</b>"]
    assert message(LESSONS, ("una lección",)) == ["too few forms: %(num)s lesson"]


def test_a_form_for_one_number_may_leave_the_number_out() -> None:
    said = Catalog(locale="de")
    said.add(LESSONS, ("eine Lektion", "%(num)s Lektionen"))
    assert faults(Message(LESSONS), said) == []
