"""number: a number, exact or within bounds. Counted with as fractions of whole numbers, never as floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from math import floor
from types import MappingProxyType

from lms.questions.asking import Told
from lms.questions.comparing import Translated
from lms.questions.figures import MOST_CHARACTERS, TWO_READINGS, figures, key_figure, key_readings, plain, readings
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Rule
from lms.questions.shapes import Figure, Markdown
from lms.questions.worded import Ours, Worded
from lms.questions.wording import accept_text
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.suggest import listed
from lms.sources.tables import Either, Entry, Quantity, Share, Table, Text
from lms.sources.values import Fault
from lms.wording.phrases import _

_MOST_KEPT = 500
_MEANT = " = "
"""Between a number as it was typed and the one of its two readings that its learner chose: 2,371 = 2371."""
_NOT_A_NUMBER = NotAnAnswer(_("Write a number in figures, such as 12 or 2.5."))


@dataclass(frozen=True, slots=True)
class Body:
    unit: str = ""


class Number(Kind[Body]):
    name = "number"
    place = 7
    heading = _("Give a number")
    body = Body
    asks = True
    meant_by = "numeric numerical num calculation numeric-answer integer decimal"
    answer_says = "text of a number; where it has two readings, ` = ` and the one that is meant may follow"
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
        fields, written = reading.fields, reading.fields.scalar("answer")
        right = None if written is None else fields.value_of(written, "answer", key_figure)
        return {"right": plain(right or Decimal(0)), "within": _read_within(fields, right)}

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, str):
            return NotAnAnswer(_("Send the number as text."))
        typed, sign, meant = value.partition(_MEANT)
        text = _without_unit(typed, body)
        if len(typed) > MOST_CHARACTERS + len(body.unit) or (sign and meant not in _choices(text)):
            return _NOT_A_NUMBER
        return f"{text}{sign}{meant}" if readings(text) else _NOT_A_NUMBER

    def keep(self, body: Body, value: Json) -> Json | NotAnAnswer:
        """A text that is no number is kept as it was written, and earns nothing."""
        found = self.accept(body, value)
        if isinstance(found, NotAnAnswer) and isinstance(value, str):
            return accept_text(value.strip(), _MOST_KEPT)
        return found

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        typed, meant = only(form, "answer"), only(form, "answer.meant")
        # A choice belongs to the number that it was made for; who types another one chooses anew.
        return f"{typed}{_MEANT}{meant}" if typed and meant in _choices(_without_unit(typed, body)) else typed

    def to_form(self, body: Body, answer: Json) -> Form:
        typed, sign, meant = answer.partition(_MEANT)
        return {"answer": [typed], "answer.meant": [meant]} if sign else {"answer": [typed]}

    def two_readings(self, body: Body, typed: str) -> tuple[tuple[str, str], ...]:
        """The two readings of what was typed, each with words that leave no doubt; nothing where it has one alone."""
        return tuple(_choices(_without_unit(typed, body)).items())

    def told(self, body: Body, answer: Json) -> tuple[Told, ...]:
        typed, _, meant = answer.partition(_MEANT)
        return (f"{meant or typed} {body.unit}".rstrip(),)

    def share(self, key: Key, given: Json) -> Fraction:
        """Where a number has two readings and none was chosen, the one that is right counts."""
        typed, sign, meant = given.partition(_MEANT)
        chosen = bool(sign) and meant in _choices(typed)
        said = (Fraction(meant),) if chosen else figures(given, key.reading)
        right, bound = Fraction(key.rule["right"]), _bound(key)
        return Fraction(int(any(abs(one - right) <= bound for one in said)))

    def public(self, body: Body) -> dict[str, Json]:
        return {"unit": body.unit}

    def example(self, body: Body, key: Key) -> Json:
        return str(key.rule["right"])

    def answer_text(self, body: Body, key: Key) -> str:
        unit = f" {escape(body.unit)}" if body.unit else ""
        right, bound = Fraction(key.rule["right"]), _bound(key)
        if not bound:
            return f"{key.rule['right']}{unit}"
        least, most = (plain(Decimal(end.numerator) / end.denominator) for end in (right - bound, right + bound))
        return Worded(f"{key.rule['right']}{unit} ", Ours(_("(from %(least)s to %(most)s)", least=least, most=most)))

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
    """A number as corrections are compared by it; of two readings the decimal one, as before."""
    found = key_readings(text)
    return plain(found[-1]) if found else None


def _without_unit(typed: str, body: Body) -> str:
    """What was typed without the unit that stands behind the field anyway."""
    text = typed.strip()
    return text.removesuffix(body.unit).rstrip() if body.unit else text


def _choices(text: str) -> dict[str, str]:
    """The readings of a number that has two: each as a plain number, with what tells them apart in any country."""
    found = readings(text)
    return {plain(one): _in_words(one) for one in found} if len(found) > 1 else {}


def _in_words(number: Decimal) -> str:
    if number == number.to_integral_value():
        return _("%(number)s (a whole number)", number=plain(number))
    least = floor(number)
    return _("%(number)s (between %(least)s and %(most)s)", number=plain(number), least=least, most=least + 1)


def _read_within(fields: Fields, right: Decimal | None) -> str:
    """How far an answer may lie off: "0.5", or "5%" of the key's absolute value; "0" where nothing is said."""
    scalar = fields.scalar("within")
    if scalar is None:
        return "0"
    text = scalar.text.strip()
    percent = text.endswith("%")
    value = key_figure(text.removesuffix("%").strip().removeprefix("±").strip())
    if isinstance(value, Fault) and value.code == TWO_READINGS:
        fields.fault("within", TWO_READINGS, f"`within` is `{shorten(text)}`, {value.words}", value.help)
        return "0"
    if isinstance(value, Fault) or value < 0:
        help = f"Write it as {listed(['0.5', '5%'])}."
        fields.fault("within", "Q304", f"`within` is `{shorten(text)}`, which is not a distance.", help)
        return "0"
    if percent and right == 0:
        fields.warn("within", "Q305", "A percentage of 0 is 0.", "Write `within` as a number here.")
    return plain(value) + ("%" if percent else "")


def _bound(key: Key) -> Fraction:
    within: str = key.rule["within"]
    if within.endswith("%"):
        return abs(Fraction(key.rule["right"])) * Fraction(within.removesuffix("%")) / 100
    return Fraction(within)


KIND = Number()
