"""An adoption record beside a bank: which versions of its questions were in use before there were reviews.

It is entered once, where nothing was decided about the bank yet; after that the database alone says what counts.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lms.content.reading import targets
from lms.content.reading.adoptions import Adoption
from lms.content.reading.documents import Document, read_document
from lms.content.reading.head import NOWHERE
from lms.content.reading.kind import Fill, Kind
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, ByKey, Day, Entry, ListOf, Name, Table, Text
from lms.sources.yamltext import Scalar, Sequence, shorten

KEYS = Table(
    "record",
    Entry("bank", Name(("bank",), "banks/consent"), "the bank that it is about", needed=True),
    Entry("by", Text(like="The certification committee"), "who decided it", needed=True),
    Entry("day", Day(), "when", needed=True),
    Entry("reason", Text(like="In use since 2025, and looked at again by the committee."), "why", needed=True),
    Entry(
        "versions",
        ByKey(".+", "question", ListOf(Text())),
        "each question with the version that was adopted, and its translations, as `lms question record` writes them",
        needed=True,
    ),
    SILENCE,
)
_HASH = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:)?[0-9a-f]{64}")


def read_adoption(source: SourceFile, findings: Findings) -> Adoption | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    head = document.head(source.path.rsplit("/", 1)[1])
    versions, places = _versions(document)
    places["bank"] = fields.place_of("bank")
    return Adoption(
        bank=fields.text("bank").strip().removeprefix(f"{targets.BANKS}/"),
        by=fields.text("by").strip(),
        reason=fields.text("reason").strip(),
        day=fields.date("day"),
        versions=versions,
        places=places,
        head=head,
    )


def _versions(document: Document) -> tuple[dict[str, tuple[str, ...]], dict[str, Place]]:
    found: dict[str, tuple[str, ...]] = {}
    places: dict[str, Place] = {}
    for key, node in document.fields.mapping("versions") or ():
        nodes = node.items if isinstance(node, Sequence) else (node,)
        hashes = tuple(one.text.strip() for one in nodes if isinstance(one, Scalar))
        places[f"versions.{key.text}"] = key.place
        if hashes and all(map(_HASH.fullmatch, hashes)) and ":" not in hashes[0]:
            found[key.text] = hashes
        else:
            message = f"`{shorten(key.text)}` has no version that could be read."
            document.findings.add(key.place, "P116", message, "Write the record anew: lms question record BANK")
    return found, places


class AdoptionKind(Kind):
    name = "adoption"
    place = 11
    files = ("content/assessments/banks/adopted/*.md",)
    keys = KEYS
    called = "record"
    read_by_people = False
    shows_prose = False

    def read(self, source: SourceFile, findings: Findings) -> Adoption | None:
        return read_adoption(source, findings)

    def gather(self, world: World, path: str, part: Adoption) -> None:
        """Under the bank that it is about: how its file is called does not matter."""
        world.hold(self.name, part, part.bank)

    def made(self, world: World, part: Adoption, fill: Fill) -> Adoption:
        return replace(part, head=NOWHERE, places={})

    def check(self, world: World, findings: Findings) -> None:
        """A version that is not the bank's any more is only told: its question has to be reviewed."""
        for record in world.of(self.name).values():
            bank = world.banks.get(record.bank)
            if bank is None:
                hidden = f"{targets.BANKS}/{record.bank}" in world.hidden
                if record.bank and not hidden:
                    message = f"There is no bank `{shorten(record.bank)}`."
                    findings.add(record.places["bank"], "P116", message, "Name the bank that this record is about.")
                continue
            versions = {block.quiz.id: block.quiz.version for block in bank.blocks}
            for id, (version, *_texts) in record.versions.items():
                if bank.head.whole and versions.get(id) != version:
                    _warn(record.places[f"versions.{id}"], id, is_there=id in versions, findings=findings)


def _warn(place: Place, id: str, *, is_there: bool, findings: Findings) -> None:
    what = "was changed since it was adopted" if is_there else "is not in the bank"
    help = "It counts once two people have reviewed it: lms question propose" if is_there else "Take the line out."
    findings.warn(place, "P117", f"`{shorten(id)}` {what}.", help)


KIND = AdoptionKind()
