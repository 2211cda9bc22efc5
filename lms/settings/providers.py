"""The organisations whose members may sign in here, by OpenID Connect: a file in YAML, or in JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
KEYS = frozenset({"name", "id", "issuer", "client_id", "client_secret", "client_secret_file", "scope"})
MOST = 20
LARGEST = 64 * 1024
LONGEST_ISSUER = 500
SCOPE = "openid email profile"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Provider:
    """One organisation. `id` stands in addresses; `issuer` is exactly what it calls itself in its tokens."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = SCOPE


class _Fault(ValueError):
    """What is wrong with an entry, in words that follow its name."""


def providers_of(file: Path) -> tuple[tuple[Provider, ...], list[str]]:
    """The providers that a file names, and what is wrong with it, one sentence a fault."""
    try:
        text = file.read_text(encoding="utf-8")
        given = yaml.safe_load(text) if len(text) <= LARGEST else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        return (), [f"{file.name} cannot be read ({type(error).__name__})."]
    entries = given.get("providers") if isinstance(given, dict) and set(given) == {"providers"} else given
    entries = [entries] if isinstance(entries, dict) else entries
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST:
        return (), [f"{file.name} must be a list of providers, each with name, issuer and client_id."]
    found: dict[str, Provider] = {}
    faults: list[str] = []
    for number, entry in enumerate(entries, 1):
        try:
            provider = _provider(entry, file.parent)
            if provider.id in found or provider.issuer in {one.issuer for one in found.values()}:
                raise _Fault("is there twice: give each another issuer, and another id")
            found[provider.id] = provider
        except _Fault as fault:
            faults.append(f"{file.name}, provider {number}, {fault}.")
    return tuple(found.values()), faults


def _provider(entry: Any, folder: Path) -> Provider:
    if not isinstance(entry, dict) or any(not isinstance(value, str) or not value for value in entry.values()):
        raise _Fault("must be keys with texts, such as issuer: https://login.example.org")
    if set(entry) - KEYS:
        raise _Fault(f"has a key that is not known; there are {', '.join(sorted(KEYS))}")
    if missing := [key for key in ("name", "issuer", "client_id") if key not in entry]:
        raise _Fault(f"lacks {' and '.join(missing)}")
    if not _is_safe(entry["issuer"]):
        raise _Fault("has an issuer that is no address with https:// (http:// is for this machine alone)")
    id = entry.get("id") or "-".join(re.findall(r"[a-z0-9]+", entry["name"].casefold()))
    if not _ID.fullmatch(id) or len(id) > 40:
        raise _Fault("needs an id of at most 40 small letters, digits and hyphens, which stands in addresses")
    scope = entry.get("scope", SCOPE)
    if "openid" not in scope.split():
        raise _Fault("has a scope without openid")
    return Provider(id, entry["name"], entry["issuer"], entry["client_id"], _secret(entry, folder), scope)


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    whole = bool(parts.hostname) and not parts.query and not parts.fragment and parts.username is None
    return whole and (parts.scheme == "https" or plain) and len(address) <= LONGEST_ISSUER and address.isprintable()


def _secret(entry: dict[str, str], folder: Path) -> str:
    """The secret that stands there, or in the file that is named; empty for a client without one."""
    if "client_secret_file" not in entry:
        return entry.get("client_secret", "")
    if "client_secret" in entry:
        raise _Fault("has client_secret and client_secret_file; give one of them")
    try:
        secret = (folder / entry["client_secret_file"]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _Fault(f"has a client_secret_file that cannot be read ({type(error).__name__})") from error
    if not secret:
        raise _Fault("has a client_secret_file that is empty")
    return secret
