"""Who may do what: every act of the table against every kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.practice import acts, bars
from lms.practice.acts import ACTS
from lms.practice.bars import may
from lms.practice.duties import Act, Allowed, Appointment, Barred, Duty, Facts, Interest, Payment, Thing

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ME, CANDIDATE, SOMEBODY = 1, 2, 3
SCHEME = "leader"
DECLARED = Interest(ME, NOW.year, NOW - timedelta(days=100))
THING = Thing("thing", "one", (SCHEME,), person=CANDIDATE, organisations=("hospital.example",))


@dataclass(frozen=True)
class Kind:
    """A kind of person, as the facts and the thing look where somebody is of it. `bar` is what stands against them."""

    name: str
    facts: dict[str, object]
    thing: dict[str, object]
    bar: str = ""


def held(duty: Duty, **changed: object) -> Appointment:
    usual = Appointment(1, ME, SCHEME, duty, NOW - timedelta(days=30), None, SOMEBODY, "A reason")
    return replace(usual, **changed)  # type: ignore[arg-type]


KINDS = (
    Kind("with the duty", {}, {}),
    Kind("themselves", {}, {"person": ME}, "B1"),
    Kind("the writer", {}, {"writers": frozenset({ME})}, "B2"),
    Kind("the other reviewer", {}, {"reviewers": frozenset({ME})}, "B2"),
    Kind("a hand in the paper", {}, {"hands": frozenset({ME})}, "B3"),
    Kind("an author of a course", {}, {"authors": frozenset({ME})}, "B3"),
    Kind("who has seen a key", {"seen": {"bank": NOW - timedelta(days=700)}}, {"banks": ("bank",)}, "B5"),
    Kind("who saw it long ago", {"seen": {"bank": NOW - timedelta(days=732)}}, {"banks": ("bank",)}),
    Kind("related to the person", {"declared": replace(DECLARED, people=frozenset({CANDIDATE}))}, {}, "B6"),
    Kind("of the organisation", {"declared": replace(DECLARED, organisations=("Hospital.example",))}, {}, "B6"),
    Kind(
        "paid by it",
        {"declared": replace(DECLARED, payments=(Payment("hospital.example", "Talk", 2026, "none"),))},
        {},
        "B6",
    ),
    Kind("undeclared", {"declared": None}, {}, "B7"),
    Kind("declared last year", {"declared": replace(DECLARED, year=NOW.year - 1)}, {}, "B7"),
    Kind("who proposed it", {}, {"proposed_by": ME}, "B8"),
)


def allowed_without_a_bar(act: Act) -> Iterator[tuple[Facts, str]]:
    """Everybody to whom an act belongs, and by what right."""
    if act.by_anyone:
        yield Facts(NOW), ""
    if act.by_admin:
        yield Facts(NOW, is_admin=True), "admin"
    for duty in act.duties:
        yield Facts(NOW, appointments=(held(duty),), declared=DECLARED), duty.value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_act_is_open_to_each_kind_of_person_but_for_the_bars_of_the_act(kind: Kind) -> None:
    thing = replace(THING, **kind.thing)  # type: ignore[arg-type]
    for act in ACTS.values():
        for facts, right in allowed_without_a_bar(act):
            answer = may(ME, act, thing, replace(facts, **kind.facts))  # type: ignore[arg-type]
            if kind.bar in act.bars:
                assert isinstance(answer, Barred), (act.name, right)
                assert [bar.kind for bar in answer.bars] == [kind.bar], (act.name, right)
                assert not answer.hidden
            else:
                assert answer == Allowed(right, SCHEME if right and right != "admin" else ""), (act.name, right)


def test_the_bars_of_each_act_are_these() -> None:
    every = {"B6", "B7"}
    about_a_person = {act.name for act in ACTS.values() if "B1" in act.bars}
    assert about_a_person == {
        *("appoint", "end appointment", "grant route", "return application", "certify", "refuse"),
        *("grant accommodation", "end accommodation", "refuse accommodation", "confirm refused accommodation"),
        *("talk about accommodation", "grant attempt", "reopen attempt", "extend attempt"),
        *("correct certificate", "suspend certificate", "reinstate certificate", "revoke certificate"),
        *("confirm revocation", "award certificate", "confirm award"),
    }
    assert {name for name, act in ACTS.items() if "B2" in act.bars} == {"review content", "review fairness"}
    deciding = {"certify", "refuse", "return application", "confirm award"}
    assert {name for name, act in ACTS.items() if "B3" in act.bars} == deciding
    assert [name for name, act in ACTS.items() if "B5" in act.bars] == ["sit examination"]
    confirmed = {name for name in ACTS if name.startswith("confirm ")} | {"certify", "refuse"}
    assert {name for name, act in ACTS.items() if "B8" in act.bars} == confirmed
    for act in ACTS.values():
        assert ("B7" in act.bars) == bool(act.duties), act.name
        assert not act.duties or act.name.startswith("see ") or every <= set(act.bars), act.name


def test_what_is_marked_is_fresh() -> None:
    fresh = {name for name, act in ACTS.items() if act.fresh}
    assert fresh == {
        *("appoint", "end appointment", "confirm activation", "suspend question", "reinstate question"),
        *("return application", "certify", "refuse", "confirm refused accommodation", "correct certificate"),
        *("suspend certificate", "reinstate certificate", "revoke certificate", "confirm revocation"),
        *("award certificate", "confirm award"),
    }
    assert {name for name, act in ACTS.items() if act.from_shell} == {
        *("appoint", "end appointment", "revoke certificate", "award certificate"),
    }


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"until": NOW}, "until 30 November 2026."),
        ({"since": NOW - timedelta(days=400), "until": NOW - timedelta(days=365)}, "until 30 November 2025."),
        ({"since": NOW + timedelta(days=1)}, "from 1 December 2026 on."),
    ],
    ids=["ended", "expired", "not begun"],
)
def test_a_duty_that_has_ended_or_not_begun_is_none_for_any_act(changed: dict[str, object], told: str) -> None:
    for act in (act for act in ACTS.values() if act.duties):
        held_once = tuple(held(duty, **changed) for duty in act.duties)
        answer = may(ME, act, THING, Facts(NOW, appointments=held_once, declared=DECLARED))
        assert isinstance(answer, Barred)
        assert answer.hidden
        assert [bar.kind for bar in answer.bars] == ["B9"] * len(held_once)
        assert all(bar.message.endswith(told) for bar in answer.bars), act.name


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.name)
def test_whoever_has_another_duty_or_the_same_for_another_scheme_is_told_of_nothing(act: Act) -> None:
    if act.by_anyone:
        return
    others = [held(duty) for duty in Duty if duty not in act.duties]
    elsewhere = [held(duty, scheme="another") for duty in act.duties]
    facts = Facts(NOW, is_admin=not act.by_admin, appointments=(*others, *elsewhere), declared=DECLARED)
    assert may(ME, act, THING, facts) == Barred((), hidden=True)


def test_a_duty_in_one_scheme_opens_what_belongs_to_all() -> None:
    facts = Facts(NOW, appointments=(held(Duty.REGISTRAR),), declared=DECLARED)
    assert may(ME, acts.SEE_PEOPLE, Thing("people", "", any_scheme=True), facts) == Allowed("registrar", SCHEME)


def test_every_bar_is_named_at_once() -> None:
    facts = Facts(NOW, appointments=(held(Duty.DECIDER),))
    answer = may(ME, acts.CERTIFY, replace(THING, person=ME, hands=frozenset({ME}), proposed_by=ME), facts)
    assert isinstance(answer, Barred)
    assert {bar.kind for bar in answer.bars} == {"B1", "B3", "B7", "B8"}
    assert all(bar.message for bar in answer.bars)


def test_a_key_bars_from_an_examination_for_exactly_24_months() -> None:
    thing = replace(THING, banks=("bank", "other"))
    seen = datetime(2028, 2, 29, 12, tzinfo=UTC)
    end = datetime(2030, 3, 1, 12, tzinfo=UTC)
    assert not may(ME, acts.SIT, thing, Facts(end - timedelta(seconds=1), seen={"bank": seen}))
    assert may(ME, acts.SIT, thing, Facts(end, seen={"bank": seen})) == Allowed()


def test_the_bars_are_closed_and_b4_is_kept_for_appeals() -> None:
    assert set(bars.BARS) | {"B4", "B9"} == {f"B{n}" for n in range(1, 10)}
    assert {bar for act in ACTS.values() for bar in act.bars} == set(bars.BARS)
