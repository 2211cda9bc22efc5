"""What is looked at: a page in a state, or a paper or a mail; and what was read on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.gallery.reading import Piece

Act = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """A page to open, as whom, in which language, of which app, and what is done there before it is looked at.

    Whoever has no account is a visitor in a browser of their own.
    `quoted` are texts of this scene that are not ours or an author's, such as what a person typed: they are not judged.
    """

    name: str
    path: str
    who: str = ""
    act: Act | None = None
    app: str = "site"
    language: str = "en-GB"
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with its name, of one shape."""

    name: str
    shape: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """All that can be read in a scene, line by line, and the runs of it with their languages."""

    name: str
    text: str
    pieces: tuple[Piece, ...] = ()
    language: str = "en"


@dataclass
class Seen:
    """What a walk brought home.

    `wide` names the scenes in which something stood beside the screen; `edges` says where each title begins on a wide
    one. `asked` are the endpoints that gave a page, `pages` those that must, `others` those that need not; `statuses`
    are those of all pages. `spanish` is every word that authors of the site, or we, wrote in Spanish. `pseudo` is what
    was read in the language that nobody speaks; `texts` are the short texts of authors, such as titles.
    """

    sheets: list[Sheet] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    edges: dict[str, float] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    spanish: frozenset[str] = frozenset()
    pseudo: dict[str, list[Piece]] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    pages: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
