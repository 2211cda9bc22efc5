"""The strict reader: it says what is wrong once, at the right place, and goes on."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from lms.sources.diagnostics import Findings
from lms.sources.fields import Fields
from lms.sources.tables import (
    Day,
    Duration,
    Entry,
    Id,
    ListOf,
    Name,
    Quantity,
    Share,
    Table,
    Text,
    Whole,
    Word,
    YesNo,
)
from lms.sources.yamltext import compose

KNOWN = Table(
    "lesson",
    Entry("id", Id(), "x"),
    Entry("title", Text(), "x"),
    Entry("minutes", Whole(1, 600), "x", default="7"),
    Entry("level", Word(("apply", "judge")), "x", default="apply"),
    Entry("objectives", ListOf(Name(("objective",)), single=False), "x"),
    Entry("pass_mark", Share(), "x"),
    Entry("time_limit", Duration(), "x"),
    Entry("review_by", Day(), "x"),
    Entry("in_order", YesNo(), "x", default="no"),
    Entry("answer", ListOf(Name(("quiz",))), "x"),
    Entry("number", Quantity(), "x"),
)


def fields(text: str, known: Table | None = KNOWN) -> Fields:
    findings = Findings()
    return Fields(compose(text, "a.md", 1, 0, findings), findings, known, "lesson")


def said(read: Fields) -> list[tuple[str, int, int]]:
    return [(one.code, one.place.line, one.place.column) for one in read.findings.items]


def test_values_are_exact() -> None:
    read = fields("pass_mark: 33.3%\ntime_limit: 90 minutes\nreview_by: 2027-02-28\nin_order: Yes\nminutes: 12\n")
    assert read.share("pass_mark") == Fraction(333, 1000)
    assert read.duration("time_limit") == timedelta(minutes=90)
    assert read.date("review_by") == date(2027, 2, 28)
    assert read.yes_no("in_order") is True
    assert read.whole("minutes") == 12
    assert said(read) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("minutes: -1", "S204"),
        ("minutes: 1.5", "S204"),
        ("minutes: 99999999999999999999", "S204"),
        ("minutes: .inf", "S111"),
        ("minutes: ١٢", "S204"),
    ],
)
def test_a_number_out_of_bounds_is_a_finding_and_reads_as_the_default(text: str, code: str) -> None:
    read = fields(text)
    assert read.whole("minutes") == 7
    assert said(read) == [(code, 1, 10)]


@pytest.mark.parametrize("text", ["75", "0.75", "101%", "-1%", "75 percent", "1e2%"])
def test_only_a_percentage_from_nothing_to_all_is_a_share(text: str) -> None:
    read = fields(f"pass_mark: {text}")
    assert read.share("pass_mark") is None
    assert said(read) == [("S208", 1, 12)]


@pytest.mark.parametrize("text", ["1h", "soon", "0 hours", "-1 days", "99999 weeks", "1.5 hours", "1 month"])
def test_only_a_number_and_a_word_are_a_time(text: str) -> None:
    read = fields(f"time_limit: {text}")
    assert read.duration("time_limit") is None
    assert said(read) == [("S209", 1, 13)]


def test_a_missing_key_is_told_where_the_block_begins_and_an_empty_one_at_the_key() -> None:
    read = fields("\nminutes: 1\ntitle:\n")
    read.text("id", needed=True)
    read.text("title", needed=True)
    assert said(read) == [("S202", 2, 1), ("S202", 3, 1)]


def test_a_misspelt_key_is_not_also_missing() -> None:
    read = fields("titel: x")
    read.text("title", needed=True)
    assert said(read) == [("S201", 1, 1)]
    assert read.findings.items[0].help == "Did you mean `title`?"


def test_a_key_that_only_looks_misspelt_hides_nothing_that_is_missing() -> None:
    read = fields("titles: x", known=None)
    read.text("title", needed=True)
    read.check(Table("lesson", Entry("title", Text(), "x"), Entry("titles", Text(), "x")))
    assert said(read) == [("S202", 1, 1)]


def test_a_key_of_another_place_gets_the_help_that_fits() -> None:
    read = fields("accept: x", known=None)
    read.check(KNOWN, {"accept": "It belongs elsewhere."})
    assert read.findings.items[0].help == "It belongs elsewhere."


def test_a_value_of_another_shape_is_told_once_and_reads_as_nothing() -> None:
    read = fields("title: [a]\nobjectives: {a: b}\nid: x\n")
    assert read.text("title", needed=True) == ""
    assert read.texts("objectives") == ()
    assert said(read) == [("S203", 1, 8), ("S203", 2, 13)]


def test_items_of_a_list_keep_their_places_and_a_faulty_one_does_not_hide_the_others() -> None:
    read = fields("objectives:\n  - a\n  - [b]\n  -\n  - *c\n  - d\n")
    assert [one.text for one in read.texts("objectives")] == ["a", "d"]
    assert [code for code, _, _ in said(read)] == ["S104", "S203", "S203"]


def test_one_text_counts_as_a_list_of_one_where_that_is_meant() -> None:
    read = fields("answer: b\nobjectives: b\n")
    assert [one.text for one in read.texts("answer")] == ["b"]
    assert read.texts("objectives") == ()


def test_words_with_commas_between_them_are_a_list_that_lacks_its_brackets() -> None:
    read = fields("answer: first-one, second")
    assert read.texts("answer") == ()
    assert said(read) == [("S203", 1, 9)]
    assert [edit.text for edit in read.findings.items[0].edits] == ["[first-one, second]"]


def test_what_a_key_needs_and_falls_back_to_is_said_by_its_table() -> None:
    read = fields("id: x", Table("lesson", Entry("id", Id(), "x"), Entry("title", Text(), "x", needed=True)))
    assert read.text("title") == ""
    assert said(read) == [("S202", 1, 1)]
    assert (fields("id: x").whole("minutes"), fields("id: x").word("level")) == (7, "apply")


def test_a_block_that_is_no_mapping_is_told_once() -> None:
    read = fields("just a text")
    read.text("title", needed=True)
    assert said(read) == [("S203", 1, 1)]


def test_a_word_is_one_of_those_known_or_the_default() -> None:
    read = fields("level: juge")
    assert read.word("level") == "apply"
    assert read.findings.items[0].help == "Did you mean `judge`?"
