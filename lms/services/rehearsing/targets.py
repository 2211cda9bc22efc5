"""What a pretended learner can be on the way to: a certificate, an examination, a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lms.content.reading.model import Assessment, Catalog, Credential
from lms.content.reading.targets import ASSESSMENTS, target_of
from lms.progress.requirements.lesson import lesson_step
from lms.progress.standing import Standing
from lms.progress.steps import Step, shortest_way
from lms.services.ground.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Target:
    """What a pretended learner is on the way to: a certificate, or an examination that no certificate asks for."""

    path: str
    title: str
    credential: Credential | None
    assessment: Assessment | None

    @property
    def id(self) -> str:
        """The path in one word, for addresses: `certificates.foundations`."""
        return self.path.replace("/", ".")


def targets(catalog: Catalog) -> tuple[Target, ...]:
    """Everything that one can be on the way to, the certifications first."""
    found = [
        Target(one.path, one.title, one, _examination(catalog, one))
        for one in sorted(catalog.credentials.values(), key=lambda one: (one.kind != "certification", one.id))
    ]
    asked = {path for one in catalog.credentials.values() for path in one.requires}
    found += [Target(one.path, one.title, None, one) for one in catalog.assessments.values() if one.path not in asked]
    reached = {path for one in found for path in _on_the_way(catalog, one.path)}
    for course in catalog.courses.values():
        lessons = {lesson.path for lesson in course.lessons.values()}
        if lessons and not lessons <= reached:
            found.append(Target(course.path, course.title, None, None))
    return tuple(found)


def _on_the_way(catalog: Catalog, path: str) -> set[str]:
    return {step.path for step in shortest_way(catalog, path, Standing())}


def _examination(catalog: Catalog, credential: Credential) -> Assessment | None:
    """The examination that a credential asks for; of several, the one with the longest wait between tries."""
    named = [target for path in credential.requires if (target := target_of(path)).family == ASSESSMENTS]
    asked = [catalog.assessments[target.id] for target in named if target.id in catalog.assessments]
    return max(asked, key=first_wait, default=None)


def first_wait(assessment: Assessment) -> timedelta:
    return assessment.policy.wait_between[0] if assessment.policy.wait_between else timedelta()


def way_to(catalog: Catalog, target: Target) -> tuple[Step, ...]:
    """What somebody does, in order, who begins with nothing: until the target opens, or until a course is done."""
    if target.credential is not None or target.assessment is not None:
        return shortest_way(catalog, target.path, Standing())
    steps: dict[str, Step] = {}
    for lesson in catalog.courses[target_of(target.path).id].lessons.values():
        steps |= {step.path: step for step in shortest_way(catalog, lesson.path, Standing())}
        steps[lesson.path] = lesson_step(lesson, Standing())
    return tuple(steps.values())


def find_target(catalog: Catalog, id: str) -> Target:
    """The target of this id; without one, the first there is."""
    known = targets(catalog)
    found = next((one for one in known if id in ("", one.id)), None)
    if found is None:
        raise NotFound("There is no such thing to be on the way to. Nothing may be published yet.")
    return found
