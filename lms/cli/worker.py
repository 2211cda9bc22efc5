"""The worker as a process: `lms work`, and beside the web server under `lms serve`."""

from __future__ import annotations

import logging
import os
import signal

from lms.cli.lifeline import check_parent, end_with_parent, is_served
from lms.cli.opening import load_settings, require_schema
from lms.jobs.work import Worker, work

NICENESS = 10


def run() -> None:
    """Work until told to end. Pages come first: drawing five hundred certificates must not make them slow."""
    settings = load_settings()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    os.nice(NICENESS)
    worker = Worker(settings)
    require_schema(worker.ctx)
    work(worker)


def main() -> None:
    if is_served():
        end_with_parent(signal.SIGTERM)
        check_parent()
    run()


if __name__ == "__main__":
    main()
