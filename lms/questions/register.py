"""The register of kinds of question: whoever meets a question asks it for the kind, and none is named elsewhere."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lms.questions.kind import Kind
from lms.questions.quiz import Question
from lms.sources.register import Register, Unknown

AnyKind = Kind[Any]


class UnknownKind(Unknown):
    """A question is of a kind that is not there."""

    what = "kind of question"


class Kinds(Register[AnyKind]):
    """Kinds by their names, in the order of these."""

    unknown = UnknownKind

    def add(self, kind: AnyKind) -> None:
        taken = {field.name for field in fields(kind.body)} & {field.name for field in fields(Question)}
        if taken:
            raise ValueError(f"every question has {', '.join(sorted(taken))} already, the body of a {kind.name} too")
        super().add(kind)

    def of(self, question: Question) -> AnyKind:
        return self[question.type]

    def in_order(self) -> tuple[AnyKind, ...]:
        """As people are told of them."""
        return tuple(sorted(self.values(), key=lambda kind: (kind.place, kind.name)))

    def taking(self, shape: type[Any]) -> AnyKind:
        """The kind that a shape becomes where it comes in from another format."""
        return next(kind for kind in self.in_order() if kind.takes is shape)

    def picking(self, how: str) -> AnyKind:
        """The kind whose answer picks one or several of an author's options."""
        return next(kind for kind in self.in_order() if kind.picks == how)
