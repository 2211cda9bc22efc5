"""A form with a file, parsed in memory alone: werkzeug's own way puts larger files on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import Request
from werkzeug.formparser import FormDataParser

MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the content of the file called `file`, and the other fields."""

    file: bytes
    fields: Mapping[str, str]


def read_form(request: Request, largest: int) -> Sent:
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=largest,
        max_content_length=largest,
        max_form_parts=MOST_PARTS,
    )
    _, fields, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    file = files.get("file")
    return Sent(file.stream.read() if file else b"", fields)


def _in_memory(*_sizes_and_names: object, **_more: object) -> BytesIO:
    return BytesIO()
