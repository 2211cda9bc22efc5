"""Whether every word that names something leads to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lms.content.checking.outline import Outline
from lms.content.kinds import KINDS
from lms.content.reading.former import former_path
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import Ref
from lms.content.reading.site import World
from lms.content.reading.targets import BANKS, COURSES, WHOLE, Target, own_id, target_of
from lms.sources.diagnostics import Edit, Findings
from lms.sources.suggest import a, listed, same_word
from lms.sources.yamltext import shorten


def before_a_course() -> Collection[str]:
    """What a course can wait for: things as a whole."""
    return KINDS.asked_for(WHOLE)


def everything() -> Collection[str]:
    """What a door can ask for."""
    return KINDS.asked_for()


def check_references(world: World, outlines: Mapping[str, Outline], findings: Findings) -> None:
    for course, part in world.course_parts():
        _check_refs(world, part.opens_after, course.id, before_a_course(), findings)
        for module in part.modules or ():
            _check_refs(world, module.opens_after, course.id, everything(), findings)
        for lesson in course.lessons.values():
            _check_refs(world, lesson.opens_after, course.id, everything(), findings)
            for objective in lesson.objectives:
                check_objective(world, objective, findings)
    for kind in KINDS.values():
        for part in world.of(kind.name).values():
            for refs, allowed in kind.asks_for(part):
                _check_refs(world, refs, "", allowed or everything(), findings)
            for refs, allowed in kind.leads_to(part):
                _check_refs(world, refs, "", allowed or KINDS.with_pages(), findings)
    for bank in world.banks.values():
        if bank.course is not None:
            _check_course(world, bank.course, findings)
        if bank.objective is not None:
            check_objective(world, bank.objective, findings)
    _check_completable(world, outlines, findings)


def _check_refs(world: World, refs: Collection[Ref], course: str, kinds: Collection[str], findings: Findings) -> None:
    for ref in refs:
        path = world.resolve(ref.text, course)
        if path is None:
            if not world.may_be(ref.text, course):
                _report_unknown(world, ref, course, kinds, findings)
        elif world.paths[path] not in kinds:
            allowed = listed_kinds(kinds)
            message = f"`{shorten(ref.text)}` cannot be named here: it is {a(world.paths[path])}."
            findings.add(ref.place, "R102", message, f"Name {allowed}.")


def _report_unknown(world: World, ref: Ref, course: str, kinds: Collection[str], findings: Findings) -> None:
    now = _called_now(world, ref.text, course)
    edits = (Edit(ref.place, now),) if now else _spelling(world, ref, course, kinds)
    if not edits and (family := _unknown_family(ref.text)):
        message = f"`{shorten(ref.text)}` is of no family that there is: nothing is called `{shorten(family)}/…`."
        findings.add(ref.place, "R101", message, _family_meant(world, ref.text, family))
        return
    help = f"It is `{now}` now." if now else _suggestion(world, ref.text, course, kinds)
    findings.add(ref.place, "R101", f"There is no `{shorten(ref.text)}` on this site.", help, edits=edits)


def _unknown_family(word: str) -> str:
    """What a path begins with, where no path of this site begins so; "" for all else."""
    family, slash, _ = word.removeprefix("content/").partition("/")
    return family if slash and family and family not in (*KINDS.families(), BANKS) else ""


def _family_meant(world: World, word: str, family: str) -> str:
    """The path with the nearest family, where it names something; else the families that there are."""
    near = world.nearest(family, KINDS.families())
    meant = near + word.removeprefix("content/").removeprefix(family)
    if near:
        return f"Did you mean `{meant if meant in world.paths else near + '/…'}`?"
    return f"A path begins with {listed(KINDS.families())}."


def _called_now(world: World, word: str, course: str) -> str:
    """The path of today of what a word named before; "" where it never did."""
    folder = Target(COURSES, course).path if course else ""
    path = folder + word if word.startswith("#") else former_path(word, folder) if folder else word
    now = world.former.now(path)
    return now if now != path and now in world.paths else ""


def _spelling(world: World, ref: Ref, course: str, kinds: Collection[str]) -> tuple[Edit, ...]:
    """The one thing that a word surely names, though it was written in capitals, by its file, or without its folder."""
    word = ref.text.replace("\\", "/").strip("/").removeprefix("content/").removesuffix(".md").removesuffix("/course")
    folder, slash, name = word.rpartition("/")
    spellings = {word, f"{folder}{slash}{id_of_name(name)}"}
    meant = set()
    for path, kind in world.paths.items():
        home = Target(COURSES, course).path
        short = path.removeprefix(f"{home}/").removeprefix(home) if course else path
        last = path.replace("#", "/").rsplit("/", 1)[1]
        whole = target_of(path).shape == WHOLE
        own = not whole and path.startswith((f"{home}/", f"{home}#"))
        names = {path, short, *((last,) if own or (whole and kind in kinds) else ())}
        if kind in kinds and any(same_word(spelling, names) for spelling in spellings):
            meant.add(short if own else path)
    return (Edit(ref.place, meant.pop()),) if len(meant) == 1 else ()


def listed_kinds(kinds: Collection[str]) -> str:
    words = [a(kind) for kind in kinds]
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _suggestion(world: World, word: str, course: str, kinds: Collection[str]) -> str:
    """The path that was probably meant: one with the same last part, or else the one most like it."""
    if world.suggestions_left <= 0:
        return ""
    allowed = [path for path, kind in world.paths.items() if kind in kinds]
    own = Target(COURSES, course).path if course else ""
    short: dict[str, str] = {}
    for path in allowed:
        name = path.removeprefix(f"{own}/") if own and path.startswith(f"{own}/") else path
        name = name.removeprefix(own) if own and name.startswith(f"{own}#") else name
        short.setdefault(path.replace("#", "/").rsplit("/", 1)[1], name)
        short.setdefault(name, name)
        short.setdefault(path, name)
    last = word.rstrip("/").replace("#", "/").rsplit("/", 1)[-1].removesuffix(".md")
    if last in short:
        return f"Did you mean `{short[last]}`?"
    found = world.did_you_mean(word, short) or world.did_you_mean(last, short)
    near = found.split("`")[1] if found.startswith("Did you mean") else ""
    if near in short:
        return f"Did you mean `{short[near]}`?"
    return "Name it by its path, such as courses/foundations or assessments/foundations-exam."


def _check_course(world: World, ref: Ref, findings: Findings) -> None:
    name = own_id(ref.text, COURSES)
    if name not in world.courses:
        message = f"There is no course `{shorten(ref.text)}`."
        meant = same_word(name, world.courses)
        edits = (Edit(ref.place, meant),) if meant else ()
        findings.add(ref.place, "R101", message, world.did_you_mean(name, world.courses), edits=edits)


def check_objective(world: World, ref: Ref, findings: Findings) -> bool:
    """Whether an objective is one of the site; if a course cannot be read, it may be one of its own."""
    if ref.text in world.objectives or not world.knows_all_objectives:
        return True
    message = f"No course has an objective `{shorten(ref.text)}`."
    help = world.did_you_mean(ref.text, world.objectives) or "Add it to the `objectives` of a course."
    meant = same_word(ref.text, world.objectives)
    findings.add(ref.place, "R105", message, help, edits=(Edit(ref.place, meant),) if meant else ())
    return False


def _check_completable(world: World, outlines: Mapping[str, Outline], findings: Findings) -> None:
    """Nothing may wait for what is never complete: a course without lessons, a lesson that no module has, a draft."""
    why = dict.fromkeys(world.untaught, "is in no module")
    for course, part in world.course_parts():
        path = Target(COURSES, course.id).path
        taught = any(module.lessons for module in outlines.get(course.id, ()))
        if part.knows_lessons and not taught and not any(one.startswith(f"{path}/") for one in world.hidden):
            why[path] = "has no lessons"
    kept_back = _kept_back(world, outlines)
    for owner, course_id, ref in _waited_for(world):
        path = world.resolve(ref.text, course_id) or ""
        # A draft may wait for another one: they come out together.
        reason = why.get(path) or (None if owner in world.drafts else kept_back.get(path))
        if reason:
            message = f"`{shorten(ref.text)}` {reason}, so it is never complete."
            findings.add(ref.place, "R104", message, "Mend that, or take this out.")


def _kept_back(world: World, outlines: Mapping[str, Outline]) -> dict[str, str]:
    """What is a draft, and the courses and modules of which every lesson is one."""
    found: dict[str, str] = {}
    for id, outline in outlines.items():
        path = Target(COURSES, id).path
        modules = {f"{path}#{module.id}": {f"{path}/{one.head.id}" for one in module.lessons} for module in outline}
        for name, lessons in {path: set().union(*modules.values()), **modules}.items():
            if lessons and lessons <= world.drafts:
                found[name] = "has no lesson that is not a draft"
    return found | dict.fromkeys(world.drafts, "is a draft")


def _waited_for(world: World) -> Iterator[tuple[str, str, Ref]]:
    """Who waits, the course in which that is written, and for what."""
    for course, part in world.course_parts():
        path = Target(COURSES, course.id).path
        yield from ((path, course.id, ref) for ref in part.opens_after)
        for module in part.modules or ():
            yield from ((f"{path}#{module.id.text}", course.id, ref) for ref in module.opens_after)
        for id, lesson in course.lessons.items():
            yield from ((f"{path}/{id}", course.id, ref) for ref in lesson.opens_after)
    for kind in KINDS.values():
        for id, thing in world.of(kind.name).items():
            path = Target(kind.family, id).path
            yield from ((path, "", ref) for refs, _ in kind.asks_for(thing) for ref in refs)
