"""Lessons made by a seed, as authors write them: prose with emphasis, links, lists and headings, and three quizzes.

They have no findings, those about the writing included.
"""

from __future__ import annotations

from random import Random

LESSON_BYTES = 6 * 1024
QUIZZES = 3
LESSONS_A_COURSE = 50
LESSONS_A_MODULE = 6
SEED = 20270305

_VOCABULARY = """
    a the your their story consent people who listen before they speak in public and why it matters to ask again when
    something changes patients caregivers professionals share what they know with care about trust privacy limits
    evidence questions meetings partners time rest fatigue plain words community support first next small steps
"""
WORDS = _VOCABULARY.split()
OPTIONS = (
    "Ask her brother whether he wants to be in it.",
    "Write the talk, and send it to the organiser.",
    "Leave that night out, and tell another story.",
    "Change the names, and the town where they live.",
    "Read it aloud to a friend, and note what is odd.",
    "Wait for a week, and then look at it once more.",
    "Tell the organiser that the story is not hers.",
    "Put the talk aside, and rest for the afternoon.",
)


class Prose:
    """Text from one seed: the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def words(self, least: int, most: int) -> str:
        return " ".join(self._random.choices(WORDS, k=self._random.randint(least, most)))

    def sentence(self) -> str:
        kind = self._random.randrange(8)
        text = self.words(6, 12)
        if kind == 0:
            text += f" **{self.words(1, 3)}** {self.words(2, 5)}"
        elif kind == 1:
            text += f" *{self.words(1, 2)}* {self.words(2, 5)}"
        elif kind == 2:
            text += f" [{self.words(1, 3)}](https://example.org/{self._random.randrange(1000)})"
        return text.capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randint(2, 5))) + "\n"

    def block(self) -> str:
        kind = self._random.randrange(6)
        if kind == 0:
            return f"## {self.words(2, 5).capitalize()}\n"
        if kind == 1:
            return "".join(f"- {self.sentence()}\n" for _ in range(self._random.randint(3, 5)))
        return self.paragraph()

    def quiz(self, id: str) -> str:
        chosen = self._random.sample(OPTIONS, 3)
        options = "".join(f"  {letter}: {text}\n" for letter, text in zip("abc", chosen, strict=True))
        whys = "".join(f"  {letter}: {self.sentence()}\n" for letter in "abc")
        answer = self._random.choice("abc")
        return (
            f"```quiz\nid: {id}\ntype: choose-one\nquestion: |\n  {self.sentence()}\n"
            f"  {self.sentence()}\n\n  What would you do first?\n"
            f"options:\n{options}answer: {answer}\nwhy:\n{whys}```\n"
        )


def lesson(number: int, size: int = LESSON_BYTES) -> str:
    """One lesson of about this many bytes, with its three quizzes spread through the prose."""
    prose = Prose(SEED + number)
    parts = [f"---\ntitle: Lesson {number} {prose.words(2, 4)}\nminutes: {5 + number % 10}\n---\n"]
    written, quizzes = 0, 0
    while written < size:
        part = prose.block()
        if written >= (quizzes + 1) * size / (QUIZZES + 1) and quizzes < QUIZZES:
            part, quizzes = prose.quiz(f"quiz-{number}-{quizzes + 1}"), quizzes + 1
        parts.append(part)
        written += len(part.encode()) + 1
    return "\n".join(parts)


def site(lessons: int, size: int = LESSON_BYTES) -> dict[str, str]:
    """The files of a site with so many lessons, spread over courses and their modules."""
    files = {"certificates/issuer.md": ISSUER} | {f"content/pages/{name}.md": _page(name) for name in NEEDED}
    for first in range(0, lessons, LESSONS_A_COURSE):
        numbers = range(first + 1, min(first + LESSONS_A_COURSE, lessons) + 1)
        course = first // LESSONS_A_COURSE + 1
        files[f"content/courses/course-{course}/course.md"] = _course(course, numbers)
        for number in numbers:
            files[f"content/courses/course-{course}/{number:04}-lesson-{number}.md"] = lesson(number, size)
    return files


def _page(name: str) -> str:
    return f"---\ntitle: {name.capitalize()}\nfooter: yes\n---\nWhat everybody may expect of this site.\n"


def _course(course: int, lessons: range) -> str:
    modules = "".join(
        f"  - id: part-{first}\n    title: Part {first}\n"
        f"    lessons: [{', '.join(f'lesson-{number}' for number in lessons[first : first + LESSONS_A_MODULE])}]\n"
        for first in range(0, len(lessons), LESSONS_A_MODULE)
    )
    return f"---\ntitle: Course {course}\nsummary: One of many.\nmodules:\n{modules}---\nA course.\n"


NEEDED = ("accessibility", "contact", "privacy")
ISSUER = """\
---
name: The Benchmark Programme
url: https://programme.example
email: hello@programme.example
description: It issues nothing.
---
"""
