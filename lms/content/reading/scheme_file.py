"""A scheme file, as it stands by itself."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lms.content.reading import scheme_keys as keys
from lms.content.reading.body import read_prose
from lms.content.reading.documents import read_document, refs
from lms.content.reading.head import Head
from lms.content.reading.names import is_id, proposed_id, title_of
from lms.content.reading.schemes import Analysis, Body, Domain, Renewal, Results, Retake, Route, Scheme
from lms.sources import values
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.tables import Table
from lms.sources.yamltext import Node, shorten

WITHIN = timedelta(days=10)
UNREAD = Fraction(-1)
"""The weight of a domain whose own cannot be read."""
_PLACED = ("examination", "code")


def read_scheme(source: SourceFile, findings: Findings) -> Scheme | None:
    document = read_document(source, findings, keys.KEYS)
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    id = source.path.split("/")[-2]
    silences = document.silences()
    analysis, retake = _part(fields, "practice_analysis", keys.ANALYSIS), _part(fields, "retake", keys.RETAKE)
    places = {key: fields.place_of(key) for key in _PLACED}
    places |= {"domains": fields.key_place("domains")}
    places |= {"review_by": analysis.place_of("review_by"), "report": analysis.place_of("report")}
    places |= {"wait": retake.place_of("wait"), "per_year": retake.place_of("per_year")}
    return Scheme(
        id=id,
        version=fields.whole("version"),
        hash=source.hash,
        scope=fields.text("scope"),
        examination=_examination(fields),
        routes=tuple(_route(node, findings) for node in fields.items("routes")),
        domains=tuple(_domain(node, findings) for node in fields.items("domains")),
        within=_within(_part(fields, "decision", keys.DECISION)),
        html=read.html,
        analysis=Analysis(analysis.date("date"), analysis.date("review_by"), analysis.text("report").strip()),
        results=_results(_part(fields, "results", keys.RESULTS)),
        retake=Retake(retake.durations("wait"), retake.whole("per_year") or None),
        renewal=_renewal(_part(fields, "renewal", keys.RENEWAL)),
        code=fields.text("code").strip(),
        governance=tuple(_body(node, findings) for node in fields.items("governance")),
        head=Head(source.path, id, fields.place, document.whole, tuple(read.links), tuple(read.anchors), silences),
        places=places,
    )


def _part(fields: Fields, key: str, table: Table) -> Fields:
    """The mapping under a key; one that is not there has nothing in it, and is asked for nothing."""
    return Fields(fields.node(key), fields.findings, table)


def _examination(fields: Fields) -> str:
    """The word that names it; none is a finding of its own."""
    word = fields.text("examination", needed=False).strip()
    if not word and fields.readable and not fields.is_misspelt("examination"):
        message = "This scheme names no examination."
        fields.findings.add(fields.key_place("examination"), "P103", message, "Add `examination: assessments/…`.")
    return word


def _route(node: Node, findings: Findings) -> Route:
    fields = Fields(node, findings, keys.ROUTE)
    named, statement = refs(fields, "requires"), fields.text("statement").strip()
    id = _id(fields)
    if fields.readable and not named and not statement and not fields.has("requires"):
        message = "This route asks for nothing, so everybody would be admitted by it."
        findings.add(fields.place, "P111", message, "Add `requires: […]`, or `statement: …` for what nobody can count.")
    return Route(id, tuple(ref.text for ref in named), statement, named, fields.place)


def _domain(node: Node, findings: Findings) -> Domain:
    fields = Fields(node, findings, keys.DOMAIN)
    id = _id(fields)
    weight, named = fields.share("weight"), refs(fields, "objectives")
    if weight == 0:
        fields.fault("weight", "P101", "A domain that weighs nothing is not examined.", "Take it out, or weigh it.")
    title = fields.text("title") or title_of(id)
    # One that cannot be read has a finding already: then nothing is summed.
    exact = UNREAD if weight is None else weight
    return Domain(id, title, exact, tuple(ref.text for ref in named), named, fields.place)


def _id(fields: Fields) -> str:
    scalar = fields.scalar("id")
    if scalar is None:
        return ""
    word = scalar.text.strip()
    if not is_id(word):
        near = proposed_id(word)
        help = f"Did you mean `{near}`?" if near else "Write a–z, 0–9 and single dashes."
        edits = (Edit(scalar.place, near),) if near else ()
        fields.findings.add(scalar.place, "I001", f"`{shorten(word)}` is not an id.", help, edits=edits)
    return word


def _within(fields: Fields) -> timedelta:
    by = fields.scalar("by")
    if by is not None and by.text.strip() == "machine":
        message = "A certification is decided by a person, so `by` cannot be `machine`."
        fields.findings.add(by.place, "P104", message, "Take the line out.", edits=(Edit(by.place, keys.BY[0]),))
    else:
        fields.word("by")
    return fields.duration("within") or WITHIN


def _results(fields: Fields) -> Results:
    hold_first = fields.whole("hold_first") if fields.readable else 0
    hold_at_most = fields.duration("hold_at_most")
    read = (fields.value_of(scalar, "scale", _scaled) for scalar in fields.texts("scale"))
    scale = tuple(number for number in read if number is not None)
    rises = len(scale) == 3 and scale[0] < scale[1] < scale[2]
    if fields.has("scale") and fields.texts("scale") and not rises and len(scale) == len(fields.texts("scale")):
        help = "Write the lowest score, the cut and the highest, such as [200, 500, 800]."
        fields.fault("scale", "S204", "`scale` is not three numbers that rise.", help)
    return Results(hold_first, hold_at_most, scale if rises else ())


def _scaled(text: str) -> int | values.Fault:
    return values.whole(text, 0, 10_000)


def _renewal(fields: Fields) -> Renewal:
    return Renewal(fields.duration("late"), fields.words("by"))


def _body(node: Node, findings: Findings) -> Body:
    fields = Fields(node, findings, keys.BODY)
    return Body(fields.text("role"), tuple(scalar.text.strip() for scalar in fields.texts("members")))
