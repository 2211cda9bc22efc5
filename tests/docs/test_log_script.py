"""The program by which an outsider keeps and checks the log, run against a log that is honest, or not."""

from __future__ import annotations

import ast
import base64
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.serving import make_server

from lms.credentials import leaf as leaves_of
from lms.credentials.checkpoint import verifier_key
from lms.credentials.keys import KeyKind
from lms.services.certifying import changing_keys, stewarding
from lms.services.keys import lostseals, ring
from lms.services.log import going_on, head_file, logbook, witnessing
from lms.services.log.witnessing import Patience
from lms.store.tables import CertificateRow, CheckpointRow, LeafRow
from lms.web.pages.verification import check_log
from tests.docs.pages import DOCS
from tests.services.log.test_kept_head import afresh
from tests.services.log.test_logbook import busy, issue
from tests.support.older import rows_of, set_back
from tests.support.site import House, house_at
from tests.support.watched import honest, shown_to
from tests.support.web import app_of
from tests.support.witnesses import served

PAGE = DOCS / "how-to" / "check-the-log.md"
SITE = "https://learn.example.org"
SCRIPT = Path(check_log.__file__)
Said = tuple[int, str]
Run = Callable[..., Said]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as made:
        yield made


@pytest.fixture
def check(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The program, run by somebody with a folder of their own; `changed` is what the site gives out otherwise."""

    def run(*more: str, site: str = SITE, changed: dict[str, bytes] | None = None, of: House = house) -> Said:
        client = app_of(of).test_client()

        def get(_site: check_log.Site, path: str) -> bytes:
            answer = client.get(path)
            found = answer.data if answer.status_code == 200 else b""
            return (changed or {}).get(path, found)

        monkeypatch.setattr(check_log.Site, "get", get)
        status = check_log.main([site, str(tmp_path / "kept"), *more])
        return status, "".join(capsys.readouterr())

    return run


def forgotten(house: House) -> House:
    """The site of an operator who takes away what is kept of the newest head, and starts anew."""
    (house.context.settings.home / head_file.FILE).unlink()
    return afresh(house)


def rewritten(house: House, n: int, **facts: object) -> House:
    """The site of an operator who changes a leaf, and signs all heads anew."""
    bodies = []
    with house.context.database.writing() as session:
        for row in session.query(LeafRow).order_by(LeafRow.n):
            body = leaves_of.read(row.body) or {}
            if row.n == n:
                body |= facts
            bodies.append(leaves_of.Leaf(leaves_of.Kind(body["kind"]), check_canonical(body)))
        session.query(CertificateRow).update({"leaf": None})
        session.query(LeafRow).delete()
        session.query(CheckpointRow).delete()
    house = forgotten(house)
    with house.context.database.writing() as session:
        for leaf in bodies:
            at = house.clock()
            logbook.enter(session, house.context, leaf, at=at, actor="x", act="x", subject="x", details={})
    return house


def check_canonical(body: dict[str, object]) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_the_program_needs_nothing_but_python_and_cryptography() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    named = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in named} - set(sys.stdlib_module_names) == {"cryptography"}


def test_it_is_given_out_by_the_site_and_run_as_the_page_says(house: House, tmp_path: Path) -> None:
    busy(house)
    server = make_server("127.0.0.1", 0, app_of(house))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        fetched = check_log.Site(address).get("/log/check_log.py")
        assert fetched == SCRIPT.read_bytes()
        (tmp_path / "mine.py").write_bytes(fetched)
        command = [sys.executable, "-I", str(tmp_path / "mine.py"), address, str(tmp_path / "kept")]
        for _ in range(2):
            said = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (said.returncode, said.stdout) == (0, "All 20 leaves are as they were signed.\n"), said.stderr
    finally:
        server.shutdown()
        thread.join()
    offline = subprocess.run([*command[:3], "-", command[4]], capture_output=True, text=True, check=False)
    assert offline.returncode == 0, offline.stderr
    away = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (away.returncode, "does not answer" in away.stderr) == (2, True)


def test_it_follows_the_log_from_every_size_to_the_newest(house: House, check: Run, tmp_path: Path) -> None:
    for n, act in enumerate(("issue", "suspend", "issue", "revoke")):
        person = house.person(f"Person {'abcd'[n]}")
        serial = issue(house, person)
        assert check()[0] == 0
        if act == "suspend":
            stewarding.suspend(house.context, "staff:test", serial, "a complaint")
        if act == "revoke":
            stewarding.revoke(house.context, "staff:test", serial, "a reason")
        assert check()[0] == 0
    assert len(list((tmp_path / "kept" / "heads").iterdir())) == 6
    assert check(site="-") == (0, "All 10 leaves are as they were signed.\n")


def test_it_sees_a_log_that_was_written_anew_and_keeps_what_it_had(house: House, check: Run, tmp_path: Path) -> None:
    for n in range(3):
        issue(house, house.person(f"Person {'abc'[n]}"))
    assert check()[0] == 0
    before = (tmp_path / "kept" / "leaves").read_bytes()
    fresh = rewritten(house, 1, claims="0" * 64)
    issue(fresh, fresh.person("Person d"))
    status, said = check(of=fresh)
    assert (status, "WRONG: The leaves are not those that the checkpoint over" in said) == (1, True)
    assert (tmp_path / "kept" / "leaves").read_bytes() == before


def test_it_sees_a_log_that_was_cut(house: House, check: Run) -> None:
    busy(house)
    assert check()[0] == 0
    with house.context.database.writing() as session:
        session.query(LeafRow).filter(LeafRow.n >= 10).delete()
        session.query(CheckpointRow).filter(CheckpointRow.size > 10).delete()
    status, said = check(of=forgotten(house))
    assert (status, "shorter than it was: it has 10 leaves" in said) == (1, True)


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("/log/checkpoint", b"learn\n1\nx\n", "not written as a checkpoint"),
        ("/log/checkpoint", b"", "not written as a checkpoint"),
        ("/log/leaves/4-5", b"", "does not give out the leaves 4 to 5"),
        ("/log/leaves/4-5", b'{"a":1}\n{"a":2}\n', "The leaves are not those"),
    ],
)
def test_a_site_that_gives_out_something_else_is_caught(
    house: House, check: Run, path: str, content: bytes, words: str
) -> None:
    for letter in "ab":
        issue(house, house.person(f"Person {letter}"))
    assert check()[0] == 0
    issue(house, house.person("Person c"))
    status, said = check(changed={path: content})
    assert status == 1
    assert words in said
    assert check()[0] == 0


def test_a_checkpoint_that_somebody_else_signed_is_not_believed(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    note = logbook.checkpoint(house.context)
    text, _, line = note.rpartition(" ")
    raw = bytearray(base64.b64decode(line))
    raw[-1] ^= 1
    forged = f"{text} {base64.b64encode(raw).decode()}\n".encode()
    status, said = check(changed={"/log/checkpoint": forged})
    assert (status, "not signed with a key of this log" in said) == (1, True)


def test_every_time_that_runs_back_is_named_and_told_once_as_wrong(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    issue(house, house.person("Person b"))
    fresh = rewritten(house, 2, at="2026-10-01T00:00:00Z")
    status, said = check(of=fresh)
    assert status == 1
    assert "WRONG: leaf 2 is dated 2026-10-01T00:00:00Z, after leaf 1 of 2026-11-22" in said
    status, said = check(of=fresh)
    assert status == 0
    assert "As before: leaf 2 is dated 2026-10-01" in said


def test_a_clock_leaf_says_which_time_was_wrong_and_time_counts_anew(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    house = rewritten(house, 1, at="2030-01-01T00:00:00Z")
    now = house.clock()
    with house.context.database.writing() as session:
        leaf = leaves_of.clock(now, leaf=1, said=now + timedelta(days=2000))
        logbook.enter(session, house.context, leaf, at=now, actor="x", act="clock", subject="log", details={})
    issue(house, house.person("Person b"))
    status, said = check(of=house)
    assert (status, "the time of leaf 1" in said, "dated" in said) == (0, True, False)
    assert "Leaf 2, of 2026-11-22T12:00:00Z, says" in said
    assert "though leaf 1 is of 2030-01-01T00:00:00Z: the days of later leaves rest on the word of the site" in said


def test_the_receipt_of_a_certificate_and_every_act_on_its_number_are_found(
    house: House, check: Run, tmp_path: Path
) -> None:
    serial = issue(house, house.person("Person a"))
    stewarding.revoke(house.context, "staff:test", serial, "a reason")
    with house.context.database.reading() as session:
        receipt = logbook.receipt(session, 0).to_bytes()
    (tmp_path / "receipt.json").write_bytes(receipt)
    status, said = check("--receipt", str(tmp_path / "receipt.json"), "--number", serial)
    assert status == 0
    assert "receipt.json: leaf 0" in said
    assert check("--number", serial.replace("-", "").lower()) == (0, check("--number", serial)[1])
    assert re.search(rf"{serial}: \S+ issue; \S+ file; \S+ revoke\n", said)
    (tmp_path / "receipt.json").write_bytes(receipt.replace(b'"index":0', b'"index":1'))
    assert check("--receipt", str(tmp_path / "receipt.json"))[0] == 1
    assert check("--number", "none")[0] == 1
    assert check("--receipt", str(tmp_path / "none.json"))[0] == 2


def test_lost_keys_of_the_log_must_be_on_the_list_that_readers_are_given(house: House, check: Run) -> None:
    changing_keys.announce(house.context, "operator:test")
    issue(house, house.person("Person a"))
    empty = lostseals.current_list(house.context.settings)
    lost = ring.ring(house.context.settings).active(KeyKind.PDF)
    assert lost is not None
    assert check()[0] == 0
    changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    assert check()[0] == 0
    status, said = check(changed={"/crl.der": empty})
    assert (status, f"the key {lost.id} was lost, and is not on the list" in said) == (1, True)
    status, said = check(changed={"/crl.der": b""})
    assert (status, "gives out no list of lost keys" in said) == (1, True)
    changed = bytearray(lostseals.current_list(house.context.settings))
    changed[-1] ^= 1
    status, said = check(changed={"/crl.der": bytes(changed)})
    assert (status, "not signed by a root" in said) == (1, True)


def test_after_the_logs_own_key_was_lost_the_log_goes_on_and_the_lost_one_signs_nothing(
    house: House, check: Run
) -> None:
    issue(house, house.person("Person a"))
    assert check()[0] == 0
    settings = house.context.settings
    lost = ring.ring(settings).active(KeyKind.LOG)
    assert lost is not None
    former = ring.signer(settings, KeyKind.LOG, house.clock())
    changing_keys.announce(house.context, "operator:test")
    changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
    issue(house, house.person("Person b"))
    note = logbook.checkpoint(house.context)
    text = note.rpartition("\n\n")[0] + "\n"
    origin = text.partition("\n")[0]
    number = sha256(f"{origin}\n".encode() + b"\x01" + former.key.public).digest()[:4]
    by_thief = f"{text}\n— {origin} {base64.b64encode(number + former.sign(text.encode())).decode()}\n"
    status, said = check(changed={"/log/checkpoint": by_thief.encode()})
    assert (status, "not signed with a key of this log" in said) == (1, True)
    status, said = check()
    assert status == 0
    assert "A key of the log was lost" in said
    assert "The log has a new key" in said
    assert "does not stand in the log" not in said
    assert check() == (0, f"All {text.splitlines()[1]} leaves are as they were signed.\n")


def test_a_key_that_the_log_does_not_know_is_no_key_of_it(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    assert check()[0] == 0
    keys = "".join(f"{line}\n" for line in logbook.verifier_keys(house.context))
    public = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    origin = keys.partition("+")[0]
    planted = verifier_key(origin, public) + "\n"
    status, said = check(changed={"/log/key": (keys + planted).encode()})
    assert (status, "WRONG: it does not stand in the log." in said) == (1, True)


def cosigned(note: str, name: str, key: Ed25519PrivateKey, seconds: int, told: int) -> tuple[str, str]:
    """The note with the line of a witness, and the witness's key in one line."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    number = sha256(f"{name}\n".encode() + b"\x04" + public).digest()[:4]
    text = note.rpartition("\n\n")[0] + "\n"
    signature = key.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    value = base64.b64encode(number + told.to_bytes(8, "big") + signature).decode()
    witness = base64.b64encode(b"\x04" + public).decode()
    return f"{note}— {name} {value}\n", f"{name}+{number.hex()}+{witness}"


def test_it_says_who_else_saw_the_checkpoint_and_when(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    key = Ed25519PrivateKey.generate()
    seconds = 1_795_000_000
    note, witness = cosigned(logbook.checkpoint(house.context), "witness.example/w", key, seconds, seconds)
    status, said = check("--witness", witness, changed={"/log/checkpoint": note.encode()})
    assert (status, "witness.example/w saw the newest checkpoint at 2026-11-18 11:06 UTC." in said) == (0, True), said
    status, said = check(changed={"/log/checkpoint": note.encode()})
    assert (status, "you gave no key for them: witness.example/w" in said) == (0, True)
    lied, _ = cosigned(logbook.checkpoint(house.context), "witness.example/w", key, seconds, seconds + 60)
    status, said = check("--witness", witness, changed={"/log/checkpoint": lied.encode()})
    assert (status, "is not the checkpoint over" in said) == (1, True)
    assert "did not sign the newest checkpoint" in check("--witness", witness)[1]
    assert check("--witness", "no key")[0] == 2


def test_what_the_site_gives_out_of_its_witnesses_is_what_the_program_reads(house: House, check: Run) -> None:
    issue(house, house.person("Person a"))
    witness = honest(house)
    with served(witness.answer) as address:
        witnessing.ask_all(shown_to(house, (witness.signing.key, address)).context, Patience())
    status, said = check("--witness", witness.signing.key)
    assert (status, f"{witness.signing.name} saw the newest checkpoint at 2026-11-22 12:00 UTC." in said) == (0, True)


def test_it_says_when_others_first_saw_a_receipt_and_all_that_was_kept_before(
    house: House, check: Run, tmp_path: Path
) -> None:
    issue(house, house.person("Person a"))
    assert check()[0] == 0
    head = logbook.checkpoint(house.context)
    size = int(head.splitlines()[1])
    key, seconds = Ed25519PrivateKey.generate(), 1_795_000_000
    note, witness = cosigned(head, "witness.example/w", key, seconds, seconds)
    with house.context.database.reading() as session:
        (tmp_path / "receipt.json").write_bytes(logbook.receipt(session, 0).to_bytes())
    issue(house, house.person("Person b"))
    listed = json.dumps({"signed": [{"size": size, "witnesses": ["other", "witness.example/w"]}]}).encode()
    given = {f"/log/seen/{size}": listed, "/log/seen/1": listed, f"/log/checkpoint/{size}": note.encode()}
    options = ("--witness", witness, "--receipt", str(tmp_path / "receipt.json"))
    status, said = check(*options, changed=given)
    assert status == 0, said
    assert f"witness.example/w saw the log with the {size} leaves that you kept before at 2026-11-18 11:06 UTC." in said
    assert "witness.example/w saw it at 2026-11-18 11:06 UTC." in said
    forked, _ = cosigned(head.replace(f"\n{size}\n", f"\n{size + 1}\n"), "witness.example/w", key, seconds, seconds)
    status, said = check(*options, changed=given | {f"/log/checkpoint/{size}": forked.encode()})
    assert (status, "The leaves are not those" in said) == (1, True)


def test_a_log_that_goes_on_from_an_older_copy_is_told_by_its_own_word(
    house: House, check: Run, tmp_path: Path
) -> None:
    issue(house, house.person("Person a"))
    rows = rows_of(house)
    for letter in "bc":
        issue(house, house.person(f"Person {letter}"))
    assert check()[0] == 0
    kept = (tmp_path / "kept" / "leaves").read_text("utf-8")
    set_back(house, rows)
    name = going_on.accept(house.context, "operator:test")
    status, said = check()
    assert status == 1
    assert f"This is another log ({name}) than the one that you keep" in said
    assert re.search(r"Leaf 2, of \S+, says that it goes on from an older copy, without the head over \d+ leaves", said)
    assert (tmp_path / "kept" / "leaves").read_text("utf-8") == kept


def test_an_empty_log_and_an_empty_folder_are_no_fault_of_anybodys(check: Run) -> None:
    assert check() == (2, "There is no log here yet.\n")
    assert check(site="-") == (2, "Nothing is kept in this folder yet.\n")


def test_the_leaves_of_a_checkpoint_are_where_the_page_says(house: House) -> None:
    issue(house, house.person("Person"))
    client = app_of(house).test_client()
    size = int(client.get("/log/checkpoint").get_data(as_text=True).splitlines()[1])
    page = " ".join(PAGE.read_text("utf-8").split())
    assert (
        "Leaves are at `/log/leaves/<first>-<last>`, up to 1,000 at once, one in a line; the last is one less" in page
    )
    assert len(client.get(f"/log/leaves/0-{size - 1}").get_data().splitlines()) == size
    assert client.get(f"/log/leaves/0-{size}").status_code == 404


def test_what_the_page_says_of_the_program_is_what_it_takes() -> None:
    page = PAGE.read_text("utf-8")
    for option in ("--receipt", "--number", "--witness"):
        assert option in page
        assert f'"{option}"' in SCRIPT.read_text("utf-8")
    assert "curl -O https://learn.example.org/log/check_log.py\npython check_log.py https://learn.example.org" in page
