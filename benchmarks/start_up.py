"""How long the command takes to start, against Python doing nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.campus import campus
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
)
