"""Moodle XML: the file that Moodle writes when a teacher exports questions."""

from __future__ import annotations

import re

from lms.interchange.draft import Gathered
from lms.interchange.importer import Importer
from lms.interchange.moodle import read_moodle
from lms.interchange.xmlreading import read_xml

_ROOT = re.compile(rb"<quiz[\s>]")


class Moodle(Importer):
    name = "moodle"
    called = "Moodle XML"

    def knows(self, start: bytes, ending: str) -> bool:
        return start.startswith((b"<?xml", b"<!--", b"<quiz")) and _ROOT.search(start[:4096]) is not None

    def read(self, content: bytes, gathered: Gathered) -> None:
        read_moodle(read_xml(content), gathered)


IMPORTER = Moodle()
