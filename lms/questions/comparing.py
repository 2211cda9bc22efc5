"""How two states of a question, or two languages of it, are laid side by side: for its kind to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Generic, Protocol, TypeVar

from lms.questions.quiz import Choice, Json, Key, Rule

B = TypeVar("B")


class Translated(Protocol):
    """The texts of a question in one translation. What is missing there stays the original's, marked so."""

    def line(self, part: str, original: str) -> str:
        """A text inside of a line, such as that of `options.a`, as HTML."""

    def plain(self, part: str, original: str) -> str:
        """A text that is no HTML."""

    def cut(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The gaps of the text and what stands around them; None where it is not translated."""

    def marked(self, html: str) -> str:
        """A text of the original as a block that says so."""


class Comparing(Generic[B]):
    """What has a body here suits a kind with or without options under letters."""

    letters_stay: bool = True
    """Whether a letter is the name of its text, which then never stands under another one."""

    def said(self, key: Key) -> Json:
        """The answer that an author wrote, in one form: equal answers give equal values. None where there is none."""
        return None

    def former(self, was: Json) -> Json:
        """The former answer of a correction in the same form; None where it cannot be one of this kind."""
        return None

    def matters(self, body: B) -> dict[str, Json]:
        """What makes another version of a question: its texts and settings, not the order of options."""
        by_letter = {name: {one.key: one.html for one in group} for name, group in self.lettered(body).items()}
        return {**_values(body), **by_letter}

    def rule_matters(self, rule: Rule, before: B, after: B) -> Json:
        """What of a rule decides about answers to both; a wrong option that came or went changes no key."""
        return dict(rule)

    def fitted(self, drawn: B, former: Rule, today: B, rule: Rule) -> Rule | None:
        """The rule of today for a body as it was drawn; None where it needs what was not there."""
        return rule if self.names(drawn) == self.names(today) else None

    def names(self, body: B) -> tuple[tuple[str, ...], ...]:
        """The names of what an answer can name, group by group."""
        return tuple(tuple(sorted(one.key for one in group)) for group in self.lettered(body).values())

    def lettered(self, body: B) -> dict[str, tuple[Choice, ...]]:
        """The texts under letters or numbers, by the key that an author writes them under."""
        return {name: value for name, value in _values(body).items() if _are_choices(value)}

    def pieces(self, body: B) -> tuple[str, ...]:
        """The other texts, as HTML, cut where something is to be filled in."""
        return ()

    def settings(self, body: B) -> dict[str, tuple[str, Json]]:
        """What else can differ, by its name: whether that is of the wording or of the options, and its value."""
        return {name: ("options", value) for name, value in _values(body).items() if not _are_choices(value)}

    def translated(self, body: B, texts: Translated) -> B:
        """The body in another language."""
        lines = {
            name: tuple(Choice(one.key, texts.line(f"{name}.{one.key}", one.html)) for one in group)
            for name, group in self.lettered(body).items()
        }
        return _replaced(body, lines)

    def with_words(self, rule: Rule, accepting: Callable[[str, Rule], Rule]) -> Rule:
        """The rule with the words that a translation accepts too: `accepting` adds those of a gap, "" for the whole."""
        return rule


def _values(body: Any) -> dict[str, Any]:
    return {field.name: getattr(body, field.name) for field in fields(body)}


def _replaced(body: B, changes: dict[str, Any]) -> B:
    changed: B = replace(body, **changes) if changes else body  # type: ignore[type-var]
    return changed


def _are_choices(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, Choice) for one in value)


def texts_said(was: Json) -> list[str]:
    """A text alone, or a list of them; empty where it is anything else."""
    listed = was if isinstance(was, list) else [was]
    return [one.strip() for one in listed] if all(isinstance(one, str) for one in listed) else []


def sorted_texts(was: Json) -> list[str] | None:
    return sorted(texts_said(was)) or None
