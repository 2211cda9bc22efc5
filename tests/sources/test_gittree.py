"""The files of a git revision, as read_tree would give them, whatever the repository tries."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lms.sources import gittree
from lms.sources.files import MOST_BYTES, TOO_LARGE, read_tree
from lms.sources.gittree import NoSuchRevision, tree_at

LESSON = "content/courses/a/01-one.md"


def git(folder: Path, *arguments: str, at: str = "2026-11-01T12:00:00Z") -> str:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_DATE": at,
    }
    person = ("-c", "user.name=Amal", "-c", "user.email=amal@example.org", "-c", "init.defaultBranch=main")
    command = ["git", *person, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.strip()


def write(site: Path, path: str, content: bytes = b"x") -> Path:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def keep(repository: Path, message: str = "kept", at: str = "2026-11-01T12:00:00Z") -> str:
    """Commit all files, and give the commit's hash."""
    if not (repository / ".git").exists():
        git(repository, "init", "--quiet")
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--allow-empty", "-m", message, at=at)
    return git(repository, "rev-parse", "HEAD")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    write(site, LESSON, b"first")
    write(site, "content/courses/a/media/bee.png", b"\x89PNG\n\x00\nbytes")
    write(site, "certificates/issuer.md", b"issuer")
    write(site, "content/assessments/banks/bees.md", b"bank")
    write(site, "README.md")
    keep(site)
    return site


def test_a_revision_reads_as_the_folder_did(site: Path) -> None:
    there, _ = read_tree(site)
    write(site, LESSON, b"second")
    tree, findings = tree_at(site, None, "HEAD")
    assert (tree, findings) == (there, [])
    assert tree.files[LESSON].content == b"first"


def test_every_way_of_naming_a_revision_leads_there(site: Path) -> None:
    first = keep(site)
    write(site, LESSON, b"second")
    keep(site)
    git(site, "tag", "-a", "spring", "-m", "spring", first)
    for rev in (first, first[:8], "HEAD~1", "spring", "main^"):
        assert tree_at(site, None, rev)[0].files[LESSON].content == b"first"


def test_a_site_may_be_a_folder_of_a_repository(tmp_path: Path) -> None:
    write(tmp_path, "programme/site/" + LESSON, b"inside")
    write(tmp_path, LESSON, b"of somebody else")
    keep(tmp_path)
    tree, _ = tree_at(tmp_path / "programme/site", None, "HEAD")
    assert {path: file.content for path, file in tree.files.items()} == {LESSON: b"inside"}


@pytest.mark.parametrize(
    "rev",
    ["--output=stolen", "-h", "", "nowhere", "HEAD:content", "a\nb", "x" * 301, "\x00", "--all", "HEAD..HEAD"],
)
def test_what_names_no_commit_is_refused_in_a_sentence(site: Path, rev: str) -> None:
    with pytest.raises(NoSuchRevision, match="no revision"):
        tree_at(site, None, rev)
    assert not (site / "stolen").exists()


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    write(tmp_path, LESSON)
    with pytest.raises(NoSuchRevision, match="no git repository"):
        tree_at(tmp_path, None, "HEAD")


def test_without_git_it_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gittree, "_GIT", ("git-that-is-not-here",))
    with pytest.raises(NoSuchRevision, match="not installed"):
        tree_at(site, None, "HEAD")


def test_links_submodules_and_hidden_files_are_not_read(site: Path, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", b"secret")
    (site / "content/courses/a/link.md").symlink_to(secret)
    write(site, "content/courses/.hidden/idea.md")
    inner = site / "content/courses/inner"
    write(inner, "course.md")
    keep(inner)
    keep(site)
    tree, findings = tree_at(site, None, "HEAD")
    assert [(one.place.file, one.code, one.message) for one in findings] == [
        ("content/courses/a/link.md", "S004", "This is a link to another place, which is not followed."),
        ("content/courses/inner", "S004", "This is another repository, which is not read."),
    ]
    assert not any(path.startswith(("content/courses/inner", "content/courses/.")) for path in tree.files)


def test_what_is_too_large_is_not_read_and_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gittree, "MOST_MEDIA_BYTES", 5)
    write(site, LESSON, b"a" * (MOST_BYTES + 10))
    keep(site)
    tree, findings = tree_at(site, None, "HEAD")
    assert len(tree.files[LESSON].content) == MOST_BYTES + 1
    assert [(one.place.file, one.code) for one in findings] == [("content/courses/a/media/bee.png", "S003")]
    assert tree.files["content/courses/a/media/bee.png"].content == TOO_LARGE


def test_a_huge_repository_is_refused_and_not_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gittree, "MOST_TOGETHER", 8)
    with pytest.raises(NoSuchRevision, match="512 MiB"):
        tree_at(site, None, "HEAD")
    monkeypatch.setattr(gittree, "MOST_LISTED", 20)
    with pytest.raises(NoSuchRevision, match="too many"):
        tree_at(site, None, "HEAD")


def test_a_file_that_was_not_fetched_is_told_and_nothing_is_fetched_or_run(site: Path, tmp_path: Path) -> None:
    """A repository may say that what is missing is fetched by a program of its own."""
    ran = tmp_path / "ran"
    trap = write(tmp_path, "trap.sh", f"#!/bin/sh\ntouch {ran}\n".encode())
    trap.chmod(0o755)
    elsewhere = tmp_path / "elsewhere"
    git(tmp_path, "clone", "--quiet", "--bare", str(site), str(elsewhere))
    blob = git(site, "rev-parse", f"HEAD:{LESSON}")
    (site / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for setting, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(elsewhere),
        "remote.origin.uploadpack": str(trap),
        "protocol.file.allow": "always",
        "protocol.ext.allow": "always",
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "core.sshCommand": str(trap),
        "core.alternateRefsCommand": str(trap),
        "gpg.program": str(trap),
        "log.showSignature": "true",
        "diff.external": str(trap),
    }.items():
        git(site, "config", setting, value)
    tree, findings = tree_at(site, None, "HEAD")
    assert [(one.place.file, one.code) for one in findings] == [(LESSON, "S005")]
    assert LESSON not in tree.files
    assert not ran.exists()


def test_banks_in_another_repository_are_those_of_the_branch_of_the_same_name(site: Path, tmp_path: Path) -> None:
    banks = tmp_path / "private"
    write(banks, "bees.md", b"on main")
    keep(banks)
    for repository in (site, banks):
        git(repository, "checkout", "--quiet", "-b", "winter")
    write(banks, "bees.md", b"on winter")
    keep(banks)
    assert tree_at(site, banks, "winter")[0].files["content/assessments/banks/bees.md"].content == b"on winter"
    assert tree_at(site, banks, "main")[0].files["content/assessments/banks/bees.md"].content == b"on main"


def test_banks_in_another_repository_are_those_of_the_time_of_a_commit(site: Path, tmp_path: Path) -> None:
    banks = tmp_path / "private"
    for day, content in ((1, b"first"), (9, b"second")):
        write(banks, "bees.md", content)
        keep(banks, at=f"2026-11-0{day}T10:00:00Z")
    commit = keep(site, at="2026-11-05T10:00:00Z")
    assert tree_at(site, banks, commit)[0].files["content/assessments/banks/bees.md"].content == b"first"
    with pytest.raises(NoSuchRevision, match="repository of the banks"):
        tree_at(site, banks, keep(site, at="2026-10-05T10:00:00Z"))


def test_banks_beside_the_site_in_one_repository_are_of_the_same_commit(tmp_path: Path) -> None:
    write(tmp_path, "site/" + LESSON)
    write(tmp_path, "banks/bees.md", b"first")
    keep(tmp_path)
    write(tmp_path, "banks/bees.md", b"second")
    keep(tmp_path)
    tree, _ = tree_at(tmp_path / "site", tmp_path / "banks", "HEAD~1")
    assert tree.files["content/assessments/banks/bees.md"].content == b"first"


def test_banks_without_a_history_are_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    with pytest.raises(NoSuchRevision, match="cannot be known"):
        tree_at(site, tmp_path / "loose", "HEAD")


def test_the_machine_s_own_settings_of_git_change_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tree_at(site, None, "HEAD")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "nonsense")
    assert tree_at(site, None, "HEAD") == there
