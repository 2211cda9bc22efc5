"""Tables that say what they are. On a narrow screen they are drawn as cards, and then not every browser knows it."""

from __future__ import annotations

import re

_ROLES = {
    "table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row",
    "th": "columnheader", "td": "cell",
}  # fmt: skip
_TAG = re.compile(f'<({"|".join(_ROLES)})(?=[ >])( scope="row")?')


def with_roles(html: str) -> str:
    """The same HTML, in which each part of a table names its role; a caption may name none."""
    return _TAG.sub(_with_role, html) if "<table" in html else html


def _with_role(tag: re.Match[str]) -> str:
    role = "rowheader" if tag[2] else _ROLES[tag[1]]
    return f'<{tag[1]} role="{role}"{tag[2] or ""}'
