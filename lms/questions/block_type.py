"""The type of a quiz block: the kind that it names, the one that was meant, and the kinds that its keys belong to."""

from __future__ import annotations

from lms.questions.asks import ASKS
from lms.questions.kinds import KINDS
from lms.questions.register import AnyKind
from lms.questions.slips import meant_kind
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit
from lms.sources.fields import Fields
from lms.sources.suggest import did_you_mean, listed, surely_meant
from lms.sources.yamltext import Sequence


def read_type(fields: Fields) -> AnyKind | None:
    """The kind that the block names; None with a finding where there is no such kind."""
    written = fields.text("type", needed=True).strip()
    kind = KINDS.named(written)
    if kind is None and written in ASKS:
        message = f"`{written}` asks in a tool alone: nothing marks it."
        fields.fault("type", "Q102", message, f"Write an ask block in a tool, or a type of {listed(sorted(KINDS))}.")
    elif kind is None and written:
        _report(fields, written)
    return kind


def _report(fields: Fields, written: str) -> None:
    several = isinstance(fields.node("answer"), Sequence)
    meant = meant_kind(written, several) or KINDS.named(surely_meant(written, KINDS))
    place = fields.place_of("type")
    edits: tuple[Edit, ...] = ()
    help = did_you_mean(written, KINDS) or f"It can be {listed(sorted(KINDS))}."
    if meant is not None:
        # What may well mean another kind is for the author to say.
        help = meant.meant_help or f"Did you mean `{meant.name}`?"
        edits = () if meant.meant_help else (Edit(place, meant.name),)
    fields.findings.add(place, "Q102", f"`{shorten(written)}` is not a type of question.", help, edits=edits)


def where_they_belong(fields: Fields, kind: AnyKind) -> dict[str, str]:
    """The help for keys of another type, by key."""
    hints = {}
    for key in set(fields.keys()) - set(kind.keys):
        owners = [one.name for one in KINDS.values() if key in one.keys]
        if owners:
            hints[key] = f"`{key}` belongs to {listed(owners)}; this is a `{kind.name}`."
    return hints
