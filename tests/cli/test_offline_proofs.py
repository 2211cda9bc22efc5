"""`lms certificate verify --offline` with all that can be given beside the file: nothing that was ended holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lms.cli.certificates import offline
from lms.cli.certificates.offline import GivenFiles
from lms.credentials.checkpoint import verifier_key
from lms.credentials.keys import KeyKind, SigningKey
from lms.credentials.offline import OfflineCheck
from lms.credentials.steps import Outcome
from lms.services.certifying import badging, changing_keys, issuing, stewarding
from lms.services.ground.refusals import Invalid
from lms.services.keys.keyfiles import ring_of
from lms.store import certificates
from lms.web.pages.verification import check_log
from tests.services.log.test_logbook import issue
from tests.support.site import House, house_at
from tests.support.web import app_of

STAFF = "staff:test"


class Stranger:
    """Somebody who fetched what the site gives out, on the day that `fetch` was called, and has a PDF."""

    def __init__(self, house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.folder, self.client = house, folder, app_of(house).test_client()
        monkeypatch.setattr(check_log.Site, "get", lambda _, path: self.get(path))
        self.serial = issue(house, house.person("Amal Haddad"))
        with house.context.database.reading() as session:
            content = certificates.pdf(session, self.serial)
        assert content is not None
        self.pdf = content
        given = badging.credential(house.context, self.serial)
        assert isinstance(given, badging.Given)
        self.credential = given.text.encode()

    def get(self, path: str) -> bytes:
        answer = self.client.get(path)
        return answer.data if answer.status_code == 200 else b""

    def fetch(self, *names: str) -> None:
        entry = json.loads(self.credential)["credentialStatus"]
        paths = {
            "did.json": "/.well-known/did.json",
            "issuer.pem": "/.well-known/issuer.pem",
            "crl.der": "/crl.der",
            "log.key": "/log/key",
            "list.json": urlsplit(entry["statusListCredential"]).path,
        }
        for name in names or (*paths, "log"):
            if name == "log":
                assert check_log.main(["https://site.example", str(self.folder / "log")]) == 0
            else:
                (self.folder / name).write_bytes(self.get(paths[name]))

    def check(self, *names: str, content: bytes = b"") -> OfflineCheck:
        """The file, checked by what was fetched under these names, and by did.json and issuer.pem."""
        files = {name: self.folder / name if name in names else None for name in ("crl.der", "log.key", "log")}
        lists = [self.folder / name for name in names if name.endswith(".json")]
        given = GivenFiles(
            self.folder / "did.json",
            self.folder / "issuer.pem",
            files["crl.der"],
            files["log.key"],
            lists,
            files["log"],
        )
        return offline.check(content or self.pdf, given)


ALL = ("crl.der", "log.key", "list.json", "log")


def outcomes(found: OfflineCheck) -> dict[str, str]:
    return {step.name: step.outcome.value for step in found.steps}


def words(found: OfflineCheck, name: str) -> str:
    return next(step.words for step in found.steps if step.name == name)


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as house:
        # The command goes by the clock of whoever runs it.
        house.clock.at = datetime.now(UTC) - timedelta(minutes=1)
        changing_keys.announce(house.context, STAFF)
        made = Stranger(house, tmp_path / "theirs", monkeypatch)
        made.folder.mkdir()
        made.fetch()
        yield made


def active(house: House, kind: KeyKind) -> SigningKey:
    found = ring_of(house.context.settings).active(kind)
    assert found is not None
    return found


def test_with_everything_given_everything_is_checked(stranger: Stranger) -> None:
    found = stranger.check(*ALL)
    assert found.holds
    assert (found.not_checked, set(outcomes(found).values())) == ((), {"ok"})
    assert found.checked == ("seal", "lost", "proof", "term", "log", "standing", "acts")
    assert "Whether it still counts" not in found.headline
    credential = stranger.check(*ALL, content=stranger.credential)
    assert credential.holds
    assert credential.checked == ("proof", "term", "log", "standing", "acts")


def test_with_nothing_given_it_says_what_was_not_checked_and_how_it_can_be(stranger: Stranger) -> None:
    found = stranger.check()
    assert found.holds
    assert found.not_checked == ("lost", "log", "standing")
    assert "Whether it still counts was not checked." in found.headline
    for name, option in (("lost", "--crl"), ("log", "--log-key"), ("standing", "--status-list")):
        assert option in words(found, name)
    assert "Not checked: lost, log, standing." in offline.in_lines(found)
    assert found.to_json()["not_checked"] == ["lost", "log", "standing"]


def test_the_receipt_in_the_pdf_is_read_by_the_logs_key(stranger: Stranger) -> None:
    assert outcomes(stranger.check("log.key"))["log"] == "ok"
    found = stranger.check("log.key", content=stranger.credential)
    assert outcomes(found)["log"] == "not-checked"
    assert found.holds
    other = check_log.Note((stranger.folder / "log" / "checkpoint").read_text()).origin
    key = active(stranger.house, KeyKind.CREDENTIAL)
    (stranger.folder / "log.key").write_text(verifier_key(other, key.public))
    found = stranger.check("log.key")
    assert (outcomes(found)["log"], found.holds) == ("failed", False)


@pytest.mark.parametrize("act", ["revoke", "suspend", "reissue"])
def test_what_was_ended_never_holds_once_its_list_or_the_log_is_given(stranger: Stranger, act: str) -> None:
    context = stranger.house.context
    if act == "reissue":
        stewarding.reissue(context, STAFF, stranger.serial, "Amal Q. Haddad", "a wrong name")
    else:
        getattr(stewarding, act)(context, STAFF, stranger.serial, "a reason")
    assert stranger.check(*ALL).holds
    stranger.fetch("list.json", "log")
    for given, failed in ((("list.json",), "standing"), (("log.key", "log"), "acts")):
        for content in (stranger.pdf, stranger.credential):
            found = stranger.check(*given, content=content)
            assert (outcomes(found)[failed], found.holds) == ("failed", False)
            assert found.headline == "It is what the issuer signed, but it cannot be relied on today."


def changed(stranger: Stranger, **members: object) -> None:
    file = stranger.folder / "list.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | members))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"validUntil": "2099-01-01T00:00:00Z"}, "not as the issuer signed it"),
        ({"issuer": "did:web:other.example"}, "not one of the issuer's"),
        ({"more": 1}, "not one of the issuer's"),
        ({"id": "https://other.example/status/1"}, "another status list"),
    ],
)
def test_a_status_list_that_is_not_its_own_or_not_as_it_was_signed_fails(
    stranger: Stranger, members: dict[str, object], said: str
) -> None:
    changed(stranger, **members)
    found = stranger.check("list.json")
    assert (outcomes(found)["standing"], found.holds) == ("failed", False)
    assert said in words(found, "standing")


def test_a_status_list_that_is_out_of_date_says_nothing(stranger: Stranger) -> None:
    stranger.house.clock.turn(timedelta(days=-20))
    stranger.fetch("list.json")
    found = stranger.check("list.json")
    assert (outcomes(found)["standing"], found.holds) == ("failed", False)
    assert "out of date" in words(found, "standing")


def test_a_seal_of_a_lost_key_fails_by_the_list_and_by_the_log(stranger: Stranger) -> None:
    lost = active(stranger.house, KeyKind.PDF)
    changing_keys.compromise(stranger.house.context, STAFF, lost.id, "stolen")
    assert stranger.check("crl.der").holds
    stale = (stranger.folder / "crl.der").read_bytes()
    stranger.fetch("crl.der", "log")
    for given in (("crl.der",), ("log.key", "log")):
        found = stranger.check(*given)
        assert (outcomes(found)["lost"], outcomes(found)["seal"], found.holds) == ("failed", "failed", False)
        assert (found.headline, found.facts) == ("It does not hold: do not rely on it.", ())
    # A newer certificate is good; but whoever was given a list of before is told, since the log knows better.
    stranger.serial = issue(stranger.house, stranger.house.person("Rosa Lind"))
    with stranger.house.context.database.reading() as session:
        fresh = certificates.pdf(session, stranger.serial)
    assert fresh is not None
    stranger.fetch("log")
    assert stranger.check("crl.der", "log.key", "log", content=fresh).holds
    (stranger.folder / "crl.der").write_bytes(stale)
    found = stranger.check("crl.der", "log.key", "log", content=fresh)
    assert (outcomes(found)["lost"], found.holds) == ("failed", False)
    assert lost.id in words(found, "lost")


def test_a_list_of_lost_keys_that_another_root_signed_fails(stranger: Stranger) -> None:
    file = stranger.folder / "crl.der"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    assert outcomes(stranger.check("crl.der"))["lost"] == "failed"


def test_a_credential_of_a_lost_key_fails_by_the_log_where_did_json_is_an_old_one(stranger: Stranger) -> None:
    lost = active(stranger.house, KeyKind.CREDENTIAL)
    changing_keys.compromise(stranger.house.context, STAFF, lost.id, "stolen")
    assert stranger.check().holds
    stranger.fetch("log")
    found = stranger.check("log.key", "log")
    assert (outcomes(found)["proof"], found.holds, found.facts) == ("failed", False, ())
    stranger.fetch("did.json")
    assert not stranger.check().holds


def test_after_the_logs_key_was_lost_a_receipt_proves_nothing_by_itself_and_the_log_still_does(
    stranger: Stranger,
) -> None:
    lost = active(stranger.house, KeyKind.LOG)
    changing_keys.compromise(stranger.house.context, STAFF, lost.id, "stolen")
    stranger.fetch("log.key", "log")
    found = stranger.check("log.key")
    assert (outcomes(found)["log"], found.holds) == ("not-checked", True)
    assert "was lost" in words(found, "log")
    assert outcomes(stranger.check("log.key", "log"))["log"] == "ok"


def test_what_the_log_does_not_know_fails(stranger: Stranger) -> None:
    later = issue(stranger.house, stranger.house.person("Rosa Lind"))
    with stranger.house.context.database.reading() as session:
        content = certificates.pdf(session, later)
    assert content is not None
    # Its receipt is newer than the copy of the log, and is checked by itself.
    assert stranger.check("log.key", "log", content=content).holds
    given = badging.credential(stranger.house.context, later)
    assert isinstance(given, badging.Given)
    found = stranger.check("log.key", "log", content=given.text.encode())
    assert (outcomes(found)["log"], found.holds) == ("failed", False)


@pytest.mark.parametrize("name", ["crl.der", "log.key", "log/leaves", "log/checkpoint"])
def test_a_file_that_is_not_what_it_should_be_is_told(stranger: Stranger, name: str) -> None:
    (stranger.folder / name).write_text("something else\n")
    with pytest.raises(Invalid):
        stranger.check(*ALL)


def test_a_status_list_that_is_no_list_fails(stranger: Stranger) -> None:
    (stranger.folder / "list.json").write_text("[]")
    found = stranger.check("list.json")
    assert [step.outcome for step in found.steps if step.name == "standing"] == [Outcome.FAILED]


def test_a_file_from_before_a_suspension_ended_gives_way_to_the_newer_one(stranger: Stranger) -> None:
    context, former = stranger.house.context, stranger.pdf
    stewarding.suspend(context, STAFF, stranger.serial, "a complaint")
    stewarding.reinstate(context, STAFF, stranger.serial, "it was not true")
    issuing.carry_on(context, stranger.serial)
    with context.database.reading() as session:
        newer = certificates.pdf(session, stranger.serial)
    assert newer is not None
    stranger.fetch("list.json", "log")
    found = stranger.check("log.key", "log", content=former)
    assert (outcomes(found)["acts"], found.holds) == ("failed", False)
    assert "take the newer file" in words(found, "acts")
    assert not stranger.check("list.json", content=former).holds
    assert newer != former
    assert stranger.check(*ALL, content=newer).holds
