"""Files that nobody wrote on purpose: copies beside their original, and what programs leave behind."""

from __future__ import annotations

import re
from functools import lru_cache

TEXTS = (".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn", ".txt", ".text")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages", ".html", ".htm", ".pdf", ".rst", ".adoc", ".org", ".ipynb")
_COPY = r"(?:copy|kopie|copia|copie|cópia|kopia|kopi|копия|conflicted copy|conflict)"
_COPIES = (
    # A number or a word in brackets behind the name: `one (1)`, `one (conflicted copy of 30 November)`.
    re.compile(rf"(?P<name>.+?)[ _-]*\((?:\d{{1,3}}|[^()]*\b{_COPY}\b[^()]*)\)", re.IGNORECASE),
    # A word behind the name: `one - Copy (2)`, `one copy 3`, `one_copy`.
    re.compile(rf"(?P<name>.+?)(?: - |[ _]){_COPY}(?:[ _-]*\(?\d{{1,3}}\)?)?", re.IGNORECASE),
    # Words before it: `Copy of one`.
    re.compile(rf"{_COPY} (?:\(\d{{1,3}}\) )?(?:of|von|de|di|av) (?P<name>.+)", re.IGNORECASE),
    # What a program writes that keeps two machines alike.
    re.compile(r"(?P<name>.+)\.sync-conflict-[\w-]+"),
)
_MAY_BE_COPY = re.compile(r"[ (_]|\.sync-")
_WRITTEN = (".md", ".html", ".css")
_LEFT = re.compile(
    r".*~|~\$.*|\.~lock\..*|#.*#|.*\.(?:bak|backup|orig|rej|old|save|sav|tmp|temp|swp|swo|part|crdownload|download)\d?"
    r"|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r",
    re.IGNORECASE,
)


def original_name(name: str) -> str:
    """The name of which this one is a copy's: "01-one.md" for "01-one (copy).md"; "" for any other name."""
    stem, _, ending = name.rpartition(".")
    if _MAY_BE_COPY.search(name) is None or f".{ending.lower()}" not in _WRITTEN:
        return ""
    for form in _COPIES:
        found = form.fullmatch(stem)
        if found is not None:
            own = f"{found['name'].strip()}.{ending}"
            return original_name(own) or own
    return ""


@lru_cache(maxsize=20_000)
def is_left_behind(name: str) -> bool:
    """Whether a program made this file for itself: a backup, a lock, thumbnails."""
    return _LEFT.fullmatch(name) is not None


def as_markdown(name: str) -> str:
    """The name that a text should have to be read: "02-two.md" for "02-two.md.txt"."""
    stem = name
    while (lower := stem.lower()).endswith(TEXTS):
        stem = stem[: -len(next(end for end in TEXTS if lower.endswith(end)))]
    return f"{stem or 'text'}.md"
