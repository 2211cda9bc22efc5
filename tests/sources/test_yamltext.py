"""YAML as authors write it: text stays text, every place is exact, and what is clever is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.sources.diagnostics import Findings, Place
from lms.sources.slowyaml import PurePythonParser
from lms.sources.yamltext import Mapping_, Node, Refused, Scalar, Sequence, compose


def read(text: str, first_line: int = 1, columns: int = 0) -> tuple[Node | None, Findings]:
    findings = Findings()
    return compose(text, "a.md", first_line, columns, findings), findings


def codes(text: str) -> list[str]:
    return [finding.code for finding in read(text)[1].items]


def mapping(text: str) -> Mapping_:
    node, findings = read(text)
    assert findings.items == []
    assert isinstance(node, Mapping_)
    return node


def text_of(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.text


@pytest.mark.parametrize(
    "written", ["No", "1.10", "12:30", "007", "yes", "null", "~", "0x1F", "1e3", "2027-01-01", "=", ".nan"]
)
def test_text_is_taken_as_it_is_written(written: str) -> None:
    assert text_of(mapping(f"title: {written}\n").entries["title"]) == written


def test_places_count_from_the_line_and_column_of_the_block() -> None:
    node, _ = read("id: x\nanswer: [a, bb]\n", first_line=10, columns=3)
    assert isinstance(node, Mapping_)
    assert node.keys["answer"].place == Place("a.md", 11, 4, 11, 10)
    items = node.entries["answer"]
    assert isinstance(items, Sequence)
    assert items.items[1].place == Place("a.md", 11, 16, 11, 18)


def test_columns_count_characters_not_bytes() -> None:
    node = mapping("é€𝄞: x\n")
    assert node.entries["é€𝄞"].place == Place("a.md", 1, 6, 1, 7)


def test_words_inside_a_text_have_a_place_of_their_own() -> None:
    scalar = mapping("why: |\n  Look at x,\n  and at x.\n").entries["why"]
    assert isinstance(scalar, Scalar)
    assert scalar.place_of("x") == Place("a.md", 2, 11, 2, 12)
    assert scalar.place_of("x", 1) == Place("a.md", 3, 10, 3, 11)
    assert scalar.place_of("y") == scalar.place


def test_a_refused_value_stays_as_a_place_that_needs_no_second_finding() -> None:
    node, findings = read("title: *other\n")
    assert isinstance(node, Mapping_)
    assert isinstance(node.entries["title"], Refused)
    assert [one.code for one in findings.items] == ["S104"]


def test_the_first_of_two_values_of_a_key_is_kept() -> None:
    node, findings = read("a: 1\na: 2\n")
    assert isinstance(node, Mapping_)
    assert text_of(node.entries["a"]) == "1"
    assert findings.items[0].place.line == 2


def test_all_findings_of_a_block_come_in_one_run() -> None:
    assert codes("a: &x b\na: c\n<<: d\ne: !t f\n") == ["S104", "S102", "S106", "S105"]


def test_twenty_levels_are_fine_and_twenty_one_are_not() -> None:
    assert codes("a: " + "[" * 19 + "]" * 19) == []
    assert codes("a: " + "[" * 20 + "]" * 20) == ["S107"]


def test_sixty_four_kib_are_fine_and_one_byte_more_is_not() -> None:
    assert codes("a: " + "x" * (64 * 1024 - 3)) == []
    assert codes("a: " + "x" * (64 * 1024 - 2)) == ["S108"]
    assert codes("a: " + "é" * (32 * 1024)) == ["S108"]


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("title: Bees: a start", 'title: "Bees: a start"'),
        ("- why: Ask: now", '- why: "Ask: now"'),
        ("title: **Ask** first", 'title: "**Ask** first"'),
        ("title: `code` first", 'title: "`code` first"'),
        ('title: "Yes" she said', "title: '\"Yes\" she said'"),
        ("title: 'it's hers'", 'title: "it\'s hers"'),
        ("title: @home", 'title: "@home"'),
    ],
)
def test_the_help_of_a_syntax_error_shows_the_quoted_form(line: str, quoted: str) -> None:
    _, findings = read(f"{line}\n")
    assert [one.code for one in findings.items] == ["S101"]
    assert findings.items[0].help == f"Put the text in quotation marks: {quoted}"
    assert codes(quoted) == []


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`?,~ \n\t0.é\\"), max_size=60))
def test_nothing_that_is_written_raises(text: str) -> None:
    _, findings = read(text)
    lines = text.split("\n")
    for finding in findings.items:
        assert 1 <= finding.place.line <= len(lines) + 1


@given(st.text(alphabet=st.sampled_from("ab: -\n'\"[],{}|"), max_size=40))
def test_the_slower_parser_reads_the_same(text: str) -> None:
    def events(parser: object) -> list[tuple[str, str]]:
        found = []
        try:
            while (event := parser.get_event()) is not None:  # type: ignore[attr-defined]
                found.append((type(event).__name__, getattr(event, "value", "")))
        except Exception:
            return []
        return found

    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    fast, slow = events(CParser(text)), events(PurePythonParser(text))
    assert not fast or not slow or fast == slow
