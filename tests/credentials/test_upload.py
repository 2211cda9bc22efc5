"""Credentials as JSON are compared member by member: another way of writing is the same, and nothing else is."""

from __future__ import annotations

import json
import unicodedata

import pytest

from lms.credentials.upload import credential_hash
from tests.credentials.badges import KEY
from tests.credentials.examples import claims

BADGE = KEY.badge(claims("Zoë Haddad"))
TEXT = json.dumps(BADGE, ensure_ascii=False)
OURS = credential_hash(TEXT.encode())

SAME = {
    "with escapes": json.dumps(BADGE).encode(),
    "in another order": json.dumps(BADGE, sort_keys=True, indent=4).encode(),
    "with a mark before it": TEXT.encode("utf-8-sig"),
    "with space around it": f"\n\t {TEXT} \r\n".encode(),
}

OTHERS = {
    "a member twice": TEXT.replace("{", '{"type": "x", ', 1).encode(),
    "a member twice, by an escape": TEXT.replace("{", '{"\\u0074ype": "x", ', 1).encode(),
    "a member twice, deep inside": TEXT.replace('"proof": {', '"proof": {"type": "x", ', 1).encode(),
    "a member more": TEXT.replace("{", '{"x": null, ', 1).encode(),
    "a number beyond all": TEXT.replace("{", '{"x": 1e999, ', 1).encode(),
    "a number of a thousand figures": TEXT.replace("{", f'{{"x": {"9" * 1000}, ', 1).encode(),
    "no number": TEXT.replace("{", '{"x": NaN, ', 1).encode(),
    "half a character": TEXT.replace("{", '{"x": "\\ud800", ', 1).encode(),
    "deeper than any": TEXT.replace("{", f'{{"x": {"[" * 5000}{"]" * 5000}, ', 1).encode(),
    "the name in two characters": unicodedata.normalize("NFD", TEXT).encode(),
    "something invisible in the name": TEXT.replace("Zoë", "Zo\u200bë").encode(),
    "a letter that looks alike": TEXT.replace("Haddad", "H\u0430ddad").encode(),
    "no proof": json.dumps({name: value for name, value in BADGE.items() if name != "proof"}).encode(),
    "its proof in a list": json.dumps(BADGE | {"proof": [BADGE["proof"]]}).encode(),
    "the proof of another": json.dumps(BADGE | {"proof": KEY.badge(claims("Rosa Lind"))["proof"]}).encode(),
    "another context": json.dumps(BADGE | {"@context": [*BADGE["@context"], "https://evil.example"]}).encode(),
    "in a list": f"[{TEXT}]".encode(),
    "twice": f"{TEXT}{TEXT}".encode(),
    "with something behind it": f"{TEXT}\0".encode(),
    "in another encoding": TEXT.encode("utf-16"),
    "in a presentation": json.dumps({"verifiableCredential": [BADGE]}).encode(),
}


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_what_is_written_in_another_way_is_the_same(content: bytes) -> None:
    assert credential_hash(content) == OURS


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_what_says_anything_else_is_another_or_none(content: bytes) -> None:
    assert credential_hash(content) != OURS
