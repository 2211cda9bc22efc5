"""What must be complete before what: the proof that everything on the site can be reached."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lms.content.checking.outline import Outline
from lms.content.checking.references import before_a_course, everything
from lms.content.kinds import KINDS
from lms.content.reading.parts import Ref
from lms.content.reading.site import World
from lms.content.reading.targets import COURSES, Target
from lms.sources.diagnostics import Findings, Place


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing waits for another, because it says so at a place, or because one is a part of the other."""

    what: str
    place: Place | None = None


Waits = Mapping[str, tuple[Wait, ...]]


def waits_of(world: World, outlines: Mapping[str, Outline]) -> Waits:
    """For each course, module, lesson and assessment, everything that must be complete before it can be."""
    doors = everything()
    found: dict[str, list[Wait]] = {path: [] for path, kind in world.paths.items() if kind in doors}
    for course, part in world.course_parts():
        if world.courses[course.id] is not course:
            continue
        whole = Target(COURSES, course.id)
        path = whole.path
        before_course = list(_named(world, part.opens_after, course.id, before_a_course()))
        previous = ""
        for module in outlines[course.id]:
            before_module = before_course + list(_named(world, module.opens_after, course.id, doors))
            for lesson in module.lessons:
                own = whole._replace(part=lesson.head.id).path
                found[own] += [*before_module, *_named(world, lesson.opens_after, course.id, doors)]
                if part.in_order and previous:
                    found[own].append(Wait(previous))
                previous = own
                found[path].append(Wait(own))
                if module.id:
                    found[whole._replace(section=module.id).path].append(Wait(own))
    for kind in KINDS.values():
        for name, thing in world.of(kind.name).items() if kind.name in kind.asked_for else ():
            found[f"{kind.family}/{name}"] += _named(world, kind.opens_after(thing), "", doors)
    return {path: tuple(waits) for path, waits in found.items()}


def _named(world: World, refs: tuple[Ref, ...], course: str, kinds: Collection[str]) -> Iterator[Wait]:
    for ref in refs:
        path = world.resolve(ref.text, course)
        if path is not None and world.paths[path] in kinds:
            yield Wait(path, ref.place)


def check_waits(waits: Waits, findings: Findings) -> None:
    """A finding at each word that is part of a circle. What only stands behind a circle is not blamed for it."""
    waiting_for_it: dict[str, list[str]] = {path: [] for path in waits}
    open_waits = {path: len(before) for path, before in waits.items()}
    for path, before in waits.items():
        for wait in before:
            waiting_for_it[wait.what].append(path)
    _release([path for path, count in open_waits.items() if not count], open_waits, waiting_for_it)
    for path in waits:
        while open_waits.get(path):
            circle = _circle_from(path, waits, open_waits)
            _report(circle, findings)
            for one, _ in circle:
                open_waits[one] = 0
            _release([one for one, _ in circle], open_waits, waiting_for_it)


def _release(reached: list[str], open_waits: dict[str, int], waiting_for_it: Mapping[str, list[str]]) -> None:
    """Takes what can be completed away, and all that waited only for it."""
    queue = deque(reached)
    while queue:
        for path in waiting_for_it[queue.popleft()]:
            if open_waits[path]:
                open_waits[path] -= 1
                if not open_waits[path]:
                    queue.append(path)


def _circle_from(path: str, waits: Waits, open_waits: Mapping[str, int]) -> list[tuple[str, Wait]]:
    """Goes from thing to thing that cannot be completed until one comes again: that stretch is a circle."""
    way: dict[str, Wait] = {}
    while path not in way:
        way[path] = next(wait for wait in waits[path] if open_waits[wait.what])
        path = way[path].what
    steps = list(way.items())
    return steps[[one for one, _ in steps].index(path) :]


def _report(circle: list[tuple[str, Wait]], findings: Findings) -> None:
    for n, (_, wait) in enumerate(circle):
        if wait.place is None:
            continue
        others = [one for one, _ in circle[n + 1 :] + circle[:n]]
        if len(circle) == 1:
            message = f"This waits for itself: `{wait.what}`."
        else:
            around = " → ".join(_shortened([*others, circle[n][0], wait.what]))
            message = f"This could never open, since what it waits for waits for it in turn: {around}."
        findings.add(wait.place, "R103", message, "Take one of these out of `opens_after`.")


def _shortened(names: list[str]) -> list[str]:
    return names if len(names) <= 8 else [*names[:4], "…", *names[-3:]]
