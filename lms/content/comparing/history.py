"""Faults against what was published: edits that would give learners' answers, or their learning, another meaning.

A question's id is its identity, a letter is an option's. Whether an id was used again for another question is decided
by its words: when hardly any of the longer words of question and options are left, it is another one. That is meant to
miss some, and to blame no rewording; `was` names the former id of a question that has a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lms.content.comparing.renamed import led_on
from lms.content.comparing.wording import likeness, text_of
from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.parts import LessonPart
from lms.content.reading.site import CourseFiles, World
from lms.content.reading.targets import BANKS, COURSES, Target, own_id, target_of
from lms.questions.block import Block
from lms.questions.former import explains, written_answer
from lms.questions.kinds import KINDS
from lms.questions.quiz import Choice, Json, Question, Quiz
from lms.sources.characters import shorten
from lms.sources.diagnostics import Diagnostic, Findings, Place, in_order
from lms.sources.suggest import listed

ANOTHER = 0.2
"""A question that keeps less than this share of its longer words is another one."""

SAME_LESSON = 0.6
_LEAST_WORDS = 3
_KEYS = ("answer", "accept", "blanks", "id")


class Known(Protocol):
    """What is known of those who hold what was published; None where nothing is known."""

    def done(self, lesson: str) -> int | None:
        """How many have finished the lesson with this path."""

    def answered(self, course: str, quiz: str) -> int | None:
        """How many have answered the practice question of a course."""

    def holding(self, path: str) -> int | None:
        """How many learn in the course, have sat the assessment, or hold the credential with this path."""


class NothingKnown:
    """Where no database is asked, such as between two revisions of git."""

    def done(self, lesson: str) -> int | None:
        return None

    def answered(self, course: str, quiz: str) -> int | None:
        return None

    def holding(self, path: str) -> int | None:
        return None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A lesson that is there under another id."""

    before: LessonPart
    after: LessonPart


def quizzes_of(world: World, drafts: bool = True) -> dict[str, dict[str, Block]]:
    """The blocks of each course and bank by its path, by quiz id. Of two with one id the first holds it."""
    found: dict[str, dict[str, Block]] = {}
    hidden = frozenset[str]() if drafts else world.drafts
    for kind in CONTENT.values():
        for asked in kind.quizzes(world, hidden):
            found[asked.path] = {block.quiz.id: block for block in reversed(asked.blocks)}
    return found


def former_of(block: Block, before: Mapping[str, Block]) -> Block | None:
    """The question of an earlier state that this one is: by its id, or by the one it had."""
    return before.get(block.quiz.id) or (before.get(block.quiz.former) if block.quiz.former else None)


def faults(
    before: World, after: World, known: Known | None = None, retired: Mapping[str, Mapping[str, Quiz]] | None = None
) -> tuple[Diagnostic, ...]:
    """What an edit must not do to what was published. `retired` are questions that were published earlier still.

    Only what was shown to somebody can be harmed, so that drafts are nobody's history. What was renamed is held
    against what it was.
    """
    findings = Findings()
    asked = known or NothingKnown()
    before = led_on(before, after.former)
    earlier = quizzes_of(before, drafts=False)
    for scope, blocks in quizzes_of(after).items():
        for block in blocks.values():
            former = former_of(block, earlier.get(scope, {}))
            if former is block:
                # Of a file that did not change.
                continue
            old = (retired or {}).get(scope, {}).get(block.quiz.id) if former is None else former.quiz
            if old is None or old.status == "draft":
                continue
            found = Findings()
            _check_quiz(scope, old, block, found)
            if found.items and not _untouched(scope, old, asked):
                findings.items += found.items
    _check_lessons(before, after, asked, findings)
    _check_things(before, after, asked, findings)
    return in_order(findings.items)


def _untouched(scope: str, old: Quiz, known: Known) -> bool:
    """Whether a practice question may become anything, since nobody has answered it. A bank is held to what it said."""
    target = target_of(scope)
    return target.family == COURSES and known.answered(target.id, old.id) == 0


def _check_quiz(scope: str, old: Quiz, block: Block, findings: Findings) -> None:
    quiz, place = block.quiz, block.places["id"]
    name = f"{own_id(scope, BANKS)}/{quiz.id}"
    if is_another(old.question, quiz.question):
        message = f"`{quiz.id}` was published as another question."
        help = "An id is never used again: give this question a new one, and set the old one to `status: retired`."
        findings.add(place, "H101", message, help)
    elif old.question.type != quiz.question.type:
        message = f"`{quiz.id}` was published as `{old.question.type}`, and is `{quiz.question.type}` now."
        findings.add(block.places.get("type", place), "H104", message, "Give the question of the new type a new id.")
    elif swapped := swapped_letters(old.question, quiz.question):
        message = f"The options {listed(swapped, 'and')} of `{quiz.id}` stand under other letters than before."
        help = "Give each text its letter back; the order on the page may be any."
        findings.add(block.places.get("options", place), "H102", message, help)
    elif key_changed(old, quiz) and not explains(old, quiz):
        where = next((block.places[key] for key in _KEYS if key in block.places), place)
        message = f"The answer or credit of `{quiz.id}` is another than was published, and no correction says so."
        was = _as_yaml(written_answer(old.solution.key))
        entry = f"corrections: [{{date: …, was: {was}, treat: …, because: …}}]"
        effect = f" What it would change: lms content correct {name}" if target_of(scope).family == BANKS else ""
        findings.add(where, "H103", message, f"Add to it: `{entry}`.{effect}")


def is_another(before: Question, after: Question) -> bool:
    """Whether hardly anything is left of a question's words."""
    first, second = _words(before), _words(after)
    if len(first.split()) < _LEAST_WORDS or len(second.split()) < _LEAST_WORDS:
        return False
    return likeness(first, second) < ANOTHER


def _words(question: Question) -> str:
    kind, body = KINDS.of(question), question.body
    choices = (one for group in kind.lettered(body).values() for one in group)
    return " ".join(text_of(html) for html in (question.html, *kind.pieces(body), *(one.html for one in choices)))


def swapped_letters(before: Question, after: Question) -> list[str]:
    """The letters whose text stood under another letter, in their order."""
    kind = KINDS.of(after)
    if before.type != after.type or not kind.letters_stay:
        return []
    found: list[str] = []
    earlier = kind.lettered(before.body)
    for name, group in kind.lettered(after.body).items():
        was, now = _by_text(earlier.get(name, ())), _by_text(group)
        found += [now[text] for text in now if text in was and was[text] != now[text]]
    return sorted(set(found))


def _by_text(choices: Iterable[Choice]) -> dict[str, str]:
    return {text_of(choice.html).casefold(): choice.key for choice in choices}


def key_changed(before: Quiz, after: Quiz) -> bool:
    """Whether an answer could be marked otherwise than before. A wrong option that came or went changes no key."""
    first, second = before.solution.key, after.solution.key
    if first.type != second.type:
        return True
    kind, bodies = KINDS[first.type], (before.question.body, after.question.body)
    return bool(kind.rule_matters(first.rule, *bodies) != kind.rule_matters(second.rule, *bodies))


def _as_yaml(said: Json) -> str:
    if isinstance(said, list):
        return _as_yaml(said[0]) if len(said) == 1 else f"[{', '.join(map(_as_yaml, said))}]"
    if isinstance(said, dict):
        return f"{{{', '.join(f'{key}: {_as_yaml(value)}' for key, value in said.items())}}}"
    if isinstance(said, bool):
        return "true" if said else "false"
    return shorten(str(said))


def renamed_lessons(before: CourseFiles, after: CourseFiles) -> list[Renamed]:
    """Lessons that are there under another id: most of their words, or all of their questions, are the same."""
    gone = [lesson for id, lesson in before.lessons.items() if id not in after.lessons]
    new = [lesson for id, lesson in after.lessons.items() if id not in before.lessons]
    found: list[Renamed] = []
    for old in gone:
        text = _text(old)
        alike = [(likeness(text, _text(one)), -place, one) for place, one in enumerate(new)]
        best = max(alike, default=None, key=lambda one: one[:2])
        if best is not None and best[0] >= SAME_LESSON:
            found.append(Renamed(old, best[2]))
            new.remove(best[2])
    return found


def _text(lesson: LessonPart) -> str:
    return " ".join([lesson.title, *(text_of(passage.html) for passage in lesson.passages)])


def _check_lessons(before: World, after: World, known: Known, findings: Findings) -> None:
    for id, course in before.courses.items():
        now = after.courses.get(id)
        if now is None or now.part is None:
            continue
        renamed = renamed_lessons(course, now)
        for one in renamed:
            path = Target(COURSES, id, one.before.head.id).path
            done = known.done(path)
            if done is None or done:
                message = f"This lesson was published as `{one.before.head.id}`{_who(done, 'finished it there')}."
                help = (
                    f"Write `was: {one.before.head.id}` in the front matter: its address leads on, and what people did "
                    f"counts. Or keep its id: `id: {one.before.head.id}`; the file may have any name."
                )
                findings.warn(one.after.head.id_place, "H106", message, help)
        names = {one.before.head.id for one in renamed}
        for gone in sorted(course.lessons.keys() - names):
            path = Target(COURSES, id, gone).path
            if not _is_gone(path, before, after):
                continue
            done = known.done(path)
            if done:
                how = "is a draft now" if path in after.drafts else "is gone"
                message = f"The lesson `{gone}` {how}{_who(done, 'have finished it')}."
                help = "What they finished stays with them. Bring the lesson back if it went by mistake."
                findings.warn(now.part.head.start, "H105", message, help)


def _is_gone(path: str, before: World, after: World) -> bool:
    """Whether learners had a thing that is not there for them now. What cannot be read is not blamed for that."""
    return path not in before.drafts and (path not in after.paths or path in after.drafts)


def _check_things(before: World, after: World, known: Known, findings: Findings) -> None:
    """Courses, assessments and whatever else somebody holds, and that are gone."""
    for kind in CONTENT.values():
        for path, file in kind.files_of(before) if kind.held else ():
            held = known.holding(path) if _is_gone(path, before, after) else 0
            if held:
                how = "is a draft now" if path in after.drafts else "is gone"
                message = f"The {kind.name} `{target_of(path).id}` {how}{_who(held, kind.held)}."
                help = "Bring it back under its id, or publish all the same: what people have stays with them."
                if kind.keys is not None and "was" in kind.keys:
                    help += f" If it has another name now, write `was: {target_of(path).id}` there."
                findings.warn(Place(file), "H107", message, help)


def _who(count: int | None, did: str) -> str:
    if count is None:
        return ""
    people = "1 person" if count == 1 else f"{count} people"
    return f", and {people} {did if count > 1 else did.replace('have ', 'has ').replace('hold ', 'holds ')}"
