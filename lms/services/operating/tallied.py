"""What the processes of a site count: requests by route, jobs, errors."""

from __future__ import annotations

from lms.services.operating.counters import Shape

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
COLUMNS = (*CLASSES, *(str(bound) for bound in BOUNDS), "+Inf", "seconds")
FIRST_BOUND = len(CLASSES)
UNKNOWN = "?"
WEB, WORK = "web", "work"
WEB_OTHERS = ("too_many", "faults", "database_errors")
JOBS = ("mail", "certificate")
OUTCOMES = ("done", "broke_off")
BEAT = "beat"
WORK_OTHERS = (*(f"{job} {outcome}" for job in JOBS for outcome in OUTCOMES), BEAT, "faults", "database_errors")
WORK_SHAPE = Shape((), (), WORK_OTHERS)

SAVES = {
    "practice": (
        "/courses/<course>/<lesson>/quizzes/<quiz>",
        "/courses/<course>/lessons/<lesson>/quizzes/<quiz>/answers",
    ),
    "examination": ("/attempts/<attempt>/answers/<n>",),
}
"""The ends of the addresses that keep an answer, with or without /api/v1 before them."""
