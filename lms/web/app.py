"""The web application, put together. Making one reads files and does nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import settings as environment
from lms.services.ground import home
from lms.services.ground.context import Context, no_queue
from lms.services.operating import start
from lms.settings import Settings
from lms.store.engine import Database, engine_options, prepare
from lms.store.tables import Base
from lms.web import api, workshop
from lms.web.drawing import filters, fragments, layout, static_files
from lms.web.edge import (
    current,
    errors,
    headers,
    languages,
    limits,
    look,
    own_address,
    policies,
    request_counts,
    sessions,
)
from lms.web.edge.addresses import Addresses
from lms.web.edge.policy import ANYONE
from lms.web.pages import blueprints
from lms.web.workshop import PREVIEW_COOKIE, Workshop, guard
from lms.wording import templates

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def create_app(
    settings: Settings | None = None,
    context: Context | None = None,
    *,
    enqueue: Callable[[str, str], None] = no_queue,
    authors: Workshop | None = None,
) -> Flask:
    """The application. A context that is given is used as it is; else one is made of the settings and the queue.

    Only with a workshop for authors does it have any of their pages: ask `may_be_shown` before giving one.
    """
    app = Flask("lms.web", static_folder=None, template_folder=str(TEMPLATES))
    app.url_map = Addresses()
    settings = _configure_context(app, settings, context, enqueue)
    _configure_requests(app, settings)
    _configure_templates(app)
    if authors is not None:
        guard.install(app)
    headers.install(app, settings)
    sessions.install(app, settings, PREVIEW_COOKIE if authors is not None and authors.preview else sessions.COOKIE)
    languages.install(app, settings)
    look.install(app, settings)
    limits.install(app, settings)
    errors.install(app)
    static_files.install(app)
    fragments.install(app)
    _configure_pages(app)
    if authors is not None:
        workshop.install(app, authors)
    policies.install(app)
    request_counts.install(app, settings)
    return app


def _configure_requests(app: Flask, settings: Settings) -> None:
    """Bounds are those of the policy of each view; forwarded headers count only from proxies that are known."""
    own_address.install(app, settings)
    app.config.update(PROVIDE_AUTOMATIC_OPTIONS=False, MAX_CONTENT_LENGTH=ANYONE.body)
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]


def _configure_context(
    app: Flask, settings: Settings | None, context: Context | None, enqueue: Callable[[str, str], None]
) -> Settings:
    if context is None:
        given = settings or environment.load()
        context = start.make_context(given, database=_database(app, given), enqueue=enqueue)
    app.extensions[current.EXTENSION] = context
    return context.settings


def _database(app: Flask, settings: Settings) -> Database:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    tables = SQLAlchemy(app, metadata=Base.metadata)
    with app.app_context():
        engine = tables.engine
    prepare(engine)
    return Database(engine, scratch=home.is_scratch(settings))


def _configure_templates(app: Flask) -> None:
    app.jinja_options = {"extensions": [templates.EXTENSION], "finalize": templates.finalizer(current.language)}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    templates.install(app.jinja_env)
    filters.install(app)
    layout.install(app)


def _configure_pages(app: Flask) -> None:
    for blueprint in (*blueprints(), api.blueprint()):
        app.register_blueprint(blueprint)
