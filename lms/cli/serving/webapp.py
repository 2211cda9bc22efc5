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
from lms.cli.process.household import FOR_AUTHORS, LISTENS_ON, PREVIEW
from lms.cli.process.lifeline import check_parent, end_with_parent, is_served
from lms.jobs.queue import Queue
from lms.services.certifying import verifying
from lms.services.ground import home, journal
from lms.services.ground.context import Context
from lms.settings import Settings, may_be_shown
from lms.web.app import create_app
from lms.web.edge import current
from lms.web.workshop import Workshop

log = logging.getLogger(__name__)


def make_application() -> Flask:
    """The application. Under `lms serve` the process that makes it ends when its parent does."""
    if is_served():
        end_with_parent(signal.SIGKILL)
        check_parent()
    given = environment.load()
    journal.begin(given.log_format)
    settings = replace(given, secret_key=home.secret_key(given))
    app = create_app(settings, enqueue=Queue(settings).enqueue, authors=_workshop(settings))
    _settle(app.extensions[current.EXTENSION], rested=FOR_AUTHORS not in os.environ)
    return app


def _settle(ctx: Context, *, rested: bool) -> None:
    """Have the content at hand before the first visitor, and keep the collector of garbage from walking through it.

    What is there now stays as long as the process. To walk through it again and again would take as long as the pages.
    Where nobody waits for the first page, what looks into files is made ready too.
    """
    try:
        ctx.catalog()
    except SQLAlchemyError:
        log.warning("The content could not be read yet; it is read with the first page.", exc_info=True)
    if rested:
        if is_served():
            verifying.warm(ctx)
        gc.collect()
    gc.freeze()


def _workshop(settings: Settings) -> Workshop | None:
    """The authors' pages, where `lms serve --reload` or `lms content preview` asks for them on loopback; else none.

    A preview is one only in the scratch home that was made for it: nobody is pretended anywhere else.
    """
    asked = is_served() and os.environ.get(FOR_AUTHORS)
    if not asked or not may_be_shown(settings, os.environ.get(LISTENS_ON, "")):
        return None
    preview = PREVIEW in os.environ and home.is_scratch(settings)
    return Workshop(preview, os.environ.get(PREVIEW, ""))
