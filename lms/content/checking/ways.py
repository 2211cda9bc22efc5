"""Whether every word by which a thing says for whom it is names a path of the site."""

from __future__ import annotations

from lms.content.kinds import KINDS
from lms.content.reading.parts import Ref
from lms.content.reading.site import World
from lms.content.reading.targets import own_id, target_of
from lms.sources.diagnostics import Edit, Findings
from lms.sources.suggest import surely_meant
from lms.sources.yamltext import shorten


def check_ways(world: World, findings: Findings) -> None:
    for kind in KINDS.values():
        for ref in kind.for_paths(world):
            if ref.text not in world.ways:
                _report(world, ref, findings)


def _report(world: World, ref: Ref, findings: Findings) -> None:
    now = _called_now(world, ref.text)
    near = now or surely_meant(ref.text, world.ways)
    help = f"It is `{now}` now." if now else world.did_you_mean(ref.text, world.ways)
    message = f"`{shorten(ref.text)}` is not a value of `paths`."
    findings.add(ref.place, "S205", message, help, edits=(Edit(ref.place, near),) if near else ())


def _called_now(world: World, word: str) -> str:
    """What a path is called today that had this name before, or is named by its whole path."""
    families = {target_of(path).family for path in world.ways.values() if path}
    for family in families:
        id = own_id(world.former.now(f"{family}/{own_id(word, family)}"), family)
        if id in world.ways and id != word:
            return id
    return ""
