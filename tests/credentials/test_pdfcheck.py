"""A look into a PDF: only an untouched file under our seal is intact, and nothing at all is ever an error."""

# Much of what pyHanko offers to those who write PDFs is not typed.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from lms.credentials.attached import CREDENTIAL, credential_file
from lms.credentials.pdfcheck import look, take_out
from lms.credentials.render import draw
from lms.credentials.seal import held_key, seal
from lms.credentials.upload import Look
from tests.credentials.authorities import authority
from tests.credentials.examples import AWARDED, LATER, PLAIN, claims, shipped
from tests.credentials.forgeries import FORGERIES, LOOK_ALIKE, Forgery, byte_range, unsealed
from tests.credentials.test_render import NAMES

ROOTS = (authority().root,)
FLIPS = 1_000


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(draw(claims(), PLAIN, [credential_file(b'{"a":1}')]), authority().signer(), AWARDED).content


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_honest_file_is_intact(name: str) -> None:
    page = draw(claims(name), shipped("foundations"), [credential_file(b"{}")])
    assert look(seal(page, authority().signer(), AWARDED).content, ROOTS, LATER) is Look.INTACT


def test_an_honest_file_gives_out_what_travels_in_it(sealed: bytes) -> None:
    assert take_out(sealed, CREDENTIAL) == b'{"a":1}'
    assert take_out(sealed, "other.json") is None


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_no_changed_file_is_intact(sealed: bytes, change: Forgery) -> None:
    forged = change(sealed)
    assert forged != sealed
    assert look(forged, ROOTS, LATER) is not Look.INTACT


def test_there_are_at_least_twenty_ways_of_changing_a_file() -> None:
    assert len(FORGERIES) >= 20


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("a line after the end", Look.CHANGED),
        ("a note on the page", Look.CHANGED),
        ("the fields taken away", Look.CHANGED),
        ("a range that signs nothing", Look.CHANGED),
        ("a field to fill in", Look.CHANGED),
        ("other words in a stream of the same length", Look.CHANGED),
        ("sealed again by a look alike", Look.FOREIGN),
        ("the seal taken off", Look.UNSIGNED),
        ("a page before the file", Look.UNREADABLE),
        ("cut short", Look.UNREADABLE),
    ],
)
def test_it_is_said_what_is_the_matter(sealed: bytes, change: str, found: Look) -> None:
    assert look(FORGERIES[change](sealed), ROOTS, LATER) is found


def test_of_a_thousand_random_changes_of_a_bit_every_one_shows(sealed: bytes) -> None:
    _, before, after, _ = byte_range(sealed)
    chance = random.Random(20261122)
    found = Counter[Look]()
    for n in range(FLIPS):
        # Every other one hits the signature itself, where a file has the bytes that nothing signs.
        place = chance.randrange(before, after) if n % 2 else chance.randrange(len(sealed))
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        found[look(bytes(changed), ROOTS, LATER)] += 1
    assert found[Look.INTACT] == 0
    assert found.total() == FLIPS


def test_an_authority_that_only_bears_our_names_is_a_stranger(sealed: bytes) -> None:
    theirs = authority(LOOK_ALIKE)
    assert theirs.root.subject == authority().root.subject
    assert theirs.leaf.subject == authority().leaf.subject
    page = unsealed(sealed)
    assert look(seal(page, theirs.signer(), AWARDED).content, ROOTS, LATER) is Look.FOREIGN
    assert look(sealed, (theirs.root,), LATER) is Look.FOREIGN


def test_a_look_alike_that_sends_our_certificates_along_is_a_stranger_still(sealed: bytes) -> None:
    ours, theirs = authority(), authority(LOOK_ALIKE)
    signer = held_key(theirs.leaf_key, theirs.leaf, [theirs.root])
    signer.signer.cert_registry.register_multiple([ours.signer().signer.signing_cert])
    assert look(seal(unsealed(sealed), signer, AWARDED).content, ROOTS, LATER) is Look.FOREIGN


def test_a_seal_of_tomorrow_and_one_outside_its_certificate_s_time_do_not_hold(sealed: bytes) -> None:
    assert look(sealed, ROOTS, AWARDED - timedelta(days=1)) is Look.EARLY
    assert look(sealed + b"\n", ROOTS, AWARDED - timedelta(days=1)) is Look.CHANGED
    page = unsealed(sealed)
    late = seal(page, authority().signer(), authority().leaf.not_valid_after_utc + timedelta(days=1)).content
    assert look(late, ROOTS, authority().leaf.not_valid_after_utc + timedelta(days=2)) is Look.CHANGED


def test_without_any_root_nobody_is_trusted(sealed: bytes) -> None:
    assert look(sealed, (), LATER) is Look.FOREIGN


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"\x89PNG", b"{}", b"x" * 5000])
def test_what_is_no_pdf_can_t_be_read(content: bytes) -> None:
    assert look(content, ROOTS, LATER) is Look.UNREADABLE
