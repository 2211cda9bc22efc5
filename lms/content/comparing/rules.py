"""What changed in assessments, credentials, the issuer, and in files that are shown as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction

from lms.content.comparing.change import About, Change, Means, State, came_and_went
from lms.content.comparing.wording import lines_of
from lms.content.reading.model import Assessment, Credential, Draw, Policy, Term
from lms.content.reading.targets import ASSESSMENTS, CERTIFICATES, Target

_RULES: Mapping[str, str] = {
    "pass_mark": "pass mark",
    "pass_mark_per_objective": "pass mark for each objective",
    "attempts": "attempts",
    "wait_between": "wait between attempts",
    "time_limit": "time limit",
    "sittings": "sittings",
    "shuffle": "shuffled",
    "on_retake": "on a retake",
    "show_learner": "shown to the learner",
    "agree_to": "agreed to at the start",
}
_UNLIMITED = frozenset({"attempts", "time_limit", "sittings"})


def assessment_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.catalog.assessments, after.catalog.assessments
    gone, came = came_and_went(old, new)
    for id in came:
        yield _assessment(after, id).change("assessment", "a new assessment", Means.SHOWN)
    for id in gone:
        draft = Target(ASSESSMENTS, id).path in after.world.drafts
        says = "the assessment is a draft now, so nobody sees it" if draft else "the assessment is gone"
        yield _assessment(before, id).change("assessment", says, Means.RULES)
    for id in new:
        if id in old:
            yield from _assessment_changes(_assessment(after, id), old[id], new[id])


def _assessment(state: State, id: str) -> About:
    return About(
        state.world.assessments[id].head.file, Target(ASSESSMENTS, id).path, state.catalog.assessments[id].title
    )


def _assessment_changes(about: About, before: Assessment, after: Assessment) -> Iterator[Change]:
    yield from about.plain("wording", "title", Means.SHOWN, before.title, after.title)
    yield from about.lines("wording", "instructions", Means.SHOWN, lines_of(before.html), lines_of(after.html))
    yield from about.plain("gate", "opens after", Means.GATE, before.opens_after, after.opens_after)
    yield from policy_changes(about, before.policy, after.policy)
    old, new = [draw_in_words(one) for one in before.draw], [draw_in_words(one) for one in after.draw]
    gone, came = came_and_went(old, new)
    for line in gone:
        yield about.change("blueprint", f"draws no more: {line}", Means.RULES)
    for line in came:
        yield about.change("blueprint", f"draws now: {line}", Means.RULES)
    if not gone and not came and sorted(old) != sorted(new):
        yield about.change("blueprint", "the same line is drawn more or less often", Means.RULES)


def policy_changes(about: About, before: Policy, after: Policy) -> Iterator[Change]:
    for key, name in _RULES.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            said = f"{name}: {rule_in_words(key, old)} → {rule_in_words(key, new)}"
            yield about.change("policy", said, Means.RULES)


def rule_in_words(key: str, value: object) -> str:
    if value is None or value == ():
        return "unlimited" if key in _UNLIMITED else "none"
    if isinstance(value, Fraction):
        return f"{float(value * 100):g}%"
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, tuple):
        return ", ".join(rule_in_words(key, one) for one in value)
    return str(value) or "nothing"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return str(span)


def draw_in_words(draw: Draw) -> str:
    """A line of a blueprint as one says it."""
    if draw.use:
        return f"{draw.use} from {draw.bank}, for everybody"
    narrowed = [draw.objective, draw.level, "" if draw.status == "active" else draw.status]
    only = ", ".join(one for one in narrowed if one)
    return f"{draw.take} from {draw.bank}" + (f" ({only})" if only else "")


def credential_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.catalog.credentials, after.catalog.credentials
    gone, came = came_and_went(old, new)
    for id in came:
        yield _credential(after, id).change("credential", "a new credential", Means.AWARD)
    for id in gone:
        yield _credential(before, id).change("credential", "the credential is gone", Means.AWARD)
    for id in new:
        if id in old:
            yield from _credential_changes(_credential(after, id), old[id], new[id])


def _credential(state: State, id: str) -> About:
    return About(
        state.world.credentials[id].head.file, Target(CERTIFICATES, id).path, state.catalog.credentials[id].title
    )


def _credential_changes(about: About, before: Credential, after: Credential) -> Iterator[Change]:
    means = Means.AWARD
    yield from about.plain("wording", "title", means, before.title, after.title)
    yield from about.lines("wording", "criteria", means, lines_of(before.html), lines_of(after.html))
    yield from about.lines("wording", "says not", means, [before.says_not], [after.says_not])
    yield from about.lines(
        "agreement", "agreement", means, lines_of(before.agreement_html), lines_of(after.agreement_html)
    )
    yield from about.plain("requires", "requires", means, before.requires, after.requires)
    yield from about.plain("credential", "kind", means, before.kind, after.kind)
    yield from about.plain("credential", "valid for", means, _term(before.valid_for), _term(after.valid_for))
    yield from about.plain("credential", "renew with", means, before.renew_with, after.renew_with)
    signing = ([f"{one.name} ({one.role})" for one in state.signed_by] for state in (before, after))
    yield from about.plain("credential", "signed by", means, *signing)
    if before.design != after.design:
        yield about.change("design", "the design of the certificate changed", means)


def _term(term: Term | None) -> str:
    if term is None:
        return "ever"
    parts = ((term.years, "year"), (term.months, "month"), (term.days, "day"))
    return " ".join(f"{count} {name}" if count == 1 else f"{count} {name}s" for count, name in parts if count)


def issuer_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.catalog.issuer, after.catalog.issuer
    about = About("certificates/issuer.md", "certificates/issuer", "The issuer")
    if old is None or new is None:
        if old is not new:
            yield about.change("issuer", "a new issuer" if old is None else "the issuer is gone", Means.AWARD)
        return
    for key in ("name", "url", "email", "description"):
        yield from about.plain("issuer", key, Means.AWARD, getattr(old, key), getattr(new, key))


def media_changes(before: State, after: State) -> Iterator[Change]:
    """Pictures and the like; they are not looked into."""
    old, new = before.catalog.media, after.catalog.media
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            how = "a new file" if path not in old else "the file is gone" if path not in new else "another picture"
            about = About(f"content/{path}", path, path.rpartition("/")[2])
            yield about.change("media", how, Means.SHOWN)
