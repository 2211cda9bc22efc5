"""`lms certificate verify --offline`: by the issuer's keys alone, on a machine that has nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.credentials.attached import credential_file
from lms.credentials.badge import sign_claims
from lms.credentials.baking import bake_svg
from lms.credentials.certificates import pem
from lms.credentials.did import did_document, method_of
from lms.credentials.integrity import Signer
from lms.credentials.keys import KeyKind, SigningKey
from lms.credentials.render import draw
from lms.credentials.seal import seal
from tests.credentials.authorities import START, authority
from tests.credentials.examples import PLAIN, claims
from tests.credentials.forgeries import LOOK_ALIKE

BASE = "https://certificates.example"
ROOT = Path(__file__).resolve().parents[2]
NO_NETWORK = (
    "import socket\n"
    "def refused(*_): raise AssertionError('the network was asked for')\n"
    "socket.socket.connect = socket.getaddrinfo = refused\n"
    "from lms.cli.main import main\n"
    "main()\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate in its three forms, the issuer's keys, and a stranger's."""
    made = tmp_path_factory.mktemp("offline")
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    # Of a day that is past by the clock of whoever runs this, and without a last day that would come one day.
    ours = replace(claims("Nguyễn Thị Minh Khai", kind="course-certificate"), issued=START + timedelta(days=60))
    badge = sign_claims(ours, 7, Signer(method_of(BASE, "one"), key.sign), ours.issued, None)
    page = draw(ours, PLAIN, [credential_file(badge.text.encode())])
    (made / "certificate.pdf").write_bytes(seal(page, authority().signer(), ours.issued).content)
    (made / "credential.json").write_text(badge.text, "utf-8")
    (made / "badge.svg").write_bytes(bake_svg(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", badge.text))
    (made / "changed.json").write_text(badge.text.replace("Minh Khai", "Minh Khao"), "utf-8")
    (made / "changed.pdf").write_bytes((made / "certificate.pdf").read_bytes() + b"\n")
    for name, one in (("did.json", key), ("other.json", other)):
        public = one.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        (made / name).write_text(json.dumps(did_document(BASE, [SigningKey(KeyKind.CREDENTIAL, "one", public, START)])))
    (made / "issuer.pem").write_bytes(pem(authority().root))
    (made / "look-alike.pem").write_bytes(pem(authority(LOOK_ALIKE).root))
    return made


def verify(folder: Path, file: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", NO_NETWORK, "certificate", "verify", file, "--offline", *more]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LMS_DATABASE_URL": "nonsense"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


KEYS = ("--keys", "did.json", "--root", "issuer.pem")


@pytest.mark.parametrize("file", ["certificate.pdf", "credential.json", "badge.svg"])
def test_each_form_of_a_certificate_is_proven(folder: Path, file: str) -> None:
    said = verify(folder, file, *KEYS, "--format", "json")
    found = json.loads(said.stdout)
    steps = {step["name"]: step["outcome"] for step in found["steps"]}
    assert steps["proof"] == "ok", said.stdout + said.stderr
    assert steps["standing"] == "not-checked"
    assert found["facts"]["Holder"] == "Nguyễn Thị Minh Khai"
    assert steps.get("seal", "ok") == "ok"
    assert found["holds"]
    assert said.returncode == 0


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("changed.json", KEYS),
        ("changed.pdf", KEYS),
        ("credential.json", ("--keys", "other.json")),
        ("credential.json", ("--keys", "credential.json")),
        ("certificate.pdf", ("--keys", "did.json", "--root", "look-alike.pem")),
        ("certificate.pdf", ("--keys", "other.json", "--root", "issuer.pem")),
        ("did.json", KEYS),
        ("issuer.pem", KEYS),
    ],
)
def test_what_is_not_proven_does_not_hold_and_nothing_of_it_is_repeated(
    folder: Path, file: str, more: tuple[str, ...]
) -> None:
    said = verify(folder, file, *more, "--format", "json")
    assert said.returncode == 1, said.stderr
    found = json.loads(said.stdout)
    assert not found["holds"]
    assert found["facts"] == {}


def test_a_key_that_is_not_among_the_issuers_may_have_been_lost(folder: Path) -> None:
    did = json.loads((folder / "did.json").read_text())
    (folder / "later.json").write_text(json.dumps(did | {"verificationMethod": [], "assertionMethod": []}))
    said = verify(folder, "credential.json", "--keys", "later.json")
    assert said.returncode == 1
    assert "the key was lost to somebody, and the issuer took it out" in said.stdout
    foreign = did | {"id": "did:web:other.example", "verificationMethod": [], "assertionMethod": []}
    (folder / "foreign.json").write_text(json.dumps(foreign))
    assert "lost" not in verify(folder, "credential.json", "--keys", "foreign.json").stdout


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("credential.json", ()),
        ("certificate.pdf", ("--keys", "did.json")),
        ("credential.json", ("--keys", "missing.json")),
        ("7K3MD", KEYS),
    ],
)
def test_what_is_missing_is_asked_for(folder: Path, file: str, more: tuple[str, ...]) -> None:
    said = verify(folder, file, *more)
    assert said.returncode == 2
    assert "Usage" in said.stderr


def test_keys_and_roots_that_are_none_are_told(folder: Path) -> None:
    for more in (("--keys", "issuer.pem"), ("--keys", "did.json", "--root", "did.json")):
        said = verify(folder, "credential.json", *more)
        assert said.returncode == 1
        assert "The file of" in said.stderr
