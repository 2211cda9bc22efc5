"""The keys that sign: made here alone, private, changed without loss, and taken out of trust when they are lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from lms.credentials import badge, did
from lms.credentials.certificates import DOCUMENT_SIGNING, from_pem
from lms.credentials.integrity import Proven
from lms.credentials.keys import KeyKind, KeyRing
from lms.credentials.life import Status
from lms.services.certifying import badging, changing_keys, issuing, stewarding, verifying
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.keys import ring as keys
from lms.services.keys import rootkey, sealing
from lms.services.keys.keyfiles import folder_of, private_file, ring_of
from lms.services.keys.keymaking import make_missing
from lms.services.log import checking
from lms.services.operating import start
from lms.settings import Settings, SettingsFault, load
from lms.store import audit, certificates
from tests.credentials.authorities import authority
from tests.services.log.test_logbook import issue, kinds
from tests.support.signing import MADE, give_keys
from tests.support.site import House

PUBLIC = "https://learn.example.org"
PASSPHRASE = "correct horse battery staple"
FOUR = {KeyKind.CREDENTIAL, KeyKind.PDF, KeyKind.ROOT, KeyKind.LOG}


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A site on loopback, with keys that were made for development."""
    give_keys(tmp_path)
    return load({"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)})


def publicly(settings: Settings) -> Settings:
    return replace(settings, base_url=PUBLIC)


def as_made_for_it(settings: Settings) -> None:
    """Take the mark of development off the keys, as if `lms keys init` had made them at the public address."""
    file = folder_of(settings) / "keys.json"
    file.write_text(file.read_text().replace('"development": true', '"development": false'))


def test_four_keys_are_made_and_all_is_private(here: Settings) -> None:
    ring = ring_of(here)
    assert {one.kind for one in ring.keys} == FOUR
    assert len({one.public for one in ring.keys}) == 4
    assert folder_of(here).stat().st_mode & 0o777 == 0o700
    for file in folder_of(here).iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
    assert KeyRing.from_json(ring.to_json()) == ring
    assert "PRIVATE" not in (folder_of(here) / "keys.json").read_text()


def test_the_leaf_hangs_under_the_root_may_sign_documents_and_never_ends(here: Settings) -> None:
    identity = keys.pdf_identity(here, MADE)
    leaf, root = identity.certificate, identity.chain[-1]
    leaf.verify_directly_issued_by(root)
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert leaf.not_valid_after_utc.year == 9999
    assert identity.private.key_size == 3072


def test_on_loopback_a_key_is_made_when_it_is_first_needed(tmp_path: Path) -> None:
    settings = load({"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)})
    assert keys.faults(settings) == []
    signer = keys.signer(settings, KeyKind.LOG, MADE)
    assert len(signer.sign(b"x")) == 64
    assert keys.signer(settings, KeyKind.LOG, MADE).key == signer.key
    assert [one.kind for one in ring_of(settings).keys] == [KeyKind.LOG]


def test_elsewhere_nothing_is_made_by_itself(tmp_path: Path) -> None:
    settings = publicly(load({"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)}))
    with pytest.raises(SettingsFault, match="lms keys init"):
        keys.signer(settings, KeyKind.LOG, MADE)
    assert not folder_of(settings).exists()


def test_a_site_does_not_start_without_keys_or_with_those_of_development(here: Settings) -> None:
    elsewhere = replace(publicly(here), secret_key="sG7ckQ0vX1mZ4hJ9tR2wY6bN8dF5pL3a")
    with pytest.raises(SettingsFault, match="made for development"):
        start.make_context(elsewhere)
    as_made_for_it(here)
    start.make_context(elsewhere).database.engine.dispose()
    for kind in (KeyKind.CREDENTIAL, KeyKind.LOG, KeyKind.PDF):
        key = ring_of(here).active(kind)
        assert key is not None
        file = private_file(here, key)
        file.rename(file.with_suffix(".away"))
        with pytest.raises(SettingsFault, match="missing"):
            start.make_context(elsewhere)
        file.with_suffix(".away").rename(file)
    folder_of(here).rename(here.home / "away")
    with pytest.raises(SettingsFault, match="missing"):
        start.make_context(elsewhere)


@pytest.mark.parametrize("which", ["folder", "file"])
def test_a_site_does_not_start_with_keys_that_others_can_read(here: Settings, which: str) -> None:
    settings = replace(here, secret_key="sG7ckQ0vX1mZ4hJ9tR2wY6bN8dF5pL3a")
    start.make_context(settings).database.engine.dispose()
    open_one = folder_of(here) if which == "folder" else sorted(folder_of(here).glob("*.pem"))[0]
    open_one.chmod(open_one.stat().st_mode | 0o044)
    with pytest.raises(SettingsFault, match="read by others"):
        start.make_context(settings)


def test_init_elsewhere_takes_the_place_of_keys_of_development(here: Settings) -> None:
    former = {one.id for one in ring_of(here).keys}
    made = make_missing(publicly(here), keys.needed(here), MADE + timedelta(days=1))
    assert {one.kind for one in made} == FOUR
    assert not former & {one.id for one in made}
    assert keys.faults(publicly(here)) == []
    assert make_missing(publicly(here), keys.needed(here), MADE + timedelta(days=2)) == ()


def test_a_key_of_ones_own_seals_pdfs(here: Settings, tmp_path: Path) -> None:
    own = keys.pdf_identity(here, MADE)
    file = tmp_path / "own.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal", own.private, own.certificate, own.chain, BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    file.chmod(0o600)
    settings = replace(here, pdf_key=file, pdf_key_passphrase=PASSPHRASE)
    assert keys.pdf_identity(settings, MADE).certificate == own.certificate
    assert keys.faults(settings) == []
    assert KeyKind.PDF not in keys.needed(settings)
    assert "PASSPHRASE" in keys.faults(replace(settings, pdf_key_passphrase="wrong"))[0]
    file.chmod(0o644)
    assert "read by others" in keys.faults(settings)[0]


def trusted_keys(house: House) -> dict[str, bytes]:
    """The keys that an independent verifier takes from did.json."""
    return did.keys_of(badging.did_document(house.context))


def credential_of(house: House, serial: str) -> object:
    with house.context.database.reading() as session:
        text = certificates.badge(session, serial)
    assert text is not None
    return json.loads(text)


def test_after_two_rotations_everything_issued_before_still_verifies(house: House) -> None:
    serials = [issue(house, house.person("Person a"))]
    for n, kind in enumerate((KeyKind.CREDENTIAL, KeyKind.PDF, KeyKind.LOG) * 2):
        house.clock.turn(timedelta(days=1))
        old = keys.ring(house.context.settings).active(kind)
        made = changing_keys.rotate(house.context, "operator:test", kind)
        ring = keys.ring(house.context.settings)
        assert old is not None
        assert ring.active(kind) == made
        assert old.id in {one.id for one in ring.trusted(kind)}
        assert not private_file(house.context.settings, old).exists()
        serials.append(issue(house, house.person(f"Person {'bcdefg'[n]}")))
    for serial in serials:
        assert verifying.report(house.context, serial).status is Status.VALID
        assert isinstance(badge.verify(credential_of(house, serial), trusted_keys(house)), Proven)
        with house.context.database.reading() as session:
            content = certificates.pdf(session, serial)
        assert content is not None
        assert verifying.report_on_file(house.context, content).genuine
    assert checking.verify(house.context).sound


def test_each_change_of_a_key_is_a_leaf_and_told_once(house: House) -> None:
    changing_keys.announce(house.context, "system")
    assert kinds(house) == ["key"] * 4
    assert changing_keys.announce(house.context, "system") == 0
    changing_keys.rotate(house.context, "operator:test", KeyKind.LOG)
    assert kinds(house) == ["key"] * 6
    assert checking.verify(house.context).sound


def test_what_a_lost_key_signed_is_signed_again_and_the_old_is_replaced(house: House) -> None:
    people = [house.person(f"Person {letter}") for letter in "abcd"]
    kept, revoked, suspended = (issue(house, person) for person in people[:3])
    stewarding.revoke(house.context, "staff:test", revoked, "a reason")
    stewarding.suspend(house.context, "staff:test", suspended, "a reason")
    house.clock.turn(timedelta(days=1))
    lost = keys.ring(house.context.settings).active(KeyKind.CREDENTIAL)
    assert lost is not None
    done = changing_keys.compromise(house.context, "operator:test", lost.id, "the laptop was stolen")
    assert [old for old, _ in done.again] == [kept]
    assert [serial for serial, _ in done.left] == [suspended]
    fresh = done.again[0][1]
    statuses = [verifying.report(house.context, one).status for one in (kept, fresh, revoked, suspended)]
    assert statuses == [Status.REPLACED, Status.VALID, Status.REVOKED, Status.SUSPENDED]
    claims = [verifying.report(house.context, one).claims for one in (kept, fresh)]
    assert claims[0] is not None
    assert claims[1] is not None
    assert (claims[0].holder, claims[0].issued, claims[0].expires) == (
        claims[1].holder,
        claims[1].issued,
        claims[1].expires,
    )
    document = badging.did_document(house.context)
    assert not any(str(one["id"]).endswith(lost.id) for one in document["verificationMethod"])
    assert not any(str(one).endswith(lost.id) for one in document["assertionMethod"])
    assert not isinstance(badge.verify(credential_of(house, kept), trusted_keys(house)), Proven)
    assert isinstance(badge.verify(credential_of(house, fresh), trusted_keys(house)), Proven)
    assert checking.verify(house.context).sound


def test_what_a_lost_key_signed_is_genuine_here_and_says_why_others_refuse_it(house: House) -> None:
    serials = [issue(house, house.person(f"Person {letter}")) for letter in "ab"]
    with house.context.database.reading() as session:
        files = [certificates.pdf(session, serial) or b"" for serial in serials]
    former = json.dumps(credential_of(house, serials[0])).encode()
    stewarding.suspend(house.context, "staff:test", serials[0], "a reason")
    stewarding.reinstate(house.context, "staff:test", serials[0], "a reason")
    issuing.carry_on(house.context, serials[0])
    house.clock.turn(timedelta(days=1))
    lost = keys.ring(house.context.settings).active(KeyKind.CREDENTIAL)
    assert lost is not None
    changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    for older in (*files, former):
        found = verifying.report_on_file(house.context, older)
        assert found.headline.startswith("Genuine, but replaced")
        assert "taken out of trust on 23 November 2026" in found.words
    fresh = changing_keys.compromise(house.context, "operator:test", lost.id, "stolen").again
    assert fresh == ()
    with house.context.database.reading() as session:
        (newest, *_) = [one for one in certificates.issued_serials(session) if one not in serials]
        content = certificates.pdf(session, newest) or b""
    assert "out of trust" not in verifying.report_on_file(house.context, content).words


def test_a_suspended_certificate_whose_key_was_lost_is_signed_with_the_new_one_when_it_is_reinstated(
    house: House,
) -> None:
    serial = issue(house, house.person("Person a"))
    stewarding.suspend(house.context, "staff:test", serial, "a reason")
    lost = keys.ring(house.context.settings).active(KeyKind.CREDENTIAL)
    assert lost is not None
    done = changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    assert [number for number, _ in done.left] == [serial]
    stewarding.reinstate(house.context, "staff:test", serial, "a reason")
    issuing.carry_on(house.context, serial)
    assert isinstance(badge.verify(credential_of(house, serial), trusted_keys(house)), Proven)
    assert changing_keys.compromise(house.context, "operator:test", lost.id, "stolen").again == ()
    assert verifying.report(house.context, serial).status is Status.VALID


def test_a_compromise_that_broke_off_is_finished_by_giving_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    serials = [issue(house, house.person(f"Person {letter}")) for letter in "ab"]
    lost = keys.ring(house.context.settings).active(KeyKind.CREDENTIAL)
    assert lost is not None
    with monkeypatch.context() as crash:
        crash.setattr(issuing, "carry_on", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    done = changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    assert done.made == ()
    assert len(done.again) == 1
    for serial in issuing.unfinished(house.context):
        issuing.carry_on(house.context, serial)
    assert {verifying.report(house.context, one).status for one in serials} == {Status.REPLACED}
    assert len(keys.ring(house.context.settings).of(KeyKind.CREDENTIAL)) == 2
    assert checking.verify(house.context).sound


def test_a_lost_pdf_key_or_root_has_certificates_sealed_again(house: House) -> None:
    serial = issue(house, house.person("Person a"))
    lost = keys.ring(house.context.settings).active(KeyKind.PDF)
    assert lost is not None
    done = changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    assert [old for old, _ in done.again] == [serial]
    root = keys.ring(house.context.settings).active(KeyKind.ROOT)
    assert root is not None
    again = changing_keys.compromise(house.context, "operator:test", root.id, "stolen")
    assert [one.kind for one in again.made] == [KeyKind.ROOT, KeyKind.PDF]
    assert [old for old, _ in again.again] == [done.again[0][1]]
    leaf = keys.pdf_identity(house.context.settings, house.clock())
    leaf.certificate.verify_directly_issued_by(from_pem(again.made[0].certificate.encode())[0])
    assert verifying.report(house.context, again.again[0][1]).status is Status.VALID


def with_bought_key(house: House, folder: Path, number: int) -> str:
    """Let a key from elsewhere seal from now on; its name."""
    bought, file = authority(number), folder / f"bought-{number}.p12"
    locked = BestAvailableEncryption(PASSPHRASE.encode())
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", bought.leaf_key, bought.leaf, [bought.root], locked)
    )
    file.chmod(0o600)
    settings = replace(house.context.settings, pdf_key=file, pdf_key_passphrase=PASSPHRASE)
    house.context = replace(house.context, settings=settings)
    return keys.id_of_certificate(bought.leaf)


def test_a_bought_key_is_told_in_the_log_and_what_it_sealed_stays_good_after_it(house: House, tmp_path: Path) -> None:
    with_bought_key(house, tmp_path, 1)
    serial = issue(house, house.person("Person a"))
    assert changing_keys.announce(house.context, "system") == 6
    with_bought_key(house, tmp_path, 2)
    issue(house, house.person("Person b"))
    assert changing_keys.announce(house.context, "system") == 2
    assert authority(1).root in from_pem(sealing.issuer_pem(house.context.settings))
    with house.context.database.reading() as session:
        content = certificates.pdf(session, serial)
    assert content is not None
    assert verifying.report_on_file(house.context, content).genuine
    assert checking.verify(house.context).sound


def test_a_lost_bought_key_is_given_up_only_for_another_and_never_seals_again(house: House, tmp_path: Path) -> None:
    lost = with_bought_key(house, tmp_path, 1)
    given = house.context.settings
    serial = issue(house, house.person("Person a"))
    with pytest.raises(Conflict, match="LMS_PDF_KEY"):
        changing_keys.compromise(house.context, "operator:test", lost, "stolen")
    with_bought_key(house, tmp_path, 2)
    done = changing_keys.compromise(house.context, "operator:test", lost, "stolen")
    assert (done.made, [old for old, _ in done.again]) == ((), [serial])
    assert verifying.report(house.context, done.again[0][1]).status is Status.VALID
    assert authority(1).root not in from_pem(sealing.issuer_pem(house.context.settings))
    assert "lost to somebody" in keys.faults(given)[0]
    with pytest.raises(SettingsFault, match="lost to somebody"):
        sealing.pdf_signer(replace(house.context, settings=given))


def test_a_certificate_without_its_time_stamp_is_marked_in_the_record(house: House) -> None:
    settings = replace(house.context.settings, tsa_url="http://127.0.0.1:9/")
    house.context = replace(house.context, settings=settings)
    serial = issue(house, house.person("Person a"))
    with house.context.database.reading() as session:
        (marked,) = audit.of_act(session, "seal")
    assert marked.subject == serial
    assert isinstance(marked.details, dict)
    assert marked.details["time_stamped"] is False
    assert checking.verify(house.context).sound


def test_the_root_is_taken_away_and_asked_for_by_a_new_pdf_key(house: House, tmp_path: Path) -> None:
    settings = house.context.settings
    file = tmp_path / "stick" / "root.pem"
    file.parent.mkdir()
    with pytest.raises(Invalid):
        rootkey.export_root(house.context, file, "short")
    root = rootkey.export_root(house.context, file, PASSPHRASE)
    assert not keys.root_is_here(settings)
    assert file.stat().st_mode & 0o077 == 0
    assert keys.faults(settings) == []
    with pytest.raises(NotFound):
        rootkey.export_root(house.context, tmp_path / "again.pem", PASSPHRASE)
    with pytest.raises(SettingsFault, match="--root"):
        changing_keys.rotate(house.context, "operator:test", KeyKind.PDF)
    with pytest.raises(Invalid):
        rootkey.read_root(file, "wrong passphrase")
    made = changing_keys.rotate(house.context, "operator:test", KeyKind.PDF, rootkey.read_root(file, PASSPHRASE))
    assert made.certificate.endswith(root.certificate)


def test_the_root_never_goes_over_a_file_that_is_there(house: House, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    file.write_text("something else")
    with pytest.raises(Conflict):
        rootkey.export_root(house.context, file, PASSPHRASE)
    assert keys.root_is_here(house.context.settings)
    assert file.read_text() == "something else"


def test_an_unknown_key_is_not_found_and_the_root_is_not_rotated(house: House) -> None:
    with pytest.raises(NotFound):
        changing_keys.compromise(house.context, "operator:test", "0" * 16, "stolen")
    with pytest.raises(Invalid):
        changing_keys.rotate(house.context, "operator:test", KeyKind.ROOT)
