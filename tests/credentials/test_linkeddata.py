"""No part of a document is left out of what is signed."""

from __future__ import annotations

from typing import Any

import pytest

from lms.credentials.badge import credential
from lms.credentials.contexts import DATA_INTEGRITY, NotPinned
from lms.credentials.integrity import signed
from lms.credentials.linkeddata import Unsigned, check_all_signed, quads
from lms.questions.quiz import Json
from tests.credentials.badges import KEY, SIGNED
from tests.credentials.examples import claims


def changed(*path: str | int, value: Json) -> dict[str, Json]:
    """A credential with one member put in or exchanged."""
    document = credential(claims(), 1)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


def test_a_credential_is_signed_whole() -> None:
    check_all_signed(credential(claims(), 1))


@pytest.mark.parametrize(
    "document",
    [
        changed("colour", value="teal"),
        changed("credentialSubject", "colour", value="teal"),
        changed("credentialSubject", "achievement", "colour", value={"id": "https://example.org/teal"}),
        changed("credentialSubject", "achievement", "criteria", "colour", value="teal"),
        changed("issuer", "colour", value=["teal"]),
        changed("evidence", 0, "colour", value="teal"),
        changed("credentialStatus", "colour", value="teal"),
        changed("type", value=["VerifiableCredential", "OpenBadgeCredential", "Colour"]),
        changed("issuer", "type", value=["Profil"]),
        changed("credentialSchema", value=[{"id": "https://example.org", "type": "JsonSchemaOfNoContext"}]),
        changed("id", value="certificates/1"),
        changed("credentialSubject", "id", value="amal"),
        changed("credentialSubject", "achievement", "image", "id", value="badge.png"),
        changed("credentialSubject", "achievement", "id", value="https://example.org/a b"),
        changed("credentialSubject", "achievement", "id", value="_:b0"),
        changed("name", value=None),
        changed("evidence", value=[]) | {"@context": []},
    ],
)
def test_what_would_not_be_signed_stops_the_signing(document: dict[str, Json]) -> None:
    with pytest.raises(Unsigned):
        signed(document, KEY.signer, SIGNED)


def test_a_context_of_somebody_elses_stops_the_signing() -> None:
    document = credential(claims(), 1)
    document["@context"] = [*document["@context"], "https://example.org/context.json"]
    with pytest.raises(NotPinned):
        signed(document, KEY.signer, SIGNED)


def test_names_keep_every_character_in_the_signed_bytes() -> None:
    told = quads(credential(claims('O’Brien "Bob" \\ أمل 王小明 𠮷'), 1)).decode()
    assert '"O’Brien \\"Bob\\" \\\\ أمل 王小明 𠮷"' in told


def test_the_same_members_in_another_order_are_the_same_bytes() -> None:
    document = credential(claims(), 1)
    assert quads(dict(reversed(document.items()))) == quads(document)


def test_the_terms_of_a_proof_stand_in_a_pinned_context_too() -> None:
    proof = {"@context": DATA_INTEGRITY, "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    check_all_signed(proof)
    with pytest.raises(Unsigned):
        check_all_signed({**proof, "colour": "teal"})
