"""A credential baked into a picture, and taken out again, as Open Badges 3.0 has it, in PNG and SVG."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.parsers import expat

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
ELEMENT = "credential"
LARGEST = 256 * 1024
"""No credential is larger: what is packed is not unpacked any further."""

MOST_CHUNKS = 10_000


class NotBaked(ValueError):
    """The picture holds no credential that could be read, or more than one."""


def bake_png(picture: bytes, credential: str) -> bytes:
    """The PNG with the credential in it, unpacked, so that any program can find it."""
    content = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    chunks = list(_chunks(picture))
    head, rest = chunks[0], chunks[1:]
    return PNG_SIGNATURE + b"".join(_chunk(*one) for one in (head, (b"iTXt", content), *rest))


def bake_svg(picture: bytes, credential: str) -> bytes:
    """The SVG with the credential as the first element in it. What would end the section is written in another way."""
    start = picture.index(b"<svg")
    end = picture.index(b">", start) + 1
    text = credential.replace("]]>", "]]\\u003e")
    baked = f'<openbadges:{ELEMENT} xmlns:openbadges="{NAMESPACE}"><![CDATA[{text}]]></openbadges:{ELEMENT}>'
    return picture[:end] + baked.encode() + picture[end:]


def unbake(picture: bytes) -> str:
    """The credential in a picture that anybody may have made, or NotBaked."""
    try:
        return _out_of_png(picture) if picture.startswith(PNG_SIGNATURE) else _out_of_svg(picture)
    except (UnicodeDecodeError, expat.ExpatError, zlib.error) as fault:
        raise NotBaked("the picture can't be read") from fault


def _out_of_png(picture: bytes) -> str:
    found = [content for name, content in _chunks(picture) if name == b"iTXt" and content.startswith(KEYWORD + b"\0")]
    if len(found) != 1:
        raise NotBaked(f"the picture holds {len(found)} credentials")
    packed, method, rest = found[0][len(KEYWORD) + 1 :][:1], found[0][len(KEYWORD) + 2 :][:1], found[0]
    parts = rest[len(KEYWORD) + 3 :].split(b"\0", 2)
    if len(parts) != 3 or packed not in (b"\0", b"\1") or method != b"\0":
        raise NotBaked("the picture's text is not written as it should be")
    return (_unpacked(parts[2]) if packed == b"\1" else parts[2]).decode()


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(content, LARGEST)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise NotBaked("what is packed in the picture is too large, or cut off")
    return text


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk, the last one included."""
    place = len(PNG_SIGNATURE)
    for _ in range(MOST_CHUNKS):
        length, name = int.from_bytes(picture[place : place + 4], "big"), picture[place + 4 : place + 8]
        content = picture[place + 8 : place + 8 + length]
        check = picture[place + 8 + length : place + 12 + length]
        if len(content) != length or check != zlib.crc32(name + content).to_bytes(4, "big"):
            raise NotBaked("the picture is cut off or damaged")
        yield name, content
        if name == b"IEND":
            return
        place += 12 + length
    raise NotBaked("the picture is made of too many pieces")


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def _out_of_svg(picture: bytes) -> str:
    """Entities are refused with the declaration they need, so that nothing small can grow large."""
    found: list[list[str]] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = name == f"{NAMESPACE} {ELEMENT}"
        if inside:
            found.append([attributes.get("verify", "")])

    def end(_name: str) -> None:
        nonlocal inside
        inside = False

    def text(data: str) -> None:
        if inside:
            found[-1].append(data)

    def refuse(*_: object) -> None:
        raise NotBaked("the picture declares entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(picture, True)
    if len(found) != 1:
        raise NotBaked(f"the picture holds {len(found)} credentials")
    return "".join(found[0]).strip()
