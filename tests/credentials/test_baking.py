"""Credentials go into pictures and come out again; whatever else is in a picture does no harm."""

from __future__ import annotations

import json
import zlib
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from lms.credentials.baking import (
    KEYWORD,
    LARGEST,
    PNG_SIGNATURE,
    NotBaked,
    _chunk,
    _chunks,
    bake_png,
    bake_svg,
    unbake,
)
from lms.credentials.canonical import digest
from lms.credentials.picture import PIXELS, png, svg
from tests.credentials.badges import KEY
from tests.credentials.examples import claims

TEXT = json.dumps(KEY.badge(claims("أمل <b>&amp; 𠮷 ]]> -->")), ensure_ascii=False)
KINDS = ["certification", "course-certificate"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_pictures_are_pictures(kind: str) -> None:
    drawn = Image.open(BytesIO(png(kind)))
    assert drawn.size == (PIXELS, PIXELS)
    assert drawn.convert("RGBA").getchannel("A").getpixel((0, 0)) == 0
    assert len(png(kind)) < 10_000
    root = ElementTree.fromstring(svg(kind, 'A "title" & more'))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == 'A "title" & more'


def test_a_credential_comes_out_of_a_png_as_it_went_in() -> None:
    baked = bake_png(png("certification"), TEXT)
    assert unbake(baked) == TEXT
    assert Image.open(BytesIO(baked)).tobytes() == Image.open(BytesIO(png("certification"))).tobytes()


def test_a_credential_comes_out_of_an_svg_with_the_same_meaning() -> None:
    baked = bake_svg(svg("certification", "A > B"), TEXT)
    assert digest(json.loads(unbake(baked))) == digest(json.loads(TEXT))
    ElementTree.fromstring(baked)


def test_a_packed_credential_is_read_too() -> None:
    content = KEYWORD + b"\0\1\0en\0\0" + zlib.compress(b"{}")
    assert unbake(_with(content)) == "{}"


@pytest.mark.parametrize(
    "content",
    [
        KEYWORD,
        KEYWORD + b"\0",
        KEYWORD + b"\0\0\0",
        KEYWORD + b"\0\2\0\0\0{}",
        KEYWORD + b"\0\1\0\0\0not packed",
        KEYWORD + b"\0\1\0\0\0" + zlib.compress(b" " * (LARGEST + 1)),
        KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"{}")[:-6],
        KEYWORD + b"\0\0\0\0\0\xff\xfe",
        b"openbadges\0\0\0\0\0{}",
    ],
)
def test_a_chunk_that_is_no_credential_is_refused(content: bytes) -> None:
    with pytest.raises(NotBaked):
        unbake(_with(content))


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"GIF89a",
        b"<svg",
        b"<html/>",
        PNG_SIGNATURE,
        PNG_SIGNATURE + b"\xff\xff\xff\xffIHDR",
        png("certification"),
        svg("certification", "A"),
        bake_png(bake_png(png("certification"), TEXT), TEXT),
        bake_svg(bake_svg(svg("certification", "A"), TEXT), TEXT),
        bake_png(png("certification"), TEXT)[:-20],
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        bake_svg(b'<!DOCTYPE svg [<!ENTITY a "{}">]><svg xmlns="http://www.w3.org/2000/svg"></svg>', "{}"),
        b"<svg" * 100_000,
    ],
)
def test_a_picture_without_exactly_one_credential_is_refused(picture: bytes) -> None:
    with pytest.raises(NotBaked):
        unbake(picture)


def test_every_flipped_byte_is_noticed_or_leaves_the_credential_alone() -> None:
    baked = bake_png(png("certification"), TEXT)
    for place in range(0, len(baked), 97):
        flipped = baked[:place] + bytes([baked[place] ^ 1]) + baked[place + 1 :]
        with pytest.raises(NotBaked):
            unbake(flipped)


def _with(content: bytes) -> bytes:
    """A picture with this text in it."""
    head, *rest = _chunks(png("certification"))
    return PNG_SIGNATURE + b"".join(_chunk(*one) for one in (head, (b"iTXt", content), *rest))
