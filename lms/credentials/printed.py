"""Facts as a design prints them: each reads as words where it stands alone, and has its parts as well."""

from __future__ import annotations

from collections.abc import Iterable

from lms.content.reading.model import Issuer, Signatory


class PrintedIssuer(str):
    """Printed, the issuer's name."""

    name: str
    url: str
    email: str
    description: str

    def __new__(cls, issuer: Issuer) -> PrintedIssuer:
        made = super().__new__(cls, issuer.name)
        made.name, made.url, made.email, made.description = issuer.name, issuer.url, issuer.email, issuer.description
        return made


class PrintedSignatory(str):
    """Printed, the name, and the role where there is one."""

    name: str
    role: str

    def __new__(cls, one: Signatory) -> PrintedSignatory:
        made = super().__new__(cls, f"{one.name}, {one.role}" if one.role else one.name)
        made.name, made.role = one.name, one.role
        return made


class PrintedList(tuple[str, ...]):
    """Printed, its texts one after the other."""

    __slots__ = ()

    def __new__(cls, texts: Iterable[str]) -> PrintedList:
        return super().__new__(cls, texts)

    def __str__(self) -> str:
        return "; ".join(text.rstrip(".") for text in self)


class NoDay(str):
    """A day that there is not: printed, nothing. It is none to whoever asks for that."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other is None or other == ""

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


NO_DAY = NoDay()


def is_none(value: object) -> bool:
    """Jinja's test `none`, for a day too."""
    return value is None or value is NO_DAY


def shown(value: object) -> object:
    """What a page shows of a value: of none nothing, and of a list its texts."""
    if isinstance(value, list | tuple):
        return str(PrintedList(str(one) for one in value))
    return "" if value is None else value
