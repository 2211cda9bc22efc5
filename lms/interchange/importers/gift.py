"""GIFT, Moodle's format for quizzes in plain text."""

from __future__ import annotations

from lms.interchange.draft import Gathered
from lms.interchange.gift import read_gift
from lms.interchange.importer import Importer, text_of


class Gift(Importer):
    name = "gift"
    called = "GIFT"
    endings = ("gift", "txt")

    def read(self, content: bytes, gathered: Gathered) -> None:
        read_gift(text_of(content, gathered), gathered)


IMPORTER = Gift()
