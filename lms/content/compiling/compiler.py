"""From source files to a catalog and findings. Nothing is raised for an author's fault; what did not change is kept."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from lms.content.checking.addresses import Addresses
from lms.content.checking.outline import Outline
from lms.content.compiling.assemble import assemble
from lms.content.compiling.cache import Cache, Outcome, Reading
from lms.content.compiling.check import addresses_of, check_all, outlines_of
from lms.content.kinds import KINDS
from lms.content.reading.model import Catalog
from lms.content.reading.parts import Part
from lms.content.reading.register import TRANSLATION
from lms.content.reading.silence import apply
from lms.content.reading.site import World, gather
from lms.content.translations.editions import with_editions
from lms.content.translations.matching import match
from lms.content.translations.reading import read_translation
from lms.sources.diagnostics import Diagnostic, Findings, Place, Severity, in_order
from lms.sources.files import SourceFile, SourceTree

Tell = Callable[[int, int], None]
"""Is told of how many files so many are read; long work only."""


def tell_nobody(done: int, of: int) -> None:
    """For those who do not wait."""


_MOST_FINDINGS = 200
_WORTH_SHARING = 120
_SHARE = 40


def compile_catalog(
    tree: SourceTree,
    *,
    today: date,
    cache: Cache | None = None,
    processes: int = 1,
    writing: bool = False,
    drafts: bool = False,
    tell: Tell = tell_nobody,
) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """The catalog of a tree, and everything that was found in it, in order.

    How it is written is looked at where `writing` says so: by authors' commands, and not by what serves learners.
    What authors silence is no finding; it is kept in `cache.last`. Drafts are checked like everything else, and stand
    in the catalog for those who ask for `drafts` alone: who serves learners never does.

    With errors the catalog is not for serving: faulty parts are left out of it. It is None only for a tree without
    any file. With `processes`, many new files are read by several of them, where this process has but one thread.
    """
    cache = Cache() if cache is None else cache
    last = cache.last
    known = last is not None and last.is_of(tree.revision, today, writing) and last.drafts == drafts
    if known and last is not None and last.catalog is not None:
        return last.catalog, last.findings
    with _without_collections():
        parts, found = _read_all(tree, cache, processes, tell)
        world = gather(tree, parts, KINDS)
        findings = Findings()
        outlines = outlines_of(world, findings)
        fits = match(world, cache.texts, findings)
        check_all(world, outlines, fits, today, findings, cache)
        addresses = addresses_of(world, parts, findings)
        nothing: Addresses = {}

        def of(part: Part) -> Addresses:
            return addresses.get(part.head.file, nothing)

        catalog = assemble(world, outlines, of, cache.lessons, drafts=drafts)
        catalog = with_editions(catalog, world, fits, of, cache.translated)
        if writing:
            _look_at_writing(world, parts, outlines, cache, processes, found, findings)
        silences = [silence for part in parts.values() if part is not None for silence in part.head.silences]
        kept, silenced = apply(in_order([*found, *findings.items]), silences, writing)
    result = catalog if tree.files else None
    everything = _limited(in_order(kept))
    cache.last = Outcome(tree.revision, today, result, everything, writing, silenced, drafts)
    return result, everything


def _look_at_writing(
    world: World,
    parts: Mapping[str, Part | None],
    outlines: Mapping[str, Outline],
    cache: Cache,
    processes: int,
    found: Sequence[Diagnostic],
    findings: Findings,
) -> None:
    # Imported only where it is asked for: what serves learners shall not wait for it.
    from lms.content.writing.check import check_writing  # noqa: PLC0415

    faulty = [one.place.file for one in (*found, *findings.items) if one.severity is Severity.ERROR]
    check_writing(
        world, parts, outlines, faulty, cache.writings, lambda read, jobs: _each(read, jobs, processes), findings
    )


def check_tree(
    tree: SourceTree,
    *,
    today: date,
    cache: Cache,
    processes: int = 1,
    writing: bool = False,
    tell: Tell = tell_nobody,
) -> tuple[Diagnostic, ...]:
    """The findings alone: of an unchanged tree they are known without any work."""
    known = cache.findings_of(tree.revision, today, writing)
    if known is not None:
        return known
    return compile_catalog(tree, today=today, cache=cache, processes=processes, writing=writing, tell=tell)[1]


def world_of(tree: SourceTree, cache: Cache) -> World:
    """What the files of a tree say, for those who write new ones beside them."""
    return gather(tree, parts_of(tree, cache), KINDS)


def parts_of(tree: SourceTree, cache: Cache) -> dict[str, Part | None]:
    """What each file of a tree says."""
    return _read_all(tree, cache, 1)[0]


def _read_all(
    tree: SourceTree, cache: Cache, processes: int, tell: Tell = tell_nobody
) -> tuple[dict[str, Part | None], list[Diagnostic]]:
    cache.complete()
    kinds = {path: kind for path in tree.files if (kind := KINDS.of_file(path)) in KINDS or kind == TRANSLATION}
    new = [
        tree.files[path]
        for path in kinds
        if (before := cache.readings.get(path)) is None or before.hash != tree.files[path].hash
    ]
    for n, (file, reading) in enumerate(zip(new, _each(read_file, new, processes), strict=True), 1):
        tell(n, len(new))
        cache.readings[file.path] = reading
    cache.forget_all_but(kinds)
    parts = {path: cache.readings[path].part for path in kinds}
    return parts, [one for path in kinds for one in cache.readings[path].findings]


_One = TypeVar("_One")
_Made = TypeVar("_Made")


def _each(read: Callable[[_One], _Made], files: Sequence[_One], processes: int) -> Iterator[_Made]:
    """What `read` makes of each file, in order; of many files in several processes."""
    # A fork of a process with several threads can wait for ever on a lock that one of them held.
    if processes < 2 or len(files) < _WORTH_SHARING or threading.active_count() > 1:
        yield from map(read, files)
        return
    # Imported only where many files are read: the start of the command would wait for them in vain.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield from pool.map(read, files, chunksize=_SHARE)


def read_file(file: SourceFile) -> Reading:
    """What one file says by itself, and what is wrong with it whatever the others say."""
    findings = Findings()
    kind = KINDS.named(KINDS.of_file(file.path))
    part = read_translation(file, findings) if kind is None else kind.read(file, findings)
    return Reading(file.hash, part, in_order(findings.items))


def _limited(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """As many findings of each file as a person may want to read, errors before warnings."""
    by_file = Counter(one.place.file for one in found)
    for file, count in by_file.items():
        if count > _MOST_FINDINGS:
            own = [one for one in found if one.place.file == file]
            kept = sorted(own, key=lambda one: (one.severity is not Severity.ERROR, one.sort_key))[:_MOST_FINDINGS]
            findings = Findings([*kept, *(one for one in found if one.place.file != file)])
            message = f"There are {count - len(kept)} more findings in this file, not shown here."
            findings.warn(Place(file), "S010", message, "Mend the first ones, and check again.")
            found = in_order(findings.items)
    return found


@contextmanager
def _without_collections() -> Iterator[None]:
    """Nothing that a compile makes is garbage in circles, and looking for such costs it a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
