"""A kind of question that nobody needs: one module and one template, and it goes all the way that a question can go.

It is written in the folder of this test as CONTRIBUTING says, and added to the register; nothing else knows of it.
`spot-it` says of itself what a kind can say, `echo` only what every kind must.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Blueprint, Flask
from jsonschema import Draft202012Validator

from lms.content.comparing import history
from lms.content.comparing.change import State
from lms.content.comparing.difference import differences
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing import schema
from lms.content.editing.manual import table_in_words, tables
from lms.content.editing.vscode import snippets
from lms.content.translations.texts import texts_of
from lms.interchange.epub import as_epub
from lms.interchange.exporting import Exported, as_qti, as_table
from lms.interchange.offline import as_pages
from lms.questions import marking
from lms.questions.kinds import KINDS
from lms.questions.paper import Item
from lms.questions.quiz import Question, Solution
from lms.questions.register import UnknownKind
from lms.questions.remarking import Remarked, entry_for, remark
from lms.questions.stored import question_from_json, question_to_json
from lms.questions.stream import Stream
from lms.services.assessing import beginning, results
from lms.services.ground.person import Person
from lms.sources.files import SourceTree, tree_of
from lms.web.api.description import document
from tests.content.sites import TODAY
from tests.interchange.importing import brought_in
from tests.journeys.throwaway import echo, spot
from tests.questions.making import quiz, read
from tests.support.site import FILES, House
from tests.support.web import API, Caller, by_token

SPOT = "type: spot-it\nquestion: Which one?\nsigns:\n  a: A red sign\n  b: A green sign\nanswer: a\nshade: cold\n"
SPOT += "why:\n  a: It stops you.\n  b: It lets you go.\n"
ECHO = "type: echo\nquestion: Turn it round.\nword: act\nwhy: Read it from its end.\n"
QUIZZES = {"spot": SPOT, "echo": ECHO}
LESSON, BANK = "content/courses/odd/01-first.md", "content/assessments/banks/odd.md"
BLOCKS = "".join(f"```quiz\nid: {id}\n{text}```\n\n" for id, text in QUIZZES.items())
DRAW = "".join(f"  - use: {id}\n    from: banks/odd\n" for id in QUIZZES)
SITE = {
    "content/courses/odd/course.md": "---\ntitle: Odd things\nsummary: What nobody needs.\nlevel: new\n---\nAbout.\n",
    LESSON: f"---\ntitle: First\nminutes: 3\n---\nLook.\n\n{BLOCKS}",
    BANK: f"---\ntitle: Odd ones\n---\n{BLOCKS}",
    "content/assessments/odd.md": f"---\ntitle: An odd examination\npass_mark: 50%\nshuffle: [options]\n"
    f"draw:\n{DRAW}show_learner:\n  after_hand_in: [result, answers, why]\n---\nTake your time.\n",
}
SPANISH = {
    LESSON.replace(".md", ".es.md").replace("01-first", "first"): "---\ntitle: Primera\n---\nMira.\n\n"
    "```quiz\nid: spot\nquestion: ¿Cuál?\nsigns:\n  a: Una señal roja\n  b: Una señal verde\n"
    "why:\n  a: Te para.\n  b: Te deja ir.\n```\n\n"
    "```quiz\nid: echo\nquestion: Dale la vuelta.\nwhy: Léelo desde el final.\n```\n"
}


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    """Both kinds, as long as a test lasts."""
    for kind in (spot.KIND, echo.KIND):
        KINDS.add(kind)
    yield
    for name in ("spot-it", "echo"):
        KINDS.remove(name)


@pytest.fixture
def drawing(app: Flask, house: House) -> Flask:
    """The app with the templates of both kinds, which Flask finds in the folder of a blueprint."""
    app.register_blueprint(Blueprint("throwaway", __name__, template_folder="throwaway/templates"))
    house.serve(SITE)
    return app


def tree(changes: dict[str, str] | None = None) -> SourceTree:
    return tree_of({path: text.encode() for path, text in {**FILES, **SITE, **(changes or {})}.items()})


def state(changes: dict[str, str] | None = None) -> State:
    content, cache = tree(changes), Cache()
    catalog, findings = compile_catalog(content, today=TODAY, cache=cache, writing=True)
    assert catalog is not None, findings
    own = [one for one in findings if "/odd" in one.place.file]
    assert [one for one in own if not one.code.startswith(("W", "T"))] == []
    return State(world_of(content, cache), catalog)


def edited(old: str, new: str, file: str = BANK) -> State:
    assert old in SITE[file]
    return state({file: SITE[file].replace(old, new)})


def test_it_checks_clean_and_its_faults_are_told_as_those_of_others() -> None:
    state()
    assert read(f"id: spot\n{SPOT}").told == read(f"id: echo\n{ECHO}").told == []
    assert read(f"id: spot\n{SPOT.replace('answer: a', 'answer: z')}").told == ["7:9 Q203"]
    assert "`signs` belongs to `spot-it`" in read(f"id: echo\n{ECHO}signs: {{a: One, b: Two}}\n").help
    assert read(f"id: spot\n{SPOT.replace('spot-it', 'spotting')}").help == "Did you mean `spot-it`?"
    assert "It can be " in read(f"id: spot\n{SPOT.replace('spot-it', 'xyzzyx')}").findings[0].help


def test_it_is_practised_on_a_page(drawing: Flask, browser: Caller) -> None:
    page = browser.get("/courses/odd/first").text
    assert "Spot the sign" in page
    assert "The light is cold." in page
    assert "Write it backwards" in page
    assert "Check my answer" in page
    browser.form("/courses/odd/first/quizzes/spot", {"answer": "b"})
    assert "It lets you go." in browser.get("/courses/odd/first").text
    browser.form("/courses/odd/first/quizzes/echo", {"answer": "tca"})
    after = browser.get("/courses/odd/first").text
    assert 'value="tca"' in after
    assert "Read it from its end." in after
    assert browser.form("/courses/odd/first/quizzes/spot", {"answer": "zz"}).status_code == 422


def test_it_is_practised_by_the_api_and_described_there(drawing: Flask, house: House, amal: Person) -> None:
    program = by_token(drawing, house, amal)
    questions = program.get(f"{API}/courses/odd/lessons/first").get_json()["quizzes"]
    sent = next(one for one in questions if one["id"] == "spot")
    assert (sent["type"], sent["shade"], [one["key"] for one in sent["signs"]]) == ("spot-it", "cold", ["a", "b"])
    marked = program.post(f"{API}/courses/odd/lessons/first/quizzes/spot/answers", {"answer": "a"}).get_json()
    assert (marked["correct"], marked["right_answer"]) == (True, "A red sign")
    schemas = document()["components"]["schemas"]
    assert {"spot-it", "echo"} <= set(schemas["QuestionType"]["enum"])
    assert "spot-it: the key of a sign." in schemas["Answer"]["description"]
    resolved = {name: one for name, one in schemas["Question"]["properties"].items() if name in ("shade", "signs")}
    assert set(resolved) == {"shade", "signs"}
    assert program.get(f"{API}/openapi.json").get_json() == document()


def test_it_is_on_a_paper_answered_marked_and_shown_with_its_answer(
    drawing: Flask, house: House, amal: Person, browser: Caller
) -> None:
    attempt = beginning.start(house.context, amal, "odd", agree=True, key=None).attempt
    spotted = attempt.items[0].question
    assert "The light is cold." in browser.get(f"/attempts/{attempt.id}?n=1").text
    right = next(sign.key for sign in spotted.body.signs if sign.html == "A red sign")
    assert right not in "ab"
    program = by_token(drawing, house, amal)
    assert program.put(f"{API}/attempts/{attempt.id}/answers/1", {"answer": right, "seq": 1}).status_code == 200
    browser.form(f"/attempts/{attempt.id}/answers/2", {"answer": "act", "go": "next"})
    assert 'value="act"' in browser.get(f"/attempts/{attempt.id}?n=2").text
    results.submit(house.context, amal, attempt.id)
    page = browser.get(f"/attempts/{attempt.id}/result").text
    assert "A red sign" in page
    assert "tca" in page
    assert "50%" in page


def test_what_a_paper_keeps_of_it_is_read_back_equal() -> None:
    one = quiz(f"id: spot\n{SPOT}")
    kept = question_to_json(one.question)
    assert kept == {
        "id": "spot",
        "type": "spot-it",
        "html": "<p>Which one?</p>",
        "shade": "cold",
        "signs": [{"key": "a", "html": "A red sign"}, {"key": "b", "html": "A green sign"}],
    }
    assert question_from_json(kept) == one.question
    assert quiz(f"id: spot\n{SPOT.replace('red', 'blue')}").version != one.version
    assert quiz(f"id: spot\n{SPOT.replace('cold', 'warm')}").version != one.version


def exported() -> tuple[Exported, Exported]:
    catalog = state().catalog
    return as_table(catalog.banks["odd"]), as_qti(catalog.banks["odd"], catalog.media)


def said(found: Exported) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for note in found.notes:
        told.setdefault(note.question, []).append(note.what)
    return told


def test_a_format_carries_it_or_refuses_it_by_name() -> None:
    table, package = exported()
    refused = "this format cannot carry `echo`"
    assert said(table)["echo"] == [refused]
    assert said(package)["echo"] == [refused]
    assert "others read its kind, `spot-it`, as `choose-one`" in said(package)["spot"]
    assert "items/spot.xml" in ZipFile(BytesIO(package.content)).namelist()
    (row,) = csv.DictReader(StringIO(table.content.decode("utf-8-sig")))
    assert (row["type"], row["signs"], row["shade"]) == ("spot-it", "a=A red sign, b=A green sign", "cold")


def test_it_comes_in_from_a_table_and_by_its_shape_from_a_package() -> None:
    table, package = exported()
    again = brought_in(table.content, "csv", site=tree()).only
    before = state().catalog.banks["odd"].quizzes["spot"]
    assert (again.version, again.question.type) == (before.version, "spot-it")
    assert brought_in(package.content, "qti", site=tree()).only.question.type == "choose-one"


def test_an_import_refuses_a_kind_that_is_not_there_by_name() -> None:
    outcome = brought_in("id,type,question,answer\none,wonder,What?,a\n", "csv")
    assert outcome.quizzes == {}
    assert outcome.left_out == ["it cannot stand in a bank: `wonder` is not a type of question."]


def test_a_book_has_its_place_to_answer_or_says_that_it_has_none() -> None:
    for made in (as_epub, as_pages):
        book = made(state().catalog, "odd")
        texts = "".join(
            ZipFile(BytesIO(book.content)).read(name).decode()
            for name in ZipFile(BytesIO(book.content)).namelist()
            if name.endswith(("html", "xhtml"))
        )
        assert "A green sign" in texts
        assert "It lets you go." in texts
        assert "This one is answered on the site." in texts
        assert said(book) == {"echo": ["its place to answer: this format cannot carry `echo`"]}


def test_differences_of_it_are_told() -> None:
    def told(old: str, new: str) -> list[str]:
        return [one.says for one in differences(state(), edited(old, new))]

    assert told("A red sign", "A yellow sign") == ["sign a"]
    assert told("shade: cold", "shade: warm") == ["shade: cold → warm"]
    assert told("answer: a", "answer: b") == ["answer: a → b"]
    assert told("word: act", "word: deed") == ["what counts for the answer changed (credit, ignore or within)"]


def test_its_history_is_guarded() -> None:
    def codes(after: State) -> list[str]:
        return [one.code for one in history.faults(state().world, after.world)]

    swapped = "  a: A green sign\n  b: A red sign"
    assert codes(edited("  a: A red sign\n  b: A green sign", swapped)) == ["H102"]
    assert codes(edited("answer: a", "answer: b")) == ["H103"]
    assert codes(edited("word: act", "word: deed")) == ["H103"]
    assert codes(edited("shade: cold", "shade: warm")) == []


def test_a_corrected_key_marks_a_paper_that_was_drawn_before() -> None:
    drawn = quiz(f"id: spot\n{SPOT}")
    entry = "corrections: [{date: 2027-03-05, was: a, treat: rescore, because: The light was off.}]\n"
    today = quiz(f"id: spot\n{SPOT.replace('answer: a', 'answer: b')}{entry}")
    found = entry_for(drawn, today)
    assert found is not None
    item = paper_item(drawn.question, drawn.solution)
    named = next(sign.key for sign in item.question.body.signs if sign.html == "A green sign")
    again = remark(item, named, "seed", drawn, today, found.treat)
    assert isinstance(again, Remarked)
    assert marking.share(item.solution.key, named) == 0
    assert again.share == 1


def paper_item(question: Question, solution: Solution) -> Item:
    shown, kept = marking.shuffled(question, solution, Stream("seed", "item", "banks/odd/spot"), True)
    return Item(1, "banks/odd/spot", "", "", "", shown, kept, points=1, scored=True)


def test_it_is_translated() -> None:
    catalog = state(SPANISH).catalog
    spotted, echoed = catalog.editions["es"].courses["odd"].lessons["first"].questions
    assert [sign.html for sign in spotted.body.signs] == ["Una señal roja", "Una señal verde"]
    assert "Dale la vuelta." in echoed.html
    source = tree().files[LESSON]
    parts = {address.part for address in texts_of(source, "lesson").texts if address.quiz == "spot"}
    assert {"question", "signs.a", "signs.b", "why.a", "why.b"} <= parts


def test_what_is_missing_in_a_translation_is_the_original_marked_so() -> None:
    some = {path: text.replace("  b: Una señal verde\n", "") for path, text in SPANISH.items()}
    spotted = state(some).catalog.editions["es"].courses["odd"].lessons["first"].questions[0]
    assert spotted.body.signs[1].html == '<span lang="en" dir="ltr">A green sign</span>'


def test_it_is_in_the_schema_the_manual_and_the_editor() -> None:
    valid = Draft202012Validator(schema.schema("quiz")).is_valid
    good: dict[str, Any] = {"id": "x", "type": "spot-it", "question": "?", "signs": {"a": "A", "b": "B"}, "answer": "a"}
    assert valid(good)
    assert not valid({**good, "shade": "dark"})
    assert not valid({**good, "type": "spotless"})
    assert "`signs`" in table_in_words(tables()["a spot-it quiz"])
    assert "`signs`" in table_in_words(tables()["a translated quiz"])
    assert "quiz: spot-it" in snippets()


def test_figures_for_authors_count_its_parts_by_their_letters() -> None:
    written = quiz(f"id: spot\n{SPOT}").question
    drawn = paper_item(written, quiz(f"id: spot\n{SPOT}").solution).question
    kind = KINDS["spot-it"]
    assert list(kind.counted(drawn.body, written.body, drawn.body.signs[0].key)) in (["a"], ["b"])
    assert list(KINDS["echo"].counted(None, None, "tca")) == []


def test_its_asking_half_is_read_without_a_key() -> None:
    assert set(KINDS["spot-it"].asking) == {"signs", "shade"}


def test_once_it_is_gone_a_paper_with_it_is_refused_by_name(drawing: Flask, house: House, amal: Person) -> None:
    attempt = beginning.start(house.context, amal, "odd", agree=True, key=None).attempt
    KINDS.remove("echo")
    try:
        program = by_token(drawing, house, amal)
        answer = program.get(f"{API}/attempts/{attempt.id}")
        assert answer.status_code == 503
        assert answer.get_json()["type"] == "urn:problem:unknown-kind"
        assert "`echo`" in answer.get_json()["detail"]
        with pytest.raises(UnknownKind, match="There is no kind of question called `echo`"):
            question_from_json({"id": "q", "type": "echo"})
    finally:
        KINDS.add(echo.KIND)
