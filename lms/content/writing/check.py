"""The findings about the writing of a whole site, and what the report counts. What did not change is not read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lms.content.checking.outline import Outline
from lms.content.kinds import KINDS
from lms.content.reading.parts import Part
from lms.content.reading.register import TRANSLATION
from lms.content.reading.site import World
from lms.content.writing import abbreviations, jargon
from lms.content.writing.banks import check_bank
from lms.content.writing.coverage import check_coverage, rows
from lms.content.writing.figures import check_figures
from lms.content.writing.linking import check_links
from lms.content.writing.options import check_options
from lms.content.writing.prose import Reading, check_prose, check_question
from lms.content.writing.reading import Page, read_page
from lms.content.writing.sentences import Amount
from lms.content.writing.stems import check_stem
from lms.content.writing.whys import check_whys
from lms.sources.diagnostics import Diagnostic, Findings, Place
from lms.sources.files import SourceFile


class Writing(NamedTuple):
    """What one file gave: its hash and language, its findings, how it reads, and the words that want explaining."""

    hash: str
    language: str
    findings: tuple[Diagnostic, ...]
    reading: Reading
    abbreviations: Mapping[str, Place]
    spelt_out: frozenset[str]
    terms: Mapping[str, Place]
    explained: frozenset[str]


Writings = dict[str, Writing]
"""What was found out before, by file."""
Job = tuple[SourceFile, str, str]
"""A file to be read: with its kind and language."""


def check_writing(
    world: World,
    parts: Mapping[str, Part | None],
    outlines: Mapping[str, Outline],
    faulty: Iterable[str],
    known: Writings,
    run: Callable[[Callable[[Job], Writing], Sequence[Job]], Iterable[Writing]],
    findings: Findings,
) -> None:
    """Adds the findings of all rules. Files with errors are left alone: what they say is not known yet.

    `run` reads files one after another, or several at once.
    """
    without = set(faulty)
    jobs = _jobs(world, {path: part for path, part in parts.items() if path not in without})
    new = _unread(jobs, known)
    for job, writing in zip(new, run(read_writing, new), strict=True):
        known[job[0].path] = writing
    files = [job[0].path for job in jobs]
    for path in known.keys() - set(files):
        del known[path]
    for path in files:
        findings.items += known[path].findings
    _check_words(world, outlines, {job[0].path: None for job in jobs if _shown(job[1])}, known, findings)
    if not without:
        check_coverage(world, rows(world), findings)


def unread(world: World, parts: Mapping[str, Part | None], known: Writings) -> list[Job]:
    """The files whose writing was not looked at yet."""
    return _unread(_jobs(world, parts), known)


def _jobs(world: World, parts: Mapping[str, Part | None]) -> list[Job]:
    return [
        (world.tree.files[path], kind, _language(world, path, part))
        for path, part in parts.items()
        if part is not None and _read_by_people(kind := KINDS.of_file(path))
    ]


def _unread(jobs: Iterable[Job], known: Writings) -> list[Job]:
    return [job for job in jobs if (known.get(job[0].path) or _NOTHING)[:2] != (job[0].hash, job[2])]


def _read_by_people(kind: str) -> bool:
    known = KINDS.named(kind)
    return kind == TRANSLATION if known is None else known.read_by_people


def _shown(kind: str) -> bool:
    """Whether readers of the originals see its prose."""
    known = KINDS.named(kind)
    return known is not None and known.shows_prose


def _language(world: World, path: str, part: Part) -> str:
    """The language of a file; a translation says it itself."""
    kind = KINDS.named(KINDS.of_file(path))
    return str(getattr(part, "language", "") or "en") if kind is None else kind.language_of(world, part)


def read_writing(job: Job) -> Writing:
    """The rules for one file by itself."""
    source, kind, language = job
    page = read_page(source, kind)
    findings = Findings()
    english = language.split("-")[0] == "en"
    if kind != TRANSLATION:
        for asked in page.quizzes:
            check_options(asked, language.split("-")[0], findings)
            check_stem(asked, language.split("-")[0], findings)
            check_whys(asked, findings)
    for question in page.questions:
        check_links(question, language, findings)
        check_question(question, language, findings)
    if (known := KINDS.named(kind)) is not None and known.drawn_from:
        check_bank(page, findings)
    for stretch in page.stretches:
        check_links(stretch, language, findings)
    reading = check_prose(page, language, findings)
    if english:
        check_figures(page, findings)
    return _writing(source, language, findings, reading, page if english else None)


def _writing(source: SourceFile, language: str, findings: Findings, reading: Reading, page: Page | None) -> Writing:
    found = tuple(findings.items)
    if page is None:
        return Writing(source.hash, language, found, reading, {}, frozenset(), {}, frozenset())
    terms = jargon.used(page)
    spelt = abbreviations.spelt_out(stretch.text for stretch in page.stretches)
    return Writing(
        source.hash,
        language,
        found,
        reading,
        abbreviations.used(page),
        spelt,
        terms,
        jargon.explained(page, terms),
    )


_NOTHING = Writing("", "", (), Reading(Amount(), None, ()), {}, frozenset(), {}, frozenset())


def _check_words(
    world: World, outlines: Mapping[str, Outline], read: dict[str, None], known: Writings, findings: Findings
) -> None:
    """Abbreviations and jargon: what is explained once in a course, or in the glossary, is explained."""
    in_glossary = frozenset(term.casefold() for term in world.terms)
    for files in _read_together(world, outlines, read):
        writings = [known[file] for file in files]
        spelt = frozenset().union(*(one.spelt_out for one in writings))
        explained = frozenset().union(*(one.explained for one in writings)) | in_glossary
        for name, place in _first(one.abbreviations for one in writings).items():
            if name not in spelt and name.casefold() not in in_glossary:
                message = f"{name} is never spelt out here."
                help = f"Write it in full where it comes first, with ({name}) after it; or put it into the glossary."
                findings.warn(place, "W203", message, help)
        for term, place in _first(one.terms for one in writings).items():
            if term not in explained:
                message = f"Many readers do not know the word “{term}”."
                help = f"In plain words: {jargon.PLAIN[term]}. Or say what it means, here or in content/glossary.md."
                findings.warn(place, "W204", message, help)


def _first(found: Iterable[Mapping[str, Place]]) -> dict[str, Place]:
    first: dict[str, Place] = {}
    for one in found:
        for name, place in one.items():
            first.setdefault(name, place)
    return first


def _read_together(world: World, outlines: Mapping[str, Outline], left: dict[str, None]) -> Iterator[list[str]]:
    """Files that a learner reads one after the other: a course with its lessons as they are taught; others alone."""
    for course in world.courses.values():
        taught = [lesson.head.file for module in outlines.get(course.id, ()) for lesson in module.lessons]
        files = [file for file in (f"{course.folder}/course.md", *taught) if file in left]
        for file in files:
            del left[file]
        yield files
    for file in left:
        yield [file]
