"""The words of a decision: what is printed as it was typed, what is refused, and that no form of it says more."""

from __future__ import annotations

import json

import pytest

from lms.credentials.badge import credential
from lms.credentials.decision import LONGEST, Ground, NotAGround, check_ground, ground_in
from lms.credentials.design import page
from lms.credentials.fonts import Fonts
from lms.credentials.plaintext import plain_text
from lms.credentials.report import report
from tests.credentials.examples import PLAIN, claims, recorded, shipped

FONTS = Fonts((0x20, 0x3B1), (0x24F, 0x3C9))
"""Latin, and the small letters of Greek."""
GROUND = "Ten years of leading the circle in Leeds"


def test_what_is_typed_is_kept_in_one_form() -> None:
    assert check_ground("  Ten\u00a0years,  <b>so</b> & \u0065\u0301 ", FONTS) == Ground("Ten years, <b>so</b> & é")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Say in words"),
        ("   ", "Say in words"),
        ("… – !", "Say in words"),
        ("one\ntwo", "line break"),
        ("one\x00two", "control character"),
        ("one\u2028two", "line break"),
        ("gnp\u202e.exe", "U+202E"),
        ("a\u2066b", "U+2066"),
        ("a\u200bb", "U+200B"),
        ("a\u00adb", "U+00AD"),
        ("Жанна", "Ж (U+0416)"),
        ("a \U0001f600", "U+1F600"),
        ("x" * (LONGEST + 1), f"at most {LONGEST}"),
        ("x" * 1_000_000, f"at most {LONGEST}"),
    ],
)
def test_what_cannot_be_printed_honestly_is_refused_with_the_reason(text: str, said: str) -> None:
    refused = check_ground(text, FONTS)
    assert isinstance(refused, NotAGround)
    assert said in refused.reason


def test_the_longest_ground_is_accepted() -> None:
    assert check_ground("x" * LONGEST, FONTS)


def test_the_credential_says_the_decision_and_no_more() -> None:
    document = credential(claims(ground=GROUND), 7)
    narrative = document["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert narrative == f"Awarded by decision: {GROUND}"
    text = json.dumps(document, ensure_ascii=False)
    assert "What was shown" not in text
    assert "Passed the" not in text


def test_the_decision_is_read_out_of_a_credential_that_is_checked_offline() -> None:
    assert ground_in(plain_text(claims(ground="A < B & c").criteria_html)) == "A < B & c"
    assert ground_in(plain_text(claims().criteria_html)) == ""


def test_the_report_lists_the_decision_under_its_own_label() -> None:
    made = claims(ground=GROUND)
    found = report(recorded(made), made.issued)
    facts = {fact.label: fact.values for fact in found.facts}
    assert facts["Awarded by decision"] == (GROUND,)
    assert "What was shown" not in facts
    assert "by decision" in found.meaning[0]
    shown = found.to_json()
    assert (shown["ground"], shown["objectives"]) == (GROUND, [])
    assert GROUND in str(shown["criteria"])


def test_the_report_of_an_ordinary_certificate_names_no_decision() -> None:
    made = claims()
    found = report(recorded(made), made.issued)
    assert "Awarded by decision" not in {fact.label for fact in found.facts}
    assert found.to_json()["ground"] is None
    assert "decision" not in " ".join(found.meaning)


@pytest.mark.parametrize("folder", ["foundations", "foundations-course"])
def test_a_shipped_design_prints_the_decision_once_and_claims_nothing_else(folder: str) -> None:
    html = page(claims(ground="Ten <years> & more"), shipped(folder))
    assert html.count("Awarded by decision: Ten &lt;years&gt; &amp; more") == 1
    for untrue in ("has completed", "has shown how to", "Passed the"):
        assert untrue not in html


def test_a_design_that_knows_nothing_of_decisions_prints_it_as_its_criteria() -> None:
    older = type(PLAIN)("<h1>{{ holder }}</h1>{{ criteria }}{% for one in objectives %}{{ one }}{% endfor %}", "")
    assert page(claims(ground=GROUND), older) == f"<h1>Amal Haddad</h1><p>Awarded by decision: {GROUND}</p>"
