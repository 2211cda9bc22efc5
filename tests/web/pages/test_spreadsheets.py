"""Lists of numbers from spreadsheets, and answers that start no formula in one."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from lms.web.pages.verification.spreadsheets import AskedList, as_csv, harmless, listed_in, name_fits, typed_in
from tests.credentials.examples import serial

ONE, TWO = serial().text, serial(1).text


def numbers(asked: AskedList) -> list[str]:
    return [line.number for line in asked.lines]


def numbers_in(content: bytes) -> list[str]:
    return numbers(listed_in(content))


def numbers_typed(text: str) -> list[str]:
    return numbers(typed_in(text))


@pytest.mark.parametrize(
    "content",
    [
        f"{ONE}\n{TWO}\n",
        f"{ONE}\r\n\r\n  {TWO}  ",
        f"Name,Number\r\nAmal,{ONE}\r\nBo,{TWO}\r\n",
        f"Number;Name\n{ONE};Amal\n{TWO};Bo\n",
        f"Name\tNumber\nAmal\t{ONE}\nBo\t{TWO}\n",
        f'\ufeffName,Number\n"Haddad, Amal",{ONE}\n"Bo\nBo",{TWO}\n',
    ],
)
def test_the_number_of_each_line_is_found(content: str) -> None:
    assert numbers_in(content.encode()) == [ONE, TWO]


@pytest.mark.parametrize(
    "typed",
    [
        f"{ONE}, {TWO}",
        f"{ONE} {TWO}",
        f"The first is No. {ONE}.\n\nThe second ({TWO}) is hers.",
        f"My numbers:\n{ONE[:15]}\n{ONE[15:]}\n{TWO[:17]}\n{TWO[17:]}",
        f"https://x.example/verify/{ONE}\nhttps://x.example/verify/{TWO}?from=qr",
    ],
)
def test_every_number_that_was_typed_or_pasted_is_found(typed: str) -> None:
    assert numbers_typed(typed) == [ONE, TWO]


def test_a_typed_line_without_a_number_is_asked_about_all_the_same() -> None:
    assert numbers_typed(f"{ONE}\nnonsense,more\n{TWO[:-1]}") == [ONE, "nonsense", TWO[:-1]]
    assert numbers_typed(TWO[:-1]) == [TWO[:-1]]
    assert numbers_typed("\n \n") == []


def test_a_number_with_words_around_it_is_found_in_its_cell() -> None:
    assert numbers_in(f'Name,Number\nAmal,"No. {ONE}, valid"\nBo,({TWO})\n'.encode()) == [ONE, TWO]


def test_what_is_no_number_is_asked_about_all_the_same() -> None:
    assert numbers_in(f"{ONE}\nnonsense,more\n".encode()) == [ONE, "nonsense"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\0\0\0", b"\xff\xfe", b'"' * 3000, b"a" * 200_000])
def test_what_is_no_list_harms_nobody(content: bytes) -> None:
    assert len(numbers_in(content)) <= 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|cmd", "%0A=1"])
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    (_, row) = csv.reader(StringIO(as_csv(["Heading"], [[cell]]).decode("utf-8-sig"), newline=""))
    assert row[0].startswith("'")


def test_names_stay_as_they_are_and_commas_and_lines_stay_in_their_cell() -> None:
    row = ["Ελένη", 'say "yes", please', "two\nlines", "王小明"]
    written = as_csv(["a", "b", "c", "d"], [row])
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(written.decode("utf-8-sig"), newline="")))[1] == row


def test_a_list_keeps_its_columns_and_what_they_are_called() -> None:
    asked = listed_in(f"Name,No.,Team\nAmal,{ONE},North\nBo,{TWO}\n".encode())
    assert asked.heading == ("Name", "No.", "Team")
    assert [line.cells for line in asked.lines] == [("Amal", ONE, "North"), ("Bo", TWO)]


def test_a_table_that_is_pasted_keeps_its_columns_too() -> None:
    asked = typed_in(f"{ONE}\tAmal Haddad\n{TWO}\tBo Berg")
    assert [line.cells[1] for line in asked.lines] == ["Amal Haddad", "Bo Berg"]
    assert asked.heading == ()


@pytest.mark.parametrize(
    ("heading", "cells", "fits"),
    [
        (("Number", "Name"), (ONE, "amal  HADDAD"), True),
        (("Number", "First name", "Family name"), (ONE, "Amal", "Haddad"), True),
        (("Number", "Family name", "First name"), (ONE, "Haddad", "Amal"), True),
        ((), (ONE, "Amal Haddad"), True),
        (("Number", "Name"), (ONE, "Bo Berg"), False),
        (("Nombre", "Number"), ("Bo Berg", ONE), False),
        (("Number", "Course"), (ONE, "Foundations"), None),
        (("Number", "Name"), (ONE, ""), None),
        ((), (ONE, "Bo Berg"), None),
    ],
)
def test_names_are_compared_where_the_list_has_names(
    heading: tuple[str, ...], cells: tuple[str, ...], fits: bool | None
) -> None:
    lines = [",".join(row) for row in ((heading, cells) if heading else (cells,))]
    asked = listed_in("\n".join(lines).encode())
    assert name_fits(asked.lines[0], asked.heading, "Amal Haddad") is fits
