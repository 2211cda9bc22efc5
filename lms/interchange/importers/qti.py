"""QTI 1.2, 2.1, 2.2 and 3: an item, a file of items, or a package."""

from __future__ import annotations

from lms.interchange.draft import Gathered
from lms.interchange.importer import Importer
from lms.interchange.packagereading import read_package
from lms.interchange.packages import Package
from lms.interchange.qtireading import read_alone
from lms.interchange.xmlreading import read_xml


class Qti(Importer):
    name = "qti"
    called = "QTI"
    endings = ("zip", "imscc", "xml")

    def knows(self, start: bytes, ending: str) -> bool:
        items = (b"<assessmentItem", b"<qti-assessment-item", b"<questestinterop")
        return start.startswith(b"PK\x03") or (start.startswith(b"<") and any(one in start[:4096] for one in items))

    def read(self, content: bytes, gathered: Gathered) -> None:
        if content.startswith(b"PK"):
            read_package(Package(content), gathered)
        else:
            read_alone(read_xml(content), gathered)


IMPORTER = Qti()
