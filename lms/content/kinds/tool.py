"""A tool: some asks, and the text that it gives with the answers. Nobody marks it, and it keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lms.content.reading import placeholders as words
from lms.content.reading.body import Read, read_asks
from lms.content.reading.diagnoses import asks_for_diagnosis
from lms.content.reading.documents import Document
from lms.content.reading.kind import Files, Fill, Listing, Page, Starter, Translation
from lms.content.reading.model import Passage
from lms.content.reading.names import id_of_name, title_of
from lms.content.reading.parts import Address
from lms.content.reading.publication import Examples, Publication, PublicationKind, Shared, keys_of
from lms.content.reading.site import World
from lms.questions.ask import EVERY_ASK, Ask, AskBlock, ask_json
from lms.questions.form_checks import check_asks, check_gaps
from lms.questions.giving import GAP
from lms.questions.quiz import Question
from lms.sources.diagnostics import Findings, Place
from lms.sources.fields import Fields
from lms.sources.tables import Entry, Text
from lms.sources.yamltext import shorten
from lms.wording.phrases import _

MOST_ASKS = 40
GIVES = Entry(
    "gives",
    Text(like="I was given {what} by {who}."),
    "the text that it gives, with the answers in its gaps, which are the ids of its asks",
    needed=True,
)
KEYS = keys_of(
    "tool",
    Examples("Say what ties you", "disclosure", "say-your-ties", "What you were given, in three sentences.", "money"),
    GIVES,
    slips={"gives": "output result template text"},
)


@dataclass(frozen=True, slots=True)
class Tool(Publication):
    """A tool. Its passages are its prose and the places of its asks; `gives` is as its author wrote it."""

    passages: tuple[Passage, ...] = ()
    asks: tuple[Ask, ...] = ()
    gives: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(ask.question for ask in self.asks)


def _start(world: World, name: str) -> Files:
    return {
        f"content/tools/{name}.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.PAGE_SUMMARY}\ngives: |\n  {words.GIVES} {{first}}\n---\n\n"
            f"{words.PAGE}\n\n{words.ask('first')}"
        )
    }


class ToolKind(PublicationKind):
    name = "tool"
    place = 14
    files = ("content/tools/*.md",)
    keys = KEYS
    tables = MappingProxyType({"an ask": EVERY_ASK})
    called = "tool"
    family = "tools"
    form = True
    media = "content/tools/media"
    page = Page(
        "/tools/<id>",
        "tools/tool.html",
        _("There is no such tool."),
        all=Listing(_("Tools"), _("A few questions each, and a text of your own at the end. They keep nothing.")),
    )
    translation = Translation(
        entries=(
            *PublicationKind.translation.entries,
            Entry("gives", Text(like="Recibí {what} de {who}."), "the text that it gives", otherwise="the original's"),
        ),
        texts=(*PublicationKind.translation.texts, "gives"),
        blocks="ask",
    )
    starter = Starter("A tool: some asks, and a text that it gives with the answers.", _start)

    def read_body(self, document: Document) -> Read:
        return read_asks(document.body, document.findings)

    def read_own(self, document: Document, body: Read, shared: Shared) -> Tool:
        _check_asks(body, document)
        gives = document.fields.text("gives")
        if body.whole:
            check_gaps(_gaps(document.fields), {block.ask.id for block in body.asks}, document.findings)
        return Tool(**shared, passages=tuple(body.passages), asks=_each_once(body.asks), gives=gives)

    def check(self, world: World, findings: Findings) -> None:
        super().check(world, findings)
        tools = {_place_of(tool.head.file): tool for tool in world.of(self.name).values()}
        for part in world.translations.values():
            tool = tools.get((part.folder, part.name)) if part.kind == self.name else None
            text = part.texts.get(Address("front", GIVES.key))
            if tool is not None and text is not None:
                gaps = [(gap, text.place) for gap in GAP.findall(text.shown)]
                check_gaps(gaps, {ask.id for ask in tool.asks}, findings)

    def told(self, thing: Tool) -> dict[str, Any]:
        return {"asks": [ask_json(ask) for ask in thing.asks], "gives": thing.gives}

    def made(self, world: World, part: Tool, fill: Fill) -> Tool:
        made: Tool = super().made(world, part, fill)
        return replace(made, passages=fill(part.passages), asks=fill(part.asks))


def _place_of(file: str) -> tuple[str, str]:
    """The folder and the name by which a translation knows its original."""
    folder, _, name = file.rpartition("/")
    return folder, id_of_name(name)


def _each_once(blocks: list[AskBlock]) -> tuple[Ask, ...]:
    """The asks in their order. Of two with one id the first holds it."""
    asks: dict[str, Ask] = {}
    for block in blocks:
        asks.setdefault(block.ask.id, block.ask)
    return tuple(asks.values())


def _check_asks(body: Read, document: Document) -> None:
    blocks, findings = body.asks, document.findings
    check_asks(blocks, findings, whole=body.whole)
    for block in blocks:
        for word, place in ((block.ask.id, block.place), block.topic):
            if asks_for_diagnosis(word):
                message = f"`{shorten(word)}` asks what somebody suffers from, and nobody is asked that here."
                findings.add(place, "Q405", message, "Ask something else, or give it another word if it does.")
    if not blocks and body.whole:
        findings.add(document.body.place, "Q406", "This tool asks nothing.", "Write an ask block into it.")
    elif len(blocks) > MOST_ASKS:
        message = f"There are {len(blocks)} asks in this tool."
        findings.add(blocks[MOST_ASKS].place, "Q406", message, f"Write at most {MOST_ASKS}: make two tools of it.")


def _gaps(fields: Fields) -> Iterator[tuple[str, Place]]:
    """Each gap of the text that it gives, with its place."""
    scalar = fields.scalar("gives")
    if scalar is None:
        return
    after = -1
    for gap in GAP.finditer(scalar.text):
        found = scalar.find(gap[0], after)
        place, after = found if found is not None else (scalar.place, after)
        yield gap[1], place


KIND = ToolKind()
