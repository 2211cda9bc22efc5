"""A path: who walks it, which steps are worth taking, and what stands at its end. It closes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lms.content.kinds.credential import ENDORSEMENT
from lms.content.reading import placeholders as words
from lms.content.reading.body import Read
from lms.content.reading.documents import Document, ref, refs
from lms.content.reading.head import Ref
from lms.content.reading.kind import WITH_PAGE, Files, Fill, Listing, Page, Starter
from lms.content.reading.model import Catalog
from lms.content.reading.names import title_of
from lms.content.reading.publication import Examples, Publication, PublicationKind, Shared, keys_of
from lms.content.reading.site import World
from lms.content.reading.targets import CERTIFICATES, COURSES, Target, own_id
from lms.sources.diagnostics import Findings
from lms.sources.tables import Entry, ListOf, Name, Whole
from lms.sources.yamltext import shorten
from lms.wording.phrases import _

_LAST = 1001
_AT_THE_END = ("credential",)
KEYS = keys_of(
    "path",
    Examples("Digital creator", "creator", "makers", "Posts, films and pages that are yours, and fair.", "posting"),
    Entry(
        "order", Whole(1, 1000), "its place among the paths, the lowest first", otherwise="after those that have one"
    ),
    Entry(
        "steps",
        ListOf(Name((WITH_PAGE,), "courses/foundations")),
        "what is worth doing, in order; it is a suggestion, and closes nothing",
        otherwise="none",
    ),
    Entry(
        "endorsement",
        Name(_AT_THE_END, "certificates/creator"),
        "the endorsement that stands at its end",
        otherwise="none",
    ),
    slips={
        "order": "weight position place",
        "steps": "courses lessons contents items step modules suggested",
        "endorsement": "endorsements certificate credential badge award",
    },
)


@dataclass(frozen=True, slots=True)
class LeadershipPath(Publication):
    """A path that people walk. Its steps and what stands at its end are whole paths of what there is."""

    order: int = _LAST
    steps: tuple[str, ...] = ()
    endorsement: str = ""
    named_steps: tuple[Ref, ...] = field(default=(), compare=False, repr=False, kw_only=True)
    named_end: Ref | None = field(default=None, compare=False, repr=False, kw_only=True)


def _start(world: World, name: str) -> Files:
    """With the courses that are there as its steps."""
    there = [Target(COURSES, course.id).path for course in world.courses.values() if course.part and course.lessons]
    steps = f"steps: [{', '.join(there[:3])}]\n" if there else ""
    return {
        f"content/paths/{name}.md": (
            f"---\ntitle: {title_of(name)}\nsummary: {words.PATH_SUMMARY}\n{steps}---\n\n{words.PATH}\n"
        )
    }


class PathKind(PublicationKind):
    name = "path"
    place = 11
    files = ("content/paths/*.md",)
    keys = KEYS
    called = "path"
    family = "paths"
    media = "content/paths/media"
    held = "follow it"
    page = Page(
        "/paths/<id>",
        "paths/path.html",
        _("There is no such path."),
        all=Listing(
            _("Paths"), _("Ways to lead. Walk one, several or none: everything here is open to you either way.")
        ),
    )
    starter = Starter("A path: who walks it, and which steps are worth taking.", _start)

    def read_own(self, document: Document, body: Read, shared: Shared) -> LeadershipPath:
        fields = document.fields
        return LeadershipPath(
            **shared,
            order=fields.whole("order") or _LAST,
            named_steps=refs(fields, "steps"),
            named_end=ref(fields, "endorsement"),
        )

    def ways(self, world: World) -> Iterator[tuple[str, str]]:
        yield from ((one.id, Target(self.family, one.id).path) for one in self.in_order(world.of(self.name).values()))
        hidden = (path for path, kind in world.hidden.items() if kind == self.name)
        yield from ((path.removeprefix(f"{self.family}/"), path) for path in hidden)

    def leads_to(self, part: LeadershipPath) -> Iterator[tuple[tuple[Ref, ...], tuple[str, ...]]]:
        yield part.named_steps, ()
        yield (() if part.named_end is None else (part.named_end,)), _AT_THE_END

    def check(self, world: World, findings: Findings) -> None:
        super().check(world, findings)
        for one in world.of(self.name).values():
            own = Target(self.family, one.id).path
            for step in one.named_steps:
                if step.text == own:
                    message = f"The path leads to itself: `{shorten(step.text)}`."
                    findings.add(step.place, "P205", message, "Take this step out.")
                elif step.text in world.drafts and own not in world.drafts:
                    message = f"`{shorten(step.text)}` is a draft, so nobody sees this step."
                    findings.add(step.place, "P205", message, "Take `draft` out of it, or the step out of the path.")
            _check_end(world, one, findings)

    def made(self, world: World, part: LeadershipPath, fill: Fill) -> LeadershipPath:
        end = part.named_end
        shared: LeadershipPath = super().made(world, part, fill)
        return replace(
            shared,
            steps=tuple(_there(world, part.named_steps)),
            endorsement=next(_there(world, () if end is None else (end,)), ""),
            named_steps=(),
            named_end=None,
        )

    def in_order(self, things: Iterable[LeadershipPath]) -> list[LeadershipPath]:
        return sorted(things, key=lambda one: (one.order, one.id))

    def walked(self, catalog: Catalog) -> list[LeadershipPath]:
        return self.in_order(catalog.others.get(self.name, {}).values())

    def told(self, thing: LeadershipPath) -> dict[str, Any]:
        return {"steps": list(thing.steps), "endorsement": thing.endorsement or None}


def _check_end(world: World, part: LeadershipPath, findings: Findings) -> None:
    end = part.named_end
    path = None if end is None else world.resolve(end.text)
    named = world.credentials.get(own_id(path, CERTIFICATES)) if path else None
    if end is None or named is None or named.kind == ENDORSEMENT:
        return
    message = f"`{shorten(end.text)}` is no endorsement, and one stands at the end of a path."
    known = [f"`{CERTIFICATES}/{id}`" for id, one in sorted(world.credentials.items()) if one.kind == ENDORSEMENT]
    help = f"Name one of {', '.join(known)}." if known else "Take it out, until there is an endorsement to name."
    findings.warn(end.place, "P210", message, help)


def _there(world: World, named: Iterable[Ref]) -> Iterator[str]:
    """The paths of what is there and shown."""
    paths = (world.resolve(one.text) for one in named)
    return (path for path in paths if path is not None and path not in world.left_out)


KIND = PathKind()
