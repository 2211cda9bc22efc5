"""Whether the asks of one form fit together, and what it gives with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from lms.questions.ask import Ask, AskBlock
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.suggest import did_you_mean, listed, same_word


def check_asks(blocks: Sequence[AskBlock], findings: Findings, *, whole: bool) -> None:
    """Each id once; each condition one step, on an answer that can be given to another ask.

    Where they are not all that was written, none is missed.
    """
    first: dict[str, AskBlock] = {}
    for block in blocks:
        before = first.setdefault(block.ask.id, block)
        if before is not block:
            message = f"There is an ask `{block.ask.id}` on line {before.place.line} already."
            findings.add(block.place, "Q402", message, "Give one of the two another id.")
    for block in blocks:
        _check_conditions(block, first, findings, whole)


def _check_conditions(block: AskBlock, asks: Mapping[str, AskBlock], findings: Findings, whole: bool) -> None:
    for n, (other, answers) in enumerate(block.ask.show_if):
        place = block.others[n]
        if other == block.ask.id:
            findings.add(place, "Q403", "An ask cannot wait for itself.", "Name another ask of this tool.")
        elif other not in asks and not whole:
            continue
        elif other not in asks:
            meant = same_word(other, asks)
            edits = (Edit(place, meant),) if meant else ()
            help = did_you_mean(other, asks) or "Name the id of another ask of this tool."
            findings.add(place, "Q403", f"There is no ask `{shorten(other)}` in this tool.", help, edits=edits)
        elif asks[other].ask.show_if:
            message = f"`{other}` is asked only at times itself, and that would be two steps."
            findings.add(place, "Q403", message, "Name an ask that is always asked.")
        elif asks[other].place.line > block.place.line:
            message = f"`{other}` is asked further down, so people come here before they have answered it."
            findings.add(place, "Q403", message, f"Move this ask below `{other}`.")
        else:
            _check_answers(asks[other].ask, answers, block.answers[n], findings)


def _check_answers(other: Ask, answers: Sequence[str], places: Sequence[Place], findings: Findings) -> None:
    known = other.kind.choosable(other.question.body)
    for answer, place in zip(answers, places, strict=True):
        if not known:
            message = f"No answer to `{other.id}` can be named: it is a `{other.kind.name}`."
            findings.add(place, "Q403", message, "Name an ask that has answers to choose from.")
        elif answer not in known:
            message = f"`{other.id}` has no answer `{shorten(answer)}`."
            findings.add(place, "Q403", message, did_you_mean(answer, known) or f"It has {listed(known)}.")


def check_gaps(found: Iterable[tuple[str, Place]], asks: Collection[str], findings: Findings) -> None:
    """Each gap of the text that is given is an ask of the tool."""
    for name, place in found:
        if name not in asks:
            meant = same_word(name, asks)
            edits = (Edit(place, f"{{{meant}}}"),) if meant else ()
            help = did_you_mean(name, asks) or "Write an ask with this id, or take the gap out."
            findings.add(place, "Q404", f"Nothing fills the gap `{{{shorten(name)}}}`.", help, edits=edits)
