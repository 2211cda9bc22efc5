"""The register of kinds of content: whoever meets a file asks it for the kind, and none is named elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lms.content.reading.filing import CERTIFICATES, IN_LANGUAGE, Original, is_readme
from lms.content.reading.kind import Kind, Translation
from lms.content.reading.leftovers import original_name
from lms.content.reading.model import Catalog
from lms.content.reading.names import id_of_name
from lms.sources.register import Register, Unknown

TRANSLATION, COPY, STRAY = "translation", "copy", "stray"
"""What is no kind of content: a text in another language, what is called as a copy is, and what nothing reads."""


class UnknownKind(Unknown):
    """A kind of content that is not there."""

    what = "kind of content"


class Kinds(Register[Kind]):
    """Kinds of content by their names, in the order in which people are told of them."""

    unknown = UnknownKind

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._of_file = lru_cache(maxsize=20_000)(self._looked_up)
        super().__init__(kinds)

    def _order(self, kind: Kind) -> int:
        return kind.place

    def _settle(self, kinds: Iterable[Kind]) -> None:
        super()._settle(kinds)
        # What says a whole name comes before what says only its ending.
        forms = [(form.split("/"), kind.name) for kind in self.values() for form in kind.files]
        self._forms = sorted(forms, key=lambda one: ["*" in name for name in one[0]])
        self._media = [kind.media.split("/") for kind in self.values() if kind.media]
        self._of_file.cache_clear()

    def translation(self, name: str) -> Translation:
        """What a translation of this kind may say."""
        translation = self[name].translation
        if translation is None:
            raise UnknownKind(name)
        return translation

    def asked_for(self, *shapes: str) -> tuple[str, ...]:
        """What a door can ask for, or what of it paths of some shapes name."""
        every = (form for kind in self.values() for form in kind.asked_for.items())
        return tuple(name for name, shape in every if not shapes or shape in shapes)

    def ways(self, catalog: Catalog) -> dict[str, tuple[Kind, Any]]:
        """The paths for people that a site describes, by id and in order, each with its kind."""
        return {thing.id: (kind, thing) for kind in self.values() for thing in kind.walked(catalog)}

    def families(self) -> tuple[str, ...]:
        """What the paths of things can begin with: a path of any other family names nothing."""
        return tuple(dict.fromkeys(kind.family for kind in self.values() if kind.family))

    def with_pages(self) -> tuple[str, ...]:
        """The kinds whose things have a page each, which others can lead to."""
        return tuple(kind.name for kind in self.values() if kind.has_page)

    def is_media(self, path: str) -> bool:
        """Whether a file may be shown by a page: it lies in the folder that a kind has for such."""
        names = path.split("/")
        return any(len(names) > len(folder) and all(map(_fits, folder, names)) for folder in self._media)

    def of_file(self, path: str) -> str:
        """What is written in a file: "lesson", "course" …; "" for what is not read, such as pictures and README files.

        Beside the kinds there are `translation`, `copy` and `stray`.
        """
        return self._of_file(path)

    def original_of(self, path: str) -> Original | None:
        """What a file called such as `telling-your-story.es.md` is a translation of; None for any other file."""
        folder, _, name = path.rpartition("/")
        form = IN_LANGUAGE.fullmatch(name)
        if form is None:
            return None
        kind = self.named(self._of_original(f"{folder}/{form[1]}.md"))
        if kind is None or kind.translation is None:
            return None
        return Original(kind.name, folder, id_of_name(form[1]), form[2])

    def _looked_up(self, path: str) -> str:
        if path.count(".") > 1 and self.original_of(path) is not None:
            return TRANSLATION
        return self._of_original(path)

    def _of_original(self, path: str) -> str:
        if self.is_media(path):
            return ""
        name = path.rpartition("/")[2]
        if original_name(name):
            return COPY
        if is_readme(name) if not path.startswith(CERTIFICATES) else name.lower() == "readme.md":
            return ""
        names = path.split("/")
        for form, kind in self._forms:
            if len(form) == len(names) and all(map(_fits, form, names)):
                return kind
        return STRAY if name.endswith(".md") else ""


def _fits(form: str, name: str) -> bool:
    before, star, after = form.partition("*")
    return name.startswith(before) and name.endswith(after) if star else name == form
