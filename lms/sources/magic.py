"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from typing import NamedTuple

SHOWN = ("png", "jpeg", "gif", "webp", "avif", "svg")
"""The pictures that every browser shows."""
_BY_ENDING = {
    **{name: name for name in ("png", "gif", "webp", "avif", "svg", "woff", "woff2", "vtt", "pdf", "webm")},
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), "jpeg"),
    **dict.fromkeys(("heic", "heif"), "heic"),
    **dict.fromkeys(("tif", "tiff"), "tiff"),
    "bmp": "bmp",
    **dict.fromkeys(("ttf", "otf", "ttc"), "font"),
    "mp3": "mp3",
    **dict.fromkeys(("mp4", "m4v", "m4a", "mov"), "mp4"),
    **dict.fromkeys(("ogg", "oga", "ogv", "opus"), "ogg"),
    "wav": "wav",
    "flac": "flac",
    **dict.fromkeys(("zip", "docx", "pptx", "xlsx", "odt", "odp", "ods", "epub"), "zip"),
}
_NAMES = {
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
    "gif": "a GIF picture",
    "webp": "a WebP picture",
    "avif": "an AVIF picture",
    "svg": "an SVG drawing",
    "heic": "a HEIC picture",
    "tiff": "a TIFF picture",
    "bmp": "a BMP picture",
    "html": "a web page",
    "pdf": "a PDF",
    "zip": "an archive (ZIP, or a document of Word or the like)",
    "office": "an old document of Word or the like",
    "rtf": "a document in RTF",
    "font": "a font",
    "woff": "a WOFF font",
    "woff2": "a WOFF2 font",
    "vtt": "captions (WebVTT)",
    "srt": "subtitles (SRT)",
    "mp3": "MP3 audio",
    "mp4": "MP4 audio or video",
    "webm": "WebM audio or video",
    "ogg": "Ogg audio or video",
    "wav": "WAV audio",
    "flac": "FLAC audio",
    "pointer": "a pointer of Git LFS, and not the file itself",
    "text": "text",
}
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "rtf"),
    (b"wOFF", "woff"),
    (b"wOF2", "woff2"),
    (b"\x00\x01\x00\x00", "font"),
    (b"OTTO", "font"),
    (b"true", "font"),
    (b"ttcf", "font"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"version https://git-lfs", "pointer"),
    (b"BM", "bmp"),
)
_FIRST = 4096
_BOM = b"\xef\xbb\xbf"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,500}>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|title)\b", re.I | re.S
)
_SVG = re.compile(rb"<svg\b", re.I)
_SVG_TAG = re.compile(rb"<svg\b[^>]{0,3000}>", re.I)
_SVG_SAYS = re.compile(rb"""\s(width|height|viewBox)\s*=\s*["']([^"'<>]{0,80})["']""", re.I)
_SVG_LENGTH = re.compile(rb"\s*(\d{1,5}(?:\.\d{1,6})?)(?:px)?\s*")
_SVG_NUMBER = re.compile(rb"-?\d{1,6}(?:\.\d{1,6})?")
_BOX = ("left", "top", "width", "height")
_AS_WIDE_AS_THE_TEXT = 720
_COMMA = re.compile(rb"\d\d,\d{3} +-->|--> +(?:\d+:)?\d\d:\d\d,\d{3}")
_SRT = re.compile(rb"\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3} --> ")
_ISO_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"msf1": "heic", b"avif": "avif", b"avis": "avif"}
MOST_PIXELS = 50_000_000
_PNG_HEAD = 24
_MOST_PIECES = 100_000
_MARK, _FIRST_FRAME, _LAST_FRAME, _NO_FRAMES = 0xFF, 0xC0, 0xCF, (0xC4, 0xC8, 0xCC)


class Looked(NamedTuple):
    """What was found: the kind that the ending promises and the one that is there, and what is broken in it."""

    promised: str
    real: str
    broken: str = ""

    @property
    def is_so(self) -> bool:
        return self.promised == self.real


def promised_by(path: str) -> str:
    """The kind of file that a name promises; "" for an ending that is not known."""
    return _BY_ENDING.get(path.rsplit("/", 1)[-1].rpartition(".")[2].lower(), "")


def named(kind: str) -> str:
    """What to call a kind of file."""
    return _NAMES.get(kind, "something else")


def kind_of(content: bytes) -> str:
    """What the first bytes of a file say that it is; "" where they say nothing."""
    first = content[:_FIRST].removeprefix(_BOM)
    for sign, kind in _SIGNS:
        if first.startswith(sign):
            return kind
    if first[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
        return _ISO_BRANDS.get(first[8:12], "mp4")
    if first[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(first[8:12], "")
    if len(first) > 1 and first[0] == _MARK and first[1] & 0xE0 == 0xE0:
        return "mp3"
    return _kind_of_text(first)


def _kind_of_text(first: bytes) -> str:
    if first.startswith(b"WEBVTT"):
        return "vtt"
    if _HTML.match(first):
        return "html"
    if _SVG.search(first):
        return "svg"
    if _SRT.match(first):
        return "srt"
    try:
        text = first.decode("utf-8", "ignore" if len(first) == _FIRST else "strict")
    except UnicodeDecodeError:
        return ""
    return "text" if text and not any(sign < " " and sign not in "\t\r\n\f" for sign in text) else ""


def looked_at(path: str, content: bytes) -> Looked | None:
    """A file whose ending promises something, looked into; None where nothing is promised."""
    promised = promised_by(path)
    if not promised:
        return None
    real = kind_of(content)
    return Looked(promised, real, _broken(real, content) if promised == real else "")


_CUT = "its end is missing"
_DAMAGED = "it is damaged"


def _broken(kind: str, content: bytes) -> str:
    """What is wrong with a picture of the kind that its name says; "" where nothing is."""
    if kind == "png":
        return _too_large(_png_size(content)) or _png_fault(content)
    if kind == "jpeg":
        return _too_large(_jpeg_size(content)) or ("" if b"\xff\xd9" in content[len(content) // 2 :] else _CUT)
    if kind == "gif":
        size = (int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little"))
        return _too_large(size) or ("" if b";" in content[-64:] else _CUT)
    if kind == "webp":
        return _CUT if int.from_bytes(content[4:8], "little") + 8 > len(content) else ""
    return _captions_fault(content) if kind == "vtt" else ""


def _captions_fault(content: bytes) -> str:
    if b"-->" not in content:
        return "there is no caption in it"
    return "its times have a comma, where WebVTT has a point" if _COMMA.search(content) else ""


def _too_large(size: tuple[int, int]) -> str:
    width, height = size
    if not width or not height:
        return _DAMAGED
    if width * height > MOST_PIXELS:
        return f"it is {width:,} × {height:,} pixels large, and may have {MOST_PIXELS // 10**6} million of them"
    return ""


def size_of(content: bytes) -> tuple[int, int]:
    """The width and height of a picture in pixels; (0, 0) where it does not say.

    A drawing without a size of its own is shown as wide as the text: then only the proportions matter.
    """
    kind = kind_of(content)
    if kind == "png":
        return _png_size(content)
    if kind == "jpeg":
        return _jpeg_size(content)
    if kind == "gif":
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if kind == "webp":
        return _webp_size(content)
    return _svg_size(content) if kind == "svg" else (0, 0)


def _webp_size(content: bytes) -> tuple[int, int]:
    """The size in the first piece of a WebP: of a simple one, one without loss, or an extended one."""
    piece = content[12:16]
    if piece == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        return (
            int.from_bytes(content[26:28], "little") & 0x3FFF,
            int.from_bytes(content[28:30], "little") & 0x3FFF,
        )
    if piece == b"VP8L":
        both = int.from_bytes(content[21:25], "little")
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    if piece == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return 0, 0


def _svg_size(content: bytes) -> tuple[int, int]:
    tag = _SVG_TAG.search(content[:_FIRST])
    said = {name.lower(): value for name, value in _SVG_SAYS.findall(tag[0])} if tag else {}
    own = [_SVG_LENGTH.fullmatch(said.get(name, b"")) for name in (b"width", b"height")]
    if own[0] is not None and own[1] is not None:
        width, height = float(own[0][1]), float(own[1][1])
    else:
        box = [float(one) for one in _SVG_NUMBER.findall(said.get(b"viewbox", b""))]
        if len(box) != len(_BOX) or box[2] <= 0:
            return 0, 0
        width, height = float(_AS_WIDE_AS_THE_TEXT), _AS_WIDE_AS_THE_TEXT * box[3] / box[2]
    return (round(width), round(height)) if width * height <= MOST_PIXELS else (0, 0)


def _png_size(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR" or len(content) < _PNG_HEAD:
        return 0, 0
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _png_fault(content: bytes) -> str:
    """Goes from one piece of a PNG to the next, without reading what is in them, to its last one."""
    at, drawn = 8, False
    for _ in range(_MOST_PIECES):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        at += length + 12
        if at > len(content):
            return _CUT
        if name == b"IEND":
            return "" if drawn else _DAMAGED
        drawn = drawn or name == b"IDAT"
    return _DAMAGED


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """The size that the frame of a JPEG names; its segments are gone through without being read."""
    at = 2
    for _ in range(_MOST_PIECES):
        if at + 9 >= len(content) or content[at] != _MARK:
            break
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if _FIRST_FRAME <= marker <= _LAST_FRAME and marker not in _NO_FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 1 if marker == _MARK else 2 + length
    return 0, 0
