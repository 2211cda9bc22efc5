"""Requests, counted at the edge of the application; and the figures of the site, for whoever has the token."""

from __future__ import annotations

import hmac
from bisect import bisect_left
from time import perf_counter

from flask import Blueprint, Flask, Response, abort, request

from lms.services.operating import counters, measures
from lms.services.operating.counters import Shape
from lms.settings import Settings
from lms.web import current, policies
from lms.web.visit import Visit

EXTENSION = "counts"
pages = Blueprint("metrics", __name__)


class Requests:
    """Counts each request under its route; `None` stands in its place where nobody may ask for figures."""

    def __init__(self, settings: Settings, rows: tuple[str, ...]) -> None:
        self._rows = {tuple(name.split(" ", 1)): place for place, name in enumerate(rows)}
        self._tally = counters.Tally(settings.home, measures.WEB, Shape(rows, measures.COLUMNS, measures.WEB_OTHERS))
        measures.count_faults(self._tally.add)

    def count(self, method: str, visit: Visit, status: int) -> None:
        """One request, as its answer begins."""
        seconds = perf_counter() - visit.began
        self._tally.add_row(
            self._rows.get((method, visit.path), 0),
            status // 100 - 1,
            measures.FIRST_BOUND + bisect_left(measures.BOUNDS, seconds),
            seconds,
        )
        if status == 429:
            self._tally.add("too_many")


def install(app: Flask, settings: Settings) -> None:
    """Count from now on, where somebody may ask for it. Called when all routes are there."""
    if settings.counts:
        routes = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
        unknown = f"{measures.UNKNOWN} {measures.UNKNOWN}"
        app.extensions[EXTENSION] = Requests(settings, (unknown, *(" ".join(one) for one in sorted(routes))))


@pages.get("/metrics")
@policies.public(index=False)
def metrics() -> Response:
    """As if there were nothing here, unless a token was set; and only for whoever sends it."""
    wanted = current.context().settings.metrics_token
    if not wanted:
        abort(404)
    given = request.authorization
    token = given.token or "" if given is not None and given.type == "bearer" else ""
    if not hmac.compare_digest(token.encode(), wanted.encode()):
        refused = Response("The token of LMS_METRICS_TOKEN is needed.\n", 401, content_type="text/plain; charset=utf-8")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    return Response(measures.exposition(current.context()), content_type=measures.CONTENT_TYPE)
