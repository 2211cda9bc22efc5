"""The issuance log for everybody: its signed head, its leaves, and proofs. What can never change may be kept."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.log import logbook, others, stamping
from lms.services.log.logbook import Proof
from lms.web.edge import current, policies

pages = Blueprint("log", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
TEXT = "text/plain; charset=utf-8"
LINES = "application/x-ndjson"
JSON = "application/json"
BYTES = "application/octet-stream"
TIME_STAMP = "application/timestamp-reply"
_SCRIPT = Path(__file__).with_name("check_log.py")


@pages.get("/log/checkpoint")
@policies.public(index=False)
def checkpoint() -> Response:
    """The newest head, as a signed note, with the signatures of those who saw it."""
    return _open(logbook.checkpoint(current.context()), TEXT)


@pages.get("/log/checkpoint/<int:size>")
@policies.public(index=False)
def checkpoint_of(size: int) -> Response:
    """The head of this size. Not to be kept, since another witness may sign it any time."""
    return _open(logbook.checkpoint(current.context(), size), TEXT)


@pages.get("/log/seen/<int:size>")
@policies.public(index=False)
def seen(size: int) -> Response:
    """Which heads from this size on others signed and stamped: what to fetch, and nothing to be believed."""
    heads = others.heads(current.context(), size)
    signed = [{"size": at, "witnesses": list(names)} for at, names in heads.signed.items()]
    facts = {"signed": signed, "stamped_before": heads.stamped_before, "stamped_after": heads.stamped_after}
    return _open(json.dumps({"size": size, **facts}, ensure_ascii=False, indent=1) + "\n", JSON)


@pages.get("/log/stamps/<int:size>")
@policies.public(index=False, cache=FOR_EVER)
def stamp(size: int) -> Response:
    """The time stamp of the head of this size, as the service gave it."""
    return _open(stamping.stamp_of(current.context(), size), TIME_STAMP)


@pages.get("/log/key")
@policies.public(index=False)
def key() -> Response:
    """The keys that checkpoints are checked by, one in a line; the one in use is the last."""
    return _open("".join(f"{line}\n" for line in logbook.verifier_keys(current.context())), TEXT)


@pages.get("/log/check_log.py")
@policies.public(index=False, cache="no-cache")
def script() -> Response:
    """The program by which anybody keeps the log, and checks it: one file, to be read before it is run."""
    return _open(_SCRIPT.read_text("utf-8"), TEXT)


@pages.get("/log/leaves/<int:first>-<int:last>")
@policies.public(index=False, cache=FOR_EVER)
def leaves(first: int, last: int) -> Response:
    """The leaves from the first to the last, one in a line, each byte for byte as it is hashed."""
    return _open("".join(f"{body}\n" for body in logbook.bodies(current.context(), first, last)), LINES)


@pages.get("/log/tile/<level>/<path:place>")
@policies.public(index=False, cache=FOR_EVER)
def tile(level: str, place: str) -> Response:
    """Hashes of the tree, as C2SP's tlog-tiles lay them out."""
    return _open(logbook.tile(current.context(), level, place), BYTES)


@pages.get("/log/tile/entries/<path:place>")
@policies.public(index=False, cache=FOR_EVER)
def entries(place: str) -> Response:
    """The leaves under a tile of level 0."""
    return _open(logbook.entries(current.context(), place), BYTES)


@pages.get("/log/proof/inclusion/<int:index>")
@policies.public(index=False)
def newest_inclusion(index: int) -> AnyResponse:
    """To the proof in the newest head, whose address says which that is."""
    size = logbook.size(current.context())
    return redirect(url_for("log.inclusion", index=index, size=max(size, index + 1)), 302)


@pages.get("/log/proof/inclusion/<int:index>/<int:size>")
@policies.public(index=False, cache=FOR_EVER)
def inclusion(index: int, size: int) -> Response:
    proof = logbook.inclusion(current.context(), index, size)
    return _proof(proof, {"index": index, "size": size})


@pages.get("/log/proof/consistency/<int:first>/<int:second>")
@policies.public(index=False, cache=FOR_EVER)
def consistency(first: int, second: int) -> Response:
    proof = logbook.consistency(current.context(), first, second)
    return _proof(proof, {"from": first, "to": second})


def _proof(proof: Proof, asked: dict[str, int]) -> Response:
    facts: dict[str, object] = {**asked, "root": proof.root.hex(), "hashes": [one.hex() for one in proof.hashes]}
    if proof.leaf is not None:
        facts["leaf"] = proof.leaf.hex()
    return _open(json.dumps(facts, indent=1) + "\n", JSON)


def _open(content: str | bytes, content_type: str) -> Response:
    """An answer that pages of any site may read."""
    response = Response(content, content_type=content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response
