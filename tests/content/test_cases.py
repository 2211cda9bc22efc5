"""Every code of every finding, by example."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lms.content.codes.register import BY_CODE, CODES, GROUPS
from lms.content.comparing import history
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.sources.diagnostics import Diagnostic, in_order
from lms.sources.files import read_tree
from tests.content.casefiles import CASES, GOOD_SITE, Case, in_lines, read_case

TODAY = date(2026, 11, 22)


def findings_of(case: Case, site: Path) -> tuple[Diagnostic, ...]:
    banks = case.lay_over(site)
    tree, found = read_tree(site, banks)
    historic: tuple[Diagnostic, ...] = ()
    before = site.with_name("published")
    if case.lay_published(before):
        earlier, now = (world_of(read_tree(one)[0], Cache()) for one in (before, site))
        historic = history.faults(earlier, now, Everybody())
    return in_order([*found, *compile_catalog(tree, today=TODAY, writing=True)[1], *historic])


class Everybody:
    """Three people hold on to everything that was ever published."""

    def done(self, lesson: str) -> int:
        return 3

    def answered(self, course: str, quiz: str) -> int:
        return 3

    def holding(self, path: str) -> int:
        return 3


def refusing(names: tuple[str, ...], opened: Callable[..., int]) -> Callable[..., int]:
    """As `os.open`, but for some files that the system refuses; a test that runs as root is refused nothing."""

    def open_or_refuse(path: str, *arguments: Any) -> int:
        if str(path).endswith(names):
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments)

    return open_or_refuse


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_has_the_findings_it_expects_and_no_others(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case(path)
    if case.unreadable:
        monkeypatch.setattr(os, "open", refusing(case.unreadable, os.open))
    findings = findings_of(case, tmp_path / "site")
    assert in_lines(findings) == case.expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_finding_has_the_severity_of_its_code_and_says_what_to_do(path: Path, tmp_path: Path) -> None:
    for finding in findings_of(read_case(path), tmp_path / "site"):
        assert finding.severity is BY_CODE[finding.code].severity
        assert finding.message.strip()
        assert "\n" not in finding.message
        assert finding.place.line >= 1
        assert finding.place.column >= 1


def test_every_code_has_a_case_that_expects_it() -> None:
    shown = {code for path in CASES if (code := path.stem.split("-")[0]) in " ".join(read_case(path).expected)}
    assert shown == set(BY_CODE)
    assert {path.stem.split("-")[0] for path in CASES} == set(BY_CODE)


def test_no_code_stands_for_two_things() -> None:
    assert len(BY_CODE) == len(CODES)
    assert {code.code[0] for code in CODES} == set(GROUPS)


def test_the_good_site_has_nothing_to_mend() -> None:
    tree, found = read_tree(GOOD_SITE)
    catalog, findings = compile_catalog(tree, today=TODAY, writing=True)
    assert (found, findings) == ([], ())
    assert catalog is not None
