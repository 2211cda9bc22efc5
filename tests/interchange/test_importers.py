"""An importer is one module in the register: whoever adds one touches nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lms.interchange.answers import Answer, pick_one, share_of
from lms.interchange.draft import Draft, Gathered
from lms.interchange.importer import Importer, text_of
from lms.interchange.importers import IMPORTERS
from lms.interchange.importing import likely_format
from lms.interchange.report import Fate
from tests.interchange.importing import brought_in


class Coin(Importer):
    """A question to a line, whose first of two options is right."""

    name = "coin"
    called = "Coin"
    endings = ("coin",)

    def read(self, content: bytes, gathered: Gathered) -> None:
        for line, text in enumerate(text_of(content, gathered).splitlines(), 1):
            question, right, wrong = text.split("|")
            options = [Answer(right, share_of("100")), Answer(wrong, share_of("0"))]
            gathered.drafts.append(Draft("", line, pick_one(question, options, "", [])))


@pytest.fixture
def coin() -> Iterator[None]:
    IMPORTERS.add(Coin())
    yield
    IMPORTERS.remove("coin")


@pytest.mark.usefixtures("coin")
def test_one_more_importer_is_found_by_its_ending_and_read() -> None:
    assert likely_format("questions.coin", b"x") == "coin"
    assert brought_in("Which?|heads|tails\n", "coin").only.solution.key.rule["right"] == ["a"]


@pytest.mark.usefixtures("coin")
def test_no_two_importers_have_one_name() -> None:
    with pytest.raises(ValueError, match="coin"):
        IMPORTERS.add(Coin())


def test_each_importer_says_its_name_and_is_found_under_it() -> None:
    assert list(IMPORTERS) == ["aiken", "csv", "gift", "moodle", "qti"]
    for name, importer in IMPORTERS.items():
        assert importer.name == name
        assert importer.called


ESSAYS = {
    "gift": "::q:: Write. {}",
    "moodle": '<quiz><question type="essay"><name><text>q</text></name></question></quiz>',
    "qti": '<assessmentItem identifier="q"><itemBody><extendedTextInteraction responseIdentifier="R"/></itemBody>'
    "</assessmentItem>",
}


@pytest.mark.parametrize("form", ESSAYS)
def test_what_is_left_out_says_how_to_write_it_by_hand(form: str) -> None:
    (note,) = brought_in(ESSAYS[form], form).imported.notes
    assert (note.fate, note.question, note.line) == (Fate.LEFT_OUT, "q", 1)
    assert note.by_hand == "Write it as a `reflect`, which nobody marks."
    assert note.to_json()["by_hand"] == note.by_hand


@pytest.mark.parametrize(
    ("name", "start", "form"),
    [
        ("a.xml", b'<?xml version="1.0"?>\n<!-- <assessmentItem> --><quiz><question/></quiz>', "moodle"),
        ("a.txt", b"<quiz>\n<question/></quiz>", "moodle"),
        ("a.txt", b'<?xml version="1.0"?><questestinterop/>', "qti"),
        ("a.dat", b'<?xml version="1.0"?><questestinterop/>', "qti"),
        ("a.xml", b"<html/>", "qti"),
        ("a.imscc", b"PK\x03\x04", "qti"),
        ("a.gift", b"<p>Is it so?</p> {T}", "gift"),
        ("a.txt", b"<b>Is it so?</b> {T}", "gift"),
        ("a.csv", b"question,a,b,answer\nWhich?,x,y,a", "csv"),
        ("a.tsv", b"question\ta\n<quiz>\tx", "csv"),
    ],
)
def test_a_file_is_known_by_its_beginning_and_else_by_its_name(name: str, start: bytes, form: str) -> None:
    assert likely_format(name, start) == form
