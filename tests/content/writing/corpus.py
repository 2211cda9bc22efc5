"""Lessons and banks from a few words, and the codes that are found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lms.content.compiling.compiler import compile_catalog
from lms.sources.diagnostics import Diagnostic
from tests.content.sites import SECOND, TODAY, site_with


def found_in(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """All findings of the good site with these files in it."""
    return compile_catalog(site_with(files), today=TODAY, writing=True)[1]


def codes(files: Mapping[str, str]) -> list[str]:
    return [one.code for one in found_in(files)]


def lesson_of(body: str) -> dict[str, str]:
    return {SECOND: f"---\ntitle: The second day\n---\n{body}\n"}


def prose_codes(body: str) -> list[str]:
    return codes(lesson_of(body))


def quiz_of(
    question: str, options: Sequence[str], answer: str = "a", *, type: str = "choose-one", id: str = "q"
) -> str:
    """A quiz whose options are lettered from a on."""
    lines = "".join(f"  {letter}: {quoted(text)}\n" for letter, text in zip("abcdefghij", options, strict=False))
    return (
        f"```quiz\nid: {id}\ntype: {type}\nquestion: {quoted(question)}\noptions:\n{lines}answer: {answer}\n"
        "why: It is so.\n```\n"
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quiz_codes(question: str, options: Sequence[str], answer: str = "a", *, type: str = "choose-one") -> list[str]:
    return codes(lesson_of(quiz_of(question, options, answer, type=type)))
