"""A package of QTI: a zip file with a list of its items, `imsmanifest.xml`."""

from __future__ import annotations

from lms.interchange.draft import Gathered
from lms.interchange.packages import Package, inner_path
from lms.interchange.qtireading import ITEM, canonical, read_item
from lms.interchange.report import Unreadable
from lms.interchange.tree import Node
from lms.interchange.xmlreading import read_xml

MANIFEST = "imsmanifest.xml"
MOST_ITEMS = 3_000


def read_package(package: Package, gathered: Gathered) -> None:
    """Adds each item of a package, in the order of its list. Raises Unreadable for a package without one."""
    content = package.read(MANIFEST)
    if content is None:
        raise Unreadable(f"This zip file is no package of QTI: there is no {MANIFEST} in it.")
    items = _items(read_xml(content))
    if not items:
        raise Unreadable("The list of this package names no items of QTI 2.1, 2.2 or 3.")
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"This package has more than {MOST_ITEMS:,} items. Please split it.")
    for file in items:
        _read(package, file, gathered)


def _items(manifest: Node) -> list[str]:
    """The files of the items, each once."""
    found: dict[str, None] = {}
    for resource in manifest.all("resource"):
        kind = resource.get("type").casefold()
        if kind.startswith("imsqti_item_xmlv"):
            inner = resource.named("file")
            found[resource.get("href") or (inner[0].get("href") if inner else "")] = None
    return [name for name in found if name]


def _read(package: Package, file: str, gathered: Gathered) -> None:
    path = inner_path(file)
    content = None if path is None else package.read(path)
    if path is None or content is None:
        gathered.leave_out(file[:80], 0, "the list names it, and it is not in the package", file[:80])
        return
    try:
        root = read_xml(content)
    except Unreadable as fault:
        gathered.leave_out(path, 0, str(fault), path)
        return
    if canonical(root).tag != ITEM:
        gathered.leave_out(path, root.line, "it is no item of QTI 2.1, 2.2 or 3", path)
        return
    read_item(root, gathered, lambda address: package.read_beside(path, address), path)
