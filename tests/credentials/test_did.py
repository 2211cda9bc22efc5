"""The issuer's name, and the document that tells its keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials.badge import verify
from lms.credentials.did import did_document, did_of, keys_of
from lms.credentials.multikey import from_multibase, from_multikey, to_multibase, to_multikey
from tests.credentials.badges import BASE, CHECKED, KEY, Key
from tests.credentials.examples import claims

OLD, NEW = Key(4), Key(5)


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        ("https://certificates.example", "did:web:certificates.example"),
        ("https://Certificates.Example/", "did:web:certificates.example"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
    ],
)
def test_the_name_is_the_host_and_a_port_is_encoded(base_url: str, did: str) -> None:
    assert did_of(base_url) == did


def test_what_an_old_key_signed_still_verifies() -> None:
    retired = replace(OLD.known, retired=CHECKED)
    document = did_document(BASE, [retired, NEW.known])
    badge = OLD.badge(claims())
    assert document["assertionMethod"] == [OLD.signer.method, NEW.signer.method]
    assert verify(badge, keys_of(document))


def test_what_a_compromised_key_signed_does_not() -> None:
    lost = replace(OLD.known, retired=CHECKED, compromised=CHECKED)
    document = did_document(BASE, [lost, NEW.known])
    assert [one["id"] for one in document["verificationMethod"]] == [NEW.signer.method]
    assert document["assertionMethod"] == [NEW.signer.method]
    assert not verify(OLD.badge(claims()), keys_of(document))
    assert verify(NEW.badge(claims()), keys_of(document))


@pytest.mark.parametrize(
    "document", [{}, {"id": 1}, {**KEY.did(), "assertionMethod": None}, {**KEY.did(), "verificationMethod": ["x"]}]
)
def test_a_document_of_another_kind_is_an_error(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"did\.json"):
        keys_of(document)


def test_a_key_of_another_controller_is_left_out() -> None:
    document = KEY.did()
    document["verificationMethod"][0]["controller"] = "did:web:evil.example"
    assert keys_of(document) == {}


@given(st.binary(max_size=80))
def test_base_58_gives_back_what_was_put_in(content: bytes) -> None:
    assert from_multibase(to_multibase(content)) == content


def test_base_58_is_the_one_that_others_write() -> None:
    assert to_multibase(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert to_multibase(b"\0\0\x28\x7f\xb4\xcd") == "z11233QC4"


@pytest.mark.parametrize("text", ["", "z0", "zl", "uAAAA", "z" * 1000, "z2NEpo7TZRRrLZSi2U"])
def test_what_is_no_key_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_multikey(text)


def test_a_key_has_32_bytes() -> None:
    assert to_multikey(KEY.public).startswith("z6Mk")
    assert from_multikey(to_multikey(KEY.public)) == KEY.public
    with pytest.raises(ValueError, match="32 bytes"):
        to_multikey(b"short")
