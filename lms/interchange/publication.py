"""A publication as a book: that of a course with one chapter, which is what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lms.content.reading.model import Catalog, Course, Lesson, Module, Passage
from lms.questions.ask import Ask
from lms.questions.letters import lines

_TAG = re.compile(r"<[^>]*>")
_WORDS_A_MINUTE = 150


def as_course(catalog: Catalog, thing: Any) -> Catalog:
    """The catalog with the publication in the place of its courses, for whoever makes books of these."""
    html = _whole(thing)
    minutes = max(1, round(len(_TAG.sub(" ", html).split()) / _WORDS_A_MINUTE))
    chapter = Lesson(
        id=thing.id,
        course=thing.id,
        module="",
        title=thing.title,
        minutes=minutes,
        objectives=(),
        opens_after=(),
        complete_when="read",
        passages=(Passage(html=html),),
        questions=(),
        version="",
        language=thing.language,
    )
    course = Course(
        id=thing.id,
        title=thing.title,
        summary=thing.summary,
        language=thing.language,
        level=thing.level,
        paths=thing.paths,
        objectives=(),
        modules=(Module("", "", (thing.id,)),),
        lessons={thing.id: chapter},
        opens_after=(),
        in_order=False,
        html="",
    )
    return replace(catalog, courses={thing.id: course}, solutions={thing.id: {}})


def _whole(thing: Any) -> str:
    """All that is read on its page: of a form also what it asks, with what there is to choose from."""
    asks = {ask.id: ask for ask in getattr(thing, "asks", ())}
    return "".join(one.html or _asked(asks[one.quiz]) for one in thing.passages) if asks else thing.html


def _asked(ask: Ask) -> str:
    groups = ask.kind.lettered(ask.question.body).values()
    return ask.question.html + "".join(lines(group) for group in groups if group)
