"""LMS_HOME and the secret key: made where that is safe, and looked at before anything is served."""

from __future__ import annotations

import os
import secrets
import stat
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import get_ident

from lms.settings import Settings, SettingsFault

KEY_FILE = "secret-key"
ADDRESS = "address"
SHORTEST_KEY = 32
LEAST_DIFFERENT = 8  # of 32 random hexadecimal digits, fewer than 8 different ones come once in 25 million keys
LONGEST_RUN = 12
WELL_KNOWN = ("change", "secret", "password", "example", "insecure", "default", "develop", "placeholder", "your-key")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
PREVIEW_MARK = "preview"
"""A file that stands in the scratch home of a preview, and in no other."""
LOG_HEAD = "log-head"
"""A file that stands in every home but that of a preview, once there is a log: its newest head."""


def make(settings: Settings) -> None:
    """Make the folder, and on loopback the key, where they are missing. What is there is not touched."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsFault([f"LMS_HOME: {settings.home} cannot be made ({error.strerror})."]) from error
    file = settings.home / KEY_FILE
    if settings.on_loopback and not settings.secret_key and not file.exists():
        _write_once(file, secrets.token_urlsafe(48) + "\n")


def is_scratch(settings: Settings) -> bool:
    """Whether this is the home of a preview, made for it on this machine alone, with the database in it."""
    inside = settings.on_sqlite and f"{settings.home}/" in settings.database_url
    marked = (settings.home / PREVIEW_MARK).is_file() and not (settings.home / LOG_HEAD).exists()
    return inside and settings.on_loopback and marked


def secret_key(settings: Settings) -> str:
    """The key that signs cookies; SettingsFault with everything that is wrong with it."""
    faults = key_faults(settings)
    if faults:
        raise SettingsFault(faults)
    return settings.secret_key or _read(settings.home / KEY_FILE)


def key_faults(settings: Settings) -> list[str]:
    """What is wrong with the key, one sentence a fault."""
    if settings.secret_key:
        return [f"LMS_SECRET_KEY: {fault}" for fault in weaknesses(settings.secret_key)]
    file = settings.home / KEY_FILE
    if not file.is_file():
        if settings.on_loopback:
            return [f"The secret key is missing. `lms serve` makes it in {file}."]
        how = f"To make it, type: (umask 077; openssl rand -base64 48 > {file})"
        return [f"LMS_SECRET_KEY: outside this machine the key must be given, or be in the file {file}. {how}"]
    faults = []
    if file.stat().st_mode & OTHERS:
        faults.append(f"{file} can be read by others on this machine. Type: chmod 600 {file}; then change the key.")
    try:
        faults += [f"{file}: {fault}" for fault in weaknesses(_read(file))]
    except (OSError, UnicodeDecodeError):
        faults.append(f"{file} cannot be read.")
    return faults


def weaknesses(key: str) -> list[str]:
    """Why a key should not be trusted; empty for one that came from a random generator."""
    if len(key) < SHORTEST_KEY:
        return [f"the key is shorter than {SHORTEST_KEY} characters."]
    period = (key + key).find(key, 1)
    known = any(word in key.casefold() for word in WELL_KNOWN)
    if known or len(set(key)) < LEAST_DIFFERENT or period < len(key) or _longest_run(key) >= LONGEST_RUN:
        return ["the key can be guessed. Let a random generator make one: openssl rand -base64 48"]
    return []


def _longest_run(key: str) -> int:
    """The most characters in a row that follow one another in the alphabet, as in abcdef."""
    longest = run = 1
    for before, after in pairwise(key):
        run = run + 1 if ord(after) - ord(before) == 1 else 1
        longest = max(longest, run)
    return longest


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, text: str) -> None:
    """Of two processes that start at once, both go on with the key of one."""
    with NamedTemporaryFile("w", encoding="ascii", dir=file.parent, prefix=f".{file.name}-", delete=False) as writer:
        writer.write(text)
        writer.flush()
        os.fsync(writer.fileno())
    unfinished = Path(writer.name)
    try:
        file.hardlink_to(unfinished)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def write_whole(file: Path, text: str) -> None:
    """Whoever reads the file finds what was there before, or all of this, also after a power cut."""
    unfinished = file.with_name(f".{file.name}-{os.getpid()}-{get_ident()}")
    with unfinished.open("w", encoding="utf-8") as writer:
        writer.write(text)
        writer.flush()
        os.fsync(writer.fileno())
    unfinished.replace(file)


def remember_address(settings: Settings) -> None:
    """Keep the address that is served, so that a command in another terminal prints the same one in a certificate."""
    (settings.home / ADDRESS).write_text(settings.base_url + "\n", encoding="ascii")


def last_address(settings: Settings) -> str:
    """The address that was served last from this home; empty if none was."""
    file = settings.home / ADDRESS
    return _read(file) if file.is_file() else ""
