"""What `lms doctor` looks at in a site that is running: from outside as a visitor comes to it, and by what it keeps."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from lms.cli.doctor.machine import MOST_DRIFT, Finding
from lms.jobs.queue import Queue
from lms.services.ground import last_done
from lms.services.ground.context import Context
from lms.settings import Settings
from lms.store import figures

SECONDS = 10.0
LEAST_DAYS_OF_TLS = 14
LONGEST_SILENCE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_WITHOUT_BACKUP = timedelta(days=2)
LISTED = "They are listed by: lms mail list"
OURS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Request-Id")


class _Answered:
    """What a visitor was answered."""

    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes, took: float) -> None:
        self.status, self.headers, self.body, self.took = status, headers, body, took
        self.at = datetime.now(UTC)


def of_site(ctx: Context, address: str) -> Iterator[Finding]:
    """All of it: each thing is fine, or it says what to do."""
    yield from of_address(ctx.settings, address)
    yield from of_house(ctx)


def of_address(settings: Settings, address: str) -> Iterator[Finding]:
    """What a visitor finds at this address."""
    url = urlsplit(address)
    if url.scheme not in ("http", "https") or not url.hostname:
        yield Finding("reached", False, f"“{address}” is not an address like https://learn.example.org")
        return
    try:
        alive = _get(url, "/healthz")
    except (OSError, http.client.HTTPException) as error:
        yield Finding("reached", False, f"{address} does not answer ({_why(error)}): is lms serve running there?")
        return
    reached = alive.status == 200
    words = f"{address} answers in {alive.took * 1000:.0f} ms"
    yield Finding("reached", reached, words if reached else f"{address}/healthz answers {alive.status}, and not 200")
    yield from _looked_at(settings, url, alive)


def _looked_at(settings: Settings, url: SplitResult, alive: _Answered) -> Iterator[Finding]:
    looks: dict[str, Callable[[], Finding]] = {
        "ready": lambda: _ready(_get(url, "/readyz", Accept="application/json")),
        "skew": lambda: _skew(alive),
        "proxy": lambda: _proxy(settings, url, _get(url, "/login")),
    }
    if url.scheme == "https":
        looks["tls"] = lambda: _tls(url)
    for name, look in looks.items():
        try:
            yield look()
        except (OSError, http.client.HTTPException, ValueError) as error:
            yield Finding(name, False, f"could not be looked at ({_why(error)})")


def _get(url: SplitResult, path: str, **headers: str) -> _Answered:
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=SECONDS)
    try:
        began = time.perf_counter()
        connection.request("GET", path, headers={"User-Agent": "lms doctor", **headers})
        answer = connection.getresponse()
        body = answer.read(1024 * 1024)
        return _Answered(answer.status, answer.headers, body, time.perf_counter() - began)
    finally:
        connection.close()


def _ready(answered: _Answered) -> Finding:
    missing = json.loads(answered.body).get("missing", [])
    if answered.status == 200 and not missing:
        return Finding("ready", True, "everything that it needs is there")
    return Finding("ready", False, f"it is missing: {', '.join(map(str, missing)) or 'it does not say what'}")


def _skew(answered: _Answered) -> Finding:
    if "Date" not in answered.headers:
        return Finding("skew", True, "it does not tell its time")
    away = abs(parsedate_to_datetime(answered.headers["Date"]) - answered.at)
    if away > MOST_DRIFT:
        words = f"its clock is {away.total_seconds():.0f} seconds from this machine's: let both follow a time server"
        return Finding("skew", False, words)
    return Finding("skew", True, "its clock agrees with this machine's")


def _proxy(settings: Settings, url: SplitResult, answered: _Answered) -> Finding:
    """What stands in front must pass on who asks, and leave our headers as they are."""
    if url.scheme == "https" and not settings.trusted_proxies:
        words = "a proxy stands in front, and LMS_TRUSTED_PROXIES is 0: limits take all visitors for one"
        return Finding("proxy", False, words)
    lost = [name for name in OURS if not answered.headers.get_all(name)]
    twice = [name for name in OURS if len(answered.headers.get_all(name) or ()) > 1]
    if lost or twice:
        words = f"it takes headers away ({', '.join(lost)})" if lost else f"it sends headers twice ({', '.join(twice)})"
        return Finding("proxy", False, f"{words}: let it pass on what the site answers")
    if answered.headers.get("Cache-Control") != "no-store":
        return Finding("proxy", False, "it changes Cache-Control: what is private would be kept")
    if url.scheme == "https" and "Strict-Transport-Security" not in answered.headers:
        return Finding("proxy", False, "the site does not know that it is on https: set LMS_BASE_URL")
    return Finding("proxy", True, "headers come through as they are")


def _tls(url: SplitResult) -> Finding:
    trusted = ssl.create_default_context()
    with (
        socket.create_connection((url.hostname or "", url.port or 443), timeout=SECONDS) as plain,
        trusted.wrap_socket(plain, server_hostname=url.hostname) as secured,
    ):
        certificate = secured.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    left = (ends - datetime.now(UTC)).days
    if left < LEAST_DAYS_OF_TLS:
        return Finding("tls", False, f"the certificate of https ends in {left} days: renew it")
    return Finding("tls", True, f"the certificate of https is good for {left} days")


def of_house(ctx: Context) -> Iterator[Finding]:
    """What shows that the site is at work."""
    looks: dict[str, Callable[[Context], Finding]] = {
        "worker": _worker,
        "queue": _queue,
        "backup": _backup,
    }
    for name, look in looks.items():
        try:
            yield look(ctx)
        except (OSError, SQLAlchemyError, RedisError, ValueError) as error:
            yield Finding(name, False, f"could not be looked at ({type(error).__name__})")


def _worker(ctx: Context) -> Finding:
    beat = Queue(ctx.settings).last_beat() if Queue.is_there(ctx.settings) else None
    if beat is None:
        return Finding("worker", False, "none was ever here: start lms serve, or lms work")
    silent = ctx.now() - beat
    if silent > LONGEST_SILENCE:
        return Finding("worker", False, f"the last sign of one is {_long(silent)} old: start lms serve, or lms work")
    return Finding("worker", True, f"one looked round {_long(silent)} ago")


def _queue(ctx: Context) -> Finding:
    with ctx.database.reading() as session:
        mails, certificate = figures.mails(session), figures.oldest_unfinished(session)
    now = ctx.now()
    since = min((at for at in (mails.oldest, certificate) if at is not None), default=now)
    if now - since > LONGEST_WAIT:
        return Finding("queue", False, f"something waits for {_long(now - since)}: look for errors in the worker's log")
    lost = mails.given_up - mails.refused
    if lost:
        return Finding("queue", False, f"{lost} mails could not be sent in 30 days: is LMS_MAIL_URL right? {LISTED}")
    if mails.refused:
        return Finding("queue", True, f"the mail server refused {mails.refused} mails for good in 30 days. {LISTED}")
    return Finding("queue", True, "nothing waits longer than it should")


def _backup(ctx: Context) -> Finding:
    last = last_done.last_backup(ctx.settings)
    if last is None:
        return Finding("backup", True, "none is known of here; one is made with: lms backup FILE")
    age = ctx.now() - last
    return Finding("backup", age <= LONGEST_WITHOUT_BACKUP, f"the last one is {_long(age)} old")


def _long(span: timedelta) -> str:
    seconds = max(0, int(span.total_seconds()))
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {name}{'' if number == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def _why(error: Exception) -> str:
    return str(error.args[-1] if error.args else "") or type(error).__name__
