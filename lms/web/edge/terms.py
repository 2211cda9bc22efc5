"""What has to be known of a request before it is read: how large it may be, and in which lane it is answered."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from lms.web.edge import policies
from lms.web.edge.policy import ANYONE, ELSEWHERE, SAFE_METHODS, Policy


class Terms:
    """The policies of those addresses whose policy asks for more than the usual, or for another lane."""

    def __init__(self, app: Flask) -> None:
        self._table = {
            endpoint: policy
            for endpoint, policy in policies.table(app).items()
            if (policy.body, policy.lane) != (ANYONE.body, ANYONE.lane)
        }
        self._asking_elsewhere = tuple(
            rule.rule.partition("<")[0]
            for rule in app.url_map.iter_rules()
            if rule.endpoint in self._table and self._table[rule.endpoint].lane == ELSEWHERE
        )
        rules = [rule.empty() for rule in app.url_map.iter_rules() if rule.endpoint in self._table]
        self._addresses = Map(rules, converters=app.url_map.converters).bind("")

    def of(self, method: str, path: str) -> Policy:
        """The policy that says how this is read and answered.

        Nothing that is only looked at is anything special, but for what asks somebody else's server on the way.
        """
        if method in SAFE_METHODS and not path.startswith(self._asking_elsewhere):
            return ANYONE
        try:
            endpoint, _ = self._addresses.match(path, method)
        except HTTPException:
            return ANYONE
        return self._table[endpoint]
