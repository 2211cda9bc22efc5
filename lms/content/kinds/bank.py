"""A bank file: examination questions. Its prose is for colleagues, and is never shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from lms.content.reading import placeholders as words
from lms.content.reading import targets
from lms.content.reading.body import read_blocks
from lms.content.reading.documents import read_document, ref
from lms.content.reading.filing import BANKS
from lms.content.reading.kind import Files, Kind, Quizzes, Starter, Translation
from lms.content.reading.names import id_of_name, title_of
from lms.content.reading.parts import BankPart
from lms.content.reading.site import World
from lms.content.reading.targets import Target
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.questions.block import LEVELS, BlockDefaults
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.slips import TITLE
from lms.sources.tables import SILENCE, Day, Entry, Id, Name, Table, Text, Word

KEYS = Table(
    "bank",
    Entry("title", Text(like="Consent"), "its name, for colleagues", otherwise="the id"),
    Entry("id", Id("consent"), "another id than the file's name", otherwise="the file's name"),
    Entry("course", Name(("course",), "foundations"), "the course that its questions belong to"),
    LANGUAGE,
    Entry("objective", Name(("objective",), "story-consent"), "for all questions that do not say it themselves"),
    Entry("level", Word(LEVELS), "for all questions that do not say it themselves"),
    Entry("author", Text(like="Amal Haddad"), "for all questions that do not say it themselves, for colleagues"),
    Entry("reviewed_by", Text(like="Rosa Marin"), "for all questions that do not say it themselves, for colleagues"),
    Entry("review_by", Day(), "after this day a check warns"),
    SILENCE,
    slips={"title": TITLE, "level": "difficulty", "objective": "objectives", "author": "authors"},
)


def read_bank(source: SourceFile, findings: Findings) -> BankPart | None:
    document = read_document(source, findings, KEYS, needs_front=False)
    if document is None:
        return None
    fields = document.fields
    objective = ref(fields, "objective")
    review_by = fields.date("review_by")
    defaults = BlockDefaults(
        objective="" if objective is None else objective.text,
        level=fields.word("level"),
        author=fields.text("author"),
        reviewed_by=fields.text("reviewed_by"),
        review_by=review_by,
    )
    read = read_blocks(document.body, findings, defaults)
    name = source.path.rsplit("/", 1)[1]
    head = document.head(name, read.links, read.anchors, read.silences)._replace(whole=document.whole and read.whole)
    return BankPart(
        head=head,
        title=fields.text("title") or head.id,
        language=read_language(fields),
        course=ref(fields, "course"),
        objective=objective,
        review_by=review_by,
        review_place=fields.place_of("review_by"),
        blocks=tuple(read.blocks),
    )


def start(world: World, name: str) -> Files:
    text = f"---\ntitle: {title_of(name)}\nlevel: apply\n---\n\n{words.ABOUT_BANK}\n\n{words.quiz(f'{name}-1')}"
    return {f"{BANKS}{name}.md": text}


class BankKind(Kind):
    name = "bank"
    place = 4
    files = ("content/assessments/banks/*.md",)
    keys = KEYS
    needs_front = False
    called = "bank"
    media = "content/assessments/banks/media"
    shows_prose = False
    asks_learners = True
    drawn_from = True
    compared_as_a_whole = False
    translation = Translation(blocks="quiz")
    starter = Starter("A bank of examination questions.", start)

    def read(self, source: SourceFile, findings: Findings) -> BankPart | None:
        return read_bank(source, findings)

    def hidden_path(self, world: World, file: str) -> str:
        return f"{targets.BANKS}/{id_of_name(file.rpartition('/')[2])}"

    def quizzes(self, world: World, hidden: Collection[str] = ()) -> Iterator[Quizzes]:
        for id, bank in world.banks.items():
            path = Target(targets.BANKS, id).path
            if path not in hidden:
                default = "" if bank.objective is None else bank.objective.text
                yield Quizzes(path, bank.blocks, default, bank.head.whole)

    def reviews(self, world: World) -> Iterator[tuple[date, Place]]:
        return ((one.review_by, one.review_place) for one in world.banks.values() if one.review_by is not None)


KIND = BankKind()
