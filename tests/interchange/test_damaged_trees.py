"""Good files of XML with parts lost, doubled and exchanged: read, or refused in words, and never a traceback."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.interchange.importing import gather
from lms.interchange.report import Unreadable
from lms.interchange.tree import Node
from lms.interchange.xhtml import document
from lms.interchange.xmlreading import read_xml
from tests.interchange import test_moodle as moodle
from tests.interchange import test_qti_reading as two
from tests.interchange import test_qti_twelve as twelve

_LISTS = "".join(
    twelve.lid(twelve.labels("a", "b"), f"response_{name}", before=twelve.material(name, "text/plain"))
    for name in ("one", "two")
)
_GAPS = f"<p>A {two.inline('A', 'red', 'blue')} or {two.inline('B', 'blue', 'red')}.</p>"
_BOXES = "".join(f"<dragbox><text>{text}</text><group>1</group></dragbox>" for text in "ab")
_UNIT = "<units><unit><unit_name>m</unit_name></unit></units>"
_NUMBER = moodle.answer("3", "100", more="<tolerance>1</tolerance>") + _UNIT
FILES = {
    "1.2, a choice": ("qti", twelve.exam_of(twelve.CHOICE)),
    "1.2, pairs": ("qti", twelve.exam_of(twelve.pairs("50", "50"))),
    "1.2, of Blackboard": ("qti", twelve.BLACKBOARD),
    "1.2, typed": (
        "qti",
        twelve.exam_of(
            twelve.item(
                "numerical_question",
                twelve.material("How many?") + twelve.entry(),
                twelve.condition(f"<or>{twelve.equal('4')}<and>{twelve.BETWEEN}</and></or>", "100"),
            )
        ),
    ),
    "1.2, gaps": (
        "qti",
        twelve.exam_of(
            twelve.item(
                "fill_in_multiple_blanks_question",
                twelve.material("<p>[one] and [two]</p>") + _LISTS,
                twelve.condition(twelve.equal("100", "response_one"), "50", action="Add", goes_on=True)
                + twelve.condition(twelve.equal("200", "response_two"), "50", action="Add", goes_on=True),
            )
        ),
    ),
    "2, a choice": (
        "qti",
        two.with_modals(
            two.item(two.response("X2") + two.outcome(), two.choice(two.THREE), two.RIGHT_OR_WRONG),
            two.modal("yes", "Well seen."),
            two.modal("no", "Look again."),
        ),
    ),
    "2, lists": (
        "qti",
        two.item(two.of_gap("A", "red") + two.of_gap("B", "blue"), _GAPS, two.added("A", "B")),
    ),
    "2, dragged": ("qti", two.DRAGGED),
    "2, words of a text": ("qti", two.item(two.response("X2"), two.HOTTEXT, two.template(two.MATCH))),
    "3": ("qti", two.VERSION_3),
    "Moodle, a choice": (
        "moodle",
        moodle.quiz(
            moodle.question(
                "multichoice", moodle.answer("a", "100", "Yes.") + moodle.answer("b", "50") + moodle.COMBINED
            )
        ),
    ),
    "Moodle, a number": ("moodle", moodle.quiz(moodle.question("numerical", _NUMBER))),
    "Moodle, gaps": (
        "moodle",
        moodle.quiz(
            moodle.question("cloze", "", text="{1:SA:=a#Yes~b} {1:SA:=c}"),
            moodle.question("ddwtos", _BOXES, text="[[1]] [[2]]"),
            moodle.question("matching", moodle.PAIRS),
        ),
    ),
}
TEXTS = st.sampled_from(
    ["", "0", "-1", "1e9", "2,371", "x", "Multiple", "SCORE.max", "{1:MC:=a~b}", "[[9]]", "<p>x<br>"]
)
DAMAGE = st.tuples(
    st.sampled_from(["lose", "double", "rename", "say", "attribute", "move"]), st.integers(0), st.integers(0), TEXTS
)


def damaged(root: Node, damage: tuple[str, int, int, str]) -> None:
    what, at, to, text = damage
    nodes = [node for node in root.walk() if node.elements]
    inside = nodes[at % len(nodes)]
    child = inside.elements[to % len(inside.elements)]
    if what == "lose":
        inside.children.remove(child)
    elif what == "double":
        inside.children.append(child)
    elif what == "rename":
        child.tag = inside.tag
    elif what == "say":
        child.children = [text]
    elif what == "attribute" and child.attrs:
        child.attrs[sorted(child.attrs)[to % len(child.attrs)]] = text
    else:
        inside.children.remove(child)
        root.children.append(child)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None)
@given(damage=st.lists(DAMAGE, min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(name: str, damage: list[tuple[str, int, int, str]]) -> None:
    form, text = FILES[name]
    root = read_xml(text.encode())
    for one in damage:
        if root.elements:
            damaged(root, one)
    with suppress(Unreadable):
        gather(document(root), form, "media")
