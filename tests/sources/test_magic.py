"""A file is known by its first bytes, and a picture that is cut or far too large is found."""

from __future__ import annotations

import struct
import zlib

import pytest

from lms.sources.magic import kind_of, looked_at, size_of


def png(width: int = 2, height: int = 2) -> bytes:
    def piece(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(b"\0" * 14)) + piece(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\x00\x0b\x08\x00\x02\x00\x02\x01\x01\x11\x00\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "png"),
        (JPEG, "jpeg"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypisom", "mp4"),
        (b"RIFF\x04\0\0\0WEBP", "webp"),
        (b"RIFF\x04\0\0\0WAVE", "wav"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"PK\x03\x04", "zip"),
        (b"\xef\xbb\xbfWEBVTT\n", "vtt"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello", "srt"),
        (b"\n<!DOCTYPE html><p>", "html"),
        (b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg/>", "svg"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer"),
        (b"Hello.", "text"),
        (b"\x00\x02\x03", ""),
        (b"", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", ["a.png", "a.PNG", "a.jpg", "a.jpeg"])
def test_a_whole_picture_is_fine(name: str) -> None:
    looked = looked_at(name, png() if "png" in name.lower() else JPEG)
    assert looked is not None
    assert (looked.is_so, looked.broken) == (True, "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", png()[:-6], "end is missing"),
        ("a.png", png()[:20], "damaged"),
        ("a.png", png(60_000, 60_000), "60,000 × 60,000"),
        ("a.jpg", JPEG[:-2], "end is missing"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00", "end is missing"),
        ("a.webp", b"RIFF\xff\0\0\0WEBP", "end is missing"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_found(name: str, content: bytes, said: str) -> None:
    looked = looked_at(name, content)
    assert looked is not None
    assert said in looked.broken


def test_an_ending_that_promises_nothing_is_left_alone() -> None:
    assert looked_at("a.data", b"anything") is None
    assert looked_at("README", b"anything") is None


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff" + b"\xff" * 50, b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, b"GIF89a", b"RIFF"]
)
def test_bytes_without_sense_raise_nothing(content: bytes) -> None:
    for ending in ("png", "jpg", "gif", "webp", "svg"):
        looked_at(f"a.{ending}", content)


def svg(says: str) -> bytes:
    return f'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" {says}><path d="M0 0"/></svg>'.encode()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(640, 360), (640, 360)),
        (JPEG, (2, 2)),
        (b"GIF89a\x80\x02\x68\x01\0\0\0;", (640, 360)),
        (b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\x68\x01", (640, 360)),
        (b"RIFF\x24\0\0\0WEBPVP8L\x18\0\0\0\x2f" + (639 | 359 << 14).to_bytes(4, "little"), (640, 360)),
        (b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\x67\x01\0", (640, 360)),
        (svg('width="640" height="360px"'), (640, 360)),
        (svg("viewBox='0 0 360 400'"), (720, 800)),
        (svg('viewBox="-10,-10 36.5 18.25" width="100%"'), (720, 360)),
        (svg('viewBox="0 0 0 400"'), (0, 0)),
        (svg('viewBox="0 0 1 99999"'), (0, 0)),
        (svg('viewBox="none"'), (0, 0)),
        (svg(""), (0, 0)),
        (b"\x89PNG\r\n", (0, 0)),
        (b"Hello.", (0, 0)),
    ],
)
def test_a_picture_says_how_large_it_is(content: bytes, size: tuple[int, int]) -> None:
    assert size_of(content) == size
