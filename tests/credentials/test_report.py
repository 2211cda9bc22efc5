"""What a stranger is told: plain words, every fact, each check, and nothing that nobody should know."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.credentials.acts import Act
from lms.credentials.design import page
from lms.credentials.leaf import Kind as Done
from lms.credentials.life import Grounds, Life, Making, Status
from lms.credentials.model import reissue
from lms.credentials.offline import Readers, check
from lms.credentials.report import CLAIMED, LIVED, Outcome, Recorded, Report, mistyped, report, unknown
from lms.credentials.seen import Seen, with_others
from lms.credentials.upload import Kind, Look, examine_file
from lms.wording.phrases import Phrase
from tests.credentials.examples import ISSUED, LATER, claims, recorded, serial, shipped

AMAL = claims()
OTHER = serial(1).text


def _report(life: Life = ISSUED, **changed: object) -> Report:
    return report(replace(recorded(AMAL, life), **changed), LATER)  # type: ignore[arg-type]


def _outcomes(given: Report) -> dict[str, str]:
    return {step.name: step.outcome.value for step in given.steps}


def test_a_valid_certificate_is_told_in_one_line_three_sentences_and_its_checks() -> None:
    given = _report(matched="The file is the one that was issued.")
    assert given.headline == "Valid: Amal Haddad holds the certification “Patient Leader, Foundations”."
    assert len(given.meaning) == 3
    assert given.meaning[2] == "It is not a clinical qualification."
    assert set(_outcomes(given).values()) == {"ok"}
    assert list(_outcomes(given)) == ["number", "record", "facts", "log", "acts", "file", "term", "standing"]


def test_what_was_not_looked_at_is_never_called_fine() -> None:
    given = _report(logged_hash=None)
    assert (_outcomes(given)["log"], _outcomes(given)["file"]) == ("not-checked", "not-checked")
    assert given.status is Status.VALID


def test_every_printed_fact_is_among_the_facts() -> None:
    shown = {fact.label: fact.values for fact in _report().facts}
    assert shown["Holder"] == ("Amal Haddad",)
    assert (shown["Awarded"], shown["Valid until"]) == (("5 March 2027",), ("5 March 2030",))
    assert shown["What was shown"] == AMAL.objectives
    assert shown["By"] == ("Foundations examination, 5 March 2027",)
    assert shown["Signed by"] == ("The Chair, Council", "The Director, Programme")
    assert shown["Number"] == (AMAL.serial,)
    assert "Replaced by" not in shown


def test_what_is_printed_is_listed_apart_from_what_the_record_says_beside_it() -> None:
    apart = {fact.label: fact.printed for fact in _report().facts}
    assert [label for label, printed in apart.items() if not printed] == ["By", "Agreed to", "Version of the content"]
    text = " ".join(html.unescape(page(AMAL, shipped("foundations"))).split())
    for fact in _report().facts:
        for value in fact.values if fact.printed and fact.label != "Signed by" else ():
            assert value in text, fact.label
    many = report(recorded(replace(AMAL, objectives=AMAL.objectives * 7)), LATER)
    assert not {fact.label: fact.printed for fact in many.facts}.get("What was shown", True)


def test_the_day_on_which_each_thing_was_met_is_said_in_the_language_of_its_reader() -> None:
    (met,) = (fact.values for fact in _report().facts if fact.label == "By")
    assert met
    assert all(isinstance(one, Phrase) for one in met)


def test_a_course_certificate_has_no_last_day() -> None:
    course = claims(kind="course-certificate", title="Foundations")
    given = report(recorded(course), LATER + timedelta(days=50_000))
    assert given.headline == "Valid: Amal Haddad holds the course certificate “Foundations”."
    assert "Valid until" not in {fact.label for fact in given.facts}, "nothing of it is printed"
    assert given.to_json()["expires"] is None


@pytest.mark.parametrize(
    ("life", "headline", "failed"),
    [
        (
            replace(ISSUED, revoked=LATER),
            "Revoked: Amal Haddad no longer holds the certification “Patient Leader, Foundations”, since 9 April 2027.",
            "standing",
        ),
        (
            replace(ISSUED, suspended=LATER),
            (
                "Suspended: the certification “Patient Leader, Foundations”, held by Amal Haddad, is on hold "
                "and can't be relied on for now."
            ),
            "standing",
        ),
        (
            replace(ISSUED, replaced=LATER, replaced_by=OTHER),
            f"Replaced: this certificate was corrected. The one that counts is {OTHER}.",
            "standing",
        ),
    ],
)
def test_a_certificate_that_does_not_count_says_so_plainly(life: Life, headline: str, failed: str) -> None:
    given = _report(life)
    assert given.headline == headline
    assert [name for name, outcome in _outcomes(given).items() if outcome == "failed"] == [failed]
    assert len(given.meaning) == 3


def test_an_expired_certificate_names_its_last_day() -> None:
    assert AMAL.expires is not None
    given = report(recorded(AMAL), AMAL.expires + timedelta(days=1))
    assert given.headline.startswith("Expired: Amal Haddad held ")
    assert given.headline.endswith(" until 5 March 2030.")
    assert _outcomes(given)["term"] == "failed"


def test_the_public_reason_is_the_class_of_reason_and_what_may_be_shown() -> None:
    life = replace(ISSUED, revoked=LATER, grounds=Grounds.HONESTY, revoked_public="Decided by the council.")
    shown = _report(life).to_json()
    assert shown["reason"] == "The assessment behind it was not taken honestly. Decided by the council."
    assert shown["revoked"] == "2027-04-09T08:00:00Z"
    assert _report(replace(ISSUED, revoked=LATER)).to_json()["reason"] is None
    assert (
        _report(replace(ISSUED, suspended=LATER, suspended_public="In question.")).to_json()["reason"] == "In question."
    )


def test_a_corrected_certificate_points_back_and_the_former_one_forward() -> None:
    corrected = reissue(AMAL, holder="Amal Nasser", serial=serial(1), salt="7", base_url="https://x.example", at=LATER)
    shown = report(recorded(corrected), LATER).to_json()
    assert (shown["replaces"], shown["issued"], shown["reissued"]) == (
        AMAL.serial,
        "2027-03-05T14:02:09Z",
        "2027-04-09T08:00:00Z",
    )
    assert _report(replace(ISSUED, replaced=LATER, replaced_by=OTHER)).to_json()["replaced_by"] == OTHER


def test_no_answer_ever_holds_the_salt() -> None:
    for life in (ISSUED, replace(ISSUED, revoked=LATER), replace(ISSUED, erased=LATER)):
        assert AMAL.salt not in json.dumps(_report(life).to_json())


@pytest.mark.parametrize("with_claims", [True, False])
def test_an_erased_certificate_gives_nothing_about_the_person(with_claims: bool) -> None:
    life = replace(ISSUED, erased=LATER, revoked=LATER, revoked_public="Amal asked")
    given = report(Recorded(AMAL if with_claims else None, life, AMAL.hash), LATER)
    assert given.status is Status.ERASED
    said = json.dumps(given.to_json(), ensure_ascii=False)
    assert not any(fact in said for fact in ("Amal", AMAL.serial, "2027", "Foundations"))


def test_a_certificate_that_is_being_made_is_unknown_to_strangers() -> None:
    for making in (Making.INTENDED, Making.STORED):
        assert _report(replace(ISSUED, making=making)) == unknown()


def test_unknown_and_mistyped_numbers_are_told_apart_and_say_nothing_else() -> None:
    assert (unknown().status, mistyped().status) == (Status.UNKNOWN, Status.MISTYPED)
    for given in (unknown(), mistyped()):
        shown = given.to_json()
        assert {key for key, value in shown.items() if value} == {"status", "headline", "name_shown", "steps"}
        assert [step.outcome for step in given.steps] == [Outcome.FAILED]


@pytest.mark.parametrize(
    "altered",
    [
        {"claims": claims("Somebody Else")},
        {"claims_hash": "0" * 64},
        {"logged_hash": "0" * 64},
        {"logged_hash": ""},
    ],
)
def test_a_record_that_was_altered_is_never_valid_and_shows_none_of_its_facts(altered: dict[str, object]) -> None:
    given = report(replace(recorded(AMAL), **altered), LATER)  # type: ignore[arg-type]
    assert given.status is Status.SUSPENDED
    assert not given.trusted
    assert "failed" in _outcomes(given).values()
    assert not any(name in json.dumps(given.to_json()) for name in ("Amal", "Somebody"))
    assert not examine_file(given).genuine


def test_a_revoked_certificate_with_an_altered_record_stays_revoked() -> None:
    assert _report(replace(ISSUED, revoked=LATER), claims_hash="0" * 64).status is Status.REVOKED


def test_the_json_has_the_same_keys_whatever_the_answer() -> None:
    answers = (_report(), _report(replace(ISSUED, erased=LATER)), unknown(), mistyped())
    assert len({tuple(given.to_json()) for given in answers}) == 1
    keys = {"status", "headline", "name_shown", *CLAIMED, *LIVED, "meaning", "seen", "steps", "acts"}
    assert set(_report().to_json()) == keys


def test_a_name_from_right_to_left_keeps_the_order_of_the_sentence() -> None:
    given = report(recorded(claims("أمل حداد")), LATER)
    assert given.headline.startswith("Valid: \u2068أمل حداد\u2069 holds ")


def test_only_the_very_file_is_genuine_and_its_status_is_said_with_it() -> None:
    assert examine_file(_report()).headline == "Genuine: this is, byte for byte, the file that we issued."
    revoked = examine_file(_report(replace(ISSUED, revoked=LATER)))
    assert revoked.genuine
    assert revoked.headline.startswith("Genuine, but revoked")
    for found in (None, unknown(), mistyped()):
        given = examine_file(found)
        assert (given.genuine, given.verdict, given.report) == (False, "not one of ours", None)


FILE_WORDS = {"genuine", "changed", "foreign", "no-seal", "not-ours", "on-hold", "unreadable"}
"""As the programs' interface promises them."""


@pytest.mark.parametrize("look", Look)
def test_whatever_a_look_finds_has_its_words_and_one_for_programs(look: Look) -> None:
    told = examine_file(None, Kind.PDF, look)
    assert (told.genuine, told.word in FILE_WORDS - {"genuine"}) == (False, True)
    others = {examine_file(None, Kind.PDF, one).headline for one in Look if one is not look}
    assert told.headline not in others or look in (Look.NOT_ISSUED, Look.NOT_LOOKED)


def test_offline_too_a_seal_of_a_time_to_come_is_not_called_changed() -> None:
    readers = Readers(lambda _: Look.EARLY, lambda *_: None, lambda _: pytest.fail("nothing is taken out of it"))
    found = check(b"%PDF-1.7", None, readers, LATER)
    assert (found.holds, "Set that right, and check again" in found.steps[0].words) == (False, True)


def test_nothing_is_said_of_who_saw_a_certificate_of_which_nothing_is_shown() -> None:
    seen = Seen(asked=True, witnesses=("witness.example",), since=LATER)
    for given in (_report(replace(ISSUED, erased=LATER)), _report(claims_hash="0" * 64), unknown(), mistyped()):
        assert with_others(given, seen) == given
    assert with_others(_report(), None) == _report()
    told = with_others(_report(), seen)
    assert next(one.words for one in told.steps if one.name == "witnesses").startswith("Our log, with this certificate")


@pytest.mark.parametrize(
    ("before", "after", "fits"),
    [(0, 0, True), (4, -4, True), (6, None, False), (None, -6, False), (600, -600, False), (None, None, True)],
)
def test_stamps_that_leave_no_room_for_the_day_in_our_log_prove_nothing(
    before: int | None, after: int | None, fits: bool
) -> None:
    entered = Act(3, Done.ISSUE, LATER, credential="c")
    not_before, not_after = (None if one is None else LATER + timedelta(minutes=one) for one in (before, after))
    seen = Seen(stamped=True, not_before=not_before, not_after=not_after)
    step = with_others(replace(_report(), acts=(entered,)), seen).steps[-1]
    assert ("one of the two clocks was wrong" not in step.words) == fits
    assert fits or step.outcome is Outcome.NOT_CHECKED


def test_equal_reports_are_one_key_and_what_differs_in_anything_is_another() -> None:
    one, same = _report(), _report()
    assert (one == same, len({one: 1, same: 2})) == (True, 1)
    assert len({one: 1, replace(one, trusted=False): 2, replace(one, facts=()): 3, replace(one, claims=None): 4}) == 4
