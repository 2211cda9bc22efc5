"""The report on a site's writing: how its texts read, what covers what, how much of a paper comes again, and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lms.content.reading.site import World
from lms.content.writing.banks import Spread, spread_of
from lms.content.writing.check import Writings
from lms.content.writing.coverage import Overlap, Row, in_percent, overlaps, rows
from lms.content.writing.overlap import Seen
from lms.content.writing.prose import Reading, Sentence, in_words
from lms.content.writing.reading import read_page
from lms.sources.yamltext import shorten

_NTH = {2: "2nd", 3: "3rd"}


class Report(NamedTuple):
    """Readings by file, each with its language; for whole sites, coverage and overlap; and how keys are spread."""

    readings: tuple[tuple[str, str, Reading], ...]
    rows: tuple[Row, ...]
    overlaps: tuple[Overlap, ...]
    spreads: tuple[Spread, ...] = ()


def report_on(world: World, writings: Writings, wanted: Callable[[str], bool]) -> Report:
    """The report on the files that are wanted; of coverage and overlap those parts that belong to them."""
    return Report(
        tuple(
            (file, one.language, one.reading)
            for file, one in sorted(writings.items())
            if one.reading.amount.words and wanted(file)
        ),
        tuple(row for row in rows(world) if wanted(row.objective.place.file)),
        tuple(one for one in overlaps(world) if wanted(one.file)),
        tuple(one for one in _spreads_of(world) if one.questions and wanted(one.file)),
    )


def _spreads_of(world: World) -> Iterator[Spread]:
    for name, bank in sorted(world.banks.items()):
        yield spread_of(name, read_page(world.tree.files[bank.head.file], "bank"))


def as_text(report: Report) -> str:
    """The report for people."""
    parts = [_readings(report.readings), _coverage(report.rows), _overlaps(report.overlaps), _spreads(report.spreads)]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part) or "There is nothing to report on yet."


def _readings(readings: Sequence[tuple[str, str, Reading]]) -> Iterator[str]:
    if readings:
        yield "How it reads (years at school by Flesch and Kincaid, for English texts of some length; aim at 6 to 8)"
    for file, _, reading in readings:
        amount = reading.amount
        grade = "no grade" if reading.grade is None else f"grade {in_words(reading.grade)}"
        yield f"  {file}: {grade}, {_number(amount.words, 'word')} in {_number(amount.sentences, 'sentence')}"
        for one in reading.worst:
            yield f"    line {one.place.line}, {_number(one.amount.words, 'word')}: {one.text}"


def _coverage(found: Sequence[Row]) -> Iterator[str]:
    if found:
        yield "What covers what"
    course = ""
    for row in found:
        if row.course != course:
            course = row.course
            yield f"  {course}"
        lessons = ", ".join(row.lessons) or "no lesson"
        banks = "; ".join(f"{count} in banks/{bank}" for bank, count in row.banks.items()) or "none in a bank"
        yield f"    {row.objective.text}: taught in {lessons}; asked for by {row.practice} in practice; {banks}"


def _overlaps(found: Sequence[Overlap]) -> Iterator[str]:
    if found:
        yield "How much of a paper was seen before, on average"
    for one in found:
        paper = f"{_number(one.questions, 'question')} out of {one.there}"
        again = ", ".join(f"{_NTH.get(seen.attempt, seen.attempt)} attempt {_share(seen)}" for seen in one.seen)
        yield f"  {one.assessment}: {paper}; {again or 'one attempt only'}"


def _spreads(found: Sequence[Spread]) -> Iterator[str]:
    if found:
        yield "Where the right option stands, and how often its length gives it away"
    for one in found:
        letters = ", ".join(f"{letter} {count}" for letter, count in one.letters.items())
        lengths = f"alone the longest in {one.longest}, alone the shortest in {one.shortest}"
        yield f"  banks/{one.bank}: {_number(one.questions, 'question')} with one right option: {letters}; {lengths}"


def _share(seen: Seen) -> str:
    if seen.low == seen.high:
        return in_percent(seen.low)
    return f"between {in_percent(seen.low)} and {in_percent(seen.high)}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def as_json(report: Report) -> dict[str, object]:
    """The report for programs. Shares are fractions as text, grades decimals as text or null."""
    return {
        "reading": [
            {
                "file": file,
                "language": language,
                "words": reading.amount.words,
                "sentences": reading.amount.sentences,
                "grade": None if reading.grade is None else in_words(reading.grade),
                "worst": [_sentence(one) for one in reading.worst],
            }
            for file, language, reading in report.readings
        ],
        "coverage": [
            {
                "course": row.course,
                "objective": row.objective.text,
                "text": row.text,
                "lessons": list(row.lessons),
                "practice": row.practice,
                "banks": dict(row.banks),
            }
            for row in report.rows
        ],
        "overlap": [
            {
                "assessment": one.assessment,
                "questions": one.questions,
                "there": one.there,
                "attempts": [
                    {"attempt": seen.attempt, "least": str(seen.low), "most": str(seen.high)} for seen in one.seen
                ],
            }
            for one in report.overlaps
        ],
        "keys": [one._asdict() for one in report.spreads],
    }


def _sentence(one: Sentence) -> dict[str, object]:
    return {"line": one.place.line, "column": one.place.column, "words": one.amount.words, "text": shorten(one.text)}
