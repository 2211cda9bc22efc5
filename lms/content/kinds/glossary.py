"""The glossary file: words that the site explains once for all of its courses."""

from __future__ import annotations

from lms.content.kinds.course import LANGUAGE, read_language
from lms.content.reading.body import read_prose, renderer
from lms.content.reading.documents import read_document
from lms.content.reading.model import Explained
from lms.content.reading.names import id_of_title
from lms.content.reading.parts import GlossaryPart
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, ByKey, Entry, Markdown, Table, Text
from lms.sources.yamltext import Scalar, shorten

TITLE = "Glossary"
KEYS = Table(
    "glossary",
    Entry("title", Text(like="Words we use"), "its heading", default=TITLE),
    LANGUAGE,
    Entry(
        "terms",
        ByKey(".+", "term", Markdown("Taking a medicine as you agreed with whoever prescribed it.")),
        "each word or abbreviation, with what it means",
        needed=True,
    ),
    SILENCE,
)


def read_glossary(source: SourceFile, findings: Findings) -> GlossaryPart | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    drawn = renderer(findings, read.links)
    terms = []
    for key, node in fields.mapping("terms") or ():
        term = key.text.strip()
        if isinstance(node, Scalar) and node.text.strip():
            terms.append(Explained(term, id_of_title(term), drawn(node, True)))
        else:
            message = f"The term `{shorten(term)}` has no meaning yet."
            findings.add(key.place, "S202", message, "Say in a sentence what it means.")
    anchors = (*read.anchors, *(one.anchor for one in terms if one.anchor))
    return GlossaryPart(
        head=document.head("glossary", read.links, anchors),
        title=fields.text("title") or TITLE,
        language=read_language(fields),
        terms=tuple(terms),
        html=read.html,
    )
