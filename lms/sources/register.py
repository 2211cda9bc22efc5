"""A register: what grows is found in it by name, one more is there for everybody, and an unknown one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, TypeVar


class Named(Protocol):
    """What stands in a register has a name."""

    @property
    def name(self) -> str: ...


Entry = TypeVar("Entry", bound=Named)


class Unknown(LookupError):
    """There is nothing of this name. `what` says of what, to people."""

    what = "entry"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no {self.what} called `{name[:80]}`.")
        self.name = name


class Register(Mapping[str, Entry]):
    """Entries by their names, in their order."""

    unknown: type[Unknown] = Unknown

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_name: dict[str, Entry] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """One more. It is there for all that is asked from now on."""
        if entry.name in self._by_name:
            raise ValueError(f"there is a {self.unknown.what} called {entry.name} already")
        self._settle([*self._by_name.values(), entry])

    def remove(self, name: str) -> None:
        gone = self[name]
        self._settle(entry for entry in self._by_name.values() if entry is not gone)

    def _settle(self, entries: Iterable[Entry]) -> None:
        self._by_name = {entry.name: entry for entry in sorted(entries, key=self._order)}

    def _order(self, entry: Entry) -> Any:
        return entry.name

    def named(self, name: str) -> Entry | None:
        """The entry of this name, None where there is none."""
        return self._by_name.get(name)

    def __getitem__(self, name: str) -> Entry:
        entry = self.named(name)
        if entry is None:
            raise self.unknown(name)
        return entry

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


def of_modules(package: str, path: Iterable[str], name: str) -> Iterator[Any]:
    """What each module of a package calls by this name: a new entry is a new file, and nothing else changes."""
    return (getattr(import_module(f"{package}.{module.name}"), name) for module in iter_modules(path))
