"""Who may do what: one function, which pages, the programs' interface, the command and the services ask alike.

There is no way around a bar but somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from lms.practice.duties import Act, Allowed, Appointment, Bar, Barred, Facts, Thing


def may(person: int, act: Act, thing: Thing, facts: Facts) -> Allowed | Barred:
    """Whether this account may do this act on this thing, with the duty that allows it, or every bar."""
    allowed = _by_whom(act, thing, facts)
    if isinstance(allowed, Barred):
        return allowed
    bars = [Bar(kind, told) for kind, bar in BARS.items() if kind in act.bars and (told := bar(person, thing, facts))]
    return Barred(tuple(bars)) if bars else allowed


def _by_whom(act: Act, thing: Thing, facts: Facts) -> Allowed | Barred:
    """By which right the act would be done; B9: a duty that is over, or has not begun, is none."""
    if act.by_anyone:
        return Allowed()
    if act.by_admin and facts.is_admin:
        return Allowed("admin")
    held = [one for one in facts.appointments if one.duty in act.duties and thing.concerns(one.scheme)]
    for one in sorted(held, key=lambda one: act.duties.index(one.duty)):
        if one.state(facts.now) == "in force":
            return Allowed(one.duty.value, one.scheme)
    return Barred(over_or_to_come(held, facts.now), hidden=True)


def over_or_to_come(held: Iterable[Appointment], now: datetime) -> tuple[Bar, ...]:
    """B9, for each of these duties that is not in force."""
    return tuple(Bar("B9", _not_in_force(one, now)) for one in held if one.state(now) != "in force")


def _not_in_force(one: Appointment, now: datetime) -> str:
    if now < one.since:
        return f"You are {one.duty.words} from {day_in_words(one.since)} on."
    return f"You were {one.duty.words} until {day_in_words(one.until or now)}."


def _about_oneself(person: int, thing: Thing, facts: Facts) -> str:
    """B1: nobody decides about themselves."""
    return "This is about yourself. Somebody else has to do it." if thing.person == person else ""


def _own_work(person: int, thing: Thing, facts: Facts) -> str:
    """B2: nobody reviews what they wrote, and its two reviewers are two people."""
    if person in thing.writers:
        return "You wrote this version. Two others review it."
    return "You reviewed its other part. A version has two reviewers." if person in thing.reviewers else ""


def _hand_in_it(person: int, thing: Thing, facts: Facts) -> str:
    """B3: who decides had no hand in the questions of the paper, nor in the courses of the scheme."""
    if person in thing.hands:
        return "You wrote or reviewed a question on this candidate's paper. Somebody else decides."
    return "You are an author of a course of this scheme. Somebody else decides." if person in thing.authors else ""


def _key_seen(person: int, thing: Thing, facts: Facts) -> str:
    """B5: whoever has seen a key of a bank sits no examination of it for 24 months."""
    ends = [two_years_later(facts.seen[bank]) for bank in thing.banks if bank in facts.seen]
    if not ends or facts.now >= max(ends):
        return ""
    return f"You have seen keys of this examination, so you may not sit it until {day_in_words(max(ends))}."


def _interest(person: int, thing: Thing, facts: Facts) -> str:
    """B6: a declared interest bars from what concerns it."""
    if facts.declared is None:
        return ""
    named = facts.declared.people
    people = {thing.person, *thing.writers, thing.proposed_by} - {person, None}
    if named & people or any(map(facts.declared.names, thing.organisations)):
        return "You declared an interest that this concerns. Somebody else has to do it."
    return ""


def _undeclared(person: int, thing: Thing, facts: Facts) -> str:
    """B7: no duty is exercised without this year's declaration."""
    if facts.declared is not None and facts.declared.year == facts.now.year:
        return ""
    return f"You have not declared your interests for {facts.now.year} yet. Do so on the page of interests first."


def _proposed(person: int, thing: Thing, facts: Facts) -> str:
    """B8: proposing and confirming are two people."""
    return "You proposed this yourself. Somebody else confirms it." if thing.proposed_by == person else ""


BARS: Mapping[str, Callable[[int, Thing, Facts], str]] = {
    "B1": _about_oneself,
    "B2": _own_work,
    "B3": _hand_in_it,
    "B5": _key_seen,
    "B6": _interest,
    "B7": _undeclared,
    "B8": _proposed,
}


def two_years_later(moment: datetime) -> datetime:
    """24 months on; from 29 February the first of March."""
    try:
        return moment.replace(year=moment.year + 2)
    except ValueError:
        return moment.replace(year=moment.year + 2, month=3, day=1)


def day_in_words(moment: datetime) -> str:
    """5 March 2027."""
    return f"{moment.day} {moment:%B} {moment.year}"
