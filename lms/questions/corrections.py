"""`corrections`: what an author writes down when a key was wrong and has been put right."""

from __future__ import annotations

from lms.questions.quiz import Correction, Json
from lms.sources.fields import Fields
from lms.sources.tables import Anything, Day, Entry, Table, Text, Word
from lms.sources.yamltext import Mapping_, Node, Scalar, Sequence

TREATMENTS = ("accept both", "rescore", "everyone gets the mark", "from now on")
CORRECTION = Table(
    "correction",
    Entry("date", Day("2027-03-05"), "the day of the correction", needed=True),
    Entry("was", Anything("a"), "the former answer, as it was written", needed=True),
    Entry("treat", Word(TREATMENTS), "how those who met the former answer are treated", needed=True),
    Entry("because", Text(like="Two answers are right."), "why it was wrong, for those it concerns", needed=True),
)


def read_corrections(fields: Fields) -> tuple[Correction, ...]:
    """The corrections that are complete; what others lack becomes a finding."""
    found = []
    for node in fields.items("corrections"):
        correction = _read(Fields(node, fields.findings, CORRECTION))
        if correction is not None:
            found.append(correction)
    return tuple(found)


def _read(fields: Fields) -> Correction | None:
    if not fields.readable:
        return None
    day = fields.date("date")
    was = fields.node("was")
    treat = fields.word("treat")
    because = fields.text("because").strip()
    if day is None or was is None or not treat or not because:
        return None
    return Correction(day, _plain(was), treat, because)


def _plain(node: Node) -> Json:
    """The former answer as it was written: a text, a list or an object of them."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, Mapping_):
        return {key: _plain(value) for key, value in node.entries.items()}
    return None
