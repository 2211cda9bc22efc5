"""Settings from the environment: read once, checked at the start, all faults told together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from lms.credentials.cosignature import Witness
    from lms.settings.providers import Provider

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORT = 8000
SHORTEST_TOKEN = 32


class SettingsFault(Exception):
    """What is wrong with the environment, one sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What LMS_… said. `banks` is None for the folder inside the site; an empty `secret_key` means a file in `home`.

    Without `pdf_key` (a PKCS#12 file) and `pdf_pkcs11` (a key in hardware), PDFs are sealed by a key in `home`.
    Metrics are counted where they can be asked for: at `metrics`, an address of this machine alone, or by a token.
    """

    home: Path
    site: Path
    banks: Path | None
    database_url: str
    redis_url: str
    base_url: str
    secret_key: str
    mail_url: str
    publish: str
    trusted_proxies: int
    pdf_key: Path | None = None
    pdf_key_passphrase: str = ""
    pdf_pkcs11: str = ""
    tsa_url: str = ""
    tsa_roots: Path | None = None
    witnesses: tuple[Witness, ...] = ()
    log_format: str = "auto"
    metrics: str = ""
    metrics_token: str = ""
    zone: str = "UTC"
    providers: tuple[Provider, ...] = ()

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """What is printed beside a QR code: the host, with the port where it is not the usual one."""
        return urlsplit(self.base_url).netloc

    @property
    def on_loopback(self) -> bool:
        return (urlsplit(self.base_url).hostname or "") in LOOPBACK

    @property
    def counts(self) -> bool:
        """Whether anybody may ask for metrics."""
        return bool(self.metrics or self.metrics_token)

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def may_be_shown(settings: Settings, host: str) -> bool:
    """Whether a server with these settings, listening on this address, may show drafts: they hold every key."""
    return host in LOOPBACK and settings.on_loopback and not settings.trusted_proxies


def load(environment: Mapping[str, str] | None = None, *, port: int = DEFAULT_PORT) -> Settings:
    """The settings, or a SettingsFault that names every fault. `port` is used for the default base address."""
    given = os.environ if environment is None else environment
    faults: list[str] = []
    checkout = Path(__file__).resolve().parents[2]
    home = Path(given.get("LMS_HOME") or "instance").resolve()
    site = Path(given.get("LMS_SITE") or checkout).resolve()
    banks = Path(given["LMS_BANKS"]).resolve() if given.get("LMS_BANKS") else None
    base_url = (given.get("LMS_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    _check_base_url(base_url, faults)
    if not site.is_dir():
        faults.append(f"LMS_SITE: there is no folder {site}. Give the folder that holds content/ and certificates/.")
    if banks is not None and not banks.is_dir():
        faults.append(f"LMS_BANKS: there is no folder {banks}.")
    settings = Settings(
        home=home,
        site=site,
        banks=banks,
        database_url=_database_url(given.get("LMS_DATABASE_URL", ""), home, faults),
        redis_url=_scheme(given, "LMS_REDIS_URL", ("redis", "rediss", "unix"), faults),
        base_url=base_url,
        secret_key=given.get("LMS_SECRET_KEY", ""),
        mail_url=_scheme(given, "LMS_MAIL_URL", ("smtp", "smtps"), faults),
        publish=_word(given, "LMS_PUBLISH", ("auto", "manual"), faults),
        trusted_proxies=_whole(given, "LMS_TRUSTED_PROXIES", 10, faults),
        pdf_key=_file(given, "LMS_PDF_KEY", faults),
        pdf_key_passphrase=given.get("LMS_PDF_KEY_PASSPHRASE", ""),
        pdf_pkcs11=_pkcs11(given, faults),
        tsa_url=_scheme(given, "LMS_TSA_URL", ("http", "https"), faults),
        tsa_roots=_file(given, "LMS_TSA_ROOTS", faults),
        witnesses=_witnesses(given, faults),
        log_format=_word(given, "LMS_LOG_FORMAT", ("auto", "json", "words"), faults),
        metrics=_own_address(given, "LMS_METRICS", faults),
        metrics_token=_token(given, "LMS_METRICS_TOKEN", faults),
        zone=_zone(given, faults),
        providers=_providers(given, faults),
    )
    if faults:
        raise SettingsFault(faults)
    return settings


def _check_base_url(base_url: str, faults: list[str]) -> None:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        faults.append(
            f"LMS_BASE_URL: “{base_url}” is not an address like https://learn.example.org (no path after the host)."
        )
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK:
        why = "because it is printed in certificates and is not on this machine"
        faults.append(f"LMS_BASE_URL: “{base_url}” must begin with https://, {why}.")


def _database_url(given: str, home: Path, faults: list[str]) -> str:
    if not given:
        return f"sqlite:///{home / 'lms.sqlite'}"
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        faults.append("LMS_DATABASE_URL: must begin with sqlite:/// or postgresql+psycopg://.")
    return given


def _scheme(given: Mapping[str, str], name: str, schemes: tuple[str, ...], faults: list[str]) -> str:
    value = given.get(name, "")
    if value and urlsplit(value).scheme not in schemes:
        faults.append(f"{name}: must begin with {' or '.join(scheme + '://' for scheme in schemes)}.")
    return value


def _zone(given: Mapping[str, str], faults: list[str]) -> str:
    name = given.get("LMS_ZONE") or "UTC"
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(f"LMS_ZONE: there is no time zone “{name}”. Give one by its name, such as Europe/Madrid.")
        return "UTC"


def _file(given: Mapping[str, str], name: str, faults: list[str]) -> Path | None:
    if not given.get(name):
        return None
    file = Path(given[name]).resolve()
    if not file.is_file():
        faults.append(f"{name}: there is no file {file}.")
    return file


def _witnesses(given: Mapping[str, str], faults: list[str]) -> tuple[Witness, ...]:
    file = _file(given, "LMS_WITNESSES", faults)
    if file is None or not file.is_file():
        return ()
    # Only a site that has witnesses needs what checks their keys.
    from lms.credentials.cosignature import witnesses_of  # noqa: PLC0415

    try:
        witnesses, found = witnesses_of(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        witnesses, found = (), (f"cannot be read ({type(error).__name__})",)
    faults += [f"LMS_WITNESSES: {file.name}, {fault}." for fault in found]
    return witnesses


def _providers(given: Mapping[str, str], faults: list[str]) -> tuple[Provider, ...]:
    file = _file(given, "LMS_OIDC", faults)
    if file is None or not file.is_file():
        return ()
    # Only a site that has providers needs to read such a file.
    from lms.settings.providers import providers_of  # noqa: PLC0415

    providers, found = providers_of(file)
    faults += [f"LMS_OIDC: {fault}" for fault in found]
    return providers


def _pkcs11(given: Mapping[str, str], faults: list[str]) -> str:
    value = given.get("LMS_PDF_PKCS11", "")
    if value and not value.startswith("pkcs11:"):
        faults.append("LMS_PDF_PKCS11: must begin with pkcs11: and name the key, as in RFC 7512.")
    if value and given.get("LMS_PDF_KEY"):
        faults.append("LMS_PDF_PKCS11: give either this or LMS_PDF_KEY, not both.")
    return value


def _own_address(given: Mapping[str, str], name: str, faults: list[str]) -> str:
    """A port of this machine that no other machine reaches."""
    value = given.get(name, "")
    if not value:
        return ""
    host, _, port = value.rpartition(":")
    if host.strip("[]") not in LOOPBACK:
        faults.append(f"{name}: “{value}” is not on this machine, as 127.0.0.1:9100 is. For others: LMS_METRICS_TOKEN.")
    elif not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        faults.append(f"{name}: “{value}” has no port, as in 127.0.0.1:9100.")
    return value


def _token(given: Mapping[str, str], name: str, faults: list[str]) -> str:
    value = given.get(name, "")
    if value and len(value) < SHORTEST_TOKEN:
        faults.append(f"{name}: is shorter than {SHORTEST_TOKEN} characters. Make one: openssl rand -hex 32")
    return value


def _word(given: Mapping[str, str], name: str, words: tuple[str, ...], faults: list[str]) -> str:
    value = given.get(name) or words[0]
    if value not in words:
        faults.append(f"{name}: “{value}” is not one of {', '.join(words)}.")
    return value


def _whole(given: Mapping[str, str], name: str, most: int, faults: list[str]) -> int:
    value = given.get(name) or "0"
    if not (value.isascii() and value.isdigit() and int(value[:9]) <= most):
        faults.append(f"{name}: “{value}” is not a whole number from 0 to {most}.")
        return 0
    return int(value)
