"""What `lms content explain` shows is true: the wrong example of a code gives that code, and the right one does not."""

from __future__ import annotations

import pytest

from lms.content.codes.register import BY_CODE
from lms.content.compiling.compiler import compile_catalog
from lms.sources.diagnostics import Diagnostic, Severity
from lms.sources.files import tree_of
from tests.content.examples import ON_THE_DISK, PROOFS, Changes, site
from tests.content.sites import TODAY

# Codes of the writing, of translations and of the history have examples that are proven with their rules.
ELSEWHERE = ("W", "T", "H")
PROVEN = sorted(code for code in BY_CODE if not code.startswith(ELSEWHERE))


def found_with(changes: Changes) -> tuple[Diagnostic, ...]:
    files = site()
    for path, content in changes.items():
        files.pop(path, None)
        if content is not None:
            files[path] = content.encode() if isinstance(content, str) else content
    return compile_catalog(tree_of(files), today=TODAY)[1]


def laid(code: str) -> tuple[Changes, Changes]:
    proof = PROOFS[code]
    return proof if isinstance(proof, tuple) else (proof(BY_CODE[code].wrong), proof(BY_CODE[code].right))


def test_the_site_of_the_examples_has_nothing_to_mend() -> None:
    assert found_with({}) == ()


def test_every_code_has_its_proof() -> None:
    assert sorted([*PROOFS, *ON_THE_DISK]) == PROVEN


@pytest.mark.parametrize("code", sorted(PROOFS))
def test_the_wrong_example_gives_its_code_and_the_right_one_does_not(code: str) -> None:
    wrong, right = laid(code)
    assert code in {one.code for one in found_with(wrong)}
    assert code not in {one.code for one in found_with(right)}


@pytest.mark.parametrize("code", sorted(PROOFS))
def test_the_right_example_has_no_error_of_any_kind(code: str) -> None:
    found = found_with(laid(code)[1])
    assert [
        f"{one.place.file}:{one.place.line} {one.code} {one.message}" for one in found if one.severity is Severity.ERROR
    ] == []
