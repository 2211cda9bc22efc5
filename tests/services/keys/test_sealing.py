"""What seals PDFs, by the settings: the key of this home, a file that was bought, or a device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from lms.credentials.certificates import from_pem
from lms.credentials.pdfcheck import look
from lms.credentials.render import draw
from lms.credentials.seal import seal
from lms.credentials.upload import Look
from lms.services.ground.context import Context
from lms.services.keys import sealing
from lms.settings import SettingsFault
from tests.credentials.authorities import authority
from tests.credentials.examples import PLAIN, claims
from tests.support.site import House
from tests.support.softhsm import PIN, SOFTHSM


def with_settings(house: House, **changes: object) -> Context:
    return replace(house.context, settings=replace(house.context.settings, **changes))  # type: ignore[arg-type]


def is_sealed_by(context: Context) -> bool:
    """Whether a page sealed here is known by the roots that are given out here."""
    content = seal(draw(claims(), PLAIN), sealing.pdf_signer(context), context.now()).content
    return look(content, from_pem(sealing.issuer_pem(context.settings)), context.now()) is Look.INTACT


def test_the_key_of_this_home_is_made_once_and_held(house: House) -> None:
    assert is_sealed_by(house.context)
    assert sealing.pdf_signer(house.context) is sealing.pdf_signer(house.context)


def test_a_file_that_was_bought_seals_and_the_former_root_is_still_given_out(house: House, tmp_path: Path) -> None:
    sealing.pdf_signer(house.context)
    (former,) = sealing.root_certificates(house.context.settings)
    ours, file = authority(), tmp_path / "seal.p12"
    locked = BestAvailableEncryption(b"a secret")
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", ours.leaf_key, ours.leaf, [ours.root], locked))
    file.chmod(0o600)
    context = with_settings(house, pdf_key=file, pdf_key_passphrase="a secret")
    assert is_sealed_by(context)
    assert sealing.pdf_signer(context).leaf == ours.leaf
    assert sealing.root_certificates(context.settings) == (ours.root, former)


def test_a_device_seals(house: House, token: str) -> None:
    named = f"pkcs11:token={token};object=seal?module-path={SOFTHSM}"
    for context in (
        with_settings(house, pdf_pkcs11=named, pdf_key_passphrase=PIN),
        with_settings(house, pdf_pkcs11=f"{named}&pin-value={PIN}"),
    ):
        assert is_sealed_by(context)
        assert sealing.root_certificates(context.settings)[0] == authority().root


@pytest.mark.parametrize("named", ["pkcs11:", "pkcs11:token=a;object=b", "pkcs11:object=b?module-path=/x"])
def test_a_device_that_is_named_by_half_is_refused(house: House, named: str) -> None:
    with pytest.raises(SettingsFault, match="must be given"):
        sealing.pdf_signer(with_settings(house, pdf_pkcs11=named))
