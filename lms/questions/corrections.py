"""`corrections`: what an author writes down when a key was wrong and has been put right."""

from __future__ import annotations

from lms.questions.quiz import Correction, Json
from lms.sources.fields import Fields
from lms.sources.yamltext import Mapping_, Node, Scalar, Sequence

TREATMENTS = ("accept both", "rescore", "everyone gets the mark", "from now on")
_KEYS = ("date", "was", "treat", "because")


def read_corrections(fields: Fields) -> tuple[Correction, ...]:
    """The corrections that are complete; what others lack becomes a finding."""
    found = []
    for node in fields.items("corrections"):
        correction = _read(Fields(node, fields.findings, _KEYS, "correction"))
        if correction is not None:
            found.append(correction)
    return tuple(found)


def _read(fields: Fields) -> Correction | None:
    if not fields.readable:
        return None
    fields.scalar("date", needed=True)
    day = fields.date("date")
    was = fields.node("was", needed=True)
    treat = fields.word("treat", TREATMENTS, default="", needed=True)
    because = fields.text("because", needed=True).strip()
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
