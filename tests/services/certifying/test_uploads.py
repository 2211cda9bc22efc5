"""Hostile uploads: answered by a process that has little, and never with a yes."""

from __future__ import annotations

import os
import signal
import zlib
from collections.abc import Iterator
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest

from lms.credentials.certificates import pem
from lms.credentials.render import draw
from lms.credentials.seal import seal
from lms.credentials.upload import LARGEST_FILE, Kind, Look
from lms.services.certifying import uploads
from lms.services.certifying.uploads import Found, Looker
from lms.services.ground.refusals import Busy
from tests.credentials.authorities import authority
from tests.credentials.examples import AWARDED, LATER, PLAIN, claims

ROOTS = pem(authority().root).decode()


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    made = Looker()
    # The first look pays for the start of the process, on a busy machine more than once.
    for _ in range(3):
        if made.look(b"%PDF-1.7", ROOTS, LATER).look is not Look.NOT_LOOKED:
            break
    yield made
    made.close()


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(draw(claims(), PLAIN), authority().signer(), AWARDED).content


def _pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF with a true table of its objects, so that a reader goes on to what is in them."""
    content, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    size = len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return content + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def _stream(content: bytes, more: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), more, content)


def _bomb(levels: int) -> bytes:
    """So many times packed: a hundred megabytes in a few bytes, or far more."""
    content = bytes(100 * 1024 * 1024)
    for _ in range(levels):
        content = zlib.compress(content, 9)
    return content


def _hostile(sealed: bytes) -> dict[str, bytes]:
    packed = _bomb(1)
    names = b"[" + b"/FlateDecode " * 2 + b"]"
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>"
    cycle = b"<</Fields[3 0 R]/Kids[3 0 R]/Parent 3 0 R/FT/Sig/T(a)>>"
    return {
        "nothing": b"",
        "cut in the middle": sealed[: len(sealed) // 2],
        "cut at the end": sealed[:-3],
        "only a beginning": b"%PDF-1.7",
        "ten megabytes of nothing": b"%PDF-1.7\n" + b" " * (LARGEST_FILE - 9),
        "ten megabytes of objects": (b"%PDF-1.7\n" + b"1 0 obj\n<<>>\nendobj\n" * 600_000)[:LARGEST_FILE],
        "ten megabytes of brackets": b"%PDF-1.7\n1 0 obj\n" + b"[" * (LARGEST_FILE - 17),
        "ten megabytes after a seal": sealed + b"%" * (LARGEST_FILE - len(sealed)),
        "fields in a circle": _pdf(catalog, b"<</Type/Pages/Kids[2 0 R]/Count 1>>", cycle),
        "a table that follows itself": _pdf(catalog, trailer=b"/Root 1 0 R /Prev 9"),
        "an object that is itself": _pdf(b"1 0 R"),
        "a bomb as the table": b"%PDF-1.7\n1 0 obj\n"
        + _stream(packed, b"/Type/XRef/W[1 2 1]/Size 9/Root 1 0 R/Filter/FlateDecode")
        + b"\nendobj\nstartxref\n9\n%%EOF\n",
        "a bomb in a bomb": _pdf(catalog, _stream(_bomb(2), b"/Filter" + names)),
        "encrypted": _pdf(
            catalog,
            b"<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>",
            trailer=b"/Root 1 0 R/Encrypt 2 0 R/ID[(a)(b)]",
        ),
        "also a page of HTML": b"<script>%PDF-1.7</script>" + sealed,
        "also a picture": b"\x89PNG\r\n\x1a\n" + sealed,
        "also an archive": sealed + b"PK\x05\x06" + bytes(18),
        "deep JSON": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "JSON with very long numbers": b'{"a":' + b"9" * 250_000 + b"}",
        "JSON with a member twice": b'{"a":1,"a":1}',
        "JSON with infinity": b'{"a":Infinity}',
        "JSON in another encoding": '{"a":"é"}'.encode("utf-16"),
        "JSON of ten megabytes": b'{"a":"' + b"x" * (LARGEST_FILE - 10) + b'"}',
        "a picture of one endless part": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXt" + b"x" * 1000,
        "a drawing with a bomb of names": b"<!DOCTYPE svg ["
        + b"".join(b'<!ENTITY a%d "&a%d;&a%d;&a%d;">' % (n + 1, n, n, n) for n in range(40))
        + b"]><svg>&a40;</svg>",
        "a drawing that reads a file": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        "a drawing in many levels": b"<svg>" + b"<g>" * 1_000_000,
    }


def test_every_hostile_file_is_answered_and_never_with_a_match(looker: Looker, sealed: bytes) -> None:
    answers = {name: looker.look(content, ROOTS, LATER) for name, content in _hostile(sealed).items()}
    assert {name: found for name, found in answers.items() if found.look is Look.INTACT or found.hash} == {}


def test_after_any_of_them_an_honest_file_is_understood(looker: Looker, sealed: bytes) -> None:
    assert _patiently(looker, sealed) == Found(Kind.PDF, Look.INTACT)
    assert looker.look(sealed + b" ", ROOTS, LATER) == Found(Kind.PDF, Look.CHANGED)
    assert len(looker.look(b'{"b":1,"a":"\xc3\xa9"}', ROOTS, LATER).hash) == 64


def _patiently(looker: Looker, content: bytes) -> Found:
    """A new process may take more than its time to start where many tests share a machine."""
    for _ in range(4):
        found = looker.look(content, ROOTS, LATER)
        if found.look is not Look.NOT_LOOKED:
            break
    return found


def test_what_is_too_large_is_not_even_sent() -> None:
    looker = Looker()
    assert looker.look(b"%PDF-" + bytes(LARGEST_FILE), ROOTS, LATER).look is Look.UNREADABLE
    assert looker.look(b"GIF89a", ROOTS, LATER).look is Look.UNREADABLE
    assert looker._process is None


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 twenty-nine bytes..",
        b"  %PDF-1.7\nstartxref\n9\n%%EOF\n",
        b'{"a": 1',
        b"\x89PNG\r\n\x1a\nno credential in it",
        b"<svg/>",
    ],
)
def test_what_cannot_be_ours_at_a_glance_costs_no_process(content: bytes) -> None:
    looker = Looker()
    assert looker.look(content, ROOTS, LATER).look is Look.UNREADABLE
    assert looker._process is None


def test_one_that_is_slow_to_start_is_not_killed_for_it(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    looker = Looker()
    monkeypatch.setattr(uploads, "SECONDS_TO_START", 0.001)
    assert looker.look(sealed, ROOTS, LATER).look is Look.NOT_LOOKED
    process = looker._process
    assert process is not None
    assert process.poll() is None
    monkeypatch.setattr(uploads, "SECONDS_TO_START", 60.0)
    assert looker.look(sealed, ROOTS, LATER).look is Look.INTACT
    assert looker._process is process
    looker.close()


def test_who_comes_while_others_wait_is_told_when_to_come_back(
    looker: Looker, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SECONDS_IN_LINE", 0.01)
    with looker._lock, pytest.raises(Busy) as busy:
        looker.look(sealed, ROOTS, LATER)
    assert busy.value.retry_after == uploads.SECONDS_BUSY


def test_a_process_that_does_not_answer_is_killed_and_another_is_started(sealed: bytes) -> None:
    looker = Looker(seconds=0.001)
    looker.warm()
    first = looker._process
    assert looker.look(sealed, ROOTS, LATER).look is Look.NOT_LOOKED
    assert first is not None
    assert first.returncode == -signal.SIGKILL
    assert looker._process not in (None, first)
    looker.close()


def test_the_process_has_little_memory_no_files_and_no_secrets(
    looker: Looker, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMS_SECRET_KEY", "do not tell")
    _patiently(looker, sealed)
    assert looker._process is not None
    there = Path("/proc", str(looker._process.pid))
    limits = {line.split("  ")[0]: line.split()[-3:] for line in (there / "limits").read_text().splitlines()[1:]}
    assert limits["Max address space"][:2] == [str(512 * 1024 * 1024)] * 2
    assert limits["Max file size"][:2] == ["0", "0"]
    assert b"do not tell" not in (there / "environ").read_bytes()


def test_many_at_once_are_answered_one_after_the_other(looker: Looker, sealed: bytes) -> None:
    _patiently(looker, sealed)
    answers: list[Found] = []
    threads = [Thread(target=lambda: answers.append(looker.look(sealed, ROOTS, LATER))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.look for one in answers} <= {Look.INTACT, Look.NOT_LOOKED}
    assert len(answers) == 8


def test_it_is_ended_with_the_process_that_started_it(sealed: bytes) -> None:
    looker = Looker()
    _patiently(looker, sealed)
    process = looker._process
    assert process is not None
    looker.close()
    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_while_it_still_loads_it_ends_with_its_input() -> None:
    looker = Looker()
    looker.warm()
    process = looker._process
    assert process is not None
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(60) == 0
    # It has not come to say that it is ready.
    assert process.stdout.read() == b""
    looker.close()


def _forked(told: Connection) -> None:
    looker = Looker()
    looker.warm()
    looker.end_with_main_thread()
    assert looker._process is not None
    told.send(looker._process.pid)


def test_a_forked_process_leaves_none_behind() -> None:
    here, there = Pipe()
    forked = get_context("fork").Process(target=_forked, args=(there,))
    forked.start()
    number = here.recv()
    forked.join(60)
    assert forked.exitcode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
