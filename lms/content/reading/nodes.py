"""Texts inside of composed YAML, found without a table of keys."""

from __future__ import annotations

from collections.abc import Iterator

from lms.sources.yamltext import Mapping_, Node, Scalar


def plain_text(node: Mapping_, key: str) -> str:
    value = node.entries.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def texts_by_key(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    for key, value in node.entries.items() if isinstance(node, Mapping_) else ():
        if isinstance(value, Scalar) and value.text.strip():
            yield key.strip(), value
