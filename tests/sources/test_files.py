"""A directory as a tree of sources."""

from __future__ import annotations

import os
from pathlib import Path

from lms.sources.diagnostics import Findings
from lms.sources.files import MOST_BYTES, SourceFile, decode, read_tree, tree_of


def write(site: Path, path: str, content: bytes = b"x") -> Path:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_a_tree_holds_what_lies_under_content_and_certificates(tmp_path: Path) -> None:
    for path in ("content/courses/a/course.md", "certificates/a/font.woff2", "README.md", "content/.git/config"):
        write(tmp_path, path)
    tree, findings = read_tree(tmp_path)
    assert list(tree.files) == ["certificates/a/font.woff2", "content/courses/a/course.md"]
    assert findings == []


def test_a_site_without_anything_is_an_empty_tree(tmp_path: Path) -> None:
    tree, findings = read_tree(tmp_path)
    assert (len(tree.files), findings) == (0, [])


def test_the_revision_changes_with_any_byte_and_any_name_and_with_nothing_else() -> None:
    tree = tree_of({"content/a.md": b"1", "content/b.md": b"2"})
    assert tree_of({"content/b.md": b"2", "content/a.md": b"1"}).revision == tree.revision
    assert tree_of({"content/a.md": b"1", "content/b.md": b"3"}).revision != tree.revision
    assert tree_of({"content/a.md": b"1", "content/c.md": b"2"}).revision != tree.revision
    assert tree_of({"content/a.md": b"2", "content/b.md": b"1"}).revision != tree.revision


def test_a_second_root_takes_the_place_of_the_banks(tmp_path: Path) -> None:
    site, banks = tmp_path / "site", tmp_path / "private"
    write(site, "content/assessments/banks/public.md")
    write(banks, "secret.md")
    write(banks, ".git/config")
    tree, _ = read_tree(site, banks)
    assert list(tree.files) == ["content/assessments/banks/secret.md"]


def test_the_site_s_own_folder_of_banks_may_be_named_too(tmp_path: Path) -> None:
    write(tmp_path, "content/assessments/banks/public.md")
    tree, _ = read_tree(tmp_path, tmp_path / "content/assessments/banks")
    assert list(tree.files) == ["content/assessments/banks/public.md"]


def test_links_are_not_followed_and_pipes_are_not_waited_for(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", b"secret")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/link.md").symlink_to(secret)
    (tmp_path / "content/folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "content/pipe.md")
    tree, findings = read_tree(tmp_path)
    assert list(tree.files) == []
    assert [(one.code, one.place.file) for one in findings] == [
        ("S004", "content/folder"),
        ("S004", "content/link.md"),
        ("S004", "content/pipe.md"),
    ]


def test_a_name_that_is_not_utf_8_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "content") + b"/b\xe9.md")).write_bytes(b"x")
    tree, findings = read_tree(tmp_path)
    assert [one.code for one in findings] == ["S001"]
    assert list(tree.files) == []
    findings[0].place.file.encode()


def test_no_more_of_a_text_is_read_than_may_be_there(tmp_path: Path) -> None:
    with write(tmp_path, "content/courses/a/big.md").open("wb") as file:
        file.truncate(1 << 30)
    tree, _ = read_tree(tmp_path)
    assert len(tree.files["content/courses/a/big.md"].content) == MOST_BYTES + 1


def test_line_ends_of_every_system_read_the_same() -> None:
    for content in (b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"):
        assert decode(SourceFile("a.md", content, ""), Findings()) == "a\nb\n"


def test_a_text_of_256_kib_is_read_and_a_byte_more_is_not() -> None:
    findings = Findings()
    assert decode(SourceFile("a.md", b"x" * MOST_BYTES, ""), findings) is not None
    assert decode(SourceFile("a.md", b"x" * (MOST_BYTES + 1), ""), findings) is None
    assert [one.code for one in findings.items] == ["S003"]
