"""Whether what a credential needs is there: its agreement, its design with all its files, and an issuer."""

from __future__ import annotations

import posixpath

from lms.content.kinds.design import PAGE, SHARED, STYLE, names_beside, place_of
from lms.content.reading.parts import CredentialPart, DesignPart
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings, Place
from lms.sources.yamltext import shorten

ISSUER = "certificates/issuer.md"


def check_awards(world: World, findings: Findings) -> None:
    for credential in world.credentials.values():
        _check_agreement(world, credential, findings)
        if place_of(world.tree.files, credential.folder, PAGE) is None:
            message = f"This credential has no design of its own: there is no {PAGE} beside it."
            findings.warn(credential.head.start, "K105", message, "Until there is one, a plain certificate is drawn.")
        _check_shared_design(world, credential, findings)
    for design in world.designs.values():
        folder = posixpath.dirname(design.head.file)
        if folder != SHARED:
            _check_named_files(world, design, names_beside(world.tree.files, folder), findings)
    _check_folders(world, findings)
    if world.credentials and ISSUER not in world.tree.files:
        first = min(world.credentials.values(), key=lambda one: one.head.file)
        message = "Nobody issues this credential: there is no file certificates/issuer.md."
        help = "Write it, with `name`, `url`, `email` and `description` in its front matter."
        findings.add(first.head.start, "K109", message, help)


def _check_named_files(world: World, design: DesignPart, beside: set[str], findings: Findings) -> None:
    for named in design.files:
        if named.text not in beside:
            message = f"There is no file {shorten(named.text)} beside this design."
            alike = [one for one in beside if one.rpartition(".")[2] == named.text.rpartition(".")[2]]
            findings.add(named.place, "K108", message, world.did_you_mean(named.text, alike) or "Put it there.")


def _check_shared_design(world: World, credential: CredentialPart, findings: Findings) -> None:
    """What the design that all share asks of this credential, where it uses that design."""
    places = {place_of(world.designs, credential.folder, name) for name in (PAGE, STYLE)}
    beside = names_beside(world.tree.files, credential.folder)
    for place in sorted(place for place in places if place and posixpath.dirname(place) == SHARED):
        for named in world.designs[place].files:
            if named.text not in beside:
                message = f"There is no file {shorten(named.text)} beside this credential, for which {place} asks."
                findings.add(credential.head.start, "K108", message, "Put it there, or among what all designs share.")


def _check_folders(world: World, findings: Findings) -> None:
    """A folder with texts or a design and no credential.md awards nothing."""
    folders: dict[str, str] = {}
    for path in sorted([*world.agreements, *world.designs]):
        folders.setdefault(posixpath.dirname(path), path)
    for folder, first in folders.items():
        if folder != SHARED and f"{folder}/credential.md" not in world.tree.files:
            beside = [posixpath.basename(path) for path in world.tree.files if path.startswith(f"{folder}/")]
            near = world.nearest("credential.md", [name for name in beside if name.lower().endswith(".md")])
            message = f"The folder {folder} has no file credential.md, so nothing is awarded by it."
            help = f"Call {near} credential.md." if near else "Write one, or take the folder away."
            findings.add(Place(first), "K113", message, help)


def _check_agreement(world: World, credential: CredentialPart, findings: Findings) -> None:
    if credential.agree_to is None:
        return
    path = f"{credential.folder}/{credential.agree_to.text}"
    if path in world.agreements or path in world.hidden:
        return
    beside = [posixpath.basename(one) for one in world.agreements if posixpath.dirname(one) == credential.folder]
    message = f"There is no text {shorten(credential.agree_to.text)} beside this file."
    help = (
        world.did_you_mean(credential.agree_to.text, beside)
        if beside
        else "Put a Markdown file of this name beside it."
    )
    findings.add(credential.agree_to.place, "K104", message, help)
