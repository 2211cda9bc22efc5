"""number: a number, exact or within bounds. Counted with as fractions of whole numbers, never as floats."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from types import MappingProxyType

from lms.questions.comparing import Translated
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Rule
from lms.questions.shapes import Figure, Markdown
from lms.questions.wording import accept_text
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.suggest import listed
from lms.sources.tables import Either, Entry, Quantity, Share, Table, Text
from lms.sources.values import Fault, decimal

# The length is bounded before anything is computed: a short text can name a number of a million digits.
_MOST_CHARACTERS = 60
_MOST_KEPT = 500
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SPACE_INSIDE = re.compile(r"(?<=\d)[ \u00a0\u2007\u2009\u202f](?=\d)")
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+", ",": ".", "٫": "."})
_NOT_A_NUMBER = NotAnAnswer("Write a number in figures, such as 12 or 2.5.")


@dataclass(frozen=True, slots=True)
class Body:
    unit: str = ""


class Number(Kind[Body]):
    name = "number"
    place = 7
    heading = "Give a number"
    body = Body
    meant_by = "numeric numerical num calculation numeric-answer integer decimal"
    answer_says = "text of a number"
    members = MappingProxyType({"unit": {"type": "string"}})
    keys = Table(
        "number",
        Entry("answer", Quantity("2371"), "the right number", needed=True),
        Entry(
            "within",
            Either((Share("5%"), Quantity("0.5"))),
            "how far off an answer may lie; the bounds belong to it",
            default="0",
        ),
        Entry("unit", Text(like="people"), "shown behind the field, and may be typed too"),
    )
    marked_by = ("answer", "within")
    texts = Table("texts", Entry("unit", Text(like="personas"), "the unit of a `number`", otherwise="the original's"))
    takes = Figure
    called = "numerical numeric"

    def read_question(self, reading: Reading) -> Body:
        return Body(reading.fields.text("unit").strip())

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        right = reading.fields.decimal("answer")
        return {"right": _plain(right or Decimal(0)), "within": _read_within(reading.fields, right)}

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, str):
            return NotAnAnswer("Send the number as text.")
        if len(value) > _MOST_CHARACTERS + len(body.unit):
            return _NOT_A_NUMBER
        text = value.strip()
        if body.unit and text.endswith(body.unit):
            text = text.removesuffix(body.unit).rstrip()
        if len(text) > _MOST_CHARACTERS or _fraction(text) is None:
            return _NOT_A_NUMBER
        return text

    def keep(self, body: Body, value: Json) -> Json | NotAnAnswer:
        """A text that is no number is kept as it was written, and earns nothing."""
        found = self.accept(body, value)
        if isinstance(found, NotAnAnswer) and isinstance(value, str):
            return accept_text(value.strip(), _MOST_KEPT)
        return found

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        return only(form, "answer")

    def share(self, key: Key, given: Json) -> Fraction:
        said = _fraction(given) if len(given) <= _MOST_CHARACTERS else None
        right = Fraction(key.rule["right"])
        return Fraction(int(said is not None and abs(said - right) <= _bound(key)))

    def public(self, body: Body) -> dict[str, Json]:
        return {"unit": body.unit}

    def example(self, body: Body, key: Key) -> Json:
        return str(key.rule["right"])

    def answer_text(self, body: Body, key: Key) -> str:
        unit = f" {escape(body.unit)}" if body.unit else ""
        right, bound = Fraction(key.rule["right"]), _bound(key)
        if not bound:
            return f"{key.rule['right']}{unit}"
        least, most = (_plain(Decimal(end.numerator) / end.denominator) for end in (right - bound, right + bound))
        return f"{key.rule['right']}{unit} (from {least} to {most})"

    def said(self, key: Key) -> Json:
        return _normal(key.rule["right"])

    def former(self, was: Json) -> Json:
        return _normal(was) if isinstance(was, str) else None

    def settings(self, body: Body) -> dict[str, tuple[str, Json]]:
        return {"unit": ("wording", body.unit)}

    def translated(self, body: Body, texts: Translated) -> Body:
        return Body(texts.plain("unit", body.unit)) if body.unit else body

    def shape(self, body: Body, rule: Rule) -> Figure:
        return Figure(body.unit, rule.get("right", ""), rule.get("within", "0"))

    def written(self, body: Body, rule: Rule, markdown: Markdown) -> dict[str, Json]:
        within = "" if rule["within"] == "0" else rule["within"]
        return {"answer": rule["right"], "within": within, "unit": body.unit}


def _normal(text: str) -> str | None:
    """A number as corrections are compared by it."""
    found = decimal(text)
    if isinstance(found, Fault):
        return None
    return f"{Decimal(found).normalize():f}" if found else "0"


def _read_within(fields: Fields, right: Decimal | None) -> str:
    """How far an answer may lie off: "0.5", or "5%" of the key's absolute value; "0" where nothing is said."""
    scalar = fields.scalar("within")
    if scalar is None:
        return "0"
    text = scalar.text.strip()
    percent = text.endswith("%")
    value = decimal(text.removesuffix("%").strip().removeprefix("±").strip())
    if isinstance(value, Fault) or value < 0:
        help = f"Write it as {listed(['0.5', '5%'])}."
        fields.fault("within", "Q304", f"`within` is `{shorten(text)}`, which is not a distance.", help)
        return "0"
    if percent and right == 0:
        fields.warn("within", "Q305", "A percentage of 0 is 0.", "Write `within` as a number here.")
    return _plain(value) + ("%" if percent else "")


def _bound(key: Key) -> Fraction:
    within: str = key.rule["within"]
    if within.endswith("%"):
        return abs(Fraction(key.rule["right"])) * Fraction(within.removesuffix("%")) / 100
    return Fraction(within)


def _plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at the end: equal numbers are equal texts."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _fraction(text: str) -> Fraction | None:
    """The exact number that a text of bounded length names, None where it names none."""
    text = _SPACE_INSIDE.sub("", text.strip()).translate(_SIGNS)
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return Fraction(Decimal(text)) if _NUMBER.fullmatch(text) else None


KIND = Number()
