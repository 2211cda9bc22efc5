"""Tables, as spreadsheets save them."""

from __future__ import annotations

from lms.interchange.draft import Gathered
from lms.interchange.importer import Importer, text_of
from lms.interchange.tables import read_table


class Table(Importer):
    name = "csv"
    called = "CSV"
    endings = ("csv", "tsv")

    def read(self, content: bytes, gathered: Gathered) -> None:
        read_table(text_of(content, gathered), gathered)


IMPORTER = Table()
