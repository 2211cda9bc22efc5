"""Without the duty there is nothing: each address of the console, asked for by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from lms.credentials.serial import new_serial
from lms.practice.duties import Duty
from tests.support.web import API
from tests.web.pages.console.programme import DUTIES, ROLES, Programme, programme
from tests.web.policy_table import TABLE

OFFICE = ("staff", "admin")
IN_OFFICE = ("registrar", "decider")
READERS = ("writer", "content-reviewer", "fairness-reviewer", "measurement-officer", "decider")
REVIEWERS = ("content-reviewer", "fairness-reviewer")
NO_SERIAL = new_serial(bytes).text


@dataclass(frozen=True)
class Address:
    """Where something is, whom it is shown to, and what would be there if it were not; `{}` names are those of things.

    A list of people with a duty is open to whoever has it in another scheme too, and holds nothing of this one.
    """

    path: str
    opens_to: tuple[str, ...]
    is_list: bool = False
    nothing: str = ""

    def lets_in(self, who: str) -> bool:
        duty = who.removesuffix(" elsewhere")
        return who in self.opens_to or (self.is_list and duty in self.opens_to and duty in list(Duty))


ADDRESSES = (
    Address("/staff", (*ROLES[1:], *DUTIES), is_list=True),
    Address("/staff/people", IN_OFFICE, is_list=True),
    Address("/staff/people/{person}", IN_OFFICE, is_list=True),
    Address("/staff/certificates", (*OFFICE, *IN_OFFICE), is_list=True),
    Address("/staff/certificates/{certificate}", (*OFFICE, *IN_OFFICE), nothing=NO_SERIAL),
    Address("/staff/certificates/award", ("registrar", "decider"), is_list=True),
    Address("/staff/certificates/award/{award}", ("registrar", "decider"), nothing="999"),
    Address(f"{API}/staff/certificates/award", ("registrar", "decider"), is_list=True),
    Address(f"{API}/staff/certificates/award/{{award}}", ("registrar", "decider"), nothing="999"),
    Address("/staff/applications", IN_OFFICE, is_list=True),
    Address("/staff/applications/{application}", IN_OFFICE, nothing="none"),
    Address("/staff/applications/{statement}", IN_OFFICE, nothing="none"),
    Address("/staff/decisions", ("decider",), is_list=True),
    Address("/staff/attempts/{attempt}", ("registrar",), nothing="none"),
    Address(f"{API}/staff/attempts/{{attempt}}", ("registrar",), nothing="none"),
    Address("/staff/accommodations", (*OFFICE, "registrar"), is_list=True),
    Address(f"{API}/staff/accommodations", ("registrar",), is_list=True),
    Address("/staff/duties", ("admin",)),
    Address("/staff/interests", ("admin", *DUTIES), is_list=True),
    Address("/staff/audit", ("admin",)),
    Address("/staff/audit.csv", ("admin",)),
    Address("/staff/mails", ("admin",)),
    Address("/review", REVIEWERS, is_list=True),
    Address("/staff/banks", READERS, is_list=True),
    Address("/staff/banks/{bank}", READERS, nothing="none"),
    Address("/staff/questions/{bank}/{question}", READERS, nothing="none"),
    Address("/staff/questions/{bank}/{question}/{version}", READERS),
    Address(f"{API}/staff/people", IN_OFFICE, is_list=True),
    Address(f"{API}/staff/people/{{person}}", IN_OFFICE, is_list=True),
    Address(f"{API}/staff/tasks", ("admin", *DUTIES), is_list=True),
    Address(f"{API}/staff/certificates", IN_OFFICE, is_list=True),
    Address(f"{API}/staff/applications/{{application}}", IN_OFFICE, nothing="none"),
    Address(f"{API}/staff/certificates/{{certificate}}", IN_OFFICE, nothing=NO_SERIAL),
    Address(f"{API}/staff/applications", IN_OFFICE, is_list=True),
    Address(f"{API}/staff/decisions", ("decider",), is_list=True),
    Address(f"{API}/staff/duties", ("admin",)),
    Address(f"{API}/staff/interests", ("admin",)),
    Address(f"{API}/staff/audit", ("admin",)),
    Address(f"{API}/staff/mails", ("admin",)),
    Address(f"{API}/staff/review", REVIEWERS, is_list=True),
    Address(f"{API}/staff/banks", READERS, is_list=True),
    Address(f"{API}/staff/banks/{{bank}}", READERS, nothing="none"),
    Address(f"{API}/staff/questions/{{bank}}/{{question}}", READERS, nothing="none"),
)
ACTS = (
    Address("/staff/applications/{statement}/grant", ("registrar",)),
    Address("/staff/decisions/{application}", ("decider",)),
    Address("/staff/duties", ("admin",)),
    Address("/staff/duties/{appointment}/end", ("admin",)),
    Address("/staff/mails/{mail}/again", ("admin",)),
    Address("/staff/banks/{bank}/open", READERS[:-1]),
    Address("/staff/banks/{bank}/adopt", ("decider",)),
    Address("/staff/questions/{bank}/{question}/{version}/review/content", REVIEWERS[:1]),
    Address("/staff/questions/{bank}/{question}/{version}/propose", ("writer",)),
    Address("/staff/questions/{bank}/{question}/{version}/suspend", ("measurement-officer", "decider")),
    *(Address(f"/staff/certificates/{{certificate}}/{act}", IN_OFFICE) for act in ("suspend",)),
    Address("/staff/certificates/{certificate}/correct", ("registrar",)),
    Address("/staff/certificates/{certificate}/reinstate", ("decider",)),
)
TRIED_ELSEWHERE = ("staff.extra_time", "staff.accommodation", "api.accommodation")
"""What only leads on, and single accommodations, which are tried where they are granted."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with programme(tmp_path_factory.mktemp("programme")) as made:
        yield made


def test_every_address_that_shows_something_is_asked_for_here() -> None:
    shown = {
        row.path
        for name, row in TABLE.items()
        if _in_console(row.path) and row.method == "GET" and name not in TRIED_ELSEWHERE
    }
    patterns = [re.compile(re.sub(r"\{\w+\}", "[^/]+", one.path) + "$") for one in ADDRESSES]
    assert [path for path in shown if not any(pattern.match(path) for pattern in patterns)] == []


def _in_console(path: str) -> bool:
    return path.startswith(("/staff", "/review", f"{API}/staff"))


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.path)
def test_whoever_has_not_the_duty_is_told_of_nothing(world: Programme, address: Address) -> None:
    path = address.path.format(**world.things)
    for who, caller in world.callers.items():
        answer = caller.get(path)
        if who == "visitor":
            assert answer.status_code == (401 if path.startswith(API) else 303), who
        elif who == "decider without a factor" and address.lets_in("decider"):
            assert answer.status_code == (403 if path.startswith(API) else 303), who
        elif address.lets_in(who):
            assert answer.status_code == 200, who
        else:
            assert answer.status_code == 404, who
        if who.endswith(" elsewhere"):
            assert world.things["application"] not in answer.text, who
            assert world.things["certificate"] not in answer.text or "/people/" in path, who


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.nothing], ids=lambda one: one.path)
def test_what_is_there_and_what_is_not_are_answered_in_the_same_words(world: Programme, address: Address) -> None:
    path, nothing = address.path.format(**world.things), _without(world, address)
    for who, caller in world.callers.items():
        if who not in ("visitor", "decider without a factor") and not address.lets_in(who):
            assert _words(caller.get(path)) == _words(caller.get(nothing)), who


def _without(world: Programme, address: Address) -> str:
    last = address.path.rpartition("/")[0]
    return f"{last.format(**world.things)}/{address.nothing}"


def _words(answer: TestResponse) -> str:
    """The answer without what is another each time: its number, and the token of its forms."""
    return re.sub(r'value="[^"]*"', "", answer.text.replace(answer.headers["X-Request-Id"], ""))


@pytest.mark.parametrize("address", ACTS, ids=lambda one: one.path)
def test_whoever_has_not_the_duty_does_nothing(world: Programme, address: Address) -> None:
    path = address.path.format(**world.things)
    for who, caller in world.callers.items():
        if who == "visitor":
            assert caller.client.post(path, data={"reason": "x"}).status_code == 401
        elif who != "decider without a factor" and not address.lets_in(who):
            for form in ({"reason": "Let me"}, {}):
                assert caller.form(path, form).status_code == 404, (who, form)
