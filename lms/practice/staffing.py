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

TWO_PEOPLE: tuple[tuple[Duty, Duty, str], ...] = (
    (Duty.CONTENT_REVIEWER, Duty.FAIRNESS_REVIEWER, "a version has two reviewers"),
    (Duty.OFFICER, Duty.DECIDER, "what one proposes another confirms"),
    (Duty.REGISTRAR, Duty.DECIDER, "what one proposes another confirms"),
)


def gaps(holders: Mapping[Duty, frozenset[int]]) -> tuple[str, ...]:
    """A sentence for each act that waits for somebody."""
    missing = [f"Nobody is {duty.words}: {waits}." for duty, waits in WAITS.items() if not holders.get(duty)]
    alone = [
        f"One person alone is {one.words} and {other.words}: {why}, so somebody else is needed."
        for one, other, why in TWO_PEOPLE
        if len(holders.get(one, frozenset()) | holders.get(other, frozenset())) == 1
        and holders.get(one)
        and holders.get(other)
    ]
    return (*missing, *alone)
