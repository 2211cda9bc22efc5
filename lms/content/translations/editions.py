"""The catalog in every language that something of it is translated into. What is not translated is shared."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any, Protocol, TypeVar

from lms.content.checking.addresses import Addresses, fill
from lms.content.kinds import KINDS
from lms.content.reading.head import NOWHERE
from lms.content.reading.kind import Kind
from lms.content.reading.model import Assessment, Bank, Catalog, Course, Credential, Issuer, Lesson, Objective, Passage
from lms.content.reading.parts import Address, CredentialPart, Part
from lms.content.reading.site import CourseFiles, World
from lms.content.translations.matching import Fit, Fits, state_of
from lms.content.translations.questions import (
    Words,
    in_block,
    translated_ask,
    translated_question,
    translated_solution,
    with_accepted,
)
from lms.content.translations.texts import END, PROSE, WHOLE
from lms.content.translations.wholeness import in_part, missing_of
from lms.questions.quiz import Question, Quiz, Solution

_HEADING = re.compile(r'(<h[1-6]) id="([^"]*)"')
_FIRST_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_Written = TypeVar("_Written", Course, Lesson, Assessment)
_Value = TypeVar("_Value")

Solutions = Mapping[str, Solution]
MadeTranslations = dict[tuple[str, str], tuple[Lesson, object, Lesson, Solutions]]
"""Lessons that were translated before, by file and language ("" for the original), with what they were made of."""


def with_editions(
    catalog: Catalog, world: World, fits: Fits, addresses: Callable[[Part], Addresses], made: MadeTranslations
) -> Catalog:
    """The catalog with an edition for each language. Without any translation it is the same."""
    languages = sorted({language for by_language in fits.values() for language in by_language})
    if not languages:
        return catalog
    work = _Work(catalog, world, fits, addresses, made)
    base = work.edition("")
    written = {course.language for course in base.courses.values()}
    written |= {assessment.language for assessment in base.assessments.values()}
    editions: dict[str, Catalog] = {}
    base = replace(base, editions=editions, languages=tuple(sorted(written.union(languages))))
    for language in languages:
        editions[language] = replace(work.edition(language), language=language, originals=base)
    return base


class _Work:
    def __init__(
        self, catalog: Catalog, world: World, fits: Fits, addresses: Callable[[Part], Addresses], made: MadeTranslations
    ) -> None:
        self.catalog = catalog
        self.world = world
        self.fits = fits
        self.addresses = addresses
        self.made = made

    def edition(self, language: str) -> Catalog:
        """The catalog in a language, "" for the originals, which learn here what else they are written in."""
        courses: dict[str, Course] = {}
        solutions: dict[str, Solutions] = {}
        for id, course in self.catalog.courses.items():
            courses[id], solutions[id] = self._course(self.world.courses[id], course, language)
        banks = {id: self._bank(bank, language) for id, bank in self.catalog.banks.items()}
        return replace(
            self.catalog,
            issuer=self._issuer(language),
            courses=courses,
            solutions=solutions,
            banks=banks,
            assessments={id: self._assessment(one, language) for id, one in self.catalog.assessments.items()},
            credentials={id: self._credential(one, language) for id, one in self.catalog.credentials.items()},
            objectives={id: self._objective(one, language) for id, one in self.catalog.objectives.items()},
            others={
                kind: {id: self._other(KINDS[kind], id, one, language) for id, one in things.items()}
                for kind, things in self.catalog.others.items()
            },
        )

    def _issuer(self, language: str) -> Issuer | None:
        issuer = self.world.issuer_in(language)
        return issuer and replace(issuer, head=NOWHERE)

    def _of(self, file: str) -> Mapping[str, Fit]:
        return self.fits.get(file, {})

    def _words(self, file: str, language: str, fallback: str) -> Words | None:
        fit = self._of(file).get(language)
        return None if fit is None else Words(fit.translation, fallback)

    def _filled(self, file: str, language: str, value: _Value) -> _Value:
        """A value that a translation gave, with the addresses of that translation's links."""
        addresses = self.addresses(self._of(file)[language].translation)
        return fill(value, addresses) if addresses else value

    def _course(self, files: CourseFiles, course: Course, language: str) -> tuple[Course, Solutions]:
        kept = self.catalog.solutions[course.id]
        lessons: dict[str, Lesson] = {}
        solutions = dict(kept)
        also: set[str] = set()
        for id, lesson in course.lessons.items():
            file = files.lessons[id].head.file
            if self._of(file):
                lessons[id], own = self._lesson(files, file, lesson, kept, language)
                solutions.update(own)
                also.update(self._of(file))
            else:
                lessons[id] = lesson
        file = f"{files.folder}/course.md"
        also.update(self._of(file))
        if not also:
            return course, kept
        partly = {*in_part(self._of(file), also), *_in_part_of_any(lessons, also)}
        course = replace(
            course, lessons=lessons, languages=(course.language, *sorted(also)), in_part=tuple(sorted(partly))
        )
        words = self._words(file, language, course.language)
        if words is None:
            return course, solutions
        modules = tuple(
            replace(one, title=words.front(f"modules.{one.id}") or one.title) if one.id else one
            for one in course.modules
        )
        html = words.block(PROSE, WHOLE, course.html)
        course = replace(
            _in_language(course, words, language, ("title", "summary")),
            modules=modules,
            html=_same_headings((Passage(course.html),), (Passage(self._filled(file, language, html)),))[0].html,
        )
        return course, solutions

    def _lesson(
        self, files: CourseFiles, file: str, lesson: Lesson, kept: Solutions, language: str
    ) -> tuple[Lesson, Solutions]:
        fits = self._of(file)
        addresses = {tag: self.addresses(fit.translation) for tag, fit in fits.items()}
        hashes = tuple((tag, self.world.tree.files[fit.translation.head.file].hash) for tag, fit in fits.items())
        made_of = (hashes, {tag: tuple(sorted(one.items())) for tag, one in addresses.items()})
        before = self.made.get((file, language))
        # A lesson that did not change is the very same value from one compile to the next.
        if before is None or before[0] is not lesson or before[1] != made_of:
            own = {one.id: kept[one.id] for one in lesson.questions}
            made, solutions = self._make_lesson(files, file, lesson, own, language)
            before = self.made[file, language] = (lesson, made_of, made, solutions)
        return before[2], before[3]

    def _make_lesson(
        self, files: CourseFiles, file: str, lesson: Lesson, kept: Solutions, language: str
    ) -> tuple[Lesson, Solutions]:
        fits = self._of(file)
        translations = {tag: fit.translation for tag, fit in fits.items()}
        solutions = {quiz: with_accepted(one, quiz, language, translations) for quiz, one in kept.items()}
        lesson = replace(lesson, languages=(lesson.language, *sorted(fits)), in_part=in_part(fits))
        words = self._words(file, language, lesson.language)
        if words is None:
            return lesson, solutions
        scenarios = fits[language].texts.scenarios
        questions = tuple(translated_question(one, words, scenarios.get(one.id, "")) for one in lesson.questions)
        solutions = {quiz: translated_solution(quiz, one, words) for quiz, one in solutions.items()}
        part = files.lessons[lesson.id]
        passages = _passages(lesson, fill(part.passages, self.addresses(part)), words)
        translated = replace(_in_language(lesson, words, language, ("title",)), questions=questions, passages=passages)
        return self._filled(file, language, translated), self._filled(file, language, solutions)

    def _bank(self, bank: Bank, language: str) -> Bank:
        file = self.world.banks[bank.id].head.file
        fits = self._of(file)
        if not fits:
            return bank
        translations = {tag: fit.translation for tag, fit in fits.items()}
        words = self._words(file, language, bank.language)
        quizzes: dict[str, Quiz] = {}
        for id, quiz in bank.quizzes.items():
            solution = with_accepted(quiz.solution, id, language, translations)
            if words is None or id not in words.part.quizzes:
                # A paper keeps the language of each of its questions.
                quizzes[id] = replace(quiz, solution=solution)
            else:
                scenario = fits[language].texts.scenarios.get(id, "")
                quizzes[id] = replace(
                    quiz,
                    question=translated_question(quiz.question, words, scenario),
                    solution=translated_solution(id, solution, words),
                )
        own = replace(bank, quizzes=quizzes, language=language or bank.language)
        return own if words is None else self._filled(file, language, own)

    def _assessment(self, assessment: Assessment, language: str) -> Assessment:
        file = self.world.assessments[assessment.id].head.file
        also = set(self._of(file))
        for draw in assessment.draw:
            also.update(self._of(self.world.banks[draw.bank].head.file) if draw.bank in self.world.banks else ())
        if not also:
            return assessment
        banks = {id: (self.world.banks[id].head.file, bank) for id, bank in self.catalog.banks.items()}
        missing = {tag: missing_of(assessment, file, banks, self.fits, tag) for tag in also}
        partly = tuple(sorted(tag for tag in also if missing[tag]))
        languages = (assessment.language, *sorted(also - {assessment.language}))
        assessment = replace(assessment, languages=languages, in_part=partly, missing=missing.get(language, ()))
        words = self._words(file, language, assessment.language)
        if words is None:
            return replace(assessment, missing=())
        html = words.block(PROSE, WHOLE, assessment.html)
        agree_to = words.front("agree_to") if assessment.policy.agree_to else None
        policy = assessment.policy if agree_to is None else replace(assessment.policy, agree_to=agree_to)
        spoken = {"agree_to": assessment.language} if assessment.policy.agree_to and agree_to is None else {}
        translated = _in_language(assessment, words, language, ("title",))
        return replace(
            translated,
            html=self._filled(file, language, html),
            policy=policy,
            spoken={**translated.spoken, **spoken},
        )

    def _credential(self, credential: Credential, language: str) -> Credential:
        """Title and criteria for reading. What is issued is drawn from the original, in the credential's language."""
        part = self.world.credentials[credential.id]
        credential = self._agreed_in(part, credential, language)
        file = part.head.file
        words = self._words(file, language, credential.language)
        if words is None:
            return credential
        html = words.block(PROSE, WHOLE, credential.html)
        title = words.front("title")
        return replace(
            credential,
            title=title or credential.title,
            language=language if title else credential.language,
            says_not=words.front("says_not") or credential.says_not,
            html=self._filled(file, language, html),
        )

    def _agreed_in(self, part: CredentialPart, credential: Credential, language: str) -> Credential:
        """The text to sign in a language, where it is there whole. Signed is the original: its hash stays."""
        file = f"{part.folder}/{part.agree_to.text}" if part.agree_to is not None else ""
        fit, text = self._of(file).get(language), Address(PROSE, WHOLE)
        # Nobody agrees to a translation of what the text said before.
        if fit is None or text not in state_of(fit).complete:
            return credential
        words = Words(fit.translation, credential.language)
        html = words.block(PROSE, WHOLE, credential.agreement_html)
        heading = _FIRST_HEADING.search(html)
        in_heading = unescape(_TAG.sub("", heading[1])) if heading else credential.agreement_title
        title = words.front("title") or in_heading
        html = self._filled(file, language, html)
        return replace(credential, agreement_title=title, agreement_html=html, agreement_language=language)

    def _other(self, kind: Kind, id: str, thing: Any, language: str) -> Any:
        """A thing of a kind that makes its own: its plain texts and its body, each where it is translated."""
        if kind.translation is None:
            return thing
        file = self.world.of(kind.name)[id].head.file
        words = self._words(file, language, thing.language)
        if words is None:
            return thing
        texts = {text: words.front(text) or getattr(thing, text) for text in kind.translation.texts}
        texts |= kind.translation.put(thing, words.front, language)
        if kind.form:
            thing = self._form(thing, file, language, words)
            html = "".join(one.html for one in thing.passages)
        else:
            html = self._filled(file, language, words.block(PROSE, WHOLE, thing.html))
        return kind.finished(self.world, replace(thing, language=language, html=html, **texts))

    def _form(self, thing: Any, file: str, language: str, words: Words) -> Any:
        """A form with its prose and its asks in the language."""
        asks = tuple(translated_ask(ask, words) for ask in thing.asks)
        passages = _passages(thing, thing.passages, words)
        return replace(
            thing,
            asks=self._filled(file, language, asks),
            passages=self._filled(file, language, passages),
        )

    def _objective(self, objective: Objective, language: str) -> Objective:
        folder = self.world.courses[objective.course].folder
        words = self._words(f"{folder}/course.md", language, "")
        text = None if words is None else words.front(f"objectives.{objective.id}")
        return objective if text is None else replace(objective, text=text)


def _in_part_of_any(lessons: Mapping[str, Lesson], languages: Collection[str]) -> Iterator[str]:
    """The languages in which not every lesson of a course is there whole."""
    for lesson in lessons.values():
        for language in languages:
            if language != lesson.language and (language not in lesson.languages or language in lesson.in_part):
                yield language


def _in_language(thing: _Written, words: Words, language: str, parts: tuple[str, ...]) -> _Written:
    """A thing with its plain texts in a language; those that are missing keep theirs, and it is noted which."""
    found = {part: text for part in parts if (text := words.front(part)) is not None}
    spoken = {part: thing.language for part in parts if part not in found}
    return replace(thing, language=language, spoken=spoken, **found)  # type: ignore[arg-type]


class _Cut(Protocol):
    """Prose that questions cut."""

    @property
    def questions(self) -> tuple[Question, ...]: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...


def _passages(lesson: _Cut, originals: Sequence[Passage], words: Words) -> tuple[Passage, ...]:
    """Prose and quizzes in the order of the original, each stretch of prose in the language or marked as it is.

    `originals` have the places of all quizzes, also of those that nobody is shown: prose is named by the quiz after it.
    """
    quizzes = [one.quiz for one in originals if one.quiz]
    stretches = dict.fromkeys([*quizzes, END], "")
    following = iter([*quizzes, END])
    name = next(following)
    for one in originals:
        if one.quiz:
            name = next(following)
        else:
            stretches[name] += one.html
    shown = {question.id for question in lesson.questions}
    found: list[Passage] = []
    for name, original in stretches.items():
        html = words.get(PROSE, name)
        html = in_block(original, words.fallback) if html is None else html
        if html:
            found.append(Passage(html=html))
        if name in shown:
            found.append(Passage(quiz=name))
    return _same_headings(lesson.passages, tuple(found))


def _same_headings(originals: Sequence[Passage], translated: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The translation with the headings' ids of the original, so that a link to one leads there in each language."""
    ids = [found[1] for one in originals for found in _HEADING.findall(one.html)]
    if len(ids) != sum(len(_HEADING.findall(one.html)) for one in translated):
        return translated
    following = iter(ids)

    def with_id(found: re.Match[str]) -> str:
        return f'{found[1]} id="{next(following)}"'

    return tuple(replace(one, html=_HEADING.sub(with_id, one.html)) if one.html else one for one in translated)
