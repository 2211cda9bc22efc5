"""How long the command takes to start, against Python doing nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.campus import campus
from benchmarks.compiling import EDITED, FILE, generated_site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit, in_turn, seconds
from benchmarks.servers import ROOT

STARTS_A_ROUND = 5
YARDSTICK = "`python -c pass`"
COMMAND = Path(sys.executable).parent / "lms"


def measure(arguments: list[str], rounds: int) -> Series:
    environment = dict(campus().environment)

    def started(command: list[str]) -> float:
        return seconds(
            lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        )

    ours, nothing = [str(COMMAND), *arguments], [sys.executable, "-c", "pass"]
    started(ours)
    return in_turn(rounds * STARTS_A_ROUND, Unit.SECONDS, lambda: started(ours), lambda: started(nothing))


def measure_check(rounds: int) -> Series:
    here = campus()
    lesson = here.catalog.courses["course-1"].lessons[here.lessons[0]]
    site = Path(here.environment["LMS_SITE"])
    file = next(site.glob(f"content/courses/*/*-{lesson.id}.md"))
    return measure(["content", "check", str(file)], rounds)


def measure_check_of_many(rounds: int) -> Series:
    """One of a thousand lessons is edited before each check; by processor time, since that is what an author pays."""
    with generated_site() as site, TemporaryDirectory(prefix="lms-benchmark-") as home:
        # Nothing of the caller's: where Python keeps no compiled code, half of the time went into compiling ours again.
        environment = {"LMS_SITE": str(site), "LMS_HOME": home}
        text = (site / FILE).read_text("utf-8")
        number = 0

        def checked() -> float:
            nonlocal number
            number += 1
            edited = text.replace(f"title: Lesson {EDITED}", f"title: Edited {number} times")
            (site / FILE).write_text(edited, encoding="utf-8")
            return processor_seconds([str(COMMAND), "content", "check"], environment)

        checked()
        checked()
        return in_turn(
            rounds * STARTS_A_ROUND,
            Unit.SECONDS,
            checked,
            lambda: processor_seconds([sys.executable, "-c", "pass"], environment),
        )


def processor_seconds(command: list[str], environment: Mapping[str, str]) -> float:
    """What a command and its children took of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


ROWS = (
    Row(
        work="`lms --help`",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=lambda rounds: measure(["--help"], rounds),
        goal=Goal(Figure.MORE, 0.25),
        before="WeasyPrint takes 0.45 s to import, pyHanko 0.34 s",
    ),
    Row(
        work="`lms content check` of one file",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=measure_check,
        goal=Goal(Figure.MORE, 0.25),
    ),
    Row(
        work="`lms content check` of 1,000 lessons, one edited since, by processor time",
        yardstick=YARDSTICK,
        unit=Unit.SECONDS,
        measure=measure_check_of_many,
        goal=Goal(Figure.MORE, 0.25),
        before="0.3 to 1.1 s of processor",
    ),
)
