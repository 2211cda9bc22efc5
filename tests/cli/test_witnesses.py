"""Operators: what `lms log verify` and `lms doctor` say of witnesses and time stamps, and of a file that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from lms.credentials.certificates import pem
from lms.services.ground.context import Context
from lms.services.log import stamping, trouble, witnessing
from lms.services.log.witnessing import Patience
from lms.services.publishing.served import Served
from lms.settings import load
from lms.store.engine import open_database
from lms.store.tables import CheckpointRow
from tests.cli.conftest import Lms
from tests.cli.serving import environment
from tests.support.signing import give_keys
from tests.support.site import Clock, House, catalog_of
from tests.support.timestamps import Stamper, roots
from tests.support.timestamps import stamping as answering
from tests.support.watched import enter, honest
from tests.support.witnesses import Signing, Witness, served

NAME = "partner.example"


@dataclass
class Site:
    """The site that commands look at, with one witness and a time-stamp service, if the tests will."""

    lms: Lms
    folder: Path
    house: House
    witness: Witness
    more: dict[str, str]

    def run(self, *arguments: str) -> Result:
        return self.lms(*arguments, **self.more)

    def found(self, name: str) -> tuple[bool, str]:
        rows = json.loads(self.run("doctor", "--format", "json").stdout)
        [row] = [row for row in rows if row["name"] == name]
        return row["fine"], row["words"]

    def work(self) -> None:
        settings = load(environment(self.folder, **self.more))
        context = replace(self.house.context, settings=settings)
        witnessing.ask_all(context, Patience())
        stamping.stamp_due(context, Patience())


@pytest.fixture
def site(lms: Lms, tmp_path: Path) -> Iterator[Site]:
    lms("user", "add", "person@example.org", "--name", "A Person")
    settings = load(environment(tmp_path))
    give_keys(settings.home)
    database, clock = open_database(settings.database_url), Clock(datetime.now(UTC).replace(microsecond=0))
    house = House(Context(settings, database, Served(database), now=clock), clock, catalog_of())
    witness = honest(house, NAME)
    with served(witness.answer) as address, answering(Stamper(clock)) as service:
        (tmp_path / "witnesses").write_text(f"witness partner {witness.signing.key} {address}\n")
        (tmp_path / "roots.pem").write_bytes(pem(*roots()))
        more = {"LMS_WITNESSES": str(tmp_path / "witnesses"), "LMS_TSA_URL": service}
        yield Site(lms, tmp_path, house, witness, {**more, "LMS_TSA_ROOTS": str(tmp_path / "roots.pem")})
    database.engine.dispose()


def test_the_doctor_tells_how_far_a_witness_is(site: Site) -> None:
    assert site.found("witness") == (True, "partner.example will see the log as soon as it has an entry")
    enter(site.house)
    assert site.found("witness") == (True, "partner.example is shown the newest head now")
    assert site.found("stamps") == (True, "no head is stamped yet")
    site.work()
    fine, words = site.found("witness")
    assert fine
    assert words.startswith("partner.example saw the newest head on ")
    assert site.found("stamps")[0]


def test_the_doctor_names_who_does_not_answer_and_since_when(site: Site) -> None:
    enter(site.house)
    away = Signing("away.example").key
    (site.folder / "witnesses").write_text(f"witness a {away} http://127.0.0.1:9\n")
    site.more["LMS_TSA_URL"] = "http://127.0.0.1:9/"
    site.work()
    for name in ("witness", "stamps"):
        fine, words = site.found(name)
        assert not fine
        assert f"since {site.house.clock():%-d %B %Y, %H:%M} UTC: it cannot be reached" in words
    assert site.run("doctor").exit_code == 1


def test_the_doctor_says_that_entries_are_lost_where_a_witness_saw_more(site: Site) -> None:
    enter(site.house)
    [origin] = site.witness.logs
    site.witness.seen[origin] = (40, b"")
    site.work()
    fine, words = site.found("witness")
    assert not fine
    assert "it saw 40 entries, and our log has 1: entries are lost here" in words
    assert trouble.troubles(site.house.context.settings)[NAME].longer == 40


def test_the_doctor_misses_a_worker_where_nobody_was_asked(site: Site) -> None:
    enter(site.house)
    with site.house.context.database.writing() as session:
        session.query(CheckpointRow).update({"at": site.house.clock() - timedelta(hours=1)})
    for name in ("witness", "stamps"):
        fine, words = site.found(name)
        assert not fine
        assert "is a worker running (lms work)?" in words


def test_where_nobody_is_set_nothing_is_said(site: Site) -> None:
    enter(site.house)
    site.work()
    site.more.clear()
    rows = json.loads(site.run("doctor", "--format", "json").stdout)
    assert not {"witness", "witnesses", "stamps"} & {row["name"] for row in rows}
    told = json.loads(site.run("log", "verify", "--format", "json").stdout)
    assert (told["witnesses"], told["stamps"]) == ([], {"number": 0, "size": None, "at": None})


def test_log_verify_tells_who_saw_what(site: Site) -> None:
    enter(site.house, 3)
    site.work()
    ran = site.run("log", "verify")
    assert ran.exit_code == 0
    when = f"{site.house.clock():%-d %B %Y, %H:%M} UTC"
    assert (
        f"partner.example saw 3 leaves on {when}.\nTime stamps: 1, the newest over 3 leaves on {when}.\n" in ran.stdout
    )
    told = json.loads(site.run("log", "verify", "--format", "json").stdout)
    at = f"{site.house.clock():%Y-%m-%dT%H:%M:%SZ}"
    assert told["witnesses"] == [{"name": NAME, "size": 3, "at": at}]
    assert told["stamps"] == {"number": 1, "size": 3, "at": at}


def test_log_verify_ends_with_1_where_a_signature_was_edited(site: Site) -> None:
    enter(site.house, 3)
    site.work()
    with site.house.context.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE cosignatures SET line = 'edited'")
    ran = site.run("log", "verify")
    assert ran.exit_code == 1
    assert "The signature of partner.example over 3 leaves is not as it was given." in ran.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"witness a b https://c\n", "LMS_WITNESSES: witnesses, line 1: \u201cb\u201d is not the verifier key"),
        (b"# nobody\nnobody\n", "LMS_WITNESSES: witnesses, line 2: each line is: witness LABEL KEY ADDRESS"),
        (b"\xff\xfe", "LMS_WITNESSES: witnesses, cannot be read (UnicodeDecodeError)."),
    ],
)
def test_a_file_that_is_wrong_is_refused_at_the_start_with_its_line(site: Site, content: bytes, said: str) -> None:
    (site.folder / "witnesses").write_bytes(content)
    ran = site.run("doctor")
    assert ran.exit_code != 0
    assert said in ran.output


def test_a_file_that_is_not_there_is_named(site: Site) -> None:
    site.more["LMS_WITNESSES"] = str(site.folder / "nowhere")
    assert f"LMS_WITNESSES: there is no file {site.folder / 'nowhere'}." in site.run("doctor").output
