"""A text beside a credential, which its holders may have to sign."""

from __future__ import annotations

from lms.content.reading.body import read_prose
from lms.content.reading.documents import read_document
from lms.content.reading.kind import TRANSLATED_TITLE, Kind, Translation
from lms.content.reading.names import title_of
from lms.content.reading.parts import AgreementPart, Head
from lms.content.reading.site import World
from lms.content.reading.written_in import LANGUAGE
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
from lms.sources.tables import SILENCE, Entry, Table, Text

KEYS = Table(
    "text",
    Entry("title", Text(like="Code of conduct"), "its name", otherwise="its first heading"),
    LANGUAGE,
    Entry("version", Text(like="2"), "for colleagues: its number; what counts is the text itself"),
    SILENCE,
)


def read_agreement(source: SourceFile, findings: Findings) -> AgreementPart | None:
    """A text beside a credential. Its title is that of its front matter, or else its first heading."""
    document = read_document(source, findings, KEYS, needs_front=False)
    if document is None:
        return None
    read = read_prose(document.body, findings)
    name = source.path.rsplit("/", 1)[1].removesuffix(".md")
    heading = next((line.strip("# ") for line in document.body.lines if line.startswith("#")), "")
    return AgreementPart(
        head=Head(
            source.path,
            name,
            document.fields.place,
            document.whole,
            tuple(read.links),
            tuple(read.anchors),
            document.silences(),
        ),
        title=document.fields.text("title") or heading or title_of(name),
        html=read.html,
        version=source.hash,
    )


class AgreementKind(Kind):
    name = "agreement"
    place = 6
    files = ("certificates/*/*.md",)
    keys = KEYS
    needs_front = False
    compared_as_a_whole = False
    translation = Translation(entries=(TRANSLATED_TITLE,), texts=("title",))

    def read(self, source: SourceFile, findings: Findings) -> AgreementPart | None:
        return read_agreement(source, findings)

    def gather(self, world: World, path: str, part: AgreementPart) -> None:
        world.hold(self.name, part, path)

    def language_of(self, world: World, part: AgreementPart) -> str:
        """That of the credential beside which it lies."""
        folder = part.head.file.rpartition("/")[0]
        return next((one.language for one in world.credentials.values() if one.folder == folder), "en")


KIND = AgreementKind()
