"""What was kept, sent and handed out of every kind of question before its body was its kind's own, byte for byte.

`recorded_forms.json` was written by the code of that time; papers that were kept then are read and marked for ever.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from lms.content.editing import schema
from lms.content.editing.manual import table_in_words, tables
from lms.interchange.exporting import as_qti, as_table
from lms.interchange.practice import Words, answered, asked
from lms.interchange.quizfields import fields_of
from lms.interchange.tree import el
from lms.interchange.xhtml import document
from lms.questions import marking
from lms.questions.former import written_answer
from lms.questions.public import question_json
from lms.questions.quiz import Json, Quiz
from lms.questions.stored import question_from_json, question_to_json, solution_from_json, solution_to_json
from lms.questions.stream import Stream
from lms.web.drawing.solved import of_quiz
from tests.interchange import allkinds
from tests.questions.making import EVERY_KIND, quiz

RECORDED: dict[str, Json] = json.loads(Path(__file__).with_name("recorded_forms.json").read_text("utf-8"))


def quizzes() -> dict[str, Quiz]:
    own = {f"simple {name}": quiz(text) for name, text in EVERY_KIND.items()}
    return own | {f"bank {id}": without_sizes(one) for id, one in allkinds.bank().quizzes.items()}


def without_sizes(one: Quiz) -> Quiz:
    """The quiz as it was compiled then: a picture did not yet say how large it is."""
    html = re.sub(' width="[0-9]+" height="[0-9]+"', "", one.question.html)
    return replace(one, question=replace(one.question, html=html))


QUIZZES = quizzes()


def hashed(content: bytes) -> str:
    return sha256(content).hexdigest()


def book_of(one: Quiz) -> bytes:
    words = Words("es")
    content = [*asked(one.question, words), *answered(one.question, one.solution, words)]
    return document(el("div", *content))


def forms_of(one: Quiz) -> dict[str, Json]:
    """Texts, since the order of keys in a stored text is a part of it."""
    question, solution = one.question, one.solution
    drawn, drawn_solution = shuffled(one)
    example = marking.example(question, solution.key)
    solved = of_quiz(one)
    return {
        "version": one.version,
        "question": json.dumps(question_to_json(question)),
        "solution": json.dumps(solution_to_json(solution)),
        "drawn question": json.dumps(question_to_json(drawn)),
        "drawn solution": json.dumps(solution_to_json(drawn_solution)),
        "sent": json.dumps(question_json(question)),
        "said": json.dumps(written_answer(solution.key)),
        "fields": json.dumps(fields_of(one)),
        "form": json.dumps(marking.to_form(question, example)),
        "card": json.dumps(
            [[[o.letter, o.html, o.right, o.why, o.credit] for o in solved.options], solved.answer, solved.credit]
        ),
        "book": hashed(book_of(one)),
    }


def shuffled(one: Quiz) -> tuple[Json, Json]:
    return marking.shuffled(one.question, one.solution, Stream("seed", "item", "b/q"), True)


def wholes() -> dict[str, str]:
    catalog = allkinds.catalog()
    bank = catalog.banks["kinds"]
    known = {f"a {name} quiz": hashed(table_in_words(tables()[f"a {name} quiz"]).encode()) for name in EVERY_KIND}
    schemas = {f"schema of {name}": hashed(json.dumps(schema.schema(name)).encode()) for name in EVERY_KIND}
    return {
        "package": hashed(as_qti(bank, catalog.media).content),
        "table": hashed(as_table(bank).content),
        **schemas,
        **known,
    }


def record() -> None:
    found = {"quizzes": {name: forms_of(one) for name, one in QUIZZES.items()}, "wholes": wholes()}
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    Path(__file__).with_name("recorded_forms.json").write_text(text, "utf-8")


@pytest.mark.parametrize("name", QUIZZES)
def test_every_form_of_a_question_is_what_it_was(name: str) -> None:
    assert forms_of(QUIZZES[name]) == RECORDED["quizzes"][name]


@pytest.mark.parametrize("name", RECORDED["wholes"])
def test_files_that_are_handed_out_are_what_they_were(name: str) -> None:
    assert wholes()[name] == RECORDED["wholes"][name]


@pytest.mark.parametrize("name", RECORDED["quizzes"])
def test_a_question_that_was_kept_then_is_read_and_marked_now(name: str) -> None:
    kept = RECORDED["quizzes"][name]
    for which in ("", "drawn "):
        question = question_from_json(json.loads(kept[f"{which}question"]))
        solution = solution_from_json(json.loads(kept[f"{which}solution"]))
        given = marking.accept(question, marking.example(question, solution.key))
        assert marking.share(solution.key, given) in (1, None)
        assert json.dumps(question_to_json(question)) == kept[f"{which}question"]
