"""Where the relative links of authors lead: to a page of the site, or to a file that a page may show."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

from lms.content.checking import mediums
from lms.content.kinds import KINDS
from lms.content.reading.filing import COURSES
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import Head, Part
from lms.content.reading.site import World
from lms.content.reading.targets import own_id
from lms.sources.diagnostics import Findings
from lms.sources.links import (
    MEDIUM,
    OPEN_ADDRESS,
    OPEN_MEDIUM,
    OPEN_SIZE,
    OPEN_WORD,
    WORD,
    Link,
    has_scheme,
)
from lms.sources.magic import SHOWN, promised_by, size_of
from lms.sources.quickline import escape
from lms.sources.said import said
from lms.sources.yamltext import shorten

_PAGES_OF_THE_SITE = frozenset(
    {
        "/",
        "/courses",
        "/learn",
        "/certificates",
        "/verify",
        "/verify/several",
        "/accommodations",
        "/account",
        "/account/consents",
        "/account/profile",
        "/register",
        "/login",
    }
)
_Value = TypeVar("_Value")

Addresses = Mapping[str, str]
"""The address of each link that was kept open in a file, and the size of each picture, by what stands for it."""


def media_key(world: World, path: str) -> str:
    """The name of a picture in the catalog: its path under `content`, with the course's id for its folder."""
    inner = path.removeprefix("content/")
    if path.startswith(COURSES):
        folder, rest = "/".join(path.split("/")[:3]), "/".join(path.split("/")[3:])
        course = world.by_folder.get(folder)
        name = course.id if course is not None else id_of_name(folder.rsplit("/", 1)[1])
        return f"courses/{name}/{rest}"
    return inner


def resolve_links(world: World, part: Part, anchors: Mapping[str, tuple[str, ...]], findings: Findings) -> Addresses:
    """The addresses of a part's links. One that leads nowhere is a finding, and leads to the site's first page."""
    found: dict[str, str] = {}
    language = language_of(world, part)
    for link in part.head.links:
        if link.role == WORD:
            found[escape(link.open_address)] = escape(said(link.target, language))
            continue
        if link.role == MEDIUM:
            found[escape(link.open_address)] = _medium(world, part.head, link, language, anchors, findings)
            continue
        address = _address(world, part.head, link, anchors, findings)
        found[escape(link.open_address)] = "/" if address is None else address
        if link.picture and address is not None:
            found[escape(link.open_size)] = _size_of(world.tree.files[link.target].content)
    return found


def language_of(world: World, part: Part) -> str:
    """The language of what a file says; a lesson has that of its course."""
    own: str | None = getattr(part, "language", None)
    if own is not None:
        return own or "en"
    course = world.by_folder.get(part.head.file.rpartition("/")[0])
    return course.part.language if course is not None and course.part is not None else "en"


def _medium(
    world: World,
    head: Head,
    link: Link,
    language: str,
    anchors: Mapping[str, tuple[str, ...]],
    findings: Findings,
) -> str:
    """A film or a sound as HTML, with what lies beside it; its words alone where it is not there."""
    if has_scheme(link.target) and not head.file.startswith(COURSES):
        message = f"A film or a sound from elsewhere can be shown in a course alone: {shorten(link.written)}"
        findings.add(link.place, "M110", message, "Put the file into a folder `media`, or link to it.")
        return escape(link.words)
    if not has_scheme(link.target) and _media_address(world, link, findings) is None:
        return escape(link.words)

    def addressed(path: str) -> str:
        return escape(path if has_scheme(path) else "/" + quote(media_key(world, path)))

    drawn = mediums.draw(world.tree.files, head.file, link, language, addressed, findings)
    links = Head(head.file, head.id, head.id_place, head.whole, tuple(drawn.links))
    return fill(drawn.html, resolve_links(world, _Linked(links, language), anchors, findings))


class _Linked(NamedTuple):
    """A text beside a medium, as far as its links go."""

    head: Head
    language: str


def _size_of(content: bytes) -> str:
    """A picture's size as attributes, so that a page does not jump when it comes; "" where it says none."""
    width, height = size_of(content)
    return f' width="{width}" height="{height}"' if width and height else ""


def fill(value: _Value, addresses: Addresses) -> _Value:
    """A value with the addresses put into every text of it."""
    filled: Any = _filled(value, addresses)
    return filled  # type: ignore[no-any-return]


def _closed(mark: str, addresses: Addresses) -> str:
    if mark.startswith((OPEN_SIZE, OPEN_WORD, OPEN_MEDIUM)):
        return addresses.get(mark, "")
    return escape(addresses.get(mark, "/"))


def _filled(value: Any, addresses: Addresses) -> Any:
    if isinstance(value, str):
        if "\x02" not in value:
            return value
        return OPEN_ADDRESS.sub(lambda found: _closed(found[0], addresses), value)
    if isinstance(value, tuple):
        return tuple(_filled(one, addresses) for one in value)
    if isinstance(value, list):
        return [_filled(one, addresses) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, addresses) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _filled(getattr(value, one.name), addresses) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def _address(
    world: World, head: Head, link: Link, anchors: Mapping[str, tuple[str, ...]], findings: Findings
) -> str | None:
    if link.picture or (link.target in world.tree.files and KINDS.is_media(link.target)):
        return _media_address(world, link, findings)
    path = world.pages.get(link.target)
    if path is None and (named := link.target.removeprefix("content/").removeprefix("/")) in world.paths:
        known = KINDS.named(world.paths[named])
        path = named if known is not None and known.has_page else None
    if path is None:
        if link.target == head.file:
            return f"#{quote(link.anchor)}"
        if link.target in _PAGES_OF_THE_SITE:
            return link.target + (f"#{quote(link.anchor)}" if link.anchor else "")
        _report_unknown(world, link, findings)
        return None
    if path in world.untaught:
        message = f"No module of its course has this lesson, so it has no page: {shorten(link.written)}"
        findings.add(link.place, "M107", message, "Add it to a module, or link to another lesson.")
        return None
    if path in world.drafts and world.pages.get(head.file) not in world.drafts:
        message = f"This is a draft, so nobody can open it: {shorten(link.written)}"
        findings.add(link.place, "M107", message, "Take `draft` out of it, or link to something else.")
        return None
    address = _page_of(world, path)
    if not link.anchor:
        return address
    if path in anchors and link.anchor not in anchors[path]:
        near = world.nearest(link.anchor, anchors[path])
        message = f"That page has no heading `#{shorten(link.anchor)}`."
        findings.warn(
            link.place, "M108", message, f"Did you mean `#{near}`?" if near else "Take the # and the rest out."
        )
    own = link.target == head.file
    return f"{'' if own else address}#{quote(link.anchor)}"


def _page_of(world: World, path: str) -> str:
    """The address of what a path names: some of a kind have their page elsewhere than their path says."""
    known = KINDS.named(world.paths.get(path, ""))
    if known is None or known.page is None or not known.family:
        return f"/{path}"
    return known.page.address_of(own_id(path, known.family))


def _media_address(world: World, link: Link, findings: Findings) -> str | None:
    if link.target not in world.tree.files:
        _report_unknown(world, link, findings)
        return None
    if not KINDS.is_media(link.target):
        message = f"A picture must lie in a folder `media`: {shorten(link.written)}"
        where = "the course's folder `media`" if link.place.file.startswith(COURSES) else "`media` beside this file"
        findings.add(link.place, "M109", message, f"Move it into {where}.")
        return None
    if link.picture and (kind := promised_by(link.target)) not in SHOWN:
        message = f"No browser shows this as a picture: {shorten(link.written)}"
        findings.add(link.place, "M110", message, _instead_of_picture(link, kind))
        return None
    return "/" + quote(media_key(world, link.target))


def _instead_of_picture(link: Link, kind: str) -> str:
    """How to give readers what a browser cannot draw into a page."""
    if kind in ("heic", "tiff", "bmp"):
        return "Open it in a program for pictures, and save it as JPEG or PNG."
    if kind in ("wav", "flac", "mp4", "ogg"):
        return "Save it as MP3, M4A or Opus, or as MP4 or WebM where it is a film: browsers play these."
    return f"Link to it: [Open]({shorten(link.written)})"


def _report_unknown(world: World, link: Link, findings: Findings) -> None:
    if link.target in world.tree.files and not link.picture:
        message = f"This file has no page of its own: {shorten(link.written)}"
        findings.add(link.place, "M107", message, "Link to a lesson, a course, an assessment or a file in `media`.")
        return
    help = (
        _meant_elsewhere(link)
        or _called_now(world, link)
        or _suggestion(world, link)
        or "Check the name and the folder."
    )
    findings.add(link.place, "M107", f"There is no file {shorten(link.written)} here.", help)


def _meant_elsewhere(link: Link) -> str:
    """The help for what is no path at all: an address without its beginning, or a path as Windows writes it."""
    if link.written.lower().startswith("www."):
        return f"Write the whole address: https://{shorten(link.written)}"
    if "\\" in link.written:
        return f"Write / for each \\: {shorten(link.written.replace(chr(92), '/'))}"
    return ""


def _called_now(world: World, link: Link) -> str:
    """The file of today of a page that was renamed."""
    folder, _, name = link.target.rpartition("/")
    course = world.by_folder.get(folder)
    inside = "assessments" if course is None else f"courses/{course.id}"
    path = f"{inside}/{id_of_name(name)}"
    now = world.former.now(path)
    file = next((file for file, there in world.pages.items() if there == now and file.endswith(".md")), None)
    if file is None or now == path:
        return ""
    return f"It is `{posixpath.relpath(file, posixpath.dirname(link.place.file))}` now."


def _suggestion(world: World, link: Link) -> str:
    """The file beside the one that was named, or anywhere on the site, that was probably meant."""
    if world.suggestions_left <= 0:
        return ""
    folder, _, name = link.target.rpartition("/")
    beside = {path.rsplit("/", 1)[1]: path for path in world.tree.files if path.rpartition("/")[0] == folder}
    if not link.picture:
        beside |= {id_of_name(other): path for other, path in beside.items()}
    near = world.nearest(name, beside)
    if not near:
        beside = {path.rsplit("/", 1)[1]: path for path in world.tree.files if KINDS.is_media(path) == link.picture}
        near = name if name in beside else ""
    return f"Did you mean `{posixpath.relpath(beside[near], posixpath.dirname(link.place.file))}`?" if near else ""
