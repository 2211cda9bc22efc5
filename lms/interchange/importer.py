"""What an importer is: how a foreign file is known, and how its questions are read. The register of all of them."""

from __future__ import annotations

from lms.interchange import decoding
from lms.interchange.draft import Gathered
from lms.interchange.report import Unreadable
from lms.sources.register import Register, Unknown

_LOOKED_AT = 256 * 1024


class Importer:
    """A format that other tools write. It names no kind of question: what it reads becomes a shape."""

    name = ""
    """The word after `--format`."""

    called = ""
    """What people call it."""

    endings: tuple[str, ...] = ()
    """The endings of files that are likely to be of this format, where their beginning does not tell."""

    def knows(self, start: bytes, ending: str) -> bool:
        """Whether the beginning of a file tells that it is of this format, without zeros and marks before it."""
        return False

    def read(self, content: bytes, gathered: Gathered) -> None:
        """Adds each question of a file, or the reason why it stays behind. Raises Unreadable for a whole file."""
        raise NotImplementedError


class UnknownImporter(Unknown):
    """A format that nothing here reads."""

    what = "importer"


class Importers(Register[Importer]):
    """Importers by their names, in the order of these."""

    unknown = UnknownImporter

    def likely(self, file: str, content: bytes) -> Importer:
        """The importer for a file, by its beginning, else by its name. Raises Unreadable where none is."""
        ending = file.rpartition(".")[2].casefold()
        start = content[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        sure = [importer for importer in self.values() if importer.knows(start, ending)]
        by_name = [importer for importer in self.values() if ending in importer.endings]
        if not (sure or by_name):
            raise Unreadable(f"Which format is {file[:80]}? Say so with --format {'|'.join(self)}.")
        return (sure or by_name)[0]


def text_of(content: bytes, gathered: Gathered) -> str:
    """The text of a file that does not say how it is written. That its encoding is only the likeliest is told."""
    if decoding.is_guessed(content):
        gathered.tell("", 1, "the file is not in UTF-8; it was read as Windows writes western European languages")
    return decoding.read_text(content)
