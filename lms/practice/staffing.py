"""Whether a scheme has the people that it needs, and which act waits where somebody is missing."""

from __future__ import annotations

from collections.abc import Mapping

from lms.practice.duties import Duty

WAITS: Mapping[Duty, str] = {
    Duty.WRITER: "no question can be proposed for review",
    Duty.CONTENT_REVIEWER: "no question can be approved",
    Duty.FAIRNESS_REVIEWER: "no question can be approved",
    Duty.OFFICER: "no question can be made active",
    Duty.DECIDER: "nobody is certified, refused or revoked",
    Duty.REGISTRAR: "no experience is checked, and no accommodation is answered",
}
"""What nobody can do while nobody has the duty."""

TWO_PEOPLE: tuple[tuple[Duty, Duty], ...] = ((Duty.OFFICER, Duty.DECIDER), (Duty.REGISTRAR, Duty.DECIDER))
"""What one of these proposes another confirms."""

HANDS = (Duty.WRITER, Duty.CONTENT_REVIEWER, Duty.FAIRNESS_REVIEWER)
"""Who has one of these has a hand in the questions, and decides about nobody who was asked them."""

Holders = Mapping[Duty, frozenset[int]]


def gaps(holders: Holders) -> tuple[str, ...]:
    """A sentence for each act that waits for somebody."""
    missing = [f"Nobody is {duty.words}: {waits}." for duty, waits in WAITS.items() if not _of(holders, duty)]
    return (*missing, *_reviews(holders), *_confirmations(holders), *_decisions(holders))


def _of(holders: Holders, *duties: Duty) -> frozenset[int]:
    return frozenset().union(*(holders.get(duty, frozenset()) for duty in duties))


def _reviews(holders: Holders) -> list[str]:
    """A version is read by two people who did not write it."""
    writers, content, fairness = (_of(holders, duty) for duty in HANDS)
    if not (writers and content and fairness):
        return []
    stuck = [one for one in writers if not _two(content - {one}, fairness - {one})]
    if len(stuck) == len(writers):
        return ["Two people who did not write a version read it: somebody else is needed, or no question is approved."]
    if stuck:
        return ["Two people read what a writer wrote: what some writers write waits for another reviewer."]
    return []


def _confirmations(holders: Holders) -> list[str]:
    return [
        f"One person alone is {one.words} and {other.words}: what one proposes another confirms, so somebody else is"
        " needed."
        for one, other in TWO_PEOPLE
        if _of(holders, one) and _of(holders, other) and not _two(_of(holders, one), _of(holders, other))
    ]


def _decisions(holders: Holders) -> list[str]:
    deciders = _of(holders, Duty.DECIDER)
    if not deciders or deciders - _of(holders, *HANDS):
        return []
    return ["Each decider writes or reads questions too: whoever was asked one of theirs waits for another decider."]


def _two(some: frozenset[int], others: frozenset[int]) -> bool:
    """Whether two different people can be taken, one of each."""
    return bool(some and others) and len(some | others) > 1
