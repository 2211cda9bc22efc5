"""Cosignatures, by a real head of a public log that four public witnesses signed in 2026, and by our own.

The head and the keys are published in the logs' and witnesses' own pages; the key's number and the time are also those
of the tests of transparency-dev/formats.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from lms.credentials.checkpoint import open_note
from lms.credentials.cosignature import Witness, body_of, cosigned, witness_of, witnesses_of
from tests.support.witnesses import Signing

ORIGIN = "arche2025h1.staging.ct.transparency.dev"
BODY = f"{ORIGIN}\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
LINES = (
    f"— {ORIGIN} ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=",
    (
        "— transparency.dev/DEV:witness-little-garden "
        "2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ=="
    ),
    (
        "— witness1.smartit.nu/witness1 "
        "pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ=="
    ),
    (
        "— remora.n621.de "
        "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw=="
    ),
    (
        "— witness.stagemole.eu "
        "Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg=="
    ),
)
NOTE = BODY + "\n" + "\n".join(LINES) + "\n"
LOG_KEY = base64.b64decode("AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f")[1:]
KEYS = (
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
)


def known(key: str) -> Witness:
    found = witness_of(key)
    assert found is not None
    return found


@pytest.mark.parametrize("key", KEYS)
def test_what_public_witnesses_signed_is_read(key: str) -> None:
    found = cosigned(NOTE, LINES, known(key))
    assert found is not None
    assert found.at == datetime(2026, 5, 23, 21, 50, 24, tzinfo=UTC)
    assert found.line in LINES
    assert open_note(NOTE, ORIGIN, [LOG_KEY]) is not None


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("changed", [("1432088532", "1432088533"), ("U7WM", "U8WM"), ("arche2025h1", "arche2025h2")])
def test_a_head_with_another_letter_was_signed_by_nobody(key: str, changed: tuple[str, str]) -> None:
    assert cosigned(NOTE.replace(*changed, 1), LINES, known(key)) is None


def test_another_time_was_not_signed() -> None:
    name, content = LINES[3].rsplit(" ", 1)
    signature = bytearray(base64.b64decode(content))
    signature[11] ^= 1
    assert cosigned(NOTE, [f"{name} {base64.b64encode(signature).decode()}"], known(KEYS[2])) is None


def test_the_signature_of_the_log_is_no_cosignature() -> None:
    as_witness = Witness(ORIGIN, LOG_KEY)
    assert cosigned(NOTE, LINES, as_witness) is None


def test_our_witness_in_the_tests_signs_what_we_read() -> None:
    signing = Signing("witness.example/w1")
    at = datetime(2026, 11, 30, 12, 0, 7, tzinfo=UTC)
    found = cosigned(NOTE, [signing.line(BODY, at)], known(signing.key))
    assert found is not None
    assert found.at == at
    assert cosigned(NOTE, [signing.line(BODY, at)], known(Signing("witness.example/w1").key)) is None
    assert cosigned(NOTE, [signing.line(BODY, at)], known(Signing("witness.example/w2").key)) is None


def test_the_time_may_be_whatever_fits_and_no_later_than_dates_go() -> None:
    signing = Signing("witness.example/w1")
    assert cosigned(NOTE, [signing.line_at(BODY, 0)], known(signing.key)) is not None
    for second in (2**63 - 1, 2**64 - 1):
        assert cosigned(NOTE, [signing.line_at(BODY, second)], known(signing.key)) is None


@pytest.mark.parametrize(
    "line",
    ["", "—", "— remora.n621.de", "— remora.n621.de !", "— remora.n621.de 2net5w==", "- remora.n621.de AAAA", "é" * 99],
)
def test_what_is_no_signature_line_is_passed_over(line: str) -> None:
    assert cosigned(NOTE, [line], known(KEYS[2])) is None
    assert cosigned(NOTE, [line, *LINES], known(KEYS[2])) is not None


def test_of_very_many_lines_only_the_first_are_read() -> None:
    signing = Signing("witness.example/w1")
    line = signing.line(BODY, datetime(2026, 11, 30, tzinfo=UTC))
    wrong = signing.line(BODY + "x", datetime(2026, 11, 30, tzinfo=UTC))
    assert cosigned(NOTE, [wrong] * 31 + [line], known(signing.key)) is not None
    assert cosigned(NOTE, [wrong] * 32 + [line], known(signing.key)) is None


def test_a_key_that_was_written_down_for_plain_signatures_cosigns() -> None:
    plain = known("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6")
    assert plain.name == "TEST"
    assert plain.id.hex() != "7997405c"


@pytest.mark.parametrize(
    "key",
    [
        *(
            "",
            "a",
            "a+b",
            "a+b+c",
            "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
            "rekor.sigstore.dev+12345678+AwEB",
        ),
        "remora.n621.de+00000000+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "remora.n621.dE+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw=",
    ],
)
def test_what_is_no_verifier_key_is_refused(key: str) -> None:
    assert witness_of(key) is None


def test_a_name_with_a_space_in_it_or_too_long_a_one_is_refused() -> None:
    for name in ("a b", "a\u00a0b", "a\nb", "", "x" * 101):
        assert witness_of(Signing(name).key) is None
    assert witness_of(Signing("x" * 100).key) is not None


def test_a_file_of_witnesses_is_read_line_by_line() -> None:
    text = f"# Those who look at our log\n\nwitness ours {KEYS[2]} https://remora.example/ # a friend\n"
    found, faults = witnesses_of(text + f"\twitness  second\t{KEYS[0]} http://127.0.0.1:8080/w\n")
    assert faults == ()
    assert [(one.name, one.address) for one in found] == [
        ("remora.n621.de", "https://remora.example"),
        ("transparency.dev/DEV:witness-little-garden", "http://127.0.0.1:8080/w"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quorum g1", "each line is: witness LABEL KEY ADDRESS"),
        (f"witness a {KEYS[2]}", "each line is"),
        (f"witness a {KEYS[2]} ftp://x", "is not an address"),
        (f"witness a {KEYS[2]} https://", "is not an address"),
        (f"witness a {KEYS[2]} https://x/?a", "is not an address"),
        (f"witness a {KEYS[2][:-4]} https://x", "is not the verifier key"),
        (f"witness a {KEYS[0]} https://x", "is there twice"),
    ],
)
def test_each_fault_in_the_file_is_told_with_its_line(line: str, said: str) -> None:
    found, faults = witnesses_of(f"witness first {KEYS[0]} https://first.example\n{line}\n")
    assert len(found) == 1
    assert len(faults) == 1
    assert faults[0].startswith("line 2: ")
    assert said in faults[0]


def test_the_body_is_what_was_signed() -> None:
    assert body_of(NOTE) == BODY
