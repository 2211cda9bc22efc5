"""What changed in schemes: candidates are told which text their application was about."""

from __future__ import annotations

from collections.abc import Iterator

from lms.content.comparing.change import About, Change, Means, State, came_and_went
from lms.content.comparing.rules import rule_in_words
from lms.content.comparing.wording import lines_of
from lms.content.reading.schemes import Domain, Route, Scheme

FILE = "scheme.md"
_RULES = {
    "within": "decided within",
    "wait": "wait between attempts",
    "per_year": "attempts in a year",
    "late": "renewed late",
}


def scheme_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.catalog.schemes, after.catalog.schemes
    gone, came = came_and_went(old, new)
    for id in came:
        yield _about(after, id).change("scheme", "a new scheme: a person decides from now on", Means.AWARD)
    for id in gone:
        yield _about(before, id).change(
            "scheme", "the scheme is gone: the machine alone decides from now on", Means.AWARD
        )
    for id in new:
        if id in old:
            yield from _changes(_about(after, id), old[id], new[id])


def _about(state: State, id: str) -> About:
    folder, credential = state.world.credentials[id].folder, state.catalog.credentials[id]
    return About(f"{folder}/{FILE}", credential.path, credential.title)


def _changes(about: About, before: Scheme, after: Scheme) -> Iterator[Change]:
    means = Means.SCHEME
    yield from about.plain("scheme", "version", means, before.version, after.version)
    yield from about.plain("wording", "scope", means, before.scope, after.scope)
    yield from about.lines("wording", "handbook", Means.SHOWN, lines_of(before.html), lines_of(after.html))
    yield from about.plain("scheme", "examination", means, before.examination, after.examination)
    yield from about.lines("scheme", "routes", means, list(map(_route, before.routes)), list(map(_route, after.routes)))
    yield from about.lines(
        "blueprint", "domains", means, list(map(_domain, before.domains)), list(map(_domain, after.domains))
    )
    for key, old, new in (
        ("within", before.within, after.within),
        ("wait", before.retake.wait, after.retake.wait),
        ("per_year", before.retake.per_year, after.retake.per_year),
        ("late", before.renewal.late, after.renewal.late),
    ):
        if old != new:
            said = f"{_RULES[key]}: {rule_in_words(key, old)} → {rule_in_words(key, new)}"
            yield about.change("policy", said, means)
    rest = ("analysis", "results", "code", "governance")
    if any(getattr(before, key) != getattr(after, key) for key in rest):
        yield about.change("scheme", "what else the scheme says changed", means)


def _route(route: Route) -> str:
    return f"{route.id}: {', '.join(route.requires)} {route.statement}".strip()


def _domain(domain: Domain) -> str:
    return f"{domain.id} {domain.title}: {rule_in_words('weight', domain.weight)}, {', '.join(domain.objectives)}"
