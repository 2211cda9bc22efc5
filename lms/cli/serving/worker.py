"""The worker as a process: `lms work`, and beside the web server under `lms serve`."""

from __future__ import annotations

import os
import signal
import sys

from lms.cli.command.opening import load_settings, require_schema
from lms.cli.process.household import DRAW
from lms.cli.process.lifeline import check_parent, end_with_parent, is_served
from lms.cli.serving import metrics
from lms.jobs.work import Worker, draw, work
from lms.services.ground import journal

NICENESS = 10


def run(*, only_draws: bool = False) -> None:
    """Work until told to end. Pages come first: drawing five hundred certificates must not make them slow."""
    settings = load_settings()
    journal.begin(settings.log_format)
    os.nice(NICENESS)
    worker = Worker(settings)
    require_schema(worker.ctx)
    if not is_served():
        metrics.serve(worker.ctx)
    (draw if only_draws else work)(worker)


def main() -> None:
    if is_served():
        end_with_parent(signal.SIGTERM)
        check_parent()
    run(only_draws=sys.argv[1:] == [DRAW])


if __name__ == "__main__":
    main()
