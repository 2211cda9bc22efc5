"""A number that can be read in two ways stays behind in every format; the report shows how to write both."""

from __future__ import annotations

import pytest

from tests.interchange.importing import brought_in

MOODLE = """<quiz><question type="numerical"><name><text>n</text></name><questiontext format="html">
<text>How many?</text></questiontext>
<answer fraction="100"><text>2,371</text><tolerance>1</tolerance></answer></question></quiz>"""
FILES = {
    "gift": "How many? {#2,371:1}",
    "gift, with a range": "How many? {#2,371..3000}",
    "gift, with a weight": "How many? {#=%100%2,371:1}",
    "csv": 'question,answer\nHow many?,"2,371"',
    "csv, with a type": 'question,type,answer\nHow many?,number,"2,371"',
    "csv, with semicolons": "question;answer\nHow many?;2,371",
    "moodle": MOODLE,
}


@pytest.mark.parametrize("name", FILES)
def test_both_readings_of_a_number_are_told(name: str) -> None:
    outcome = brought_in(FILES[name], name.partition(",")[0])
    assert outcome.left_out == ["`2,371` can be read as 2371 or as 2.371: write 2371 or 2.371 there"]


@pytest.mark.parametrize("within", ["1,000", "1,000%"])
def test_both_readings_of_a_distance_are_told(within: str) -> None:
    (why,) = brought_in(f'question,answer,within\nHow many?,2371,"{within}"', "csv").left_out
    assert "can be read as 1000 or as 1: write 1000 or 1 there" in why


@pytest.mark.parametrize(
    ("written", "right"),
    [("12 500", "12500"), ("1,234,567", "1234567"), ("0,125", "0.125"), ("3.142", "3.142"), ("2,5", "2.5")],
)
def test_what_has_one_reading_is_carried(written: str, right: str) -> None:
    for outcome in (
        brought_in(f"How many? {{#{written}}}", "gift"),
        brought_in(f'question,answer\nHow many?,"{written}"', "csv"),
        brought_in(MOODLE.replace("2,371", written), "moodle"),
    ):
        assert outcome.only.solution.key.rule["right"] == right
