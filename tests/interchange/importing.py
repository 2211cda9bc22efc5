"""Foreign files as the banks that are made of them, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Bank as Compiled
from lms.interchange.importing import Bank, Imported, gather, make_banks
from lms.interchange.report import Fate
from lms.questions.quiz import Quiz
from lms.sources.files import SourceTree, tree_of

TODAY = date(2027, 3, 5)
EMPTY = tree_of({})
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)


@dataclass(frozen=True)
class Outcome:
    """What came of an import: the compiled questions, what the author reads, and the files."""

    imported: Imported
    banks: Mapping[str, Compiled]

    @property
    def quizzes(self) -> dict[str, Quiz]:
        return {name: quiz for bank in self.banks.values() for name, quiz in bank.quizzes.items()}

    @property
    def only(self) -> Quiz:
        (quiz,) = self.quizzes.values()
        return quiz

    @property
    def text(self) -> str:
        return "".join(content.decode() for path, content in self.imported.files.items() if path.endswith(".md"))

    def said(self, fate: Fate) -> list[str]:
        return [note.what for note in self.imported.notes if note.fate is fate]

    @property
    def left_out(self) -> list[str]:
        return self.said(Fate.LEFT_OUT)

    @property
    def changed(self) -> list[str]:
        return self.said(Fate.CHANGED)


def brought_in(content: bytes | str, form: str, site: SourceTree = EMPTY, by_category: bool = False) -> Outcome:
    """The outcome of an import, which must check clean: no error, and not one warning."""
    data = content.encode() if isinstance(content, str) else content
    imported = make_banks(Bank("strange", "file"), gather(data, form, "media/strange"), site, TODAY, by_category)
    before = {path: file.content for path, file in site.files.items()}
    catalog, findings = compile_catalog(tree_of({**before, **imported.files}), today=TODAY, writing=True)
    assert [finding for finding in findings if finding.place.file in imported.files] == []
    banks = (
        {} if catalog is None else {name: bank for name, bank in catalog.banks.items() if name.startswith("strange")}
    )
    return Outcome(imported, banks)
