"""A thousand lessons compiled: from nothing, when nothing changed, and when one file did."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from benchmarks.campus import write
from benchmarks.generated import lesson, site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit, in_turn, seconds
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import check_tree, compile_catalog
from lms.sources.files import read_tree

LESSONS = 1000
EDITED = 500
TODAY = date(2027, 3, 5)
FILE = "content/courses/course-10/0500-lesson-500.md"
YARDSTICK = "markdown-it-py alone on the same text, one core"
BEFORE = "a whole pipeline 1.64 × (1.29 × with a YAML reader in Rust), 0.70 × on two cores; Hugo 1.1 s, MkDocs 8.3 s"


@contextmanager
def generated_site() -> Iterator[Path]:
    with TemporaryDirectory(prefix="lms-benchmark-") as folder:
        write(Path(folder), site(LESSONS))
        yield Path(folder)


def measure_cold(rounds: int, processes: int, writing: bool = False) -> Series:
    with generated_site() as folder:
        texts = [file.read_text("utf-8") for file in sorted(folder.rglob("*.md"))]
        return in_turn(
            rounds,
            Unit.SECONDS,
            lambda: seconds(lambda: _compiled(folder, Cache(), processes, writing)),
            lambda: seconds(lambda: _rendered(texts)),
        )


def _rendered(texts: list[str]) -> int:
    markdown = MarkdownIt()
    return sum(len(markdown.render(text)) for text in texts)


def _compiled(folder: Path, cache: Cache, processes: int = 1, writing: bool = False) -> None:
    """Files read, hashed, compiled, and every check made; with `writing` those of the words too, as an author asks."""
    tree, unreadable = read_tree(folder)
    catalog, findings = compile_catalog(tree, today=TODAY, cache=cache, processes=processes, writing=writing)
    lessons = 0 if catalog is None else sum(len(course.lessons) for course in catalog.courses.values())
    if unreadable or findings or lessons != LESSONS:
        raise RuntimeError(f"{lessons} lessons, {[*unreadable, *findings][:3]}")


def measure_unchanged(rounds: int) -> Series:
    with generated_site() as folder:
        cache = Cache()
        _compiled(folder, cache)

        def check_again() -> None:
            tree, _ = read_tree(folder)
            if check_tree(tree, today=TODAY, cache=cache):
                raise RuntimeError("something was found in a site without faults")

        return in_turn(rounds, Unit.SECONDS, lambda: seconds(check_again), lambda: seconds(lambda: _hashed(folder)))


def measure_one_changed(rounds: int, writing: bool = False) -> Series:
    with generated_site() as folder:
        cache = Cache()
        _compiled(folder, cache, writing=writing)
        number = EDITED

        def edit_and_compile() -> float:
            nonlocal number
            number += LESSONS
            # Another text, under the name and with the questions' ids of the file that was there.
            text = lesson(number).replace(f"-{number}-", f"-{EDITED}-")
            (folder / FILE).write_text(text, encoding="utf-8")
            return seconds(lambda: _compiled(folder, cache, writing=writing))

        return in_turn(rounds, Unit.SECONDS, edit_and_compile, lambda: seconds(lambda: _hashed(folder)))


def _hashed(folder: Path) -> Mapping[str, str]:
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return {str(file): sha256(file.read_bytes()).hexdigest() for file in files}


ROWS = (
    Row(
        work="1,000 lessons of 6 KB with 3 quizzes each compiled, nothing kept, every check, one core",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=lambda rounds: measure_cold(rounds, 1),
        goal=Goal(Figure.RATIO, 1.5),
        before=BEFORE,
    ),
    Row(
        work="the same on two cores",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=lambda rounds: measure_cold(rounds, 2),
        goal=Goal(Figure.RATIO, 0.8),
    ),
    Row(
        work="the same, nothing changed",
        yardstick="reading and hashing the files",
        unit=Unit.SECONDS,
        measure=measure_unchanged,
        goal=Goal(Figure.OURS, 0.040),
        before="reading and hashing 8 ms",
    ),
    Row(
        work="the same, one file changed",
        yardstick="reading and hashing the files",
        unit=Unit.SECONDS,
        measure=measure_one_changed,
        goal=Goal(Figure.OURS, 0.060),
        note="From the saved file to the catalog that pages are drawn from.",
    ),
    Row(
        work="1,000 lessons checked as an author does, nothing kept, the writing included, two cores",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=lambda rounds: measure_cold(rounds, 2, writing=True),
    ),
    Row(
        work="the same check, one file changed",
        yardstick="reading and hashing the files",
        unit=Unit.SECONDS,
        measure=lambda rounds: measure_one_changed(rounds, writing=True),
        goal=Goal(Figure.OURS, 0.100),
    ),
)
