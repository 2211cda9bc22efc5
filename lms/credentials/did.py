"""The issuer's name on the open web, did:web, and the document that tells its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

from lms.credentials.contexts import MULTIKEY
from lms.credentials.keys import SigningKey
from lms.credentials.multikey import from_multikey, to_multikey
from lms.questions.quiz import Json

CONTEXTS = ("https://www.w3.org/ns/did/v1", MULTIKEY)
PATH = "/.well-known/did.json"


def did_of(base_url: str) -> str:
    """`did:web:certificates.example`; a port, which only a site in development has, is percent-encoded."""
    return "did:web:" + quote(urlsplit(base_url).netloc.lower(), safe="")


def method_of(base_url: str, key_id: str) -> str:
    """The address of a key of the issuer's."""
    return f"{did_of(base_url)}#{key_id}"


def did_document(base_url: str, keys: Iterable[SigningKey]) -> dict[str, Json]:
    """What `/.well-known/did.json` says.

    Old keys stay in both lists, or what they signed would no longer verify. A compromised key is in neither: some
    verifiers take whatever is in the first, and a date beside a key stops nobody.
    """
    did = did_of(base_url)
    keys = tuple(key for key in keys if key.compromised is None)
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": [_method(did, key) for key in keys],
        "assertionMethod": [f"{did}#{key.id}" for key in keys],
    }


def keys_of(document: Mapping[str, Json]) -> dict[str, bytes]:
    """The keys of a did.json that may vouch for something, by address; a ValueError if it is no such document."""
    try:
        did = document["id"]
        trusted = {f"{did}{one}" if one.startswith("#") else one for one in document["assertionMethod"]}
        return {
            method["id"]: from_multikey(method["publicKeyMultibase"])
            for method in document["verificationMethod"]
            if method["type"] == "Multikey" and method["controller"] == did and method["id"] in trusted
        }
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("this is no did.json of an issuer of ours") from fault


def _method(did: str, key: SigningKey) -> dict[str, Json]:
    return {
        "id": f"{did}#{key.id}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": to_multikey(key.public),
    }
