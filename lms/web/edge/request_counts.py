"""Requests, counted at the edge of the application."""

from __future__ import annotations

from bisect import bisect_left
from time import perf_counter

from flask import Flask

from lms.services.operating import counters, faults, tallied
from lms.services.operating.counters import Shape
from lms.settings import Settings
from lms.web.edge.request_facts import RequestFacts

EXTENSION = "counts"


class Requests:
    """Counts each request under its route; `None` stands in its place where nobody may ask for figures."""

    def __init__(self, settings: Settings, rows: tuple[str, ...]) -> None:
        self._rows = {tuple(name.split(" ", 1)): place for place, name in enumerate(rows)}
        self._tally = counters.Tally(settings.home, tallied.WEB, Shape(rows, tallied.COLUMNS, tallied.WEB_OTHERS))
        faults.count_faults(self._tally.add)

    def count(self, method: str, facts: RequestFacts, status: int) -> None:
        """One request, as its answer begins."""
        seconds = perf_counter() - facts.began
        self._tally.add_row(
            self._rows.get((method, facts.path), 0),
            status // 100 - 1,
            tallied.FIRST_BOUND + bisect_left(tallied.BOUNDS, seconds),
            seconds,
        )
        if status == 429:
            self._tally.add("too_many")


def install(app: Flask, settings: Settings) -> None:
    """Count from now on, where somebody may ask for it. Called when all routes are there."""
    if settings.counts:
        routes = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
        unknown = f"{tallied.UNKNOWN} {tallied.UNKNOWN}"
        app.extensions[EXTENSION] = Requests(settings, (unknown, *(" ".join(one) for one in sorted(routes))))
