"""Style, script and pictures, read once and packed once, under an address that changes when any of them does.

`site.css` is Bootstrap, as its registry package brings it, with our own style after it: one download, kept for a year.
A style that is not named here, such as that of the workshop, is a file of its own.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app

from lms.web.drawing import shared
from lms.web.drawing.shared import Shared
from lms.web.edge import policies

FOLDER = Path(__file__).parents[1] / "static"
STYLES = (
    "tokens.css",
    "look.css",
    "base.css",
    "parts.css",
    "medium.css",
    "quiz.css",
    "examination.css",
    "certificates.css",
    "print.css",
)
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
EXTENSION = "static-files"

files = Blueprint("static", __name__)


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files by name, and the digest of them all, which is a part of each address."""

    digest: str
    by_name: Mapping[str, Shared]

    def address(self, name: str) -> str:
        """Where a file is served. A name that is not there is a mistake in a template, and is told at once."""
        if name not in self.by_name:
            raise KeyError(f"There is no static file {name}.")
        return f"/static/{self.digest}/{name}"


def read() -> StaticFiles:
    """Bootstrap's style and everything in the static folder."""
    contents = {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file() and path.name not in STYLES
    }
    contents["site.css"] = b"\n".join([_bootstrap(), *((FOLDER / name).read_bytes() for name in STYLES)])
    digest = sha256()
    for name, content in sorted(contents.items()):
        digest.update(name.encode() + b"\0" + sha256(content).digest())
    return StaticFiles(digest.hexdigest()[:16], {name: _file(name, content) for name, content in contents.items()})


def _bootstrap() -> bytes:
    spec = find_spec("flask_bootstrap")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("Bootstrap's files come with the package bootstrap-flask, which is not installed.")
    style = Path(spec.submodule_search_locations[0]) / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
    return style.read_bytes().partition(b"/*# sourceMappingURL")[0]


def _file(name: str, content: bytes) -> Shared:
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Shared(content, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)


def install(app: Flask) -> None:
    """Serve the files, and give templates `asset(name)`."""
    found = read()
    app.extensions[EXTENSION] = found
    app.jinja_env.globals["asset"] = found.address
    app.register_blueprint(files)


@files.get("/static/<digest>/<path:name>")
@policies.public(cache=FOR_EVER)
def asset(digest: str, name: str) -> Response:
    """A file. Under an old digest, as a page from before an update may ask for it, today's file, not to be kept."""
    found: StaticFiles = current_app.extensions[EXTENSION]
    file = found.by_name.get(name)
    if file is None:
        abort(404)
    return shared.answer(file, FOR_EVER if digest == found.digest else shared.ASK_AGAIN)


@files.get("/favicon.ico")
@policies.public(cache=A_DAY)
def favicon() -> Response:
    """Browsers ask for it here whatever the page says."""
    found: StaticFiles = current_app.extensions[EXTENSION]
    return shared.answer(found.by_name["icon.svg"], A_DAY)
