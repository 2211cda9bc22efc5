"""`lms user`: what is printed for programs stands alone on the standard output; refusals say why."""

import json

import pytest

from tests.cli.conftest import Lms

PASSWORD = "a few quiet words"
EMAIL = "amal@example.org"


@pytest.fixture
def amal(lms: Lms) -> str:
    ran = lms("user", "add", EMAIL, "--name", "Amal Haddad", "--password-stdin", given=PASSWORD + "\n")
    assert ran.exit_code == 0, ran.output
    return EMAIL


def listed(lms: Lms) -> dict[str, object]:
    rows: list[dict[str, object]] = json.loads(lms("user", "list", "--format", "json").stdout)
    (row,) = rows
    return row


def test_an_account_is_added_and_listed(lms: Lms, amal: str) -> None:
    row = listed(lms)
    assert (row["email"], row["name"], row["role"], row["confirmed"]) == (amal, "Amal Haddad", "learner", True)
    assert amal in lms("user", "list").stdout


def test_without_a_password_it_is_said_how_to_choose_one(lms: Lms) -> None:
    ran = lms("user", "add", EMAIL, "--name", "Amal")
    assert ran.exit_code == 0
    assert "/reset" in ran.stderr


@pytest.mark.parametrize("given", ["", "short\n", "x" * 5000])
def test_a_password_out_of_bounds_is_refused(lms: Lms, given: str) -> None:
    ran = lms("user", "add", EMAIL, "--name", "Amal", "--password-stdin", given=given)
    assert ran.exit_code == 1
    assert "characters" in ran.stderr
    assert json.loads(lms("user", "list", "--format", "json").stdout) == []


def test_a_token_stands_alone_on_its_line(lms: Lms, amal: str) -> None:
    ran = lms("user", "token", amal)
    assert ran.exit_code == 0
    assert len(ran.stdout.split()) == 1
    assert ran.stdout.endswith("\n")
    assert lms("user", "token", amal).stdout != ran.stdout
    assert "Taken back: 2" in lms("user", "token", amal, "--revoke").stderr


def test_tokens_are_listed_and_ended_one_by_one(lms: Lms, amal: str) -> None:
    lms("user", "token", amal)
    lms("user", "token", amal, "--name", "Reading list", "--scope", "read", "--days", "90")
    rows = {row["name"]: row for row in json.loads(lms("user", "tokens", amal, "--format", "json").stdout)}
    assert rows["Reading list"]["scopes"] == ["read"]
    assert rows["unnamed"]["scopes"] == ["read", "learn"]
    assert "not used  Reading list" in lms("user", "tokens", amal).stdout
    assert lms("user", "token", amal, "--end", rows["unnamed"]["id"]).exit_code == 0
    assert [row["name"] for row in json.loads(lms("user", "tokens", amal, "--format", "json").stdout)] == [
        "Reading list"
    ]
    assert lms("user", "token", amal, "--end", rows["unnamed"]["id"]).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "column", "value"),
    [
        (("role", EMAIL, "staff"), "role", "staff"),
        (("extra-time", EMAIL, "1.5"), "extra_time", "3/2"),
        (("disable", EMAIL), "state", "disabled"),
    ],
)
def test_each_act_changes_what_it_names(
    lms: Lms, amal: str, arguments: tuple[str, ...], column: str, value: str
) -> None:
    assert lms("user", *arguments).exit_code == 2, "a reason is needed"
    ran = lms("user", *arguments, "--reason", "agreed")
    assert ran.exit_code == 0, ran.output
    assert listed(lms)[column] == value


def test_a_disabled_account_can_be_opened_again(lms: Lms, amal: str) -> None:
    lms("user", "disable", amal, "--reason", "left")
    assert "disabled" in lms("user", "list").stdout
    assert lms("user", "enable", amal, "--reason", "back").exit_code == 0
    assert listed(lms)["state"] == "open"


def test_refusals_are_told_and_end_with_1(lms: Lms, amal: str) -> None:
    for arguments in (
        ("add", amal, "--name", "Again"),
        ("token", "nobody@example.org"),
        ("enable", amal, "--reason", "x"),
    ):
        ran = lms("user", *arguments)
        assert ran.exit_code == 1
        assert ran.stderr.strip()
        assert ran.stdout == ""


def test_wrong_use_ends_with_2(lms: Lms) -> None:
    assert lms("user", "add", EMAIL).exit_code == 2
    assert lms("user", "add", EMAIL, "--name", "A", "--role", "owner").exit_code == 2
    assert lms("user", "list", LMS_PUBLISH="perhaps").exit_code == 2
