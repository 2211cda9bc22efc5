"""How a difference is written: for a person at a terminal, for a program, and for the text of a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lms.content.comparing.change import Change
from lms.content.comparing.wording import Piece
from lms.services.correcting.correct import Preview
from lms.services.correcting.edit_effects import Compared, Thing
from lms.services.correcting.reach import in_words
from lms.sources.diagnostics import Diagnostic

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")

Mark = Callable[[Piece], str]


def in_human_words(compared: Compared) -> str:
    lines = [f"From {compared.before} to {compared.after}: {_counted(len(compared.things))}.", *compared.notes]
    for thing in compared.things:
        lines += ["", f"{thing.file}: {thing.title}"]
        lines += [f"  {_says(change, _plain)}" for change in thing.changes]
        lines += [f"    {line}" for line in _meaning(thing)]
    if compared.faults:
        lines += ["", "Faults against what was published:"]
        for fault in compared.faults:
            lines.append(f"  {_fault(fault)}")
            lines += [f"      {fault.help}"] if fault.help else []
    return "\n".join(lines)


def as_markdown(compared: Compared) -> str:
    """What a pull request can show. Nothing of a file becomes markup."""
    lines = [
        f"**{_counted(len(compared.things)).capitalize()}** from {_safe(compared.before)} to {_safe(compared.after)}."
    ]
    lines += [f"\n{_safe(note)}" for note in compared.notes]
    if compared.faults:
        lines += ["", "### Faults against what was published", ""]
        for fault in compared.faults:
            cure = f" {_safe(fault.help)}" if fault.help else ""
            lines.append(f"- {_safe(_fault(fault))}{cure}")
    for thing in compared.things:
        lines += ["", f"### {_safe(thing.title)}", "", f"{_safe(thing.file)}", ""]
        lines += [f"- {_says(change, _marked)}" for change in thing.changes]
        lines += ["", *(f"> {_safe(line)}" for line in _meaning(thing))]
    return "\n".join(lines)


def as_json(compared: Compared) -> dict[str, Any]:
    return {
        "before": compared.before,
        "after": compared.after,
        "notes": list(compared.notes),
        "faults": [fault.to_json() for fault in compared.faults],
        "things": [_thing_json(thing) for thing in compared.things],
    }


def _thing_json(thing: Thing) -> dict[str, Any]:
    return {
        "file": thing.file,
        "path": thing.path,
        "title": thing.title,
        "touches": thing.counts,
        "correction": None if thing.correction is None else totals_json(thing.correction),
        "changes": [
            {
                "kind": change.kind,
                "says": change.says,
                "means": change.means.value,
                "words": [{"how": piece.how, "text": piece.text} for piece in change.pieces],
            }
            for change in thing.changes
        ],
    }


def totals_json(preview: Preview) -> dict[str, Any]:
    """What a correction would do, in numbers alone."""
    return {
        "finished": preview.finished,
        "under_way": preview.under_way,
        "changed": len(preview.changes),
        "passes_gained": sum(one.gained for one in preview.changes),
        "not_passed_by_points": sum(one.before.passed and not one.by_points for one in preview.changes),
        "certificates": len(preview.resting),
        "by_treatment": {
            one.treat: {
                "changed": one.changed,
                "higher": one.higher,
                "lower": one.lower,
                "passes_gained": one.gained,
                "not_passed_by_points": one.not_by_points,
            }
            for one in preview.by_treat
        },
    }


def _meaning(thing: Thing) -> Iterator[str]:
    """Each meaning once, then whom it touches."""
    yield from dict.fromkeys(change.means.value for change in thing.changes)
    touched = in_words(thing.counts)
    if touched:
        yield f"Touched: {touched}."
    if thing.correction is not None and thing.correction.finished:
        seen = thing.correction
        yield (
            f"The correction would change {len(seen.changes)} of {seen.finished} finished attempts; "
            f"{sum(one.gained for one in seen.changes)} passes would be gained. "
            f"See: lms content correct {seen.source} --preview"
        )


def _says(change: Change, mark: Mark) -> str:
    says = change.says if mark is _plain else _safe(change.says)
    if not change.pieces:
        return says
    return f"{says}: {' '.join(mark(piece) for piece in change.pieces)}"


def _plain(piece: Piece) -> str:
    if piece.how == "gone":
        return f"[-{piece.text}-]"
    return f"{{+{piece.text}+}}" if piece.how == "new" else piece.text


def _marked(piece: Piece) -> str:
    text = _safe(piece.text)
    if piece.how == "gone":
        return f"~~{text}~~"
    return f"**{text}**" if piece.how == "new" else text


def _safe(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("@", "@\N{ZERO WIDTH NON-JOINER}")


def _fault(fault: Diagnostic) -> str:
    place = fault.place
    return f"{place.file}:{place.line}:{place.column}: {fault.severity} {fault.code}: {fault.message}"


def _counted(things: int) -> str:
    if not things:
        return "no difference"
    return "1 thing changed" if things == 1 else f"{things} things changed"
