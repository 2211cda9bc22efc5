"""What is printed and what is mailed: each design of a certificate, with names that try it, and each mail."""

from __future__ import annotations

import re
import subprocess
import textwrap
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, meta, nodes
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from lms.services.certifying import claiming, specimens
from lms.services.mail import outbox
from lms.store.tables import MailRow
from lms.wording.languages import ENGLISH
from lms.wording.templates import EXTENSION
from tests.credentials.test_paper import WORDS, longest
from tests.gallery.scene import Seen, Sheet, Words
from tests.gallery.site import Stage

NAMES = ("short", "long", "arabic", "chinese")
ISSUED = ("valid", "listed", "listed too", "replaced")
DOTS_PER_INCH = "48"
FACTS = {
    "name": "Amal Haddad",
    "title": "Foundations of health leadership",
    "last_day": "5 March 2027",
    "link": "https://programme.example/confirm/a-token",
    "site": "https://programme.example",
    "page": "https://programme.example/certificates",
    "verify_url": "https://programme.example/verify/7K3M-D2QX",
    "certificates": "https://programme.example/certificates",
}
"""What stands in a mail that the walk did not call for, by the names that its template asks for."""

TOLD = "something that is told here"


def look_at_all(stage: Stage, seen: Seen, *, pictured: bool) -> None:
    for name, pdf in _printed(stage):
        if pictured:
            seen.sheets.append(Sheet(name, "paper", _picture(pdf)))
        seen.words.append(Words(name, _text(pdf)))
    for name, text in _mails(stage):
        if pictured:
            seen.sheets.append(Sheet(name, "paper", _written(text)))
        seen.words.append(Words(name, text))


def _printed(stage: Stage) -> Iterator[tuple[str, bytes]]:
    context = stage.house.context
    catalog = context.catalog()
    for who in ISSUED:
        for held in claiming.mine(context, stage.people[who]):
            if held.status == "valid" and held.serial:
                yield (
                    f"certificate issued: {held.credential_id}, {who}",
                    claiming.pdf(context, stage.people[who], held.serial),
                )
    for id in sorted(catalog.credentials):
        for word in NAMES:
            name = specimens.NAMES[word]
            drawn = specimens.specimen(catalog, id, name, context.settings.base_url, context.now())
            yield f"specimen: {id}, {word} name", drawn
    for script, words in WORDS.items():
        drawn = specimens.specimen(catalog, "foundations", longest(words), context.settings.base_url, context.now())
        yield f"specimen: foundations, the longest name, {script}", drawn


def _picture(pdf: bytes) -> bytes:
    return _given(pdf, "pdftoppm", "-jpeg", "-r", DOTS_PER_INCH, "-singlefile", "-")


def _text(pdf: bytes) -> str:
    return _given(pdf, "pdftotext", "-raw", "-", "-").decode()


def _given(pdf: bytes, *command: str) -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def _mails(stage: Stage) -> Iterator[tuple[str, str]]:
    """Those that the walk called for, each kind once, and each template with everything and with nothing filled in."""
    with stage.house.context.database.reading() as session:
        sent = {row.subject: row.body for row in session.scalars(select(MailRow).order_by(MailRow.id))}
    for subject, body in sent.items():
        yield f"mail sent: {subject}", f"{subject}\n\n{body}"
    environment = Environment(loader=FileSystemLoader(outbox.TEMPLATES), autoescape=False, extensions=[EXTENSION])
    for file in sorted(outbox.TEMPLATES.glob("*.txt")):
        template = environment.parse(_whole(file))
        asked = meta.find_undeclared_variables(template) - {"gettext", "ngettext", "pgettext", "npgettext"}
        all_told = {one: FACTS.get(one, TOLD) for one in asked}
        for word, missing in (("all told", set()), ("least told", _itself(template))):
            subject, body = outbox.compose(file.stem, ENGLISH, **all_told | dict.fromkeys(missing & asked, ""))
            yield f"mail: {file.stem}, {word}", f"{subject}\n\n{body}"


def _whole(file: Path) -> str:
    """A template with the parts that it takes in."""
    text = file.read_text(encoding="utf-8")
    return re.sub(r'{% include "([^"]+)" %}', lambda part: _whole(outbox.TEMPLATES / part[1]), text)


def _itself(template: nodes.Template) -> set[str]:
    """The names that are asked for alone: `{% if because %}`."""
    return {test.test.name for test in template.find_all(nodes.If) if isinstance(test.test, nodes.Name)}


def _written(text: str) -> bytes:
    lines = [line for long in text.splitlines() for line in (textwrap.wrap(long, 70) or [""])]
    page = Image.new("RGB", (560, 40 + 19 * len(lines)), "#ffffff")
    ImageDraw.Draw(page).multiline_text((20, 20), "\n".join(lines), "#1d2422", ImageFont.load_default(14), spacing=5)
    written = BytesIO()
    page.save(written, "JPEG", quality=85)
    return written.getvalue()
