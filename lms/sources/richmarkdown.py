"""What few texts have, added to the parser of all: callouts, footnotes, definitions, boxes, formulas, names, media."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from lms.sources import callouts, footnotes, formulas, headingnames, mediums, ticklists


@cache
def blocks_alone() -> MarkdownIt:
    """A parser of blocks alone, for those who look at each text as it was written."""
    markdown = extended(MarkdownIt("commonmark", {"html": False}).enable("table"), notes=True)
    markdown.core.ruler.enableOnly(["normalize", "block", "callouts", "boxes", "heading-names"])
    return markdown


def extended(markdown: MarkdownIt, *, notes: bool) -> MarkdownIt:
    """The same parser, which reads all of these; footnotes where `notes` says so."""
    deflist_plugin(markdown)
    formulas.extend(markdown)
    headingnames.extend(markdown)
    callouts.extend(markdown)
    ticklists.extend(markdown)
    mediums.extend(markdown)
    if notes:
        footnotes.extend(markdown)
    return markdown
