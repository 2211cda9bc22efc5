"""What somebody tells of themselves for their own eyes is shown to nobody else: on no page, in no answer, file or log.

Canaries stand in the roles and in every field that the member's page does not show; the page itself is switched on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.services.certifying import claiming, issuing
from lms.services.ground import journal
from lms.services.members import typed
from lms.services.organisations import entering
from lms.services.organisations.believing import Known
from lms.services.privacy import own_data
from lms.store.personal import rows_about
from lms.store.tables import Base
from tests.services.accounts.post import HERE
from tests.support.web import API, Caller, by_token, signed_in, stranger
from tests.web.pages.console.programme import Programme, programme
from tests.web.pages.console.test_existence import ADDRESSES
from tests.web.policy_table import TABLE

CANARY = "CANARY-OWN"
OWNER = "Amal Haddad"
HANDLE = "amal-h"
FORM = {
    "name": "Amal H.",
    "about": f"{CANARY}-about",
    "languages": f"{CANARY}-language",
    "asked_for": f"{CANARY}-asked",
    "links": f"https://{CANARY.lower()}.example/",
    "roles": [f"{CANARY}-role"],
    "handle": HANDLE,
    "open": "yes",
}
OTHERS = (
    "visitor",
    "learner",
    "author",
    "staff",
    "admin",
    "registrar",
    "decider",
    "measurement-officer",
    "a verifier's program",
    "somebody of an organisation",
    "a reader of the page",
)
OWN = frozenset({"/account/profile", f"{API}/me/profile"})
"""Where the owner finds it, beside the export."""


@dataclass
class Walked:
    """One site after one walk: the answers by who asked and what for, and all that was logged meanwhile."""

    world: Programme
    serial: str
    logged: list[str] = field(default_factory=list)
    answers: list[tuple[str, str, TestResponse]] = field(default_factory=list)

    def ask(self, who: str, caller: Caller, paths: list[str]) -> None:
        self.answers += [(who, path, caller.get(path)) for path in paths]


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines
        self.setFormatter(journal.AsJson())

    def emit(self, record: logging.LogRecord) -> None:
        self._lines += [self.format(record), record.getMessage()]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with pytest.MonkeyPatch.context() as patched, programme(tmp_path_factory.mktemp("own eyes")) as world:
        patched.setattr(typed, "ROLES", tuple(FORM["roles"]))
        owner = world.people[OWNER]
        serial = claiming.claim(world.house.context, owner, "listener", OWNER, agree=True).holding.serial
        assert serial
        issuing.carry_on(world.house.context, serial)
        made, root = Walked(world, serial), logging.getLogger()
        handler, level = _Lines(made.logged), root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        journal.send_to(made.logged.append)
        try:
            _walk(made)
        finally:
            journal.send_to(None)
            root.removeHandler(handler)
            root.setLevel(level)
        yield made


def _walk(made: Walked) -> None:
    """The owner tells it, once by the form and once by a program, and then everybody looks everywhere."""
    world, paths = made.world, _paths(made)
    owner = signed_in(world.app, world.house, world.people[OWNER])
    assert owner.form("/account/profile", FORM | {"links": "javascript:"}).status_code == 422
    assert owner.form("/account/profile", FORM).status_code == 303
    program = by_token(world.app, world.house, world.people[OWNER])
    sent = {name: value for name, value in program.get(f"{API}/me/profile").get_json().items() if name != "page"}
    assert program.put(f"{API}/me/profile", sent).status_code == 200
    for who, caller in _others(world).items():
        made.ask(who, caller, paths)
    made.ask(OWNER, owner, paths)


def _others(world: Programme) -> dict[str, Caller]:
    entered = entering.enter(world.house.context, Known("https://login.example.org", "4711", "Ola"), HERE, "a browser")
    visiting = Caller(world.app.test_client(), {})
    with visiting.client.session_transaction() as cookie:
        cookie["_user_id"] = entered.token
    return {who: world.callers[who] for who in OTHERS[:8]} | {
        OTHERS[8]: by_token(world.app, world.house, world.people["Rosa Lima"]),
        OTHERS[9]: visiting,
        OTHERS[10]: stranger(world.app),
    }


def _paths(made: Walked) -> list[str]:
    """Every address that is read, with what is the owner's in it wherever something can be."""
    things = {**made.world.things, "certificate": made.serial}
    own = {row.path: row.path.replace("/none", f"/{made.serial}", 1) for row in TABLE.values() if "/none" in row.path}
    own |= {"/members/none": f"/members/{HANDLE}", f"{API}/members/none": f"{API}/members/{HANDLE}"}
    table = {own.get(row.path, row.path).replace("{attempt}", "none") for row in TABLE.values() if row.method == "GET"}
    return sorted(table | {one.path.format(**things) for one in ADDRESSES} | {f"/verify/{made.serial}"})


def _holds(text: str) -> bool:
    return CANARY.casefold() in text.casefold()


def test_no_page_and_no_answer_tells_anybody_else(walked: Walked) -> None:
    assert {who for who, _, _ in walked.answers} == {*OTHERS, OWNER}
    told = [(who, path) for who, path, answer in walked.answers if who != OWNER and _holds(_all_of(answer))]
    assert told == []
    assert [(who, path) for who, path, answer in walked.answers if answer.status_code == 500] == []
    let_in = {who for who, path, answer in walked.answers if path == "/learn" and answer.status_code == 200}
    assert let_in == {*OTHERS, OWNER} - {"visitor", "a verifier's program", "a reader of the page"}
    shown = {path for who, path, answer in walked.answers if who == OTHERS[10] and answer.status_code == 200}
    assert {f"/members/{HANDLE}", f"{API}/members/{HANDLE}", f"/verify/{walked.serial}"} <= shown


def test_its_owner_finds_it_where_it_is_told_and_nowhere_else(walked: Walked) -> None:
    assert {path for who, path, answer in walked.answers if who == OWNER and _holds(_all_of(answer))} == OWN
    exported = own_data.export(walked.world.house.context, walked.world.people[OWNER])["tables"]
    assert [name for name, rows in exported.items() if _holds(json.dumps(rows))] == ["profiles"]


def test_no_export_of_anybody_else_tells_it(walked: Walked) -> None:
    for name, person in walked.world.people.items():
        if name != OWNER:
            assert not _holds(json.dumps(own_data.export(walked.world.house.context, person))), name


def test_no_log_no_mail_and_no_other_row_has_it(walked: Walked) -> None:
    assert any('"kind": "request"' in line for line in walked.logged)
    assert [line for line in walked.logged if _holds(line)] == []
    with walked.world.house.context.database.reading() as session:
        assert rows_about(session, walked.world.people[OWNER].id)["mails"]
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table)).all()
            assert _holds(str(rows)) == (table.name == "profiles"), table.name


def test_no_certificate_has_it(walked: Walked) -> None:
    for who, path, answer in walked.answers:
        if who == OWNER and path == f"/certificates/{walked.serial}.pdf":
            read = PdfReader(BytesIO(answer.data))
            inside = [page.extract_text() for page in read.pages] + [str(dict(read.metadata or {}))]
            assert OWNER in "".join(inside)
            attached = [content.decode(errors="replace") for files in read.attachments.values() for content in files]
            assert not any(map(_holds, [*inside, *attached]))
            return
    raise AssertionError("the owner has a certificate, and downloads it")


def _all_of(answer: TestResponse) -> str:
    body: str = answer.data.decode(errors="replace")
    return body + str(answer.headers)
