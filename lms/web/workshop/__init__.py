"""The workshop: what authors see of their files, keys included. Only in an app that nobody but they can reach.

Such an app is made for `lms serve --reload` and `lms content preview`, where they listen on loopback. No other app has
a single address of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask

from lms.services.ground.context import Context
from lms.services.publishing.served import Served
from lms.services.publishing.workbench import Workbench
from lms.services.rehearsing import clock
from lms.web.drawing import shared
from lms.web.edge import current
from lms.web.workshop import bar, bench, pages, papers, people, specimens, trying

SECONDS_BETWEEN_LOOKS = 0.1
PATIENCE = 1.0
PREVIEW_COOKIE = "preview"
"""Cookies of one name go to all servers of this machine: a preview must not sign its author out of the site."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Whether this is a preview: then its database is scratch, and learners are pretended.

    `shown` says which state of the files it is: empty for the files as they are, else the name of a revision.
    """

    preview: bool = False
    shown: str = ""


def install(app: Flask, workshop: Workshop) -> None:
    """Its pages, and its bar on every page."""
    context: Context = app.extensions[current.EXTENSION]
    app.extensions[bench.EXTENSION] = bench.Shown(
        Workbench(context.settings, context.database, lambda: context.now().date()), workshop.preview, workshop.shown
    )
    if isinstance(context.catalog, Served):
        context.catalog.look_every(SECONDS_BETWEEN_LOOKS, PATIENCE)
        if workshop.preview:
            context.catalog.show_drafts()
    if workshop.preview:
        app.extensions[current.EXTENSION] = replace(context, now=clock.ahead_of(context.now))
    shared.draw_anew(app)
    app.jinja_env.globals["known_endpoints"] = lambda: app.view_functions
    for part in (pages.pages, papers.pages, trying.pages, specimens.pages):
        app.register_blueprint(part)
    if workshop.preview:
        people.install(app)
    bar.install(app)
