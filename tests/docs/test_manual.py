"""The authoring reference says what the software reads: its tables are drawn, and its examples compile."""

from __future__ import annotations

import re

import pytest

from lms.content.compiling.compiler import compile_catalog
from lms.content.editing.key_tables import SCENARIO, front_matters, quizzes
from lms.content.editing.manual import PAGES, marked, redrawn, shape_in_words, table_in_words, tables
from lms.sources.files import tree_of
from lms.sources.tables import ByKey, Either, Entry, Group, Id, ListOf, Markdown, Name, Table, Text, Whole, Word
from tests.content.sites import TODAY
from tests.docs.pages import DOCS, REFERENCE

TEXTS = {name: (REFERENCE / name).read_text(encoding="utf-8") for name in PAGES}
QUIZ = re.compile(r"^```quiz\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LESSON = "content/courses/try/01-try.md"


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_the_manual_are_those_that_files_are_read_by(name: str) -> None:
    assert redrawn(TEXTS[name]) == TEXTS[name], "Run: python -m lms.content.editing.manual"


def test_every_table_of_keys_is_in_the_manual_once() -> None:
    drawn = [what for text in TEXTS.values() for what in marked(text)]
    assert sorted(drawn) == sorted(tables())


def test_every_key_of_every_file_and_quiz_has_its_line() -> None:
    lines = "\n".join(TEXTS.values())
    for table in (*front_matters().values(), *quizzes().values(), SCENARIO):
        for key in table:
            assert f"\n| `{key}` |" in lines, key


def test_a_key_that_is_needed_says_so_and_one_that_is_not_says_what_counts_without_it() -> None:
    table = Table(
        "try",
        Entry("a", Id(), "one", needed=True),
        Entry("b", Word(("x", "y")), "two", default="x"),
        Entry("c", Whole(1, 9000), "three", otherwise="as many as there are"),
        Entry("d", ListOf(Text()), "four"),
    )
    assert table_in_words(table).splitlines()[2:] == [
        "| `a` | an id | one | needed |",
        "| `b` | `x` or `y` | two | `x` |",
        "| `c` | a whole number from 1 to 9,000 | three | as many as there are |",
        "| `d` | a list: text | four | none |",
    ]


def test_a_shape_is_told_in_words() -> None:
    assert shape_in_words(ListOf(Word(("x", "y")))) == "some of `x` and `y`"
    assert shape_in_words(Name(("course", "lesson", "objective"))) == "the name of a course, a lesson or an objective"
    assert (
        shape_in_words(Either((Markdown(), ByKey("[a-z]", "letter", Markdown())))) == "Markdown, or by letter: Markdown"
    )
    assert shape_in_words(ListOf(Group(Table("x", Entry("name", Text(), ""))))) == "a list, each with `name`"


def site(quiz: str, more: dict[str, str]) -> dict[str, bytes]:
    files = {
        "content/courses/try/course.md": "---\ntitle: Try\nobjectives: {story-consent: Ask first.}\n---\nTry it.\n",
        LESSON: f"---\ntitle: Try\ncomplete_when: read\n---\n```quiz\n{quiz}```\n",
        **more,
    }
    return {path: text.encode() for path, text in files.items()}


@pytest.mark.parametrize("quiz", QUIZ.findall(TEXTS["question-types.md"]), ids=lambda quiz: quiz.split("\n")[0])
def test_every_question_of_the_manual_compiles_as_it_stands(quiz: str) -> None:
    _, findings = compile_catalog(tree_of(site(quiz, {})), today=TODAY)
    assert findings == ()


def test_the_translation_of_the_manual_fits_the_question_of_the_manual() -> None:
    example = re.search(r"^````markdown\n(---\ntitle: Contar.*?)^````$", TEXTS["content-format.md"], re.M | re.S)
    assert example is not None
    quiz = next(one for one in QUIZ.findall(TEXTS["question-types.md"]) if "id: rosa-consent\n" in one)
    tree = tree_of(site(quiz, {"content/courses/try/try.es.md": example[1]}))
    catalog, findings = compile_catalog(tree, today=TODAY)
    # It has no hashes yet, and leaves out two explanations.
    assert {one.code for one in findings} == {"T107", "T109"}
    assert catalog is not None
    assert catalog.editions["es"].courses["try"].lessons["try"].questions[0].body.options[2].html.startswith("Dejar")


def test_the_map_of_the_documentation_leads_to_every_how_to() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (DOCS / "how-to").glob("*.md") if f"how-to/{path.name}" not in text] == []
