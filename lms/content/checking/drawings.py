"""SVG drawings: they must not run anything, nor fetch anything from elsewhere."""

from __future__ import annotations

import re
from itertools import islice

from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile

_MOST_BYTES = 2 * 1024 * 1024
_RUNS = re.compile(
    r"<\s*(?:\w+:)?(?:script|foreignObject|iframe|embed|object|handler|listener)\b|\bon[a-z]{3,20}\s*=\s*[\"']"
    r"|(?:javascript|vbscript)\s*:|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)
_FETCHES = re.compile(
    r"\b(?:xlink:)?(?:href|src)\s*=\s*(?:\"([^\"#]{1,500})[^\"]*\"|'([^'#]{1,500})[^']*')"
    r"|url\(\s*[\"']?([^)\"'#\s][^)\"'\s]{0,500})|@import\s+[\"']([^\"']{1,500})",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<svg\b")
_NAMESPACE = re.compile(r"xmlns(?::\w+)?\s*=\s*[\"']http://www\.w3\.org/2000/svg[\"']|<!ENTITY")
_LINK = re.compile(r"<(?:\w{1,20}:)?a\b", re.IGNORECASE)
_MOST = 2000


def check_drawing(source: SourceFile, findings: Findings) -> None:
    """One finding for the first thing in a drawing that runs, and one for the first that is fetched."""
    if len(source.content) > _MOST_BYTES:
        help = "Save it with fewer points, or as a PNG picture."
        findings.add(Place(source.path), "S003", "This drawing is larger than 2 MiB.", help)
        return
    text = source.content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if runs := _RUNS.search(text):
        message = f"This drawing would run something, or draw in a page: {shorten(runs[0])}"
        findings.add(_place(source.path, text, runs), "S016", message, "Save it as “plain SVG”, without scripts.")
    elif _ROOT.search(text) and not _NAMESPACE.search(text):
        message = "No browser shows this drawing as a picture: it does not say that it is SVG."
        help = 'Write xmlns="http://www.w3.org/2000/svg" behind its <svg, or save it again as “plain SVG”.'
        findings.add(Place(source.path), "S015", message, help)
    for found in islice(_FETCHES.finditer(text), _MOST):
        address = next((one for one in found.groups() if one), "").strip()
        if address.startswith("data:") or _LINK.match(text, max(0, text.rfind("<", 0, found.start()))):
            continue
        message = f"This drawing asks for another file, which it does not get: {shorten(address)}"
        findings.add(_place(source.path, text, found), "S016", message, "Embed what it shows in the drawing itself.")
        return


def _place(file: str, text: str, found: re.Match[str]) -> Place:
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    return Place(file, line, column, line, column + len(found[0].split("\n")[0]))
