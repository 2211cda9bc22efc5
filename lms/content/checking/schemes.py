"""Whether a scheme fits what it stands beside: its credential, its examination, and what is examined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from lms.content.checking.blueprint import draw_of
from lms.content.checking.references import check_objective
from lms.content.kinds.credential import CERTIFICATION
from lms.content.reading.parts import AssessmentPart, CredentialPart
from lms.content.reading.scheme_file import UNREAD
from lms.content.reading.schemes import Scheme
from lms.content.reading.site import World
from lms.content.reading.targets import ASSESSMENTS, target_of
from lms.questions.block import Block
from lms.questions.quiz import Quiz
from lms.sources.diagnostics import Findings
from lms.sources.suggest import listed
from lms.sources.yamltext import shorten

FILE = "scheme.md"


def check_schemes(world: World, findings: Findings) -> None:
    for scheme in world.schemes.values():
        _check_beside(world, scheme, findings)
        _check_routes(scheme, findings)
        _check_weights(scheme, findings)
        _check_examination(world, scheme, findings)
    for credential in world.credentials.values():
        if credential.kind == CERTIFICATION and f"{credential.folder}/{FILE}" not in world.tree.files:
            message = "This certification has no scheme: it is decided by the machine alone."
            findings.warn(
                credential.head.start, "P107", message, f"Begin one: lms content new scheme {credential.head.id}"
            )


def _check_beside(world: World, scheme: Scheme, findings: Findings) -> None:
    """The credential, its code, and the report of the practice analysis."""
    credential = next((one for one in world.credentials.values() if one.folder == scheme.folder), None)
    if credential is None:
        return
    if credential.kind != CERTIFICATION:
        message = "This scheme stands beside a course certificate, which is given without a decision."
        findings.add(
            scheme.head.start, "P113", message, "Take it away, or write `kind: certification` in credential.md."
        )
    _check_code(credential, scheme, findings)
    report = scheme.analysis.report
    if report and f"{scheme.folder}/{report}" not in world.tree.files:
        message = f"There is no file {shorten(report)} beside this scheme."
        findings.add(scheme.places["report"], "P112", message, "Put it there, or take `report` out.")


def _check_code(credential: CredentialPart, scheme: Scheme, findings: Findings) -> None:
    signed = "" if credential.agree_to is None else credential.agree_to.text
    if scheme.code and scheme.code != signed:
        message = f"The code is {shorten(scheme.code)} here, and {shorten(signed) or 'none'} in credential.md."
        help = f"Write `code: {signed}`." if signed else f"Write `agree_to: {scheme.code}` in credential.md."
        findings.add(scheme.places["code"], "P112", message, help)


def _check_routes(scheme: Scheme, findings: Findings) -> None:
    for what, things in (("route", scheme.routes), ("domain", scheme.domains)):
        ids: set[str] = set()
        for thing in things:
            if thing.id and thing.id in ids:
                message = f"There is another {what} `{shorten(thing.id)}` in this scheme."
                findings.add(thing.place, "I003", message, f"Give this {what} an id of its own.")
            ids.add(thing.id)


def _check_weights(scheme: Scheme, findings: Findings) -> None:
    weights = [domain.weight for domain in scheme.domains]
    if not weights or UNREAD in weights or (total := sum(weights, Fraction())) == 1:
        return
    missing = 1 - total
    message = f"The weights of the domains are {_percent(total)} together, and not 100%."
    help = f"{_percent(abs(missing))} {'is missing' if missing > 0 else 'is too much'}."
    findings.add(scheme.places["domains"], "P101", message, help)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.12g}%"


def _check_examination(world: World, scheme: Scheme, findings: Findings) -> None:
    examination = _examination_of(world, scheme, findings)
    _check_domains(world, scheme, examination, findings)
    if examination is None:
        return
    _check_retake(scheme, examination, findings)
    _check_banks(world, scheme, examination, findings)
    message = "Each paper is drawn afresh, so there is no form for which one cut is set."
    help = "Nothing else can be drawn yet. Silence this, and say how the pass mark was chosen."
    findings.warn(scheme.places["examination"], "P110", message, help)


def _examination_of(world: World, scheme: Scheme, findings: Findings) -> AssessmentPart | None:
    """The examination that is named; what is there and cannot be read is not blamed."""
    path = world.resolve(scheme.examination) if scheme.examination else None
    target = target_of(path or "")
    if scheme.examination and (path is None or target.family != ASSESSMENTS):
        message = f"There is no assessment `{shorten(scheme.examination)}`, so nobody can be examined."
        help = world.did_you_mean(scheme.examination, [f"{ASSESSMENTS}/{id}" for id in world.assessments])
        findings.add(
            scheme.places["examination"], "P103", message, help or "Name it such as assessments/foundations-exam."
        )
    return world.assessments.get(target.id) if target.family == ASSESSMENTS else None


def _check_domains(world: World, scheme: Scheme, examination: AssessmentPart | None, findings: Findings) -> None:
    """Each objective that is examined stands in one domain, and no other in two."""
    stands: dict[str, str] = {}
    for domain in scheme.domains:
        for ref in domain.named:
            if not check_objective(world, ref, findings):
                continue
            before = stands.setdefault(ref.text, domain.id)
            if before != domain.id:
                message = f"The objective `{shorten(ref.text)}` stands in the domain `{before}` too."
                findings.add(ref.place, "P102", message, "Leave it in one of them.")
    asked = {block.quiz.objective for block in examined(world, examination)} if examination is not None else set()
    missing = sorted(one for one in asked if one and one not in stands)
    if missing and scheme.domains:
        message = f"The examination asks for what stands in no domain: {listed(missing, 'and')}."
        findings.add(scheme.places["domains"], "P102", message, "Put each into the domain that it belongs to.")


def examined(world: World, examination: AssessmentPart) -> Iterator[Block]:
    """The questions that can count in a paper."""
    for line in examination.draw:
        draw = draw_of(line)
        bank = world.banks.get(draw.bank)
        for block in () if bank is None or draw.status != "active" else bank.blocks:
            if block.quiz.id == draw.use or (not draw.use and _fits(block.quiz, draw.objective, draw.level)):
                yield block


def _fits(quiz: Quiz, objective: str, level: str) -> bool:
    return quiz.status == "active" and objective in ("", quiz.objective) and level in ("", quiz.level)


def _check_retake(scheme: Scheme, examination: AssessmentPart, findings: Findings) -> None:
    policy, retake = examination.policy, scheme.retake
    if policy is None:
        return
    for n in range(1, max(len(policy.wait_between), len(retake.wait)) + 1 if retake.wait else 0):
        own = policy.wait_between[min(n, len(policy.wait_between)) - 1] if policy.wait_between else timedelta()
        if (retake.wait_after(n) or own) < own:
            message = f"After attempt {n} this scheme waits less than its examination does."
            help = "Write the times of the assessment's `wait_between`, or longer ones."
            findings.add(scheme.places["wait"], "P106", message, help)
            break
    if retake.per_year is not None and policy.attempts is not None and retake.per_year > policy.attempts:
        message = f"This allows {retake.per_year} attempts in a year, and the examination has {policy.attempts} in all."
        findings.add(scheme.places["per_year"], "P106", message, f"Write {policy.attempts} or fewer.")


def _check_banks(world: World, scheme: Scheme, examination: AssessmentPart, findings: Findings) -> None:
    """What is examined was in no lesson, and is kept where fewer people read it."""
    lessons = (lesson for course in world.courses.values() for lesson in course.lessons.values())
    practised = {block.quiz.id for lesson in lessons for block in lesson.blocks}
    for block in {id(one): one for one in examined(world, examination)}.values():
        if block.quiz.id in practised:
            message = f"`{block.quiz.id}` is the id of a question in a lesson, and is examined here."
            findings.add(
                block.places["id"], "P108", message, "Give an examination questions of its own, with ids of their own."
            )
    if not world.tree.banks_apart:
        message = "The questions of this examination lie beside the lessons, where every author reads them."
        help = "Keep the banks in a folder of their own, and name it in LMS_BANKS."
        findings.warn(scheme.places["examination"], "P109", message, help)
