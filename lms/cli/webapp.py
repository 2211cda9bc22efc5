"""The application as a web server's worker loads it: with its settings from the environment, and its queue."""

from __future__ import annotations

import gc
import logging
import os
import signal
from dataclasses import replace

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from lms import settings as environment
from lms.cli.lifeline import check_parent, end_with_parent, is_served
from lms.cli.processes import FOR_AUTHORS
from lms.jobs.queue import Queue
from lms.services import home, journal
from lms.services.context import Context
from lms.web import authors, current
from lms.web.app import create_app

log = logging.getLogger(__name__)


def make_application() -> Flask:
    """The application. Under `lms serve` the process that makes it ends when its parent does."""
    if is_served():
        end_with_parent(signal.SIGKILL)
        check_parent()
    given = environment.load()
    journal.begin(given.log_format)
    settings = replace(given, secret_key=home.secret_key(given))
    app = create_app(settings, enqueue=Queue(settings).enqueue)
    if os.environ.get(FOR_AUTHORS):
        authors.install(app)
    _settle(app.extensions[current.EXTENSION])
    return app


def _settle(ctx: Context) -> None:
    """Have the content at hand before the first visitor, and keep the collector of garbage from walking through it.

    What is there now stays as long as the process. To walk through it again and again would take as long as the pages.
    """
    try:
        ctx.catalog()
    except SQLAlchemyError:
        log.warning("The content could not be read yet; it is read with the first page.", exc_info=True)
    gc.collect()
    gc.freeze()
