"""The quick way for a line of plain prose: the same HTML as the Markdown parser gives, at a tenth of its cost.

Most of what authors write is plain text with an emphasised word or a link here and there. Whatever is not certainly
that is left to the parser; a test compares the two on random text.
"""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[&*_<\[\]\\`~]")
_SPAN = re.compile(
    r"(?:(?<=[ \n])|^)(?P<mark>\*\*?)(?P<words>[^\W_](?:[^&*_<\[\]\\`~\n]*[^\W_])?)(?P=mark)(?=[ \n.,;:!?)]|\Z)"
    r"|(?<!`)`(?P<code>[^`\n ](?:[^`\n]*[^`\n ])?)`(?!`)"
    r"|(?<!!)\[(?P<label>[^&*_<\[\]\\`~\n]+)\]\((?P<link>https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/.,=+-]*)?)\)"
)
_PARAGRAPH = re.compile(r"(?:[^\W\d_]|[\"'“‘«(¿¡]|\*{1,2}[^\W_]|\d+(?:[ ,%/]|$))[^\n]*")


def escape(text: str) -> str:
    """Text as HTML shows it as typed, in an element or in a quoted attribute."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;")


def quick_line(text: str) -> str | None:
    """The HTML of one paragraph's text, or None where only the parser can tell."""
    if "\n" in text and (" \n" in text or "\n " in text):
        return None
    if "://" in text and text.count("://") != text.count("](https://"):
        # A bare address becomes a link, which is the parser's work.
        return None
    active = _ACTIVE.search(text)
    if active is None:
        return escape(text)
    pieces: list[str] = []
    end = 0
    while active is not None:
        found = _SPAN.match(text, active.start())
        if found is None:
            return None
        pieces += (escape(text[end : found.start()]), _span(found))
        end = found.end()
        active = _ACTIVE.search(text, end)
    pieces.append(escape(text[end:]))
    return "".join(pieces)


def quick_paragraph(text: str) -> str | None:
    """The HTML of a text that is certainly one paragraph, without its tags; None where it may be more, or not plain."""
    text = text.strip("\n")
    for line in text.split("\n"):
        if _PARAGRAPH.fullmatch(line) is None:
            return None
    return None if text[-1:].isspace() else quick_line(text)


def _span(found: re.Match[str]) -> str:
    if found["words"] is not None:
        tag = "strong" if found["mark"] == "**" else "em"
        return f"<{tag}>{escape(found['words'])}</{tag}>"
    if found["code"] is not None:
        return f"<code>{escape(found['code'])}</code>"
    return f'<a href="{found["link"]}">{escape(found["label"])}</a>'
