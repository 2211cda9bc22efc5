"""Whether each former name stands for one thing alone, so that an address leads to one page."""

from __future__ import annotations

from lms.content.reading.former import former_path
from lms.content.reading.names import is_id
from lms.content.reading.parts import Ref
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings
from lms.sources.yamltext import shorten


def check_former_names(world: World, findings: Findings) -> None:
    first: dict[str, str] = {}
    for path, ref, names in world.renamed():
        if not _can_have_been(path, ref):
            _report_other_kind(path, ref, findings)
            continue
        used = next((name for name in names if name in world.paths), None)
        claimed = next((first[name] for name in names if name in first), None)
        first |= dict.fromkeys(names, path)
        if used is not None:
            _report_used(path, ref, used, findings)
        elif claimed is not None:
            message = f"`{shorten(ref.text)}` is a former name of `{claimed}` as well."
            findings.add(ref.place, "I009", message, "Keep it where it belongs: one name leads to one thing.")


def _can_have_been(path: str, ref: Ref) -> bool:
    """Whether a thing of this kind can have had that name."""
    folder, _, _ = path.rpartition("/")
    parts = former_path(ref.text, folder).split("/")
    return parts[0] == path.split("/", 1)[0] and len(parts) == len(path.split("/")) and all(map(is_id, parts[1:]))


def _report_other_kind(path: str, ref: Ref, findings: Findings) -> None:
    family, *inner = path.split("/")
    example = f"{family}/{'another-course/' if len(inner) > 1 else ''}its-former-id"
    message = f"`{shorten(ref.text)}` is no name that `{path}` can have had."
    findings.add(ref.place, "I010", message, f"Write its former id, or where it lay: `{example}`.")


def _report_used(path: str, ref: Ref, used: str, findings: Findings) -> None:
    if used == path:
        findings.add(ref.place, "I009", f"`{shorten(ref.text)}` is what it is called now.", "Take it out of `was`.")
        return
    message = f"`{shorten(ref.text)}` is the name of something else now: `{used}`."
    findings.add(ref.place, "I009", message, "An id is never used again: give the other one a new name.")
