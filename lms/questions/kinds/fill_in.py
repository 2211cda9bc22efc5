"""fill-in: a text with gaps, each marked like a short answer and each an equal share of the points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from types import MappingProxyType

from lms.questions.comparing import Translated, sorted_texts
from lms.questions.gaps import read_gaps
from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Rule
from lms.questions.shapes import Gaps
from lms.questions.shapes import Markdown as Written
from lms.questions.typed import is_blank
from lms.questions.worded import Ours, Piece, Worded, either
from lms.questions.wording import (
    ACCEPT,
    IGNORE_DIFFERENCES,
    MOST_CHARACTERS,
    TRANSLATED,
    accept_text,
    accepted_words,
    is_accepted,
    read_accepted,
    read_ignored,
    without_translations,
    words_of,
    written_words,
)
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.pickled import as_call
from lms.sources.suggest import did_you_mean
from lms.sources.tables import ByKey, Entry, Group, Markdown, Table
from lms.sources.yamltext import Scalar
from lms.wording.phrases import _

BLANK = Table("blank", ACCEPT, IGNORE_DIFFERENCES)


@as_call
@dataclass(frozen=True, slots=True)
class Body:
    """`blanks` names the gaps in reading order; `gaps` is the HTML around them, one piece more."""

    blanks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


class FillIn(Kind[Body]):
    name = "fill-in"
    place = 8
    heading = _("Fill in the gaps")
    body = Body
    several = True
    meant_by = "cloze gap gaps gap-fill fill fill-in-the-blank fill-in-the-blanks fill-blank fillin blank missing-word"
    answer_says = "an object of blank to text"
    members = MappingProxyType(
        {
            "blanks": {
                "description": "The names of the gaps, in reading order.",
                "type": "array",
                "items": {"type": "string"},
            },
            "gaps": {
                "description": "The HTML around the gaps, one piece more than there are gaps.",
                "type": "array",
                "items": {"$ref": "#/components/schemas/Html"},
            },
        }
    )
    keys = Table(
        "fill-in",
        Entry("question", Markdown(), "what is asked, above the text"),
        Entry("text", Markdown("I ask for [[1]]."), "a text with gaps, such as `[[1]]`", needed=True),
        Entry(
            "blanks",
            ByKey("[0-9A-Za-z-]{1,20}", "gap", Group(BLANK), least=1),
            "for every gap, what it accepts",
            needed=True,
        ),
        IGNORE_DIFFERENCES,
    )
    marked_by = ("blanks", "ignore_differences")
    texts = Table(
        "texts",
        Entry(
            "text", Markdown(), "the text of a `fill-in`, with the same gaps in any order", otherwise="the original's"
        ),
        Entry(
            "blanks",
            ByKey("[0-9A-Za-z-]{1,20}", "gap", Group(TRANSLATED)),
            "the words of each gap of a `fill-in`, by its name",
            otherwise="the other languages' alone",
        ),
    )
    takes = Gaps
    called = "fill-in-the-blank cloze"

    def read_question(self, reading: Reading) -> Body:
        text = reading.fields.scalar("text")
        return Body() if text is None else Body(*read_gaps(reading, text))

    def read_key(self, reading: Reading, body: Body) -> dict[str, Json]:
        return {"blanks": self._read_blanks(reading, reading.fields.scalar("text"), body.blanks)}

    @staticmethod
    def _read_blanks(reading: Reading, text: Scalar | None, names: tuple[str, ...]) -> dict[str, Json]:
        fields = reading.fields
        usual = read_ignored(fields)
        pairs = fields.mapping("blanks")
        found: dict[str, Json] = {}
        for scalar, node in pairs or ():
            name = scalar.text.strip()
            blank = Fields(node, fields.findings, BLANK)
            ignoring = read_ignored(blank, usual)
            if text is not None and f"[[{name}]]" not in text.text:
                message = f"The text has no gap `[[{shorten(name)}]]` for this."
                help = did_you_mean(name, names) or f"Put `[[{shorten(name)}]]` where the gap is."
                fields.findings.add(scalar.place, "Q307", message, help)
            elif blank.readable:
                accepted = read_accepted(reading, blank, ignoring)
                found[name] = {"accept": list(accepted), "ignore_differences": list(ignoring)}
        named = {scalar.text.strip() for scalar, _ in pairs or ()}
        for name in names:
            if text is not None and pairs is not None and name not in named:
                message = f"`blanks` does not say what the gap `[[{name}]]` accepts."
                fields.findings.add(text.place_of(f"[[{name}]]"), "Q306", message, f"Add {name}: {{accept: [...]}}")
        return dict(sorted(found.items()))

    def accept(self, body: Body, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, dict):
            return NotAnAnswer(_("Send the words for each gap."))
        if not all(name in body.blanks for name in value):
            return NotAnAnswer(_("Fill only the gaps that are there."))
        found: dict[str, str] = {}
        for name in body.blanks:
            if name not in value or (isinstance(value[name], str) and is_blank(value[name])):
                continue
            text = accept_text(value[name], MOST_CHARACTERS // len(body.blanks))
            if isinstance(text, NotAnAnswer):
                return text
            found[name] = text
        return found or NotAnAnswer(_("Fill at least one gap first."))

    def from_form(self, body: Body, form: Form) -> Json | NotAnAnswer | None:
        found = {name: only(form, f"answer.{name}") for name in body.blanks}
        return {name: text for name, text in found.items() if text is not None} or None

    def share(self, key: Key, given: Json) -> Fraction:
        blanks = key.rule["blanks"]
        right = sum(_is_filled(given, name, rule, key.reading) for name, rule in blanks.items())
        return Fraction(right, len(blanks))

    def judged(self, body: Body, key: Key, given: Json) -> dict[str, bool | None]:
        blanks = key.rule["blanks"]
        return {name: name in blanks and _is_filled(given, name, blanks[name], key.reading) for name in body.blanks}

    def public(self, body: Body) -> dict[str, Json]:
        return {"blanks": list(body.blanks), "gaps": list(body.gaps)}

    def example(self, body: Body, key: Key) -> Json:
        return {name: rule["accept"][0] for name, rule in key.rule["blanks"].items()}

    def answer_text(self, body: Body, key: Key) -> str:
        blanks = key.rule["blanks"]
        pieces: list[Piece] = [body.gaps[0]]
        for name, after in zip(body.blanks, body.gaps[1:], strict=True):
            pieces += ["<strong>", *either(escape(text) for text in blanks[name]["accept"]), "</strong>", after]
        return Worded(*pieces)

    def parts(self, body: Body) -> tuple[str, ...]:
        return body.blanks

    def part_texts(self, body: Body) -> dict[str, str]:
        return {name: Worded(Ours(_("Gap %(place)s", place=place))) for place, name in enumerate(body.blanks, start=1)}

    def html_of(self, body: Body) -> str:
        """The text with each gap shown by its name in brackets, as the author wrote it."""
        if not body.gaps:
            return ""
        pieces = [body.gaps[0]]
        for name, after in zip(body.blanks, body.gaps[1:], strict=True):
            pieces += [f"[[{name}]]", after]
        return "".join(pieces)

    def said(self, key: Key) -> Json:
        return {name: sorted(blank["accept"]) for name, blank in sorted(key.rule["blanks"].items())}

    def former(self, was: Json) -> Json:
        """Blank by blank, a text, a list, or what stands under `blanks` itself."""
        found: dict[str, list[str]] = {}
        for name, said in sorted(was.items()) if isinstance(was, dict) else ():
            texts = sorted_texts(said.get("accept") if isinstance(said, dict) else said)
            if texts is None:
                return None
            found[name.strip()] = texts
        return found or None

    def rule_matters(self, rule: Rule, before: Body, after: Body) -> Json:
        return {**rule, "blanks": {name: without_translations(one) for name, one in rule["blanks"].items()}}

    def fitted(self, drawn: Body, former: Rule, today: Body, rule: Rule) -> Rule | None:
        return rule if set(rule["blanks"]) == set(drawn.blanks) else None

    def names(self, body: Body) -> tuple[tuple[str, ...], ...]:
        return (tuple(sorted(body.blanks)),)

    def pieces(self, body: Body) -> tuple[str, ...]:
        return body.gaps

    def settings(self, body: Body) -> dict[str, tuple[str, Json]]:
        return {}

    def translated(self, body: Body, texts: Translated) -> Body:
        cut = texts.cut()
        if cut is not None and set(cut[0]) == set(body.blanks):
            return Body(*cut)
        if len(body.gaps) < 2:
            return Body(body.blanks, tuple(map(texts.marked, body.gaps)))
        # The mark stands around all pieces together, since each alone is no whole HTML.
        opening, _, closing = texts.marked("\0").partition("\0")
        return Body(body.blanks, (opening + body.gaps[0], *body.gaps[1:-1], body.gaps[-1] + closing))

    def with_words(self, rule: Rule, accepting: Callable[[str, Rule], Rule]) -> Rule:
        return {**rule, "blanks": {name: accepting(name, one) for name, one in rule["blanks"].items()}}

    def shape(self, body: Body, rule: Rule) -> Gaps:
        words = {name: words_of(blank) for name, blank in rule.get("blanks", {}).items()}
        return Gaps(body.blanks, body.gaps, words)

    def written(self, body: Body, rule: Rule, markdown: Written) -> dict[str, Json]:
        # A sign of private use keeps the place of each gap: brackets would be escaped like any other text's.
        pieces = [body.gaps[0]]
        for n, after in enumerate(body.gaps[1:]):
            pieces += [f"\ue000{n}\ue001", after]
        text = markdown("".join(pieces))
        for n, name in enumerate(body.blanks):
            text = text.replace(f"\ue000{n}\ue001", f"[[{name}]]")
        return {"text": text, "blanks": {name: written_words(blank) for name, blank in rule["blanks"].items()}}


def _is_filled(given: Json, name: str, rule: Json, reading: int) -> bool:
    """Whether a gap holds something that it accepts."""
    return name in given and is_accepted(given[name], accepted_words(rule), rule["ignore_differences"], reading)


KIND = FillIn()
