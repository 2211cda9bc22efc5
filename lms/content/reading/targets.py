"""What a path names: `courses/x` a whole thing, `courses/x/y` a part of it, `courses/x#m` a section of it."""

from __future__ import annotations

from typing import NamedTuple

COURSES, ASSESSMENTS, BANKS, CERTIFICATES = "courses", "assessments", "banks", "certificates"

WHOLE, PART, SECTION = "", "/", "#"
"""The shapes of a target, by the sign that stands between a thing and what is named in it."""


class Target(NamedTuple):
    """A path taken apart. `id` is that of the whole thing; at most one of `part` and `section` names something in it.

    Whether a family is one that there is, and whether it has such parts, is for those to say who register its kinds.
    """

    family: str
    id: str
    part: str = ""
    section: str = ""

    @property
    def shape(self) -> str:
        if self.part:
            return PART
        return SECTION if self.section else WHOLE

    @property
    def whole(self) -> Target:
        """The thing itself, of which the target may be a part."""
        return Target(self.family, self.id)

    @property
    def path(self) -> str:
        own = f"/{self.part}" if self.part else f"#{self.section}" if self.section else ""
        return f"{self.family}/{self.id}{own}"


def own_id(word: str, family: str) -> str:
    """The id that somebody names by itself, or by its path in this family."""
    return word.removeprefix(f"{family}/")


def target_of(path: str) -> Target:
    """The target of a path as the values of the catalog have them: always whole, never only a section or a part."""
    family, _, rest = path.partition("/")
    rest, _, section = rest.partition("#")
    id, _, part = rest.partition("/")
    return Target(family, id, part, section)
