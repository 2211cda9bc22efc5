"""Puts the key of the tests' authority into a device in software."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from tests.credentials.authorities import authority
from tests.support.softhsm import LABEL, PIN, SOFTHSM


def make_token(folder: Path) -> str:
    """The label of a new token. The library reads where its tokens are once for a process, so: once for a process."""
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN]
    subprocess.run(command, check=True, capture_output=True)
    ours = authority()
    device = pkcs11.lib(str(SOFTHSM)).get_token(token_label=LABEL)
    with device.open(user_pin=PIN, rw=True) as session:
        plain = ours.leaf_key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        kept = {pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True}
        session.create_object({**decode_rsa_private_key(plain), **kept})
        for label, one in (("seal", ours.leaf), ("root", ours.root)):
            certificate = decode_x509_certificate(one.public_bytes(Encoding.DER))
            session.create_object({**certificate, **kept, pkcs11.Attribute.LABEL: label})
    return LABEL
