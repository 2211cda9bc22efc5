"""Which view an address leads to. To find it takes as long as to say hello, so it is found once for each address.

A number in an address is one that a row can have: a longer one leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map, MapAdapter, Rule, RuleFactory

MOST_KNOWN = 2048
LONGEST_KNOWN = 200
HIGHEST = 2**31 - 1
"""The highest number that a row can have in every database."""

Place = tuple[str, ...]


class Known(MapAdapter):
    """One request's way into the addresses of the site. `led_to` is what it leads to, once that was found."""

    led_to: tuple[Rule, Mapping[str, Any]] | None = None

    def match(self, *given: Any, **named: Any) -> Any:
        """The rule and its arguments, which are each caller's own; all else is asked of Werkzeug."""
        if self.led_to is None or given or named != {"return_rule": True}:
            return super().match(*given, **named)
        rule, arguments = self.led_to
        return rule, dict(arguments)


class Number(IntegerConverter):
    """A number that every database can be asked for."""

    def __init__(self, map: Map, *given: Any, **named: Any) -> None:
        super().__init__(map, *given, **{"max": HIGHEST, **named})


class Addresses(Map):
    """The addresses of the site. Where one of them led to it leads to again, until another is added."""

    def __init__(self) -> None:
        super().__init__()
        self.converters["int"] = Number
        self.known: dict[Place, Known] = {}

    def add(self, rulefactory: RuleFactory) -> None:
        super().add(rulefactory)
        self.known.clear()

    def bind_to_environ(self, environ: Any, server_name: str | None = None, subdomain: str | None = None) -> MapAdapter:
        """Werkzeug's own, for whatever is more than an address without a question."""
        if server_name is not None or subdomain != "" or not _is_plain(environ):
            return super().bind_to_environ(environ, server_name, subdomain)
        place = (
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            environ.get("SCRIPT_NAME", ""),
            environ["wsgi.url_scheme"],
            environ["HTTP_HOST"],
        )
        known = self.known.get(place)
        return self._find(place, super().bind_to_environ(environ, None, "")) if known is None else known

    def _find(self, place: Place, bound: MapAdapter) -> MapAdapter:
        """What leads nowhere, or on, is not kept: there is no end of such addresses."""
        known = Known(
            self,
            bound.server_name,
            bound.script_name,
            bound.subdomain,
            bound.url_scheme,
            bound.path_info,
            bound.default_method,
            bound.query_args,
        )
        try:
            known.led_to = known.match(return_rule=True)
        except HTTPException:
            return bound
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[place] = known
        return known


def _is_plain(environ: Any) -> bool:
    return (
        isinstance(environ, dict)
        and not environ.get("QUERY_STRING")
        and "HTTP_UPGRADE" not in environ
        and "HTTP_HOST" in environ
        and len(environ["PATH_INFO"]) + len(environ["HTTP_HOST"]) <= LONGEST_KNOWN
    )
