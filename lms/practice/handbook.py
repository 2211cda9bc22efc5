"""What a candidate is told of a scheme: one value, from which page, paper and earlier versions are drawn alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from lms.content.reading.model import Assessment, Catalog, Credential, Draw, Policy
from lms.content.reading.policy import policy_from_json, policy_to_json
from lms.content.reading.schemes import Scheme
from lms.content.reading.targets import target_of
from lms.practice.blueprint import counts


class Said(NamedTuple):
    """A text of an author with its language: of one list, some may be translated and others not yet."""

    text: str
    language: str


Named = Callable[[str], Said]
"""The title of the thing at a path."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to be admitted: titles of what is asked for, or a statement to sign."""

    id: str
    asks: tuple[Said, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class Part:
    """A domain on the page: its share, and how many questions of a paper that is."""

    title: str
    weight: Fraction
    questions: int
    objectives: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """A scheme as candidates read it. `exact`: each paper surely has so many questions of each part, and not about.

    `language` is that of title and `says_not`, `written` that of scope and text, `spoken` that of the scheme's tables.
    `pilots` are tried out, and not counted.
    """

    credential: str
    title: str
    language: str
    written: str
    spoken: str
    version: int
    hash: str
    scope: str
    says_not: str
    html: str
    ways: tuple[Way, ...]
    parts: tuple[Part, ...]
    exact: bool
    questions: int
    pilots: int
    examination: Said
    policy: Policy
    within: timedelta
    code_title: str
    code_html: str
    code_language: str
    renewed_by: tuple[Said, ...]
    valid: tuple[int, int, int]
    analysed: date | None
    review_by: date | None
    governance: tuple[tuple[str, tuple[str, ...]], ...]

    def to_json(self) -> dict[str, Any]:
        """As an earlier version is kept: shares as exact text, times in seconds, days as they are written."""
        kept = {name: getattr(self, name) for name in _PLAIN}
        return kept | {
            "ways": [[way.id, list(way.asks), way.statement] for way in self.ways],
            "parts": [[one.title, str(one.weight), one.questions, list(one.objectives)] for one in self.parts],
            "examination": self.examination,
            "policy": policy_to_json(self.policy),
            "within": _seconds(self.within),
            "renewed_by": list(self.renewed_by),
            "valid": list(self.valid),
            "analysed": _day(self.analysed),
            "review_by": _day(self.review_by),
            "governance": [[role, list(members)] for role, members in self.governance],
        }


_PLAIN = (
    *("credential", "title", "language", "written", "spoken", "version", "hash", "scope", "says_not", "html", "exact"),
    *("questions", "pilots", "code_title", "code_html", "code_language"),
)


def from_json(kept: dict[str, Any]) -> Handbook:
    """The inverse of `to_json`."""
    # Of those that are kept, the older ones are in one language, and do not say it of each text.
    plain = {"written": kept["spoken"], **kept}

    def said(texts: Iterable[Any]) -> tuple[Said, ...]:
        return tuple(Said(text, kept["language"]) if isinstance(text, str) else Said(*text) for text in texts)

    return Handbook(
        **{name: plain[name] for name in _PLAIN},
        ways=tuple(Way(id, said(asks), statement) for id, asks, statement in kept["ways"]),
        parts=tuple(Part(title, Fraction(weight), n, said(texts)) for title, weight, n, texts in kept["parts"]),
        examination=said([kept["examination"]])[0],
        policy=policy_from_json(kept["policy"]),
        within=timedelta(seconds=kept["within"]),
        renewed_by=said(kept["renewed_by"]),
        valid=tuple(kept["valid"]),
        analysed=_date(kept["analysed"]),
        review_by=_date(kept["review_by"]),
        governance=tuple((role, tuple(members)) for role, members in kept["governance"]),
    )


def handbook(catalog: Catalog, credential: Credential, scheme: Scheme, named: Named) -> Handbook | None:
    """The handbook by the content at hand; None where the examination is not there."""
    examination = catalog.assessments.get(target_of(scheme.examination).id)
    if examination is None:
        return None
    scored = sum(draw.take for draw in examination.draw if draw.status == "active")
    shares = counts(scored, [domain.weight for domain in scheme.domains])
    term = credential.valid_for
    return Handbook(
        credential=credential.id,
        title=credential.title,
        language=credential.language,
        written=scheme.language,
        spoken=scheme.spoken,
        version=scheme.version,
        hash=scheme.hash,
        scope=scheme.scope,
        says_not=credential.says_not,
        html=scheme.html,
        ways=tuple(Way(route.id, tuple(map(named, route.requires)), route.statement) for route in scheme.routes),
        parts=tuple(
            Part(domain.title, domain.weight, share, tuple(_texts(catalog, domain.objectives)))
            for domain, share in zip(scheme.domains, shares, strict=True)
        ),
        exact=shares == _sure(catalog, examination, scheme),
        questions=scored,
        pilots=sum(draw.take for draw in examination.draw if draw.status != "active"),
        examination=Said(examination.title, examination.language_of("title")),
        policy=examination.policy,
        within=scheme.within,
        code_title=credential.agreement_title,
        code_html=credential.agreement_html,
        code_language=credential.agreement_language,
        renewed_by=tuple(map(named, credential.renew_with)),
        valid=(0, 0, 0) if term is None else (term.years, term.months, term.days),
        analysed=scheme.analysis.day,
        review_by=scheme.analysis.review_by,
        governance=tuple((body.role, body.members) for body in scheme.governance),
    )


def _texts(catalog: Catalog, objectives: Collection[str]) -> Iterator[Said]:
    """What is to be shown, each as this reader gets it: in the language of its course, or as it was written."""
    for id in objectives:
        if (one := catalog.objectives.get(id)) is not None:
            written = catalog.original.objectives[id].text == one.text
            course = (catalog.original if written else catalog).courses[one.course]
            yield Said(one.text, course.language)


def _sure(catalog: Catalog, examination: Assessment, scheme: Scheme) -> tuple[int, ...] | None:
    """How many questions of each domain every paper has; None where papers may differ in that."""
    domain_of = {id: n for n, domain in enumerate(scheme.domains) for id in domain.objectives}
    found = [0] * len(scheme.domains)
    for draw in examination.draw:
        if draw.status == "active":
            domains = {domain_of.get(one) for one in _asked(catalog, draw)}
            only = domains.pop() if len(domains) == 1 else None
            if only is None:
                return None
            found[only] += draw.take
    return tuple(found)


def _asked(catalog: Catalog, draw: Draw) -> set[str]:
    """The objectives that a line may ask about."""
    bank = catalog.banks.get(draw.bank)
    if bank is None or draw.objective:
        return {draw.objective}
    quizzes = bank.quizzes.values()
    if draw.use:
        return {quiz.objective for quiz in quizzes if quiz.id == draw.use}
    return {quiz.objective for quiz in quizzes if quiz.status == "active" and draw.level in ("", quiz.level)}


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
