"""The contexts that give the terms of a credential their meaning: pinned copies, by hash, and never the network.

They come out of the wheel of openbadgeslib, as data: no code of it is run. A context that were fetched could say
something else tomorrow, and a signature covers what the terms mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from lms.credentials.canonical import sha256_of
from lms.questions.quiz import Json

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
MULTIKEY = "https://w3id.org/security/multikey/v1"

PACKAGE = "openbadgeslib"
FOLDER = Path("ob3", "contexts")
PINNED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        CREDENTIALS: (
            "credentials-v2.json",
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        ),
        OPEN_BADGES: (
            "ob-v3p0-context-3.0.3.json",
            "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        ),
        OPEN_BADGES_EXTENSIONS: (
            "ob-v3p0-extensions.json",
            "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        ),
        DATA_INTEGRITY: (
            "security-data-integrity-v2.json",
            "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        ),
        MULTIKEY: (
            "security-multikey-v1.json",
            "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        ),
    }
)
"""For each address the file in the package, and the SHA-256 of its bytes."""


class NotPinned(Exception):
    """A context that is not pinned, or whose bytes at hand are not those that were pinned."""


@cache
def context(address: str) -> Json:
    """The context with exactly this address. It is shared: nobody changes it."""
    pinned = PINNED.get(address)
    if pinned is None:
        raise NotPinned(f"The context {address!r} is not pinned here, and nothing is fetched.")
    name, hash = pinned
    content = (_folder() / name).read_bytes()
    if sha256_of(content) != hash:
        raise NotPinned(f"The package {PACKAGE} brings another {name} than the one that is pinned.")
    return json.loads(content)


def load(address: str, _options: object = None) -> dict[str, Json]:
    """A document loader in the form that PyLD asks for. What it gives never changes, so it may be kept: `static`."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
        "tag": "static",
    }


def _folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise NotPinned(f"The package {PACKAGE} is not installed: it brings the contexts of credentials.")
    return Path(found.submodule_search_locations[0]) / FOLDER
