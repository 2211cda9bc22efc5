"""The page of a form that an author wrote: its asks with what was typed, and the text that it gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from markupsafe import Markup

from lms.questions import form
from lms.questions.ask import Ask
from lms.questions.asking import plain
from lms.questions.giving import Piece
from lms.questions.kind import Form
from lms.web.edge import current
from lms.wording.languages import Language
from lms.wording.phrases import _, in_a_row, said

_NAME = re.compile(r'(?<= name=")answer(?=["._])')


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask on its page: its fields as they were typed, when it is meant, and what to look at again."""

    ask: Ask
    typed: Form
    when: tuple[str, ...]
    fault: str

    @property
    def heading(self) -> str:
        return self.ask.kind.heading_unmarked or self.ask.kind.heading


def install(app: Flask) -> None:
    app.jinja_env.filters.update(under=under, has_words=has_words)
    app.jinja_env.globals.update(asked_of=asked_of)


def under(html: str, id: str) -> Markup:
    """The fields of one question, named so that several stand in one form: `answer` as `<id>.answer`."""
    return Markup(_NAME.sub(lambda found: f"{id}.{found[0]}", html))  # noqa: S704


def has_words(line: Sequence[Piece]) -> bool:
    """Whether a line has words of its author, which say how the line runs."""
    return any(not piece.is_answer and any(map(str.isalpha, piece.text)) for piece in line)


def asked_of(thing: Any, typed: Mapping[str, list[str]], faults: Mapping[str, str]) -> dict[str, Asked]:
    """All asks of a form by their ids."""
    language = current.context().languages.of(thing.language)
    return {
        ask.id: Asked(ask, form.of_ask(ask.id, typed), tuple(_when(thing, ask, language)), faults.get(ask.id, ""))
        for ask in thing.asks
    }


def _when(thing: Any, ask: Ask, language: Language) -> Iterator[str]:
    """When an ask is meant that is not always, in words. `language` is that of the form."""
    by_id = {one.id: one for one in thing.asks}
    for other, names in ask.show_if:
        before = by_id[other]
        body, kind = before.question.body, before.kind
        answers = [said(kind.choice(body, name), language) for name in names]
        question = plain(before.question.html)
        if len(answers) == 1:
            yield _("Only if your answer to “%(question)s” is “%(answer)s”.", question=question, answer=answers[0])
        else:
            those = in_a_row(answers)
            yield _(
                "Only if your answer to “%(question)s” is one of these: %(answers)s.", question=question, answers=those
            )
