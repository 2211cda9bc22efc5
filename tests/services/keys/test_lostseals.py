"""The list of lost PDF keys: signed where the root's key is at hand, given to everybody, and heeded here."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lms.credentials import lostkeys
from lms.credentials.certificates import from_pem, make_leaf, pem
from lms.credentials.checkpoint import Checkpoint, sign_checkpoint
from lms.credentials.keys import KeyKind, SigningKey
from lms.credentials.life import Status
from lms.credentials.seal import held_key, seal
from lms.credentials.upload import Look
from lms.services.certifying import changing_keys, issuing, promising, stewarding, verifying
from lms.services.keys import lostseals, rootkey
from lms.services.keys import ring as keys
from lms.services.keys.keyfiles import folder_of, private_key, ring_of
from lms.services.log import checking
from lms.settings import SettingsFault
from lms.store import certificates
from lms.store.tables import CheckpointRow
from tests.credentials.forgeries import unsealed
from tests.services.log.test_logbook import issue
from tests.support.site import House
from tests.support.web import app_of

PUBLIC = "https://learn.example.org"
PASSPHRASE = "correct horse battery staple"


def active(house: House, kind: KeyKind) -> SigningKey:
    found = ring_of(house.context.settings).active(kind)
    assert found is not None
    return found


def stolen(house: House, key: SigningKey) -> RSAPrivateKey:
    private = private_key(house.context.settings, key)
    assert isinstance(private, RSAPrivateKey)
    return private


def certificate_of(key: SigningKey) -> x509.Certificate:
    return from_pem(key.certificate.encode())[0]


def the_list(house: House) -> x509.CertificateRevocationList:
    return lostkeys.read_list(lostseals.current_list(house.context.settings))


def pdf_of(house: House, serial: str) -> bytes:
    with house.context.database.reading() as session:
        content = certificates.pdf(session, serial)
    assert content is not None
    return content


def away(house: House, folder: Path) -> RSAPrivateKey:
    rootkey.export_root(house.context, folder / "root.pem", PASSPHRASE)
    return rootkey.read_root(folder / "root.pem", PASSPHRASE)


def compromise(house: House, key: SigningKey, root: RSAPrivateKey | None = None) -> changing_keys.Compromised:
    return changing_keys.compromise(house.context, "operator:test", key.id, "stolen", root)


def test_an_empty_list_is_signed_with_root_and_leaf_and_holds_as_long_as_the_root(house: House) -> None:
    root = certificate_of(active(house, KeyKind.ROOT))
    assert lostkeys.is_list_of(the_list(house), root)
    assert list(the_list(house)) == []
    assert the_list(house).next_update_utc == root.not_valid_after_utc
    assert lostseals.unlisted(house.context.settings) == ""


def test_the_list_is_given_to_programs_of_any_site_and_asked_for_anew(house: House) -> None:
    client = app_of(house).test_client()
    answer = client.get("/crl.der")
    assert answer.data == lostseals.current_list(house.context.settings)
    assert answer.headers["Content-Type"] == "application/pkix-crl"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/crl.der", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    (folder_of(house.context.settings) / lostseals.FILE).write_bytes(b"something else")
    assert client.get("/crl.der").status_code == 404


def test_a_new_leaf_names_the_list_at_its_public_address_and_none_on_this_machine(house: House) -> None:
    with pytest.raises(x509.ExtensionNotFound):
        certificate_of(active(house, KeyKind.PDF)).extensions.get_extension_for_class(x509.CRLDistributionPoints)
    house.context = replace(house.context, settings=replace(house.context.settings, base_url=PUBLIC))
    changing_keys.initialise(house.context, "The Programme")
    (point,) = (
        certificate_of(active(house, KeyKind.PDF)).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    )
    assert point.full_name is not None
    assert [name.value for name in point.full_name] == [f"{PUBLIC}/crl.der"]


def test_a_lost_key_is_on_the_list_and_other_programs_find_it_revoked(house: House, tmp_path: Path) -> None:
    lost = active(house, KeyKind.PDF)
    done = compromise(house, lost)
    assert done.unlisted == ""
    assert lostkeys.key_ids(the_list(house)) == {lost.id}
    (entry,) = the_list(house)
    assert entry.serial_number == certificate_of(lost).serial_number
    # Whenever a thief says that it was sealed, it was sealed too late.
    assert entry.revocation_date_utc == certificate_of(lost).not_valid_before_utc
    (tmp_path / "list.der").write_bytes(lostseals.current_list(house.context.settings))
    (tmp_path / "root.pem").write_bytes(pem(certificate_of(active(house, KeyKind.ROOT))))
    for key, said in ((lost, "revoked"), (active(house, KeyKind.PDF), "leaf.pem: OK")):
        (tmp_path / "leaf.pem").write_bytes(pem(certificate_of(key)))
        checked = subprocess.run(
            "openssl crl -inform DER -in list.der -out list.pem && "
            "openssl verify -CAfile root.pem -CRLfile list.pem -crl_check -purpose any leaf.pem",
            shell=True,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said in checked.stdout + checked.stderr


def test_where_the_root_is_away_the_list_waits_for_its_key_and_it_is_said(house: House, tmp_path: Path) -> None:
    former = active(house, KeyKind.PDF)
    changing_keys.rotate(house.context, "operator:test", KeyKind.PDF)
    root = away(house, tmp_path)
    done = compromise(house, former)
    assert former.id in done.unlisted
    assert "lms keys crl --root FILE" in done.unlisted
    with pytest.raises(SettingsFault, match="--root"):
        rootkey.sign_list(house.context)
    assert [one.id for one in rootkey.sign_list(house.context, root)] == [former.id]
    assert lostseals.unlisted(house.context.settings) == ""


def test_a_site_of_before_signs_its_first_list_by_command_or_before_the_root_is_taken_away(
    house: House, tmp_path: Path
) -> None:
    file = folder_of(house.context.settings) / lostseals.FILE
    file.unlink()
    assert "lms keys crl" in lostseals.unlisted(house.context.settings)
    root = away(house, tmp_path)
    assert file.is_file()
    file.unlink()
    rootkey.sign_list(house.context, root)
    assert lostseals.unlisted(house.context.settings) == ""


def test_a_key_that_is_not_the_roots_signs_no_list(house: House) -> None:
    with pytest.raises(SettingsFault, match="not the root's key"):
        rootkey.sign_list(house.context, stolen(house, active(house, KeyKind.PDF)))


def look_of(house: House, content: bytes) -> Look | None:
    check = verifying.report_on_file(house.context, content)
    assert not check.genuine
    assert check.report is None
    return check.look


def test_what_a_thief_seals_with_a_lost_key_is_called_lost_whatever_its_day(house: House) -> None:
    serial = issue(house, house.person("Person a"))
    lost = active(house, KeyKind.PDF)
    thief, root = stolen(house, lost), certificate_of(active(house, KeyKind.ROOT))
    page = unsealed(pdf_of(house, serial))
    forged = [
        seal(page, held_key(thief, certificate_of(lost), [root]), house.clock() - days).content
        for days in (timedelta(0), timedelta(days=200))
    ]
    assert {look_of(house, one) for one in forged} == {Look.INTACT}
    compromise(house, lost)
    assert {look_of(house, one) for one in forged} == {Look.LOST}
    assert look_of(house, forged[0] + b"\n") is Look.LOST


def test_what_a_thief_seals_under_a_lost_root_is_called_lost(house: House) -> None:
    serial = issue(house, house.person("Person a"))
    root, leaf = active(house, KeyKind.ROOT), active(house, KeyKind.PDF)
    thief = stolen(house, leaf)
    made = make_leaf(
        certificate_of(root),
        stolen(house, root),
        thief.public_key(),
        issuer="x",
        email="",
        number=5,
        start=house.clock() - timedelta(days=9),
        end=house.clock() + timedelta(days=9),
    )
    page = unsealed(pdf_of(house, serial))
    own = seal(page, held_key(thief, certificate_of(leaf), [certificate_of(root)]), house.clock()).content
    theirs = seal(page, held_key(thief, made, [certificate_of(root)]), house.clock()).content
    done = compromise(house, root)
    assert [old for old, _ in done.again] == [serial]
    assert (look_of(house, own), look_of(house, theirs)) == (Look.LOST, Look.LOST)
    lost = {one.id for one in lostseals.lost(ring_of(house.context.settings))}
    assert lost == {leaf.id} == lostkeys.key_ids(the_list(house))


def test_of_our_own_file_under_a_lost_key_its_bytes_tell_and_its_seal_is_not_relied_on(house: House) -> None:
    serial = issue(house, house.person("Person a"))
    content = pdf_of(house, serial)
    done = compromise(house, active(house, KeyKind.PDF))
    check = verifying.report_on_file(house.context, content)
    assert check.headline.startswith("Genuine, but replaced")
    assert check.report is not None
    assert "proves nothing any more" in next(step.words for step in check.report.steps if step.name == "file")
    fresh = verifying.report_on_file(house.context, pdf_of(house, done.again[0][1]))
    assert fresh.report is not None
    assert "proves nothing" not in next(step.words for step in fresh.report.steps if step.name == "file")


def test_what_was_on_its_way_when_the_key_was_lost_comes_out_with_the_new_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = house.person("Person a")
    serial = promising.issue(house.context, "staff:test", person.email, "listener", person.name, "why", "Experience.")
    with monkeypatch.context() as crash:
        crash.setattr(issuing, "_draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.carry_on(house.context, serial)
    done = compromise(house, active(house, KeyKind.CREDENTIAL))
    assert [old for old, _ in done.again] == [serial]
    assert verifying.report(house.context, serial).status is Status.REPLACED
    assert verifying.report(house.context, done.again[0][1]).status is Status.VALID
    assert changing_keys.signed_by_lost(house.context) == ()
    assert checking.verify(house.context).sound


def test_what_still_hangs_on_a_lost_key_is_known(house: House) -> None:
    serials = [issue(house, house.person(f"Person {letter}")) for letter in "ab"]
    stewarding.suspend(house.context, "staff:test", serials[0], "a complaint")
    compromise(house, active(house, KeyKind.CREDENTIAL))
    assert changing_keys.signed_by_lost(house.context) == (serials[0],)
    stewarding.revoke(house.context, "staff:test", serials[0], "it was true")
    assert changing_keys.signed_by_lost(house.context) == ()


def test_a_head_that_the_logs_lost_key_signed_after_its_loss_is_no_head(house: House) -> None:
    issue(house, house.person("Person a"))
    former = keys.signer(house.context.settings, KeyKind.LOG, house.clock())
    changing_keys.announce(house.context, "operator:test")
    compromise(house, active(house, KeyKind.LOG))
    issue(house, house.person("Person b"))
    assert checking.verify(house.context).sound
    with house.context.database.writing() as session:
        head = session.query(CheckpointRow).order_by(CheckpointRow.size.desc()).first()
        assert head is not None
        checkpoint = Checkpoint(head.note.partition("\n")[0], head.size, bytes.fromhex(head.root))
        head.note = sign_checkpoint(checkpoint, former.key.public, former.sign)
        size = head.size
    (altered,) = checking.verify(house.context).altered
    assert (altered.where, altered.which) == ("checkpoint", str(size))
