"""The register of kinds of question: whoever meets a question asks it for the kind, and none is named elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from lms.questions.kind import Kind
from lms.questions.quiz import Question

AnyKind = Kind[Any]


class UnknownKind(LookupError):
    """A question is of a kind that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no kind of question called `{name[:40]}`.")
        self.name = name


class Kinds(Mapping[str, AnyKind]):
    """Kinds by their names, in the order of these."""

    def __init__(self, kinds: Iterable[AnyKind]) -> None:
        self._by_name: dict[str, AnyKind] = {}
        for kind in kinds:
            self.add(kind)

    def add(self, kind: AnyKind) -> None:
        """One kind more. It is there for all that is read, drawn and marked from now on."""
        if kind.name in self._by_name:
            raise ValueError(f"there is a kind called {kind.name} already")
        taken = {field.name for field in fields(kind.body)} & {field.name for field in fields(Question)}
        if taken:
            raise ValueError(f"every question has {', '.join(sorted(taken))} already, the body of a {kind.name} too")
        self._by_name = dict(sorted([*self._by_name.items(), (kind.name, kind)]))

    def remove(self, name: str) -> None:
        self._by_name.pop(self[name].name)

    def __getitem__(self, name: str) -> AnyKind:
        found = self.named(name)
        if found is None:
            raise UnknownKind(name)
        return found

    def named(self, name: str) -> AnyKind | None:
        """The kind of this name, None where there is none."""
        return self._by_name.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def of(self, question: Question) -> AnyKind:
        return self[question.type]

    def in_order(self) -> tuple[AnyKind, ...]:
        """As people are told of them."""
        return tuple(sorted(self._by_name.values(), key=lambda kind: (kind.place, kind.name)))

    def taking(self, shape: type[Any]) -> AnyKind:
        """The kind that a shape becomes where it comes in from another format."""
        return next(kind for kind in self.in_order() if kind.takes is shape)

    def picking(self, how: str) -> AnyKind:
        """The kind whose answer picks one or several of an author's options."""
        return next(kind for kind in self.in_order() if kind.picks == how)
