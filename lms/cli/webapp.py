"""The application as a web server's worker loads it: with its settings from the environment, and its queue."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

from flask import Flask

from lms import settings as environment
from lms.cli.lifeline import check_parent, end_with_parent, is_served
from lms.cli.processes import FOR_AUTHORS
from lms.jobs.queue import Queue
from lms.services import home
from lms.web import authors
from lms.web.app import create_app


def make_application() -> Flask:
    """The application. Under `lms serve` the process that makes it ends when its parent does."""
    if is_served():
        end_with_parent(signal.SIGKILL)
        check_parent()
    given = environment.load()
    settings = replace(given, secret_key=home.secret_key(given))
    app = create_app(settings, enqueue=Queue(settings).enqueue)
    if os.environ.get(FOR_AUTHORS):
        authors.install(app)
    return app
