"""Writing translations: a starting file, or one that is brought up to date. What a translator wrote is kept.

New texts come in the words of the original, marked as untranslated; those whose original has changed are marked as
changed. A mark is taken away by the translator. Hashes of the original are written for every text, and a text counts
as translated where its hash is that of the original's words and no mark stands before it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import NamedTuple

from lms.content.kinds import KINDS
from lms.content.reading.body import Read, compose_blocks
from lms.content.reading.documents import split
from lms.content.reading.parts import Address
from lms.content.translations.matching import State
from lms.content.translations.texts import (
    ASKING,
    CHANGED,
    FRONT,
    NO_KEYS,
    PROSE,
    QUIZ,
    UNTRANSLATED,
    WHOLE,
    Text,
    Texts,
    block_texts,
    front_texts,
    id_of_block,
    stretches,
)
from lms.sources.diagnostics import Findings, Place
from lms.sources.markdown import tokens_of
from lms.sources.yamltext import Mapping_, Scalar, compose
from lms.sources.yamltext import Sequence as Items

_WIDTH = 116
_UNSAFE = re.compile(r"""^[\s\-?:,\[\]{}#&*!|>'"%@`]|: |:$| #|\s$|^$|\n|^(?:---|\.\.\.)""")
_BLOCK_KEYS = ("question", "text")


class Translated(NamedTuple):
    """What a translation file holds, as it is written. `rest` are lines that are kept as they are."""

    texts: Mapping[Address, str]
    stamps: Mapping[Address, str]
    accepted: Mapping[tuple[str, str], tuple[str, ...]]
    front_rest: str = ""
    rest: tuple[str, ...] = ()


NOTHING = Translated({}, {}, {})


def written_in(text: str, kind: str, stamps: Mapping[Address, str], known: Texts) -> Translated:
    """The texts of a translation as they are written, also of what its original does not have (any more)."""
    findings = Findings()
    texts: dict[Address, str] = {}
    accepted: dict[tuple[str, str], tuple[str, ...]] = {}
    front, body, _ = split(text, "translation", Place("translation"), findings, False, NO_KEYS)
    node = None if front is None else compose(front, "translation", 2, 0, findings)
    front_rest = ""
    if isinstance(node, Mapping_) and front is not None:
        for part, scalar in front_texts(node.entries.get, kind):
            texts[Address(FRONT, part)] = scalar.text.strip()
        front_rest = _rest_of(front, node, ("silence",))
    if not KINDS.translation(kind).blocks:
        texts[Address(PROSE, WHOLE)] = body.text.strip()
        return Translated(texts, stamps, accepted, front_rest)
    tokens = tokens_of(body.text)
    nodes = compose_blocks(body, tokens, findings, Read())
    for stretch in stretches(body, tokens, nodes) if KINDS[kind].shows_prose else ():
        if stretch.written:
            texts[Address(PROSE, stretch.name)] = stretch.written
    rest: list[str] = []
    groups = {address.group for address in known.texts}
    for token, name, block in nodes:
        id = id_of_block(block)
        if not id or not isinstance(block, Mapping_) or f"{name} {id}" not in groups:
            rest.append(f"```{name}\n{token.content}```")
            continue
        for part, scalar in block_texts(block, name):
            texts[Address(f"{name} {id}", part)] = scalar.text.strip("\n").strip()
        if words := _words(block):
            accepted[id, ""] = words
        blanks = block.entries.get("blanks")
        for gap, inner in blanks.entries.items() if isinstance(blanks, Mapping_) else ():
            if isinstance(inner, Mapping_) and (words := _words(inner)):
                accepted[id, gap] = words
    return Translated(texts, stamps, accepted, front_rest, tuple(rest))


def _words(node: Mapping_) -> tuple[str, ...]:
    value = node.entries.get("accept")
    items = value.items if isinstance(value, Items) else [value]
    return tuple(one.text.strip() for one in items if isinstance(one, Scalar))


def _rest_of(front: str, node: Mapping_, keys: tuple[str, ...]) -> str:
    """The lines of a front matter's keys, as they are written."""
    lines = front.split("\n")
    starts = sorted(key.place.line - 2 for key in node.keys.values())
    found = ""
    for key in keys:
        if key in node.keys:
            first = node.keys[key].place.line - 2
            last = next((one for one in starts if one > first), len(lines))
            found += "".join(f"{line}\n" for line in lines[first:last] if line.strip())
    return found


def brought_up_to_date(original: Texts, kind: str, before: Translated) -> str:
    """The whole file, in the order of the original."""
    texts: dict[Address, str] = {}
    stamps: dict[Address, str] = {}
    for address, text in original.shown():
        texts[address], stamps[address] = _state(address, text, before)
    extra = {address: text for address, text in before.texts.items() if address not in texts and text}
    front = _front({**texts, **extra}, stamps, before.front_rest)
    if not KINDS.translation(kind).blocks:
        whole = texts.get(Address(PROSE, WHOLE)) or extra.get(Address(PROSE, WHOLE), "")
        return front + (f"{whole}\n" if whole else "")
    pieces = [front.rstrip("\n")]
    groups = dict.fromkeys(address.group for address in {**original.texts, **extra})
    scenarios: list[str] = []
    for group in groups:
        kind_of_block, _, name = group.partition(" ")
        written = _block(kind_of_block, name, {**texts, **extra}, original, before) if name else ""
        if not name or not any(address.group == group for address in {**texts, **extra}):
            continue
        if kind_of_block in ASKING:
            pieces += [_prose(name, texts, extra), *scenarios, written]
            scenarios = []
        else:
            scenarios.append(written)
    pieces += scenarios
    pieces += [_prose("end", texts, extra), *before.rest]
    first, *others = [piece for piece in pieces if piece]
    # The body begins right under the front matter.
    return first + "\n" + "\n\n".join(others) + "\n"


def _state(address: Address, original: Text, before: Translated) -> tuple[str, str]:
    """The text with its mark, and the hash of the original's words."""
    text = before.texts.get(address, "")
    stamp = before.stamps.get(address)
    if not text or text.startswith(UNTRANSLATED):
        return _marked(UNTRANSLATED, original.written, address), original.stamp
    if text.startswith(CHANGED) or stamp is None or stamp == original.stamp:
        return text, original.stamp
    return _marked(CHANGED, text, address), original.stamp


def _marked(mark: str, text: str, address: Address) -> str:
    if address.group == PROSE:
        return f"{mark}\n\n{text}"
    own_line = "\n" in text or address.part in _BLOCK_KEYS
    return f"{mark}\n{text}" if own_line else f"{mark} {text}"


def _prose(name: str, texts: Mapping[Address, str], extra: Mapping[Address, str]) -> str:
    return texts.get(Address(PROSE, name)) or extra.get(Address(PROSE, name), "")


def _front(texts: Mapping[Address, str], stamps: Mapping[Address, str], rest: str) -> str:
    lines = ["---"]
    for key, parts in _by_key(texts, FRONT).items():
        lines += _entry(key, parts[""], "") if "" in parts else [f"{key}:"]
        for name, own in parts.items():
            lines += _entry(name, own, "  ") if name else []
    lines += rest.splitlines()
    groups: dict[str, list[str]] = {}
    for address, stamp in stamps.items():
        groups.setdefault(address.group, []).append(f"{address.part}={stamp}")
    if groups:
        lines.append("translates:")
    for group, written in groups.items():
        lines += textwrap.wrap(
            f"{group}: {' '.join(written)}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join([*lines, "---"]) + "\n"


def _block(kind: str, name: str, texts: Mapping[Address, str], original: Texts, before: Translated) -> str:
    lines = [f"```{kind}", f"id: {name}"]
    for key, parts in _by_key(texts, f"{kind} {name}").items():
        text = parts.pop("", "")
        if text and key in _BLOCK_KEYS:
            lines += [f"{key}: |", *(f"  {line}".rstrip() for line in text.split("\n"))]
        elif text:
            lines += _entry(key, text, "")
        else:
            lines.append(f"{key}:")
        for part, own in parts.items():
            lines += _item(own) if key == "hints" else _entry(part, own, "  ")
    lines += _accepted(name, original, before) if kind == QUIZ else []
    return "\n".join([*lines, "```"])


def _by_key(texts: Mapping[Address, str], group: str) -> dict[str, dict[str, str]]:
    """The texts of a group by key, and under it by letter; "" for a key that is one text."""
    found: dict[str, dict[str, str]] = {}
    for address, text in texts.items():
        if address.group == group:
            key, _, part = address.part.partition(".")
            found.setdefault(key, {})[part] = text
    return found


def _accepted(name: str, original: Texts, before: Translated) -> list[str]:
    """What is typed in this language; the original's words count in any case, so they are not repeated."""
    lines: list[str] = []
    for gap in sorted(original.accepting.get(name, ())):
        words = before.accepted.get((name, gap), ())
        if not words:
            continue
        if gap and "blanks:" not in lines:
            lines.append("blanks:")
        indent = "    " if gap else ""
        if gap:
            lines.append(f"  {gap}:")
        lines.append(f"{indent}accept:")
        lines += [f"{indent}  - {_plain(word)}" for word in words]
    return lines


def _entry(key: str, text: str, indent: str) -> list[str]:
    """A key with a text of one line or several."""
    if "\n" in text:
        return [f"{indent}{key}: |", *(f"{indent}  {line}".rstrip() for line in text.split("\n"))]
    return _wrapped(f"{indent}{key}: ", _plain(text), indent + "  ")


def _item(text: str) -> list[str]:
    if "\n" in text:
        return ["  - |", *(f"    {line}".rstrip() for line in text.split("\n"))]
    return _wrapped("  - ", _plain(text), "    ")


def _wrapped(start: str, text: str, indent: str) -> list[str]:
    """Lines that YAML reads as one: a break between two words is a space, also inside of quotation marks."""
    return textwrap.wrap(
        text, _WIDTH, initial_indent=start, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _plain(text: str) -> str:
    """A text of one line as YAML reads it back, in quotation marks where it needs them."""
    if _UNSAFE.search(text) or "  " in text:
        return "'" + text.replace("'", "''") + "'"
    return text


def counts_of(state: State) -> dict[str, int]:
    """How many texts there are in each state."""
    return {
        "complete": len(state.complete) + len(state.unstamped),
        "changed": len(state.changed),
        "missing": len(state.missing),
    }
