"""What an item of QTI declares: its responses and outcomes, with keys, mappings and defaults, as exact values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from lms.interchange.answers import two_readings
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.questions.figures import key_readings

Value = Any
"""None for NULL; a text, a Fraction, a bool, a pair of texts, or a list of such."""


@dataclass(frozen=True, slots=True)
class Entry:
    key: Value
    value: Fraction
    case: bool


@dataclass(slots=True)
class Declaration:
    """A response or an outcome: its shape, its key, and what single answers are worth."""

    id: str
    cardinality: str
    base: str
    correct: Value = None
    default: Value = None
    also: list[Value] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    usual: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None
    mapped: bool = False

    def mapping(self, given: Value) -> Fraction:
        if not self.mapped:
            raise CannotCarry("it is marked by a mapping that is not there")
        values = given if isinstance(given, list) else [] if given is None else [given]
        counted = list(dict.fromkeys(values)) if self.cardinality != "ordered" else values
        total = sum((self._worth(value) for value in counted), Fraction(0))
        if self.lower is not None:
            total = max(total, self.lower)
        return total if self.upper is None else min(total, self.upper)

    def _worth(self, value: Value) -> Fraction:
        for entry in self.entries:
            same = entry.key == value
            if not same and not entry.case and isinstance(value, str):
                same = str(entry.key).casefold() == value.casefold()
            if same:
                return entry.value
        return self.usual


def number_of(text: str) -> Fraction:
    try:
        if len(text) > 40:
            raise InvalidOperation
        found = Decimal(text.strip())
        if not found.is_finite() or abs(found.adjusted()) > 30:
            raise InvalidOperation
    except InvalidOperation as fault:
        can_mean = key_readings(text)
        if len(can_mean) > 1:
            raise CannotCarry(two_readings(text, can_mean)) from fault
        raise CannotCarry(f"`{text[:20]}` is not a number") from fault
    return Fraction(found)


def value_of(text: str, base: str) -> Value:
    text = text.strip() if base != "string" else text
    if base in ("integer", "float", "duration"):
        return number_of(text)
    if base == "boolean":
        return text == "true"
    if base in ("directedPair", "pair"):
        parts = text.split()
        if len(parts) != 2:
            raise CannotCarry("its key names a pair that is none")
        return tuple(parts if base == "directedPair" else sorted(parts))
    return text


def read_declaration(node: Node) -> Declaration:
    base = node.get("baseType")
    found = Declaration(node.get("identifier"), node.get("cardinality", "single"), base)
    for tag, name in (("correctResponse", "correct"), ("defaultValue", "default")):
        inner = node.first(tag)
        if inner is not None:
            values = [value_of(value.text, base) for value in inner.named("value")]
            found.also = values if name == "correct" else found.also
            setattr(found, name, values if found.cardinality in ("multiple", "ordered") else (values or [None])[0])
    mapping = node.first("mapping")
    if mapping is not None:
        found.mapped = True
        found.usual = number_of(mapping.get("defaultValue", "0"))
        found.lower = number_of(mapping.get("lowerBound")) if mapping.get("lowerBound") else None
        found.upper = number_of(mapping.get("upperBound")) if mapping.get("upperBound") else None
        for entry in mapping.named("mapEntry"):
            key = value_of(entry.get("mapKey"), base)
            case = entry.get("caseSensitive", "true") == "true"
            found.entries.append(Entry(key, number_of(entry.get("mappedValue", "0")), case))
    return found
