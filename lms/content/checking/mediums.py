"""A film or a sound on a page, with what lies beside it: captions, a transcript and a first picture, found by name."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lms.content.reading.body import check_asks_nothing
from lms.content.reading.documents import Body
from lms.content.reading.languages import direction, is_language, name_of
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile, decode
from lms.sources.links import MEDIUM, Link, has_scheme
from lms.sources.markdown import Page, render, tokens_of
from lms.sources.mediums import ENDINGS, FILMS, ending_of
from lms.sources.quickline import escape
from lms.sources.said import said

_POSTERS = ("jpg", "jpeg", "png", "webp", "avif", "svg")
_HEADINGS_OF_TRANSCRIPTS = 4

Files = Mapping[str, SourceFile]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A medium as HTML, and the links of its transcript."""

    html: str
    links: list[Link] = field(default_factory=list)


def draw(
    files: Files, file: str, link: Link, language: str, addressed: Callable[[str], str], findings: Findings
) -> Drawn:
    """A medium for a text in this language, in `file`. What is missing beside it is a finding."""
    ending = ending_of(link.target)
    is_film = ending in FILMS
    stem = _stem(file, link)
    tracks = dict(_tracks(files, stem)) if is_film else {}
    written = _transcript(files, stem, language)
    _report_missing(link, stem, language, is_film and not tracks, written is None, findings)
    address, words = addressed(link.target), escape(link.words)
    poster = next((path for end in _POSTERS if (path := f"{stem}.{end}") in files), "") if is_film else ""
    first = f' poster="{addressed(poster)}"' if poster else ""
    tag = f"video{first} playsinline" if is_film else "audio"
    # Nothing but its length and its first picture is fetched before somebody asks for it.
    inner = f'<source src="{address}" type="{ENDINGS[ending]}">'
    inner += "".join(_track(code, addressed(path), code == _nearest(tracks, language)) for code, path in tracks.items())
    inner += f'<a href="{address}">{escape(said("cannot-play", language))}</a>'
    player = f'<{tag} controls preload="metadata" aria-label="{words}">{inner}</{tag.split(" ")[0]}>'
    transcript, links = _drawn_transcript(written, language, findings)
    return Drawn(f'<figure class="medium">{player}<figcaption>{words}</figcaption>{transcript}</figure>', links)


def _stem(file: str, link: Link) -> str:
    """What the names of the files beside a medium begin with; those of one from elsewhere lie in the own `media`."""
    if not has_scheme(link.target):
        return link.target.rpartition(".")[0]
    name = unquote(urlsplit(link.target).path).rpartition("/")[2]
    return f"{posixpath.dirname(file)}/media/{name.rpartition('.')[0]}"


def _tracks(files: Files, stem: str) -> Iterator[tuple[str, str]]:
    """The captions of a film, by language."""
    for path in sorted(files):
        if path.startswith(f"{stem}.") and path.endswith(".vtt"):
            code = path[len(stem) + 1 : -len(".vtt")]
            if is_language(code):
                yield code, path


def _nearest(tracks: Mapping[str, str], language: str) -> str:
    """The captions that are shown at first: those in the language of the text, else the first."""
    short = language.partition("-")[0]
    return next((code for code in tracks if code.partition("-")[0] == short), next(iter(tracks), ""))


def _track(code: str, address: str, shown: bool) -> str:
    named = f'srclang="{escape(code)}" label="{escape(name_of(code))}"'
    return f'<track kind="captions" src="{address}" {named}{" default" if shown else ""}>'


def _transcript(files: Files, stem: str, language: str) -> tuple[SourceFile, str] | None:
    """The transcript in the language of the text, or the one that there is, with the language that its name says."""
    for code in dict.fromkeys((language, language.partition("-")[0])):
        if (own := files.get(f"{stem}.transcript.{code}.md")) is not None:
            return own, code
    plain = files.get(f"{stem}.transcript.md")
    return None if plain is None else (plain, "")


def _drawn_transcript(
    written: tuple[SourceFile, str] | None, language: str, findings: Findings
) -> tuple[str, list[Link]]:
    text = None if written is None else decode(written[0], findings)
    if written is None or text is None:
        return "", []
    body = Body(text, written[0].path, 1)
    check_asks_nothing(body, tokens_of(text, notes=False), findings)
    page = Page(body, findings, anchors=None, top=_HEADINGS_OF_TRANSCRIPTS)
    html = render(page)
    for link in page.links:
        if link.role == MEDIUM:
            message = f"A transcript has no film or sound in it: {shorten(link.written)}"
            findings.add(link.place, "M110", message, "Show it in the lesson, or link to it.")
    code = written[1]
    spoken = f' lang="{escape(code)}" dir="{direction(code)}"' if code not in ("", language) else ""
    word = escape(said("transcript", language))
    links = [link for link in page.links if link.role != MEDIUM]
    return f"<details><summary>{word}</summary><div{spoken}>{html}</div></details>", links


def _report_missing(
    link: Link, stem: str, language: str, no_captions: bool, no_transcript: bool, findings: Findings
) -> None:
    name = stem.rpartition("/")[2]
    what = "film" if ending_of(link.target) in FILMS else "sound"
    if no_captions:
        message = "This film has no captions, so nobody who cannot hear it knows what is said."
        help = f"Write them as WebVTT into media/{name}.{language}.vtt; where nothing is said, say what is heard."
        findings.add(link.place, "M118", message, help)
    if no_transcript:
        message = f"This {what} has no transcript, for those who cannot hear it, or would rather read."
        help = f"Write what is said and what happens into media/{name}.transcript.md."
        findings.add(link.place, "M118", message, help)
