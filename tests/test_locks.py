"""What is locked can be installed on the oldest Python that is served, and is whole there; `make lock` asks this."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

REQUIREMENTS = Path(__file__).parent.parent / "requirements"
OLDEST = "3.11.0"
# Debian's own of yesterday, today and tomorrow, and the last of each line in between.
SERVED = [OLDEST, "3.11.2", "3.11.14", "3.12.0", "3.13.0", "3.13.5"]
LOCKS = ["run", "test"]


def locked(*locks: str) -> dict[str, str]:
    """Each locked library with its release."""
    text = "".join((REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8") for lock in locks)
    return {canonicalize_name(name): release for name, release in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)}


def too_new(releases: Mapping[str, str], python: str) -> list[str]:
    """The releases that this Python may not install, with what each asks for."""
    asked = {name: metadata.metadata(name).json.get("requires_python", "") for name in releases}
    return [
        f"{name}=={releases[name]} asks for Python {versions}: bound it in requirements/*.in, with a comment"
        for name, versions in asked.items()
        if not SpecifierSet(str(versions)).contains(python)
    ]


def missing(releases: Mapping[str, str], python: str) -> set[str]:
    """What the locked releases ask for on this Python, and what is not locked."""
    here = {"python_version": python.rpartition(".")[0], "python_full_version": python, "extra": ""}
    environment: dict[str, str | AbstractSet[str]] = {**default_environment(), **here}  # type: ignore[dict-item]
    asked = [Requirement(line) for name in releases for line in metadata.requires(name) or ()]
    wanted = {one.name for one in asked if one.marker is None or one.marker.evaluate(environment)}
    return {name for name in wanted if canonicalize_name(name) not in releases}


def test_what_is_read_here_is_what_is_locked() -> None:
    releases = locked(*LOCKS)
    assert len(releases) > 100
    assert {name: metadata.version(name) for name in releases} == releases


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_release_admits_the_oldest_python_that_is_served(lock: str) -> None:
    assert not too_new(locked(lock), OLDEST)


def test_a_release_that_is_too_new_is_named_with_what_to_do() -> None:
    assert too_new({"pytest": metadata.version("pytest")}, "3.1.0")[0].startswith("pytest==")


@pytest.mark.parametrize("python", SERVED)
def test_the_locks_are_whole_on_every_python_that_is_served(python: str) -> None:
    assert not missing(locked("run"), python)
    assert not missing(locked(*LOCKS), python)


def test_a_library_that_is_asked_for_and_not_locked_is_named() -> None:
    releases = {name: release for name, release in locked("run").items() if name != "async-timeout"}
    assert missing(releases, OLDEST) == {"async-timeout"}
    assert not missing(releases, "3.11.14")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_carries_hashes_and_names_no_place_to_fetch_from(lock: str) -> None:
    text = (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8")
    assert text.count("==") == len(locked(lock))
    assert len(re.findall(r"^[\w.-]+==\S+ \\\n    --hash=sha256:", text, re.M)) == len(locked(lock))
    assert not re.search(r"--(index|extra-index|find|trusted)|https?://|file:/", text)
