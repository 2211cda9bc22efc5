"""A scheme file beside a credential: what turns an examination passed into a certification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lms.content.reading import placeholders as words
from lms.content.reading.head import NOWHERE, Ref
from lms.content.reading.kind import Files, Fill, Kind, NotPossible, Starter, Translation
from lms.content.reading.scheme_file import read_scheme
from lms.content.reading.scheme_keys import ANALYSIS, DECISION, DOMAIN, KEYS, RESULTS, RETAKE, ROUTE
from lms.content.reading.scheme_texts import TABLES, translated, translated_texts
from lms.content.reading.schemes import Domain, Route, Scheme
from lms.content.reading.site import World
from lms.content.reading.targets import ASSESSMENTS, own_id
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.tables import ByKey, Entry, Text

_OR = {"anyOf": [{"required": ["requires"]}, {"required": ["statement"]}]}


def _start(world: World, name: str) -> Files:
    """A scheme for a certification that is there, with one domain of all that is taught."""
    credential = world.credentials.get(name)
    if credential is None:
        raise NotPossible(f"A scheme stands beside a credential, and there is none called {name}.")
    named = [own_id(ref.text, ASSESSMENTS) for ref in credential.requires if ref.text.startswith(f"{ASSESSMENTS}/")]
    exam = next((id for id in reversed(named) if id in world.assessments), None)
    if exam is None:
        raise NotPossible("A scheme needs an examination. Begin with: lms content new assessment ID")
    routes = [ref.text for ref in credential.requires if not ref.text.startswith(f"{ASSESSMENTS}/")]
    code = "" if credential.agree_to is None else f"code: {credential.agree_to.text}\n"
    return {
        f"{credential.folder}/scheme.md": (
            f"---\nversion: 1\nscope: {words.SCOPE}\nexamination: {ASSESSMENTS}/{exam}\nroutes:\n  - id: courses\n"
            f"    requires: [{', '.join(routes or named)}]\ndomains:\n  - id: all\n    title: All that is taught\n"
            f"    weight: 100%\n    objectives: [{', '.join(sorted(world.objectives))}]\n{code}---\n\n"
            f"{words.HANDBOOK}\n"
        )
    }


class SchemeKind(Kind):
    name = "scheme"
    place = 10
    files = ("certificates/*/scheme.md",)
    keys = KEYS
    tables = {
        "a route": ROUTE,
        "a domain": DOMAIN,
        "a practice analysis": ANALYSIS,
        "a decision": DECISION,
        "results": RESULTS,
        "a retake": RETAKE,
    }
    depends = {ROUTE.what: _OR}
    called = "folder"
    compared_as_a_whole = False
    overdue = "P105"
    held = "have applied under it"
    translation = Translation(
        entries=(
            Entry("scope", Text(), "what a holder does, in a sentence", otherwise="the original's"),
            *(
                Entry(key, ByKey("[a-z0-9-]+", of, Text()), says, otherwise="the original's")
                for key, of, says in TABLES
            ),
        ),
        texts=("scope",),
        more=translated_texts,
        put=translated,
    )
    starter = Starter("A scheme for a certification that is there.", _start, "CREDENTIAL")

    def read(self, source: SourceFile, findings: Findings) -> Scheme | None:
        return read_scheme(source, findings)

    def gather(self, world: World, path: str, part: Scheme) -> None:
        """Under the id of its credential, which may be another than its folder's name."""
        beside = next((one.head.id for one in world.credentials.values() if one.folder == part.folder), part.id)
        world.hold(self.name, part, beside)

    def asks_for(self, part: Scheme) -> Iterator[tuple[tuple[Ref, ...], tuple[str, ...]]]:
        for route in part.routes:
            yield route.named, ()

    def reviews(self, world: World) -> Iterator[tuple[date, Place]]:
        for scheme in world.of(self.name).values():
            if scheme.analysis.review_by is not None:
                yield scheme.analysis.review_by, scheme.places["review_by"]

    def language_of(self, world: World, part: Scheme) -> str:
        """That of the credential beside which it lies."""
        return next((one.language for one in world.credentials.values() if one.folder == part.folder), "en")

    def made(self, world: World, part: Scheme, fill: Fill) -> Scheme | None:
        """What the catalog has: every name as a whole path. A part with a fault that hides what it says is left out."""
        beside = next((one for one in world.credentials.values() if one.folder == part.folder), None)
        examination = world.resolve(part.examination)
        if beside is None or examination is None:
            return None
        return replace(
            part,
            id=beside.head.id,
            examination=examination,
            routes=tuple(_met(world, route) for route in part.routes),
            domains=tuple(Domain(one.id, one.title, one.weight, one.objectives) for one in part.domains),
            html=fill(part.html),
            language=beside.language,
            spoken=beside.language,
            head=NOWHERE,
            places={},
        )


def _met(world: World, route: Route) -> Route:
    paths = tuple(path for word in route.requires if (path := world.resolve(word)) is not None)
    return Route(route.id, paths, route.statement)


KIND = SchemeKind()
