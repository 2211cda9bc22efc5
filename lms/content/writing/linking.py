"""Rules for links and pictures: each says in words where it leads or what it shows."""

from __future__ import annotations

import re

from lms.content.writing.placed_text import Text
from lms.content.writing.wordlists import EMPTY_LINKS
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings

_CODE = re.compile(r"`[^`\n]{0,200}`")
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]{1,300})\]\((?P<address>[^()\s]{1,500})(?:\s[^()\n]{0,200})?\)")
_BARE = re.compile(
    r"<(?P<auto>https?://[^\s<>]{1,500})>"
    r"|(?<![(\w\"'=/])(?P<bare>https?://[^\s<>()\[\]]{1,500}[^\s<>()\[\].,;:!?\"'])"
)
_PICTURE = re.compile(r"!\[(?P<alt>[^\[\]\n]{1,300})\]\((?P<file>[^()\s]{1,500})[^()\n]{0,200}\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w .()-]{1,120}\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:image|picture|photo|photograph|graphic|figure|img|screenshot|untitled|alt(?: text)?|placeholder|todo|"
    r"imagen|foto|bild|photographie)[ _-]?\d{0,6}|(?:img|dsc|pxl|screenshot)[_-]\S+",
    re.IGNORECASE,
)


def check_links(text: Text, language: str, findings: Findings) -> None:
    raw = _CODE.sub(lambda found: " " * len(found[0]), text.text)
    if "](" in raw:
        _check_labels(raw, text, language, findings)
        _check_pictures(raw, text, findings)
    if "://" in raw:
        for found in _BARE.finditer(raw):
            message = f"A bare address says nothing of where it leads: {shorten(found['auto'] or found['bare'])}"
            help = "Name the page in words: [the page of …](https://…)."
            findings.warn(text.place(*found.span()), "W205", message, help)


def _check_labels(raw: str, text: Text, language: str, findings: Findings) -> None:
    empty = EMPTY_LINKS.get(language.split("-")[0], frozenset())
    for found in _LINK.finditer(raw):
        label = " ".join(found["label"].casefold().strip("*_ .:!>→»…").split())
        if label in empty:
            message = f"“{found['label'].strip()}” says nothing of where this link leads."
        elif _ADDRESS.fullmatch(found["label"].strip()):
            message = f"A bare address says nothing of where it leads: {shorten(found['label'])}"
        else:
            continue
        help = "Name the page in words, since many people hear the links of a page without the text between them."
        findings.warn(text.place(*found.span("label")), "W205", message, help)


def _check_pictures(raw: str, text: Text, findings: Findings) -> None:
    for found in _PICTURE.finditer(raw):
        alt = found["alt"].strip()
        name = found["file"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        is_name = alt.casefold() == name.casefold() and not alt.isalpha()
        if is_name or _FILE_NAME.fullmatch(alt) or _PLACEHOLDER.fullmatch(alt):
            message = f"“{shorten(alt)}” does not say what the picture shows."
            help = "Say what somebody who cannot see it needs to know: a hive in the shade, with its lid open."
            findings.warn(text.place(*found.span("alt")), "W206", message, help)
