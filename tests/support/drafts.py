"""A site whose files lie on the disk, published, with a workshop over it: for tests of what authors see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from lms.services.publishing import publish as publishing
from lms.services.publishing.served import Served
from lms.store.engine import Database
from lms.web.app import create_app
from lms.web.workshop import Workshop
from tests.support.rules import rules_written_once
from tests.support.site import FILES, House
from tests.support.templates import compiled_once
from tests.support.web import SECRET_KEY

COURSE = "content/courses/listening/course.md"
LESSON = "content/courses/listening/01-quiet.md"
BANK = "content/assessments/banks/listening.md"
EXAM = "content/assessments/exam.md"
DESIGN = "certificates/listener/certificate.html"
BY_NAME = {"Host": "127.0.0.1:8000"}


@dataclass(slots=True)
class Drafts:
    """The house with its files, which `save` writes and `publish` publishes."""

    house: House

    @property
    def folder(self) -> Path:
        return self.house.context.settings.site

    def save(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def publish(self) -> None:
        publishing.publish(self.house.context)

    def app(self, workshop: Workshop | None) -> Flask:
        """An app over it, with a workshop or without one. The database of a preview is scratch."""
        context = self.house.context
        if workshop is not None and workshop.preview:
            context = replace(context, database=Database(context.database.engine, scratch=True))
        with rules_written_once():
            return compiled_once(create_app(context=context, authors=workshop))


def drafts_in(house: House) -> Drafts:
    """The files of the small site, written down and published."""
    settings = replace(house.context.settings, secret_key=SECRET_KEY)
    catalog = Served(house.context.database)
    catalog.look_every(0)
    house.context = replace(house.context, settings=settings, catalog=catalog)
    drafts = Drafts(house)
    drafts.save(FILES)
    drafts.publish()
    return drafts
