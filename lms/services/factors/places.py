"""Where passkeys can be used: WebAuthn ties each to the name of a host, and takes no bare address of numbers."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from lms.settings import Settings

LOCALHOST = "localhost"


@dataclass(frozen=True, slots=True)
class Place:
    """The name that passkeys are tied to here, and the origin that a browser must say it was at."""

    host: str
    origin: str


def place(settings: Settings, asked_host: str) -> Place | None:
    """Where the caller is, by the host that was asked for; None where no passkey can be used.

    On this machine alone, localhost is another name of the site; elsewhere the settings alone count.
    """
    own = urlsplit(settings.base_url)
    if settings.on_loopback:
        return Place(LOCALHOST, f"{own.scheme}://{asked_host}") if _name_in(asked_host) == LOCALHOST else None
    return Place(own.hostname or "", settings.base_url) if _is_name(own.hostname or "") else None


def elsewhere(settings: Settings) -> str:
    """Where to open this site instead, so that passkeys can be used; empty where there is no such address."""
    own = urlsplit(settings.base_url)
    port = f":{own.port}" if own.port else ""
    return f"{own.scheme}://{LOCALHOST}{port}" if settings.on_loopback else ""


def _name_in(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "") if parts.netloc == host and parts.username is None else ""
    except ValueError:
        return ""


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False
