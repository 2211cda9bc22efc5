"""The seal: accepted by programs that are not ours, under keys from anywhere, with and without a time stamp."""

# Much of what pyHanko offers to those who write PDFs is not typed.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import re
import socket
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from lms.credentials.apart import apart
from lms.credentials.certificates import make_leaf, make_root, pem
from lms.credentials.lostkeys import make_list, to_bytes
from lms.credentials.pdfcheck import look
from lms.credentials.render import draw
from lms.credentials.seal import PdfSigner, TimeStamps, from_pkcs11, held_key, seal
from lms.credentials.upload import Look
from tests.credentials.authorities import EMAIL, END_OF_LEAF, END_OF_ROOT, ISSUER, START, authority
from tests.credentials.examples import AWARDED, LATER, PLAIN, claims
from tests.support.softhsm import PIN, SOFTHSM
from tests.support.timestamps import service
from tests.support.verapdf import complaints


@pytest.fixture(scope="module")
def page() -> bytes:
    return draw(claims("Ελένη Παπαδοπούλου"), PLAIN)


@pytest.fixture(scope="module")
def sealed(page: bytes) -> bytes:
    made = seal(page, authority().signer(), AWARDED)
    assert made.time_stamped is None
    return made.content


def judged(pdf: bytes, root: x509.Certificate) -> PdfSignatureStatus:
    """By pyHanko's own validator."""
    reader = PdfFileReader(BytesIO(pdf))
    (signature,) = reader.embedded_regular_signatures
    context = ValidationContext(trust_roots=[_asn1(root)], moment=AWARDED)
    return apart(validate_pdf_signature, signature, context)


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def parts(pdf: bytes) -> tuple[bytes, bytes]:
    """What is signed, and the signature, by the file's own words."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    assert found is not None
    start, before, after, rest = (int(number) for number in found.groups())
    return pdf[start:before] + pdf[after : after + rest], bytes.fromhex(pdf[before + 1 : after - 1].decode())


def test_it_is_whole_trusted_and_certifying_by_pyhanko_s_own_validator(sealed: bytes) -> None:
    status = judged(sealed, authority().root)
    assert status.bottom_line, status.summary()
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"
    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    assert str(signature.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.value == 1
    assert signature.self_reported_timestamp == AWARDED.replace(microsecond=0)


def test_it_is_valid_by_pdfsig_and_covers_the_whole_file(sealed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signing Hash Algorithm: SHA-256" in said
    assert said.count("Signature #") == 1


def test_it_is_verified_by_openssl_under_the_root_alone(sealed: bytes, tmp_path: Path) -> None:
    content, signature = parts(sealed)
    files = {"content": content, "signature": signature.rstrip(b"\0"), "root": pem(authority().root)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = "openssl cms -verify -binary -inform DER -in signature -content content -CAfile root -out /dev/null"
    asked = [*command.split(), "-purpose", "any", "-attime", str(int(AWARDED.timestamp()))]
    good = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stderr
    (tmp_path / "content").write_bytes(content[:-1] + b"x")
    assert subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_the_page_before_the_seal_is_the_beginning_of_the_file(page: bytes, sealed: bytes) -> None:
    assert sealed.startswith(page)


def test_the_seal_shows_nowhere_on_the_page(page: bytes, sealed: bytes, tmp_path: Path) -> None:
    drawn: dict[str, list[bytes]] = {}
    for name, content in (("page", page), ("sealed", sealed)):
        (tmp_path / f"{name}.pdf").write_bytes(content)
        subprocess.run(["pdftoppm", "-r", "40", f"{name}.pdf", name], cwd=tmp_path, check=True)
        drawn[name] = [file.read_bytes() for file in sorted(tmp_path.glob(f"{name}-*.ppm"))]
    assert drawn["page"]
    assert drawn["page"] == drawn["sealed"]


def test_a_key_never_goes_with_the_certificate_of_another(page: bytes) -> None:
    ours, others = authority(), authority(2)
    with pytest.raises(ValueError, match="not that of this key"):
        held_key(others.leaf_key, ours.leaf, [ours.root])


def test_a_leaf_is_for_documents_alone_and_within_its_root() -> None:
    ours = authority()
    purposes = ours.leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert {one.dotted_string for one in purposes} == {"1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"}
    assert not ours.leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    with pytest.raises(ValueError, match="outlive"):
        make_leaf(
            ours.root,
            ours.root_key,
            ours.leaf_key.public_key(),
            issuer=ISSUER,
            email=EMAIL,
            number=1,
            start=START,
            end=END_OF_ROOT.replace(year=2100),
        )


@pytest.mark.parametrize("issuer", ["Ü" * 200, "東京の会", "A"])
def test_an_issuer_may_be_called_anything(issuer: str) -> None:
    ours = authority()
    root = make_root(ours.root_key, issuer=issuer, number=5, start=START, end=END_OF_ROOT)
    leaf = make_leaf(
        root,
        ours.root_key,
        ours.leaf_key.public_key(),
        issuer=issuer,
        email="é@x",
        number=6,
        start=START,
        end=END_OF_LEAF,
    )
    leaf.verify_directly_issued_by(root)


def test_a_key_that_never_leaves_its_device_seals(page: bytes, token: str) -> None:
    signer = from_pkcs11(str(SOFTHSM), token, PIN, "seal")
    assert signer.others == (authority().root,)
    for _ in range(2):
        made = seal(page, signer, AWARDED).content
        assert judged(made, authority().root).bottom_line
        assert look(made, [authority().root], LATER) is Look.INTACT


def with_stamps(stamps: TimeStamps) -> PdfSigner:
    return authority().signer(stamps)


def test_a_time_stamp_and_what_checks_it_are_in_the_same_revision(page: bytes) -> None:
    with service(AWARDED) as stamps:
        made = seal(page, with_stamps(stamps), AWARDED)
    assert made.time_stamped is True
    status = judged(made.content, authority().root)
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.timestamp == AWARDED
    reader = PdfFileReader(BytesIO(made.content))
    assert len(reader.root["/DSS"]["/Certs"]) >= 3
    assert reader.xrefs.total_revisions == 2
    assert look(made.content, [authority().root], LATER) is Look.INTACT
    assert complaints({"stamped": made.content}) == {"stamped": []}


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://name.invalid/"])
def test_a_service_that_is_down_holds_nothing_up_and_is_marked(
    page: bytes, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = seal(page, with_stamps(TimeStamps(address, [authority(3).root])), AWARDED)
    assert made.time_stamped is False
    assert judged(made.content, authority().root).bottom_line
    assert "no time stamp was had" in caplog.text


def test_under_our_own_root_the_list_of_lost_keys_is_put_in_and_nothing_is_fetched(page: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, service(AWARDED) as stamps:
        door.setblocking(False)
        ours = authority(4, lost_at=f"http://127.0.0.1:{door.getsockname()[1]}/crl.der")
        lost_list = to_bytes(make_list(ours.root, ours.root_key, (), START))
        signer = held_key(ours.leaf_key, ours.leaf, [ours.root], time_stamps=stamps, lost_list=lost_list)
        made = seal(page, signer, AWARDED)
        with pytest.raises(BlockingIOError):
            door.accept()
    assert made.time_stamped is True
    lists = PdfFileReader(BytesIO(made.content)).root["/DSS"]["/CRLs"]
    assert [one.get_object().data for one in lists] == [lost_list]
    assert look(made.content, [ours.root], LATER) is Look.INTACT
