"""Keep a copy of a site's public log, and check it: nothing in it was altered, dropped, put in between or dated back.

    python check_log.py https://learn.example.org FOLDER

FOLDER is yours: it keeps what was fetched, and the next time all of it must still be there. It needs Python 3.9 and
its package cryptography, nothing else. Read it before you run it: it is given out by the very site that it checks.

Status 0: nothing is wrong. 1: something is, and each such line begins with WRONG. 2: it could not be looked at.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

AT_ONCE = 1000
GRACE = timedelta(minutes=5)
LOG, WITNESS = b"\x01", b"\x04"
KEY_BESIDE_ENTRY = x509.ObjectIdentifier("2.25.337519084423561046015677222011904110812")
LOST = "# lost "


class Unreadable(Exception):
    """It could not be looked at: why."""


class Wrong(Exception):
    """The log is not what it was: how. Nothing that is kept is written over."""


class Site:
    """What the site gives out."""

    def __init__(self, address: str) -> None:
        if not address.startswith(("https://", "http://")):
            raise Unreadable("Give the site's address, beginning with https://")
        self.address = address.rstrip("/")

    def get(self, path: str) -> bytes:
        try:
            with urllib.request.urlopen(self.address + path, timeout=60) as answer:  # noqa: S310 - checked above
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as fault:
            if fault.code == 404:
                return b""
            raise Unreadable(f"{path} answers {fault.code}.") from fault
        except OSError as fault:
            raise Unreadable(f"{self.address} does not answer ({fault}).") from fault

    def leaves(self, first: int, end: int) -> Iterator[str]:
        for start in range(first, end, AT_ONCE):
            last = min(start + AT_ONCE, end) - 1
            lines = self.get(f"/log/leaves/{start}-{last}").decode().splitlines()
            if len(lines) != last - start + 1:
                raise Wrong(f"The site does not give out the leaves {start} to {last}, which its checkpoint covers.")
            yield from lines


class Note:
    """A checkpoint: a signed note, with the log's signature first, and those of witnesses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.signed, _, signatures = text.rpartition("\n\n")
        self.signed += "\n"
        try:
            self.origin, size, root = self.signed.split("\n")[:3]
            self.size, self.root = int(size), base64.b64decode(root, validate=True)
            self.signatures = [line.split(" ")[1:] for line in signatures.splitlines()]
            self.signatures = [[name, base64.b64decode(value).hex()] for name, value in self.signatures]
        except ValueError as fault:
            raise Wrong("The checkpoint is not written as a checkpoint is.") from fault

    def by(self, name: str, public: bytes, kind: bytes) -> bytes | None:
        """What this key put under the note, without its own number; None where it put nothing."""
        number = key_number(name, kind, public)
        raw = (bytes.fromhex(value) for signer, value in self.signatures if signer == name)
        return next((one[4:] for one in raw if one[:4] == number), None)


def key_number(name: str, kind: bytes, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verifier(line: str, kind: bytes) -> tuple[str, bytes]:
    """Name and key of a verifier's key in one line."""
    name, _, rest = line.strip().partition("+")
    try:
        content = base64.b64decode(rest.partition("+")[2], validate=True)
    except ValueError as fault:
        raise Unreadable(f"“{line}” is no verifier's key.") from fault
    if len(content) != 33 or content[:1] != kind or rest[:8] != key_number(name, kind, content[1:]).hex():
        raise Unreadable(f"“{line}” is no verifier's key.")
    return name, content[1:]


def log_keys(text: str) -> tuple[set[tuple[str, bytes]], set[tuple[str, bytes]]]:
    """The keys whose checkpoints count, and those that were lost, which the site gives out as comments."""
    lines = [line for line in text.splitlines() if line.strip()]
    good = {verifier(line, LOG) for line in lines if not line.startswith("#")}
    return good, {verifier(line.split(" ")[-1], LOG) for line in lines if line.startswith(LOST)}


def roots(leaves: Iterable[str], sizes: set[int]) -> dict[int, bytes]:
    """The roots of the trees over the first so many leaves, as in RFC 9162."""
    peaks: list[tuple[int, bytes]] = []
    found = {}
    for count, leaf in enumerate(leaves, 1):
        size, hash = 1, sha256(b"\x00" + leaf.encode()).digest()
        while peaks and peaks[-1][0] == size:
            size, hash = size * 2, sha256(b"\x01" + peaks.pop()[1] + hash).digest()
        peaks.append((size, hash))
        if count in sizes:
            for _, left in reversed(peaks[:-1]):
                hash = sha256(b"\x01" + left + hash).digest()
            found[count] = hash
    return found


class Kept:
    """The folder: the log's keys, its leaves, the newest checkpoint, and every one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "heads").mkdir(parents=True, exist_ok=True)
        self.keys = self.read("log.key")
        self.leaves = self.read("leaves").splitlines()
        self.heads = [Note(file.read_text("utf-8")) for file in sorted((folder / "heads").iterdir())]

    def read(self, name: str) -> str:
        file = self.folder / name
        return file.read_text("utf-8") if file.is_file() else ""

    def write(self, name: str, content: bytes) -> None:
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(self.folder / name)


def bring_up_to_date(kept: Kept, site: Site | None) -> tuple[Note, list[str], list[str]]:
    """The newest checkpoint, all leaves, and what is to be told: held against each other, and against what was kept."""
    told = []
    text = kept.read("checkpoint") if site is None else site.get("/log/checkpoint").decode()
    if not text and not kept.heads:
        raise Unreadable("There is no log here yet." if site else "Nothing is kept in this folder yet.")
    note = Note(text)
    keys_text = kept.keys if site is None else site.get("/log/key").decode()
    before, _ = log_keys(kept.keys)
    good, lost = log_keys(keys_text)
    good |= before - lost
    for name, public in lost & before:
        told.append(f"A key of the log was lost to somebody: {name} {base64.b64encode(public).decode()}")
    if kept.heads and note.origin != kept.heads[-1].origin:
        raise Wrong(another_log(kept.heads[-1], note, site))
    signers = [
        public
        for name, public in good
        if name == note.origin and is_signed(public, note.by(name, public, LOG) or b"", note.signed.encode())
    ]
    if not signers:
        raise Wrong("The checkpoint is not signed with a key of this log.")
    if kept.heads and note.size < max(head.size for head in kept.heads):
        raise Wrong(f"The log is shorter than it was: it has {note.size} leaves.")
    leaves = kept.leaves[: note.size]
    if site is not None:
        leaves += site.leaves(len(leaves), note.size)
    computed = roots(leaves, {note.size, *(head.size for head in kept.heads)})
    for head in [*kept.heads, note]:
        if computed.get(head.size) != head.root:
            raise Wrong(f"The leaves are not those that the checkpoint over {head.size} leaves covers.")
    told += new_keys(before, good, leaves)
    if site is not None:
        keep(kept, site, note, leaves, keys_text)
    return note, leaves, told


def another_log(head: Note, note: Note, site: Site | None) -> str:
    """Why the name is another one: by the log's own word where it goes on from an older copy, which loses leaves."""
    words = f"This is another log ({note.origin}) than the one that you keep ({head.origin})."
    leaves = site.leaves(0, note.size) if site is not None else []
    for place, fact in enumerate(facts_of(leaves)):
        if (fact["kind"], fact.get("origin")) == ("restore", head.origin):
            return (
                f"{words} Leaf {place}, of {fact['at']}, says that it goes on from an older copy, without "
                f"the head over {fact['size']} leaves. You may hold what it lost: keep this folder, ask, and begin "
                "a new one."
            )
    return words


def new_keys(before: set[tuple[str, bytes]], good: set[tuple[str, bytes]], leaves: Sequence[str]) -> Iterator[str]:
    """A key that you do not know yet must at least stand in the log."""
    public = {fact.get("public") for fact in facts_of(leaves) if (fact.get("kind"), fact.get("use")) == ("key", "log")}
    for name, key in good - before if before else ():
        text = base64.b64encode(key).decode()
        known = "" if text in public else "WRONG: it does not stand in the log. "
        yield f"{known}The log has a new key: {name} {text}. If you did not hear of it from the site's people, ask."


def keep(kept: Kept, site: Site, note: Note, leaves: Sequence[str], keys_text: str) -> None:
    kept.write("leaves", "".join(f"{leaf}\n" for leaf in leaves).encode())
    kept.write("log.key", keys_text.encode())
    kept.write("checkpoint", note.text.encode())
    kept.write(f"heads/{note.size:012}", note.text.encode())
    for name, path in (("crl.der", "/crl.der"), ("issuer.pem", "/.well-known/issuer.pem")):
        kept.write(name, site.get(path))


def facts_of(leaves: Iterable[str]) -> list[dict[str, Any]]:
    return [json.loads(leaf) for leaf in leaves]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def times(facts: Sequence[dict[str, Any]], known: int) -> Iterator[str]:
    """Every leaf that is dated before one that stands before it. Those that you were told of once are told as such."""
    newest, where = None, 0
    for place, fact in enumerate(facts):
        at = moment(fact["at"])
        if fact["kind"] == "clock":
            yield f"Leaf {place}, of {fact['at']}, says: the time of leaf {fact['leaf']}, {fact['said']}, was wrong."
            if newest is not None and at < newest:
                told = f"Time counts anew from there, though leaf {where} is of {facts[where]['at']}"
                yield f"{told}: the days of later leaves rest on the word of the site, until that time has come."
            newest, where = at, place
        elif newest is not None and at + GRACE < newest:
            seen = "As before: " if place < known else "WRONG: "
            yield f"{seen}leaf {place} is dated {fact['at']}, after leaf {where} of {facts[where]['at']}."
        if newest is None or at >= newest:
            newest, where = at, place


def lost_keys(facts: Sequence[dict[str, Any]], folder: Path) -> Iterator[str]:
    """The lost PDF keys of the log, held against the list that readers of PDF are given."""
    keys = [fact for fact in facts if fact["kind"] == "key"]
    lost = {fact["id"] for fact in keys if (fact["act"], fact["use"]) == ("compromised", "pdf")}
    content = (folder / "crl.der").read_bytes() if (folder / "crl.der").is_file() else b""
    if not content:
        own = any(fact["use"] == "root" for fact in keys)
        words = f"PDF keys were lost ({', '.join(sorted(lost))}), and the site gives out no list of lost keys."
        yield from [f"WRONG: {words}" if own else words] if lost else []
        return
    crl = x509.load_der_x509_crl(content)
    signers = x509.load_pem_x509_certificates((folder / "issuer.pem").read_bytes())
    if not any(crl.is_signature_valid(one.public_key()) for one in signers):  # type: ignore[arg-type]
        yield "WRONG: the list of lost keys is not signed by a root of the site."
        return
    listed = {beside(entry) for entry in crl}
    yield from (f"WRONG: the key {one} was lost, and is not on the list of lost keys." for one in sorted(lost - listed))
    yield from (
        f"WRONG: the key {one} is on the list of lost keys, and not in the log." for one in sorted(listed - lost)
    )


def beside(entry: x509.RevokedCertificate) -> str:
    try:
        value = entry.extensions.get_extension_for_oid(KEY_BESIDE_ENTRY).value
    except x509.ExtensionNotFound:
        return "without a name"
    return value.value[2:].decode() if isinstance(value, x509.UnrecognizedExtension) else ""


Witness = tuple[str, bytes]


def signed_by(witness: Witness, note: Note) -> str:
    """When a witness saw this head, by cosignature/v1 of C2SP; empty where it did not sign it."""
    name, public = witness
    value = note.by(name, public, WITNESS)
    if value is None:
        return ""
    seconds = int.from_bytes(value[:8], "big")
    if not is_signed(public, value[8:], f"cosignature/v1\ntime {seconds}\n{note.signed}".encode()):
        raise Wrong(f"What {name} signed is not the checkpoint over {note.size} leaves.")
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%d %H:%M} UTC"  # noqa: UP017 - for Python 3.9


def first_seen(witness: Witness, size: int, site: Site | None, leaves: Sequence[str]) -> str:
    """When a witness first saw the log with so many leaves in it; empty where nobody knows."""
    if site is None or not size:
        return ""
    heads = json.loads(site.get(f"/log/seen/{size}") or b"{}").get("signed", [])
    for place in sorted(int(head["size"]) for head in heads if witness[0] in head["witnesses"]):
        note = Note(site.get(f"/log/checkpoint/{place}").decode())
        if note.size <= len(leaves) and roots(leaves, {note.size}).get(note.size) != note.root:
            raise Wrong(f"The leaves are not those that the checkpoint over {note.size} leaves covers.")
        at = signed_by(witness, note) if note.size == place else ""
        if at:
            return at
    return ""


def seen(note: Note, known: Sequence[Witness], site: Site | None, leaves: Sequence[str], before: int) -> Iterator[str]:
    """Who else saw the newest checkpoint; or at least one that covers all that you kept before."""
    for witness in known:
        newest, earlier = signed_by(witness, note), first_seen(witness, before, site, leaves)
        if newest:
            yield f"{witness[0]} saw the newest checkpoint at {newest}."
        elif earlier:
            yield f"{witness[0]} saw the log with the {before} leaves that you kept before at {earlier}."
        else:
            yield f"{witness[0]} did not sign the newest checkpoint, nor any since you looked last."
    others = {name for name, _ in note.signatures} - {note.origin, *(name for name, _ in known)}
    if others:
        yield f"Others signed the newest checkpoint, and you gave no key for them: {', '.join(sorted(others))}."


def receipts(
    files: Sequence[Path], known: Sequence[Witness], site: Site | None, leaves: Sequence[str]
) -> Iterator[str]:
    """Whether the leaf in a receipt, which travels in the PDF as receipt.json, stands at its place, and who saw it."""
    for file in files:
        try:
            receipt = json.loads(file.read_bytes())
            leaf, place = receipt["leaf"], int(receipt["index"])
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise Unreadable(f"{file} is no receipt.") from fault
        if not 0 <= place < len(leaves) or leaves[place] != leaf:
            yield f"WRONG: {file} does not stand in the log."
            continue
        saw = [(name, first_seen((name, key), place + 1, site, leaves)) for name, key in known]
        told = "".join(f" {name} saw it at {at}." for name, at in saw if at)
        yield f"{file}: leaf {place}, {json.loads(leaf)['at']}.{told}"


def acts(numbers: Sequence[str], facts: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Every act on a certificate, for whoever has its number."""
    for typed in numbers:
        letters = "".join(letter for letter in typed.upper() if letter.isalnum())
        number = "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
        name = sha256(number.encode()).hexdigest()
        found = [f"{fact['at']} {fact['kind']}" for fact in facts if fact.get("certificate") == name]
        yield f"{number}: {'; '.join(found)}" if found else f"WRONG: the log does not know the number {number}."


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Keep a site's public log, and check it.")
    parser.add_argument("site", help="its address; “-” to look only at what is kept in FOLDER, without network")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--receipt", type=Path, action="append", default=[], help="a receipt.json out of a PDF")
    parser.add_argument("--number", action="append", default=[], help="a certificate's number as it is printed")
    parser.add_argument("--witness", action="append", default=[], help="the key of a witness, in one line")
    given = parser.parse_args(arguments)
    try:
        kept = Kept(given.folder)
        known = [verifier(line, WITNESS) for line in given.witness]
        site = None if given.site == "-" else Site(given.site)
        before = len(kept.leaves) if site else 0
        note, leaves, told = bring_up_to_date(kept, site)
        facts = facts_of(leaves)
        told += [*times(facts, before), *lost_keys(facts, given.folder), *seen(note, known, site, leaves, before)]
        told += [*receipts(given.receipt, known, site, leaves), *acts(given.number, facts)]
    except Wrong as fault:
        told = [f"WRONG: {fault} Keep {given.folder} as it is, and ask in public."]
        leaves = []
    except (ValueError, KeyError, TypeError) as fault:
        told = [f"WRONG: the site gives out something that no log of its kind holds ({fault!r})."]
        leaves = []
    except Unreadable as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    wrong = any(line.startswith("WRONG") for line in told)
    told += [] if wrong else [f"All {len(leaves)} leaves are as they were signed."]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
