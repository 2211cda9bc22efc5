"""Every table of keys that an author's file can have: for the JSON Schema, the manual and whoever else lists them."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.kinds import KINDS as CONTENT
from lms.questions import ask
from lms.questions.asks import ASKS, askable
from lms.questions.block import SCENARIO as SCENARIO
from lms.questions.block import known_to
from lms.questions.kinds import KINDS
from lms.sources.tables import Table


def front_matters() -> Mapping[str, Table]:
    """The front matters by the kind of file."""
    return {name: kind.keys for name, kind in CONTENT.items() if kind.keys is not None}


def quizzes() -> Mapping[str, Table]:
    """By type; each holds the keys of every quiz and those of its own type."""
    return {name: known_to(kind) for name, kind in KINDS.items()}


def asks() -> Mapping[str, Table]:
    """By type; each holds the keys of every ask and those of its own type, as far as it asks."""
    return {name: ask.known_to(kind) for name, kind in askable().items()}


def of_asks_alone() -> Mapping[str, Table]:
    """The own keys of the types that no quiz has."""
    return {name: kind.keys for name, kind in ASKS.items() if len(kind.keys)}
