"""Copies of the shipped content with a slip in them: each slip is found, or it is harmless.

Harmless means one of two things. Either the compiled catalog is the same. Or it differs in words alone: with every text
that somebody wrote taken out, the two catalogs are equal, so that no id, key, letter, rule, order or date has changed.
What else is compiled without a finding is a change that an author may well mean (another answer, another number, a
block more or less): each such kind of slip is named below with the reason why it can be meant.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.kinds import KINDS as CONTENT
from lms.content.kinds.design import SHARED
from lms.content.reading.model import Catalog
from lms.questions.quiz import Key
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceTree, read_tree, tree_of
from tests.content.mutations import MUTATIONS

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
EACH = 12

TREE = read_tree(ROOT)[0]
FILES = {path: file.content for path, file in TREE.files.items()}
CACHE = Cache()
CATALOG, FOUND = compile_catalog(TREE, today=TODAY, cache=CACHE)
# Translations hold texts alone, and have tests of their own.
WRITTEN = sorted(
    path
    for path in FILES
    if path.endswith(".md") and not path.lower().endswith("readme.md") and CONTENT.of_file(path) != "translation"
)

# Texts that people wrote: where these differ, what was changed is what is shown.
_TEXTS = frozenset(
    {"html", "title", "summary", "text", "words_of", "unit", "agree_to", "says_not", "description", "name", "role"}
    | {"agreement_title", "agreement_html", "page", "style", "gaps", "notes", "why", "hints", "tags", "terms"}
)
# Numbers of lines and hashes follow from the text.
_FOLLOWING = frozenset(
    {"version", "line", "revision", "agreement", "media", "place", "minutes", "source", "hash", "editions"}
)

MEANT = {
    "delete_a_line": "a key may be left out, a block's own line be taken away, a paragraph end",
    "double_a_line": "an item of a list or a line of the blueprint may be there twice on purpose",
    "swap_two_lines": "modules, lessons and lines of a blueprint have the order that is written",
    "name_another_answer": "only the author knows which answer is right",
    "change_the_letter_of_an_option": "a letter is a name; where key and why follow, nothing is wrong",
    "swap_the_letters_of_two_options": "only the author knows which letter belongs to which text",
    "change_a_letter": "a figure, a letter of an answer or of an accepted word may be meant",
    "cut_the_file": "a file may end after any whole block",
    "indent_a_line": "four spaces make a line of prose an example",
    "put_a_colon_in": "an accepted word or an objective's text may hold a colon",
    "double_an_id": "a scenario and a quiz are told apart, and may be called alike",
    "put_html_in": "an accepted word may be anything",
}


def compiled(files: Mapping[str, bytes], cache: Cache) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    return compile_catalog(tree_of(files), today=TODAY, cache=cache)


def bare(value: Any, name: str = "") -> Any:
    """A value of the catalog without the texts that people wrote in it."""
    if name in _FOLLOWING or name in _TEXTS:
        return None
    if isinstance(value, Key):
        return (value.type, repr(value.rule))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: bare(getattr(value, one.name), one.name) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return [(key, bare(one)) for key, one in value.items()]
    if isinstance(value, list | tuple):
        return [bare(one) for one in value]
    return value


BARE = bare(CATALOG)
LESSONS = sum(len(one.lessons) for one in CATALOG.courses.values()) if CATALOG else 0


def is_harmless(catalog: Catalog | None) -> bool:
    return catalog == CATALOG or bare(catalog) == BARE


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_slip_is_found_or_harmless(name: str) -> None:
    chance = random.Random(f"{name} 4")
    silent = []
    tried = 0
    for _ in range(16 * EACH):
        path = chance.choice(WRITTEN)
        text = FILES[path].decode()
        changed = MUTATIONS[name](text, chance)
        if not changed or changed == text:
            continue
        tried += 1
        catalog, findings = compiled(FILES | {path: changed.encode()}, CACHE)
        assert all(one.place.file in {*FILES} for one in findings)
        if set(findings) <= set(FOUND) and not is_harmless(catalog):
            silent.append((path, text, changed))
        if tried == EACH:
            break
    assert tried > 5
    if name not in MEANT:
        assert silent == []


def test_every_reason_belongs_to_a_slip_that_is_tried() -> None:
    assert set(MEANT) <= set(MUTATIONS)


@pytest.mark.parametrize("path", sorted(FILES))
@pytest.mark.parametrize("end", [".txt", ".MD", ".markdown"])
def test_a_text_with_another_ending_is_found(path: str, end: str) -> None:
    if not path.endswith(".md") or path.lower().endswith("readme.md"):
        return
    files = {file: content for file, content in FILES.items() if file != path}
    files[path.removesuffix(".md") + end] = FILES[path]
    assert not set(compiled(files, CACHE)[1]) <= set(FOUND)


@pytest.mark.parametrize("path", WRITTEN)
@pytest.mark.parametrize("before", ["x", "0-x"])
def test_a_file_of_another_name_is_found_or_only_called_otherwise(path: str, before: str) -> None:
    folder, _, name = path.rpartition("/")
    files = {file: content for file, content in FILES.items() if file != path}
    files[f"{folder}/{before}{name}"] = FILES[path]
    catalog, findings = compiled(files, CACHE)
    assert catalog is not None
    if set(findings) <= set(FOUND):
        assert CONTENT.of_file(path) in ("lesson", "assessment", "bank", "glossary", "page", "adoption")
        assert sum(len(one.lessons) for one in catalog.courses.values()) == LESSONS
        assert len(catalog.assessments) == len(CATALOG.assessments if CATALOG else ())


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_file_that_is_gone_is_missed_or_was_alone(path: str) -> None:
    """Whatever is named from elsewhere is missed, unless all share another; what nothing names takes itself along."""
    files = {file: content for file, content in FILES.items() if file != path}
    catalog, findings = compiled(files, CACHE)
    assert catalog is not None
    if set(findings) <= set(FOUND):
        name = path.rsplit("/", 1)[1]
        named = [file for file, content in files.items() if name.encode() in content]
        shared = path.startswith(f"{SHARED}/") and f"{SHARED}/{name}" in files
        assert named == [] or shared or catalog == CATALOG or name in ("course.md", "credential.md")


@pytest.mark.parametrize("seed", range(12))
def test_several_slips_at_once_end_in_findings_and_never_in_a_traceback(seed: int) -> None:
    chance = random.Random(1000 + seed)
    files = dict(FILES)
    for _ in range(chance.randint(2, 30)):
        path = chance.choice(WRITTEN)
        try:
            text = files[path].decode()
        except UnicodeDecodeError:
            continue
        if text.strip():
            changed = chance.choice(list(MUTATIONS.values()))(text, chance)
            files[path] = (changed or text).encode("utf-8", "surrogatepass")
    catalog, findings = compiled(files, CACHE)
    assert catalog is not None
    assert compiled(files, Cache()) == (catalog, findings)


PIECES = [
    b"---\n", b"```quiz\n", b"```\n", b"> ", b"- ", b"\t", b"id: a\n", b"type: choose-one\n", b"options:\n", b"  a: ",
    b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!python/object ", b"<<: ", b"|\n", b">-\n", b'"', b"'", b"\\x00", b": ",
    b"#", b"%", b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\r", b"\n", b"](",
    b"![", b"<b>", b"https://", b"[[1]]", b"title: x\n", b"answer: ", b"blanks: {1: {accept: [a]}}\n", b"? ", b"~~~\n",
    b"    ", b"\x1b[31m", b"1e999999999", b".inf", b"\xf0\x9f\x90\x9d", b"{{ holder }}", b"{% for x in y %}", b"..",
]  # fmt: skip
PATHS = [
    "content/courses/foundations/course.md",
    "content/courses/foundations/02-x.md",
    "content/assessments/x.md",
    "content/assessments/banks/x.md",
    "certificates/issuer.md",
    "certificates/foundations/credential.md",
    "certificates/foundations/certificate.html",
    "certificates/foundations/certificate.css",
    "certificates/foundations/code.md",
]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PATHS), pieces=st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=40))
def test_no_bytes_whatever_raise(path: str, pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    for whole in (content, b"---\ntitle: x\n---\n" + content, b"---\n" + content + b"\n---\n"):
        catalog, findings = compile_catalog(_alone(path, whole), today=TODAY)
        assert catalog is not None
        for one in findings:
            assert one.place.line >= 1
            assert one.place.column >= 1
            assert "\n" not in one.message


def _alone(path: str, content: bytes) -> SourceTree:
    return tree_of({path: content})
