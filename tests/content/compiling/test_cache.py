"""What did not change is not compiled again, and a cache never tells anything else than a compile would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lms.content.compiling import cache as caching
from lms.content.compiling import compiler
from lms.content.compiling.cache import Cache, Reading
from lms.content.compiling.compiler import check_tree, compile_catalog
from lms.sources.files import SourceFile
from tests.content.sites import COURSE, EXAM, LESSON, SECOND, TODAY, good_files, lesson, quiz, site_with


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read anew from here on."""
    paths: list[str] = []
    reader = compiler.read_file

    def noted(source: SourceFile) -> Reading:
        paths.append(source.path)
        return reader(source)

    monkeypatch.setattr(compiler, "read_file", noted)
    return paths


def test_only_what_changed_is_read_again(read: list[str]) -> None:
    cache = Cache()
    compile_catalog(site_with({}), today=TODAY, cache=cache)
    read.clear()
    changed = site_with({LESSON: good_files()[LESSON] + b"\nMore.\n"})
    compile_catalog(changed, today=TODAY, cache=cache)
    assert read == [LESSON]


def test_an_unchanged_tree_gives_the_very_same_catalog() -> None:
    cache = Cache()
    first, _ = compile_catalog(site_with({}), today=TODAY, cache=cache)
    assert compile_catalog(site_with({}), today=TODAY, cache=cache)[0] is first


def test_lessons_that_did_not_change_are_the_same_values() -> None:
    cache = Cache()
    first, _ = compile_catalog(site_with({SECOND: lesson("One.\n")}), today=TODAY, cache=cache)
    second, _ = compile_catalog(site_with({SECOND: lesson("Two.\n")}), today=TODAY, cache=cache)
    assert first is not None
    assert second is not None
    assert second.courses["bees"].lessons["first"] is first.courses["bees"].lessons["first"]
    assert second.courses["bees"].lessons["second"] is not first.courses["bees"].lessons["second"]


CHANGES: list[dict[str, str | bytes | None]] = [
    {},
    {SECOND: lesson("[a](01-first.md)")},
    {SECOND: lesson("[a](01-first.md)"), LESSON: None},
    {SECOND: lesson(quiz("first-quiz"))},
    {COURSE: "---\ntitle: x\nmodules:\n  - id: a\n    title: A\n    lessons: [first]\n---\n", SECOND: lesson("x")},
    {COURSE: "---\ntitle: x\nid: wasps\nobjectives: {calm-hands: x}\n---\n"},
    {EXAM: None},
    {LESSON: good_files()[LESSON].replace(b"title:", b"id: other\ntitle:", 1), SECOND: lesson("[a](01-first.md)")},
]


def test_a_cache_tells_what_a_compile_without_it_tells(tmp_path: Path) -> None:
    cache = Cache()
    for changes in [*CHANGES, *reversed(CHANGES)]:
        tree = site_with(changes)
        assert compile_catalog(tree, today=TODAY, cache=cache) == compile_catalog(tree, today=TODAY)
        cache.save(tmp_path / "cache")
        cache = caching.load(tmp_path / "cache")


DRAWING = "content/courses/bees/media/smoke.svg"
STILL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@pytest.mark.parametrize("content", [STILL, STILL.replace("/>", "><script/></svg>"), "", None])
def test_a_drawing_is_looked_into_again_once_it_is_another(content: str | None) -> None:
    cache, shown = Cache(), {SECOND: lesson("![A smoker](media/smoke.svg)\n")}
    before = shown | {DRAWING: STILL}
    for changes in (before, shown if content is None else shown | {DRAWING: content}, before):
        tree = site_with(changes)
        assert compile_catalog(tree, today=TODAY, cache=cache) == compile_catalog(tree, today=TODAY)
    compile_catalog(site_with({}), today=TODAY, cache=cache)
    assert DRAWING not in cache.files


def test_a_day_of_review_passes_in_a_cache_too() -> None:
    cache = Cache()
    tree = site_with({COURSE: good_files()[COURSE].replace(b"title", b"review_by: 2027-09-01\ntitle", 1)})
    assert compile_catalog(tree, today=date(2027, 9, 1), cache=cache)[1] == ()
    assert len(check_tree(tree, today=date(2027, 9, 2), cache=cache)) == 1


def test_the_findings_of_an_unchanged_tree_need_no_compile(tmp_path: Path, read: list[str]) -> None:
    cache = Cache()
    tree = site_with({SECOND: "x"})
    findings = check_tree(tree, today=TODAY, cache=cache)
    cache.save(tmp_path / "home" / "cache")
    read.clear()
    loaded = caching.load(tmp_path / "home" / "cache")
    assert check_tree(tree, today=TODAY, cache=loaded) == findings
    assert read == []
    assert loaded.readings == {}


def test_a_saved_cache_still_knows_the_files(tmp_path: Path, read: list[str]) -> None:
    cache = Cache()
    compile_catalog(site_with({}), today=TODAY, cache=cache)
    cache.save(tmp_path / "cache")
    read.clear()
    loaded = caching.load(tmp_path / "cache")
    compile_catalog(site_with({SECOND: lesson("x")}), today=TODAY, cache=loaded)
    assert read == [SECOND]


@pytest.mark.parametrize("content", [b"", b"x", b"\x80\x04N.", b"\x80\x04\x95\xff"])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache").write_bytes(content)
    cache = caching.load(tmp_path / "cache")
    assert (cache.last, cache.readings) == (None, {})


def test_a_cache_cut_short_is_compiled_anew(tmp_path: Path) -> None:
    cache = Cache()
    expected = compile_catalog(site_with({}), today=TODAY, cache=cache)
    file = tmp_path / "cache"
    cache.save(file)
    whole = file.read_bytes()
    for length in range(0, len(whole), len(whole) // 12):
        file.write_bytes(whole[:length])
        assert compile_catalog(site_with({}), today=TODAY, cache=caching.load(file)) == expected


def test_the_cache_of_another_version_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    compile_catalog(site_with({}), today=TODAY, cache=cache)
    cache.save(tmp_path / "cache")
    monkeypatch.setattr(caching, "_FORMAT", ("another",))
    assert caching.load(tmp_path / "cache").last is None


def test_what_belongs_to_files_that_are_gone_is_let_go() -> None:
    cache = Cache()
    compile_catalog(site_with({SECOND: lesson("x")}), today=TODAY, cache=cache)
    compile_catalog(site_with({}), today=TODAY, cache=cache)
    assert SECOND not in cache.readings
    assert SECOND not in cache.lessons


def test_several_processes_read_what_one_does() -> None:
    files: dict[str, str | bytes | None] = {
        f"content/courses/bees/{n}-day-{n}.md": lesson(quiz(f"q-{n}") + "<b>\n") for n in range(2, 160)
    }
    tree = site_with(files)
    assert compile_catalog(tree, today=TODAY, processes=2) == compile_catalog(tree, today=TODAY)
