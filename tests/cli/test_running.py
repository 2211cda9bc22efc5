"""`lms doctor --running`: what it sees of a site that is served, and of one where something is wrong."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from lms.cli.doctor import site_at_work
from lms.cli.doctor.machine import Finding
from lms.jobs.queue import Queue
from lms.services.ground import last_done
from lms.services.ground.context import Context
from lms.services.publishing.served import Served
from lms.settings import Settings, load
from lms.store import mails
from lms.store.engine import open_database
from tests.cli.conftest import Lms
from tests.cli.serving import served, until, write_site
from tests.support.ports import free_port
from tests.support.site import lay_migrated

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
USUAL = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": "x",
    "Cache-Control": "no-store",
}


@pytest.fixture
def ctx(tmp_path: Path) -> Context:
    """A house that was set up, in which nothing has happened yet."""
    settings = load({"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)})
    lay_migrated(tmp_path)
    database = open_database(settings.database_url)
    return Context(settings, database, Served(database), now=lambda: NOW)


def house(ctx: Context) -> dict[str, Finding]:
    return {one.name: one for one in site_at_work.of_house(ctx)}


def test_a_worker_that_gave_a_sign_of_life_is_fine_until_it_is_silent_too_long(ctx: Context) -> None:
    assert "lms work" in house(ctx)["worker"].words
    assert not (ctx.settings.home / "jobs.sqlite").exists()
    Queue(ctx.settings).beat(NOW - timedelta(seconds=20))
    assert house(ctx)["worker"].fine
    assert "20 seconds" in house(ctx)["worker"].words
    Queue(ctx.settings).beat(NOW - timedelta(minutes=3))
    silent = house(ctx)["worker"]
    assert not silent.fine
    assert "3 minutes" in silent.words


def test_what_waits_too_long_and_what_was_given_up_is_told(ctx: Context) -> None:
    assert house(ctx)["queue"].fine
    with ctx.database.writing() as session:
        number = mails.add(session, "a@example.org", "s", "b", NOW - timedelta(minutes=20))
    assert "20 minutes" in house(ctx)["queue"].words
    assert not house(ctx)["queue"].fine
    with ctx.database.writing() as session:
        mails.again_at(session, number, None, "Refused")
    assert "LMS_MAIL_URL" in house(ctx)["queue"].words
    assert not house(ctx)["queue"].fine


def test_the_age_of_the_last_backup_is_told_where_it_is_known(ctx: Context) -> None:
    assert house(ctx)["backup"].fine
    last_done.note_backup(ctx.settings, NOW - timedelta(hours=5))
    assert (house(ctx)["backup"].fine, house(ctx)["backup"].words) == (True, "the last one is 5 hours old")
    last_done.note_backup(ctx.settings, NOW - timedelta(days=9))
    assert not house(ctx)["backup"].fine
    (ctx.settings.home / last_done.BACKUP).write_text("nonsense")
    assert last_done.last_backup(ctx.settings) is None


class Pretended:
    """A site that answers as a test wants it to."""

    def __init__(self) -> None:
        self.headers: list[tuple[str, str]] = list(USUAL.items())
        self.off = timedelta()
        self.ready: dict[str, Any] = {"ready": True, "missing": []}
        self.status = 200


@contextmanager
def pretending(site: Pretended) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(site.ready).encode() if self.path == "/readyz" else b"fine\n"
            self.send_response_only(503 if self.path == "/readyz" and site.ready["missing"] else site.status)
            self.send_header("Date", (datetime.now(UTC) + site.off).strftime("%a, %d %b %Y %H:%M:%S GMT"))
            for name, value in site.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def seen(settings: Settings, site: Pretended) -> dict[str, Finding]:
    with pretending(site) as address:
        return {one.name: one for one in site_at_work.of_address(settings, address)}


def test_a_site_that_answers_well_is_fine(ctx: Context) -> None:
    found = seen(ctx.settings, Pretended())
    assert set(found) == {"reached", "ready", "skew", "proxy"}
    assert all(one.fine for one in found.values())


def test_a_site_that_does_not_answer_is_told_and_nothing_else_is_asked(ctx: Context) -> None:
    (only,) = site_at_work.of_address(ctx.settings, "http://127.0.0.1:1")
    assert (only.name, only.fine) == ("reached", False)
    assert "lms serve" in only.words
    (wrong,) = site_at_work.of_address(ctx.settings, "learn.example.org")
    assert not wrong.fine


def test_what_the_site_misses_is_named(ctx: Context) -> None:
    site = Pretended()
    site.ready = {"ready": False, "missing": ["content", "redis"]}
    found = seen(ctx.settings, site)["ready"]
    assert (found.fine, found.words) == (False, "it is missing: content, redis")


def test_a_clock_that_differs_is_told(ctx: Context) -> None:
    site = Pretended()
    site.off = -timedelta(seconds=90)
    assert not seen(ctx.settings, site)["skew"].fine


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({name: value for name, value in USUAL.items() if name != "Content-Security-Policy"}, "away"),
        (USUAL | {"Cache-Control": "max-age=60"}, "Cache-Control"),
        (USUAL | {"x-content-type-options": "nosniff"}, "twice"),
    ],
)
def test_a_proxy_that_meddles_with_headers_is_told(ctx: Context, headers: dict[str, str], words: str) -> None:
    site = Pretended()
    site.headers = list(headers.items())
    found = seen(ctx.settings, site)["proxy"]
    assert not found.fine
    assert words in found.words


def test_https_without_a_trusted_proxy_is_told(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    with pretending(Pretended()) as address:
        monkeypatch.setattr("http.client.HTTPSConnection", http.client.HTTPConnection)
        monkeypatch.setattr(site_at_work, "_tls", lambda _: Finding("tls", True, ""))
        https = address.replace("http:", "https:")
        found = {one.name: one for one in site_at_work.of_address(ctx.settings, https)}
        trusting = replace(ctx.settings, trusted_proxies=1)
        told = {one.name: one for one in site_at_work.of_address(trusting, https)}
    assert "LMS_TRUSTED_PROXIES" in found["proxy"].words
    assert "LMS_BASE_URL" in told["proxy"].words
    assert "tls" in told


def test_a_running_site_is_seen_as_it_is_with_its_figures_and_its_log(lms: Lms, tmp_path: Path) -> None:
    """One site from the outside: the doctor, the figures at their own port, and a log without a person in it."""
    write_site(tmp_path)
    metrics = f"127.0.0.1:{free_port()}"
    with served(tmp_path, LMS_METRICS=metrics) as site:
        address = f"http://127.0.0.1:{site.port}"
        for _ in range(3):
            site.get("/verify/7K3MD-CANARY?number=canary@example.org")

        def found() -> dict[str, bool]:
            ran = lms("doctor", "--url", address, "--format", "json", LMS_BASE_URL=address)
            return {row["name"]: row["fine"] for row in json.loads(ran.stdout)}

        until(lambda: all(found().values()))
        assert {"reached", "ready", "skew", "proxy", "worker", "queue", "backup", "log"} <= set(found())
        host, _, port = metrics.partition(":")
        text = _asked(host, int(port), "/metrics")
        assert 'lms_requests_total{method="GET",route="/verify/<path:serial>",status="4xx"} 3' in text
        assert 'lms_processes{kind="web"}' in text
        assert "lms_worker_beat_timestamp_seconds" in text
        assert "lms_database_up 1" in text
        assert "lms_" not in _asked(host, int(port), "/")
        assert site.get("/metrics")[0] == 404
    lines = [json.loads(line) for line in site.log.splitlines() if line.startswith("{")]
    paths = [line["path"] for line in lines if line["kind"] == "request"]
    assert paths.count("/verify/<path:serial>") == 3
    assert "canary" not in site.log.lower()


def _asked(host: str, port: int, path: str) -> str:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    connection.request("GET", path)
    text: str = connection.getresponse().read().decode()
    connection.close()
    return text
