"""A package of QTI: a zip file with a list of its items, `imsmanifest.xml`."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from lms.interchange.draft import Gathered
from lms.interchange.packages import Package, inner_path
from lms.interchange.qtiitem import About, Fetch
from lms.interchange.qtireading import read_root
from lms.interchange.report import CannotCarry, Unreadable, lost_words
from lms.interchange.tree import Node
from lms.interchange.xmlreading import read_xml

MANIFEST = "imsmanifest.xml"
MOST_ITEMS = 3_000
_ITEMS = re.compile(r"imsqti_(?:(?:apip)?item_)?xmlv|assessment/x-bb-qti", re.IGNORECASE)
_TESTS = re.compile(r"imsqti_(?:test|section|assessment)_xmlv", re.IGNORECASE)
_BESIDE = re.compile(r"webcontent|css|stylesheet|imsqti_stimulus|controlfile|course/x-bb-", re.IGNORECASE)
_SETTINGS = "assessment_meta.xml"
_CANVAS = re.compile(r"\$IMS[-_]CC[-_]FILEBASE\$/?")


def read_package(package: Package, gathered: Gathered) -> None:
    """Adds each item of a package, in the order of its list. Raises Unreadable for a package without one."""
    content = package.read(MANIFEST)
    if content is None:
        raise Unreadable(f"This zip file is no package of QTI: there is no {MANIFEST} in it.")
    resources = read_xml(content).all("resource")
    items = {file: one for one in resources if _ITEMS.match(one.get("type")) and (file := _file(one))}
    if not items:
        raise Unreadable("The list of this package names no items of QTI 1.2, 2.1, 2.2 or 3.")
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"This package has more than {MOST_ITEMS:,} items. Please split it.")
    for file, resource in items.items():
        _read(package, file, resource, gathered)
    _tell_others(package, resources, gathered)


def _file(resource: Node) -> str:
    """The file of an item. That of a test of Canvas stands among its files, or below what it depends on."""
    inner = [one.get("href") for one in resource.named("file") if not one.get("href").endswith(_SETTINGS)]
    return resource.get("href") or resource.get("file") or (inner[0] if inner else "")


def _read(package: Package, file: str, resource: Node, gathered: Gathered) -> None:
    path = inner_path(file)
    content = None if path is None else package.read(path)
    if path is None or content is None:
        gathered.leave_out(file[:80], 0, "the list names it, and it is not in the package", file[:80])
        return
    about = About(tags=tuple(word for one in resource.all("keyword") if (word := " ".join(one.text.split()))))
    try:
        root = read_xml(content)
        read_root(root, gathered, _fetching(package, path), path, about)
    except Unreadable as fault:
        gathered.leave_out(path, 0, str(fault), path)


def _fetching(package: Package, path: str) -> Fetch:
    """What fetches the files that an item names. Canvas writes them from the root, below a word of its own."""

    def fetch(address: str) -> bytes:
        own = _CANVAS.match(unquote(address))
        if own is None:
            return package.read_beside(path, address)
        rest = unquote(address)[own.end() :].partition("?")[0]
        content = package.read(rest) or package.read(f"web_resources/{rest}")
        if content is None:
            raise CannotCarry("it needs a file that is not in the package")
        return content

    return fetch


def _tell_others(package: Package, resources: list[Node], gathered: Gathered) -> None:
    """What else is in a package: settings of tests, and things that are no questions."""
    for name in package.names:
        if name.rpartition("/")[2] == _SETTINGS:
            _tell_settings(package, name, gathered)
    others: Counter[str] = Counter()
    for resource in resources:
        kind, file = resource.get("type"), resource.get("href") or resource.get("identifier")
        if _TESTS.match(kind):
            what = "what the test says of order, time, weights and choice is not kept: write it into an assessment"
            gathered.tell(file[:80], 0, what, file[:80])
        elif not (_ITEMS.match(kind) or _BESIDE.match(kind) or file.endswith(_SETTINGS) or not kind):
            others[kind[:80]] += 1
    for kind, number in others.items():
        gathered.tell("", 0, f"what is no question in it is not kept: {number} of `{kind}`", MANIFEST)


def _tell_settings(package: Package, name: str, gathered: Gathered) -> None:
    try:
        root = read_xml(package.read(name) or b"")
    except Unreadable:
        gathered.tell("", 0, "the settings of its test cannot be read, and are not kept", name)
        return
    settings = {one.tag: " ".join(one.text.split()) for one in root.elements if not one.elements and one.text.strip()}
    title, description = settings.pop("title", ""), settings.pop("description", "")
    if description:
        gathered.tell(title, 0, lost_words("its description", re.sub("<[^>]*>", " ", description), _INTO), name)
    if settings:
        told = ", ".join(f"{key} {value[:40]}" for key, value in settings.items())
        gathered.tell(title, 0, lost_words("what the test is set to", told, _INTO), name)


_INTO = "Write it into an assessment by hand."
