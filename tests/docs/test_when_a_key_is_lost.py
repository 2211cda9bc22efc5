"""The run-book for a lost key, followed to the letter, for each kind: from the loss to everything signed again."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lms.cli.certificates import offline
from lms.cli.certificates.offline import GivenFiles
from lms.credentials import lostkeys
from lms.credentials.certificates import from_pem, pem
from lms.credentials.checkpoint import open_note
from lms.credentials.did import did_document
from lms.credentials.keys import KeyKind, SigningKey
from lms.credentials.seal import held_key, seal
from lms.services.certifying import changing_keys
from lms.services.keys import lostseals, sealing
from lms.services.keys.keyfiles import private_file, ring_of
from lms.services.log import logbook
from lms.services.operating.start import make_context
from lms.settings import Settings, load
from lms.store import certificates
from tests.cli.conftest import Lms
from tests.cli.conftest import lms as lms
from tests.credentials.forgeries import unsealed
from tests.docs.pages import DOCS
from tests.support.site import FILES

PAGE = (DOCS / "how-to" / "when-a-key-is-lost.md").read_text("utf-8")
FIRST, LAST = "The first ten minutes", "Afterwards"
SECTIONS = {
    KeyKind.CREDENTIAL: "The credential key",
    KeyKind.PDF: "The PDF key",
    KeyKind.ROOT: "The root",
    KeyKind.LOG: "The log's key",
}
PUBLIC = {"LMS_BASE_URL": "https://learn.example.org", "LMS_SECRET_KEY": "sG7ckQ0vX1mZ4hJ9tR2wY6bN8dF5pL3a"}
PASSPHRASE = "correct horse battery staple\n"
STICK = "/media/stick/root.pem"


def commands(section: str) -> list[str]:
    """What a section has one type, but for what needs the site from outside."""
    text = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    (found,) = (part for part in text if part.startswith(f"{section}\n"))
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", found, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("lms ")]


class Site:
    """A public site whose root's key is on a stick, with two certificates."""

    def __init__(self, lms: Lms, folder: Path) -> None:
        self.lms, self.folder = lms, folder
        for path, text in FILES.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        self.ran("keys", "init")
        self.stolen = {key.kind: private_file(self.settings, key).read_bytes() for key in self.keys}
        self.ran("keys", "export-root", str(self.on_stick(STICK)), given=PASSPHRASE * 2)
        self.ran("content", "publish")
        self.serials = [self.issued(name) for name in ("amal", "rosa")]

    @property
    def settings(self) -> Settings:
        environment = {**PUBLIC, "LMS_HOME": str(self.folder / "home"), "LMS_SITE": str(self.folder)}
        return load(environment)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        return ring_of(self.settings).keys

    def key(self, kind: KeyKind) -> SigningKey:
        found = ring_of(self.settings).active(kind)
        assert found is not None
        return found

    def on_stick(self, path: str) -> Path:
        file = self.folder / "media" / Path(path).relative_to("/media")
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def ran(self, *words: str, given: str = "") -> str:
        ran = self.lms(*words, given=given, **PUBLIC)
        assert ran.exit_code == 0, f"{words}: {ran.stdout}{ran.stderr}"
        return ran.stdout

    def issued(self, name: str) -> str:
        email = f"{name}@example.org"
        self.ran("user", "add", email, "--name", name)
        said = self.ran(
            "certificate", "issue", email, "listener", "--name", name.title(), "--awarded-for", "Listening."
        )
        return said.strip().splitlines()[-1]

    def follow(self, section: str, key: str) -> None:
        for command in commands(section):
            words = shlex.split(command)[1:]
            words = [key if word == "KEY" else word for word in words]
            words = [str(self.on_stick(word)) if word.startswith("/media/") else word for word in words]
            words = [str(self.folder / word) if word == "after.tar" else word for word in words]
            if words == ["doctor"]:
                self.look_at_doctor()
            else:
                self.ran(*words, given=PASSPHRASE * 2)

    def look_at_doctor(self) -> None:
        rows = json.loads(self.lms("doctor", "--format", "json", **PUBLIC).stdout)
        faulty = {row["name"]: row["words"] for row in rows if not row["fine"]}
        assert {"keys", "signing", "lost", "signed", "log"} & faulty.keys() == set(), faulty

    def status(self, serial: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.lms("certificate", "verify", serial, "--format", "json", **PUBLIC).stdout
        )
        return found

    def pdf(self, serial: str) -> bytes:
        context = make_context(self.settings)
        with context.database.reading() as session:
            content = certificates.pdf(session, serial)
        assert content is not None
        return content

    def verdict(self, content: bytes) -> dict[str, Any]:
        (self.folder / "asked.pdf").write_bytes(content)
        ran = self.lms("certificate", "verify", str(self.folder / "asked.pdf"), "--format", "json", **PUBLIC)
        found: dict[str, Any] = json.loads(ran.stdout)
        return found | {"exit": ran.exit_code}

    def offline(self, content: bytes) -> bool:
        """By what the site gives out now."""
        given = self.folder / "given"
        given.mkdir(exist_ok=True)
        document = did_document(self.settings.base_url, ring_of(self.settings).of(KeyKind.CREDENTIAL))
        (given / "did.json").write_text(json.dumps(document))
        (given / "issuer.pem").write_bytes(sealing.issuer_pem(self.settings))
        (given / "crl.der").write_bytes(lostseals.current_list(self.settings))
        (given / "log.key").write_text("\n".join(logbook.verifier_keys(make_context(self.settings))))
        files = GivenFiles(given / "did.json", given / "issuer.pem", given / "crl.der", given / "log.key")
        return offline.check(content, files).holds


@pytest.fixture
def site(lms: Lms, tmp_path: Path) -> Site:
    return Site(lms, tmp_path)


@pytest.mark.parametrize("kind", [KeyKind.CREDENTIAL, KeyKind.PDF, KeyKind.ROOT])
def test_everything_that_a_lost_key_signed_is_signed_again(site: Site, kind: KeyKind) -> None:
    lost = site.key(kind)
    before = [site.pdf(serial) for serial in site.serials]
    forged = forgery(site, kind, before[0])
    assert site.offline(before[0])
    for section in (FIRST, SECTIONS[kind], LAST):
        site.follow(section, lost.id)
    fresh = [site.status(serial)["replaced_by"] for serial in site.serials]
    assert [site.status(serial)["status"] for serial in site.serials] == ["replaced", "replaced"]
    assert [site.status(serial)["status"] for serial in fresh] == ["valid", "valid"]
    assert changing_keys.signed_by_lost(make_context(site.settings)) == ()
    assert not any(site.offline(content) for content in before)
    assert all(site.offline(site.pdf(serial)) for serial in fresh)
    if forged:
        assert {site.verdict(one)["look"] for one in forged} == {"lost"}
        assert {site.verdict(one)["exit"] for one in forged} == {1}


def forgery(site: Site, kind: KeyKind, content: bytes) -> list[bytes]:
    """What a thief makes of a certificate with the key of the seal, before and after the loss."""
    if kind is KeyKind.CREDENTIAL:
        return []
    leaf, root = (from_pem(site.key(one).certificate.encode())[0] for one in (KeyKind.PDF, KeyKind.ROOT))
    private = load_pem_private_key(site.stolen[KeyKind.PDF], None)
    assert isinstance(private, RSAPrivateKey)
    return [seal(unsealed(content), held_key(private, leaf, [root]), make_context(site.settings).now()).content]


def test_a_lost_root_is_given_out_no_more_and_the_new_one_is_taken_away(site: Site) -> None:
    lost = site.key(KeyKind.ROOT)
    for section in (FIRST, SECTIONS[KeyKind.ROOT], LAST):
        site.follow(section, lost.id)
    given: list[x509.Certificate] = list(from_pem(sealing.issuer_pem(site.settings)))
    assert [pem(one).decode() for one in given] == [site.key(KeyKind.ROOT).certificate]
    assert lost.certificate not in {pem(one).decode() for one in given}
    assert site.on_stick("/media/newstick/root.pem").is_file()
    assert lostkeys.is_list_of(lostkeys.read_list(lostseals.current_list(site.settings)), given[0])


def test_after_the_logs_key_was_lost_a_new_one_signs_the_whole_log_and_nothing_is_issued_again(site: Site) -> None:
    lost = site.key(KeyKind.LOG)
    before = site.pdf(site.serials[0])
    for section in (FIRST, SECTIONS[KeyKind.LOG], LAST):
        site.follow(section, lost.id)
    note = logbook.checkpoint(make_context(site.settings))
    origin = note.partition("\n")[0]
    head = open_note(note, origin, [site.key(KeyKind.LOG).public])
    assert head is not None
    assert head.size == json.loads(site.ran("log", "verify", "--format", "json"))["leaves"]
    assert open_note(note, origin, [lost.public]) is None
    assert [site.status(serial)["status"] for serial in site.serials] == ["valid", "valid"]
    assert site.verdict(before)["exit"] == 0
    assert site.offline(before)


def test_without_the_stick_a_pdf_key_is_given_up_at_once_and_the_rest_is_done_when_it_is_there(site: Site) -> None:
    """The page says so: the first time without --root, and again with it."""
    lost = site.key(KeyKind.PDF)
    forged = forgery(site, KeyKind.PDF, site.pdf(site.serials[0]))
    without = site.lms("keys", "compromise", lost.id, "--reason", "stolen", **PUBLIC)
    assert (without.exit_code, "--root FILE" in without.stderr) == (2, True)
    assert next(one for one in site.keys if one.id == lost.id).compromised
    assert "give the command without `--root` all the same" in " ".join(PAGE.split())
    site.follow(SECTIONS[KeyKind.PDF], lost.id)
    assert [site.status(serial)["status"] for serial in site.serials] == ["replaced", "replaced"]
    assert site.verdict(forged[0])["look"] == "lost"


def test_each_kind_of_key_has_its_section_with_what_holders_and_verifiers_see() -> None:
    for section in SECTIONS.values():
        text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
        assert "**Holders**" in text
        assert "**Verifiers**" in text
        assert any(command.startswith("lms keys compromise KEY") for command in commands(section))
