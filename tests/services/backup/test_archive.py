"""A backup's file is read as if a stranger had made it: whole and exactly in our form, or refused in one sentence."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
from hashlib import sha256
from pathlib import Path
from tarfile import BLOCKSIZE

import pytest

from lms.services.backup import archive
from lms.services.backup.archive import DAMAGED, FOREIGN, Archive, NotABackup, Writer, opened


def written(file: Path, lines: int = 1000) -> Path:
    writer = Writer(file)
    writer.add(archive.FIRST, b"About.\n")
    writer.add_lines("tables/accounts.jsonl.gz", (b'["%d"]\n' % n for n in range(lines)))
    writer.add("manifest.json", b"{}")
    writer.finish()
    return file


def refused(file: Path) -> str:
    """In what words a file is refused, read as a restore reads it."""
    with pytest.raises(NotABackup) as refusal, opened(file) as found:
        read_all(found)
    words = str(refusal.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def read_all(found: Archive) -> int:
    return sum(1 for name in found.members if name.startswith("tables/") for _ in found.lines(name))


def resealed(content: bytes) -> bytes:
    """The same bytes under a digest that fits: what somebody does who knows the form."""
    return content + archive._tail(sha256(content).hexdigest())


def crafted(file: Path, *members: bytes) -> Path:
    first = archive._header(archive.FIRST, 1) + b"x".ljust(BLOCKSIZE, b"\0")
    file.write_bytes(resealed(first + b"".join(members)))
    return file


def member(name: str, content: bytes, **more: object) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    for attribute, value in more.items():
        setattr(info, attribute, value)
    return info.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % BLOCKSIZE)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = written(tmp_path / "b.tar")
    with opened(file) as found:
        assert read_all(found) == 1000
        assert found.read("manifest.json", 100) == b"{}"
    assert file.stat().st_mode & 0o777 == 0o600


def test_any_tar_program_can_open_it(tmp_path: Path) -> None:
    with tarfile.open(written(tmp_path / "b.tar"), "r:") as tar:
        assert tar.getnames() == ["README", "tables/accounts.jsonl.gz", "manifest.json", "sha256"]
        table = tar.extractfile("tables/accounts.jsonl.gz")
        assert table is not None
        assert gzip.decompress(table.read()).count(b"\n") == 1000


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "one").read_bytes() == written(tmp_path / "two").read_bytes()


def test_every_flipped_byte_is_seen(tmp_path: Path) -> None:
    """Each byte of the file, in heads, contents, padding and end alike."""
    file = written(tmp_path / "b.tar", lines=20)
    content = bytearray(file.read_bytes())
    for place in range(len(content)):
        content[place] ^= 1 + place % 255
        file.write_bytes(content)
        assert refused(file) in (DAMAGED, FOREIGN)
        content[place] ^= 1 + place % 255
    file.write_bytes(content)
    with opened(file) as found:
        assert read_all(found) == 20


def test_every_missing_end_is_seen(tmp_path: Path) -> None:
    file = written(tmp_path / "b.tar", lines=20)
    content = file.read_bytes()
    for length in [*range(0, len(content), 97), len(content) - 1]:
        file.write_bytes(content[:length])
        assert refused(file) in (DAMAGED, FOREIGN)
    file.write_bytes(content + b"\0")
    assert refused(file) == DAMAGED


@pytest.mark.parametrize(
    "content",
    [b"", b"text\n", b"SQLite format 3\0" * 400, b"PK\x03\x04" * 400, random.Random(5).randbytes(10_240)],
    ids=["empty", "text", "sqlite", "zip", "noise"],
)
def test_another_kind_of_file_is_foreign(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert refused(tmp_path / "file") == FOREIGN


def test_a_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path)
    assert "cannot be read" in refused(tmp_path / "nothing")


def test_a_tar_of_somebody_else_is_foreign(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        info = tarfile.TarInfo("README")
        info.size = 3
        tar.addfile(info, io.BytesIO(b"hey"))
    assert refused(tmp_path / "b.tar") in (FOREIGN, DAMAGED)


@pytest.mark.parametrize(
    "hostile",
    [
        member("../../etc/passwd", b"x"),
        member("/etc/passwd", b"x"),
        member("tables/../../x.jsonl.gz", b"x"),
        member("tables/a/b.jsonl.gz", b"x"),
        member("manifest.json", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("manifest.json", b"", type=tarfile.LNKTYPE, linkname="README"),
        member("manifest.json", b"", type=tarfile.DIRTYPE),
        member("manifest.json", b"", type=tarfile.FIFOTYPE),
        member("manifest.json", b"", type=tarfile.CHRTYPE),
        member("manifest.json", b"{}", mode=0o4777),
        member("manifest.json", b"{}", uid=0, uname="root"),
        member("README", b"twice"),
        tarfile.TarInfo("x" * 300).tobuf(tarfile.GNU_FORMAT),
        tarfile.TarInfo("ü").tobuf(tarfile.PAX_FORMAT),
        archive._header("manifest.json", 1 << 40),
        archive._header("manifest.json", 4096),
        bytes(1024),
        b"x" * 1024,
    ],
)
def test_a_hostile_member_is_refused_before_anything_is_read_from_it(tmp_path: Path, hostile: bytes) -> None:
    assert refused(crafted(tmp_path / "b.tar", hostile)) == FOREIGN


def test_thousands_of_members_are_refused(tmp_path: Path) -> None:
    names = (
        f"tables/{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'u' * (n // 100)}.jsonl.gz" for n in range(700)
    )
    assert refused(crafted(tmp_path / "b.tar", *(member(name, b"x") for name in names))) == FOREIGN


def unfold(found: Archive, taken: list[int]) -> None:
    for line in found.lines("tables/accounts.jsonl.gz"):
        taken.append(len(line))  # noqa: PERF401 - what was taken before the refusal counts


def test_a_bomb_is_refused_long_before_it_has_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FREE_GROWTH", 100_000)
    lines = gzip.compress(b'["a"]\n' * 5_000_000)
    file = crafted(tmp_path / "b.tar", member("tables/accounts.jsonl.gz", lines))
    taken: list[int] = []
    with opened(file) as found, pytest.raises(NotABackup):
        unfold(found, taken)
    assert sum(taken) <= len(lines) * archive.MOST_GROWTH + 100_000


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LONGEST_LINE", 10_000)
    for content in (b"[" * 50_000, b'["no end"]'):
        file = crafted(tmp_path / "b.tar", member("tables/accounts.jsonl.gz", gzip.compress(content)))
        assert refused(file) == FOREIGN


@pytest.mark.parametrize("content", [b"not gzip at all", gzip.compress(b'["a"]\n', mtime=0)[:-4], b""])
def test_what_cannot_be_unfolded_is_refused(tmp_path: Path, content: bytes) -> None:
    file = crafted(tmp_path / "b.tar", member("tables/accounts.jsonl.gz", content))
    if content:
        assert refused(file) == FOREIGN
    else:
        with opened(file) as found:
            assert read_all(found) == 0


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("precious", encoding="ascii")
    with pytest.raises(FileExistsError):
        Writer(tmp_path / "b.tar")
