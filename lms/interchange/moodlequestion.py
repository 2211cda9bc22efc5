"""One question of Moodle XML while it is being read: its texts, its pictures, and what has no place here."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from lms.interchange import answers
from lms.interchange.answers import Answer
from lms.interchange.foreigntext import said
from lms.interchange.media import Pictures
from lms.interchange.report import CannotCarry, lost_words, now_for_all
from lms.interchange.tree import Node

_FORMS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "moodle", "": "moodle"}
_OURS = "@@PLUGINFILE@@/"
_READ = """name questiontext generalfeedback defaultgrade penalty hidden idnumber single answer hint tags coursetags
    usecase units subquestion correctfeedback partiallycorrectfeedback incorrectfeedback selectoption dragbox
    shuffleanswers gradingtype selecttype selectcount unitgradingtype unitpenalty"""
_LOOKS = """answernumbering showstandardinstruction shownumcorrect showunits unitsleft layouttype showgrading
    numberingstyle shuffleincorrect format"""
_KNOWN = frozenset((*_READ.split(), *_LOOKS.split()))
_COMBINED = {
    "correctfeedback": "what was said of a right answer",
    "partiallycorrectfeedback": "what was said of a partly right answer",
    "incorrectfeedback": "what was said of a wrong answer",
}
_USUAL = frozenset(
    {
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "Respuesta correcta",
        "Respuesta parcialmente correcta.",
        "Respuesta incorrecta.",
        "Die Antwort ist richtig.",
        "Die Antwort ist teilweise richtig.",
        "Die Antwort ist falsch.",
        "Votre réponse est correcte.",
        "Votre réponse est partiellement correcte.",
        "Votre réponse est incorrecte.",
    }
)
"""What Moodle itself writes there. Our pages say the same in their own words."""


@dataclass(slots=True)
class Question:
    """One question being read, with what is noticed on the way."""

    node: Node
    pictures: Pictures
    changes: list[str] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)

    def text(self, node: Node | None) -> str:
        """A text of it as Markdown: a node with `text` in it, a format, and the files that the text shows."""
        if node is None:
            return ""
        files = {(file.get("path", "/"), file.get("name")): file for file in node.named("file")}
        form = _FORMS.get(node.get("format"), "html")
        return said(node.words("text"), form, self.changes, lambda address: self._picture(address, files))

    def _picture(self, address: str, files: Mapping[tuple[str, str], Node]) -> str:
        if address.startswith("data:"):
            return self.pictures.from_data_address(address)
        folder, _, name = unquote(address.removeprefix(_OURS).partition("?")[0]).rpartition("/")
        file = files.get((f"/{folder}/" if folder else "/", name))
        if not address.startswith(_OURS) or file is None:
            how = "Save the picture in `media/` beside the bank, and name it in the text."
            raise CannotCarry("it shows a picture that is not in this file", how)
        self.shown.add(id(file))
        try:
            return self.pictures.add(name, base64.b64decode(file.text, validate=False))
        except binascii.Error as fault:
            raise CannotCarry("a picture in it cannot be read") from fault

    @property
    def words(self) -> str:
        return self.text(self.node.first("questiontext"))

    @property
    def general(self) -> str:
        return self.text(self.node.first("generalfeedback"))

    def weighed(self, plain: bool = False) -> list[Answer]:
        """Its answers in order."""
        found = []
        for node in self.node.named("answer"):
            text = node.words("text") if plain else self.text(node)
            share = answers.share_of(node.get("fraction", "0"))
            wild = plain and answers.has_wildcard(text)
            found.append(Answer(text, share, self.text(node.first("feedback")), wild))
        return found

    def says(self, tag: str, default: bool = False) -> bool:
        return self.node.words(tag, "true" if default else "false").casefold() in ("1", "true", "yes")

    def combined(self, tag: str) -> str:
        """What is said of all right, partly right, or wrong answers; "" for the words that Moodle itself puts there."""
        text = self.text(self.node.first(tag))
        if text in _USUAL:
            self.changes.append("its usual words for right and wrong answers are not kept: our pages say it themselves")
            return ""
        return text

    def by_option(self, options: list[Answer]) -> list[Answer]:
        """Options with what is said of all right, partly right or wrong ones, where just one is chosen."""
        correct, partly, wrong = (self.combined(tag) for tag in _COMBINED)

        def said_of(share: Fraction) -> str:
            return correct if share == 1 else partly if share > 0 else wrong

        return [
            Answer(one.text, one.share, answers.joined(one.why, said_of(one.share)), one.is_wild) for one in options
        ]

    def whole(self) -> str:
        """What is said in any case. What is said of right answers alone is told, and joins it; other words are told."""
        correct, *others = ((what, self.combined(tag)) for tag, what in _COMBINED.items())
        self.changes += [lost_words(what, text) for what, text in others if text]
        if correct[1]:
            self.changes.append(now_for_all(correct[1]))
        return answers.joined(correct[1], self.general)

    def tell_what_is_lost(self) -> None:
        """What this question has besides, and no place of ours can hold."""
        for part in self.node.elements:
            words = " ".join(part.text.split())
            if part.tag not in _KNOWN and words:
                self.changes.append(lost_words(f"its `{part.tag[:40]}`", words, "Write it into `note` by hand."))
        lost = [file.get("name") for file in self.node.all("file") if id(file) not in self.shown]
        self.changes += [f"its file `{name[:80]}` is not kept: only pictures that a text shows are" for name in lost]
        penalty = self.node.words("penalty", "0")
        if answers.share_of(penalty) > 0 and self.node.get("type") != "truefalse":
            cost = answers.percent(answers.share_of(penalty) * 100)
            self.changes.append(f"each further try cost {cost} of its points there, and costs nothing here")

    def tags(self) -> list[str]:
        tags = [tag for part in self.node.named("tags", "coursetags") for tag in part.named("tag")]
        return list(dict.fromkeys(text for tag in tags if (text := " ".join(tag.words("text").split()))))
