"""The recipes for GitHub, GitLab and pre-commit: others' schemas judge their form, and their commands are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.casefiles import GOOD_SITE
from tests.docs.pages import DOCS, ROOT

PAGE = (DOCS / "how-to" / "check-in-ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
GITHUB, SCANNING, GITLAB, HOOK, LOCAL_HOOK = BLOCKS
FAULT = "---\ntitel: x\n---\nx\n"


def run(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    unset = {name: value for name, value in os.environ.items() if not name.startswith(("LMS_", "GIT_"))}
    given = {"PATH": path, "XDG_CACHE_HOME": str(folder.parent / "cache"), "LMS_HOME": str(folder.parent / "none")}
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env={**unset, **given, **more}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A scratch repository with a good site in it."""
    folder = tmp_path / "repository"
    shutil.copytree(GOOD_SITE, folder)
    assert run("git init -q . && git add .", folder).returncode == 0
    return folder


def spoil(repository: Path) -> None:
    (repository / "content/courses/bees/02-second.md").write_text(FAULT)
    assert run("git add .", repository).returncode == 0


def checks(commands: list[str]) -> list[str]:
    return [command for command in commands if command.startswith("lms ")]


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(GITHUB)["jobs"]["check"]["steps"]
    return [*found, *yaml.safe_load(SCANNING)]


@pytest.mark.parametrize(("text", "schema"), [(GITHUB, "vendor.github-workflows"), (GITLAB, "vendor.gitlab-ci")])
def test_a_recipe_is_of_the_form_that_its_service_reads(tmp_path: Path, text: str, schema: str) -> None:
    file = tmp_path / "recipe.yml"
    file.write_text(text)
    result = run(f"check-jsonschema --builtin-schema {schema} {file}", tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_commands_for_github_pass_a_good_site_and_stop_a_faulty_one(repository: Path) -> None:
    check, scan = checks([step.get("run", "") for step in steps()])
    assert run(check, repository).returncode == 0
    spoil(repository)
    result = run(check, repository)
    assert result.returncode == 1
    assert result.stdout.startswith("::error file=content/courses/bees/02-second.md,line=2,col=1")
    assert run(scan, repository).returncode == 1
    assert json.loads((repository / "content.sarif").read_text())["version"] == "2.1.0"


def test_the_command_for_gitlab_leaves_the_report_that_the_recipe_uploads(repository: Path) -> None:
    job = yaml.safe_load(GITLAB)["content"]
    (check,) = checks(job["script"])
    assert run(check, repository).returncode == 0
    report = repository / job["artifacts"]["reports"]["codequality"]
    assert json.loads(report.read_text()) == []
    spoil(repository)
    assert run(check, repository).returncode == 1
    assert json.loads(report.read_text())[0]["location"]["path"] == "content/courses/bees/02-second.md"


def test_what_the_recipes_install_is_all_that_a_check_imports() -> None:
    """And it is the same in both."""
    lines = {line.strip(" -").removeprefix("run: ") for line in PAGE.split("\n") if "pip install" in line}
    assert len(lines) == 2
    named = next(line for line in lines if "--no-deps" not in line).split("install ")[1].split()
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom lms.cli.main import main\n"
        f"CliRunner().invoke(main, ['content', 'check', {str(GOOD_SITE)!r}, '--format', 'sarif'])\n"
        "files = [getattr(one, '__file__', None) or '' for one in list(sys.modules.values())]\n"
        "print(*{file.split('site-packages/')[1].split('/')[0] for file in files if 'site-packages/' in file})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(result.stdout.split()) - {"_virtualenv.py", "_distutils_hack"}
    modules = {
        "jinja2": {"jinja2", "markupsafe"},
        "markdown-it-py": {"markdown_it", "mdurl"},
        "pyyaml": {"yaml", "_yaml"},
    }
    allowed = set().union(*(modules.get(name, {name.replace("-", "_")}) for name in named))
    assert {name for name in imported if not name.startswith("__")} <= allowed


def test_the_hooks_are_of_the_form_that_pre_commit_reads() -> None:
    result = run(f"pre-commit validate-manifest {ROOT / '.pre-commit-hooks.yaml'}", ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for hook in yaml.safe_load(HOOK)["repos"][0]["hooks"]} <= set(hooks)
    assert all(f"`{name}`" in PAGE or f"id: {name}\n" in PAGE for name in hooks)


@pytest.mark.parametrize("text", [HOOK, LOCAL_HOOK])
def test_the_configurations_are_of_the_form_that_pre_commit_reads(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(text)
    result = run(f"pre-commit validate-config {file}", tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_commit_with_a_fault_is_stopped_and_one_without_is_made(repository: Path, tmp_path: Path) -> None:
    (repository / ".pre-commit-config.yaml").write_text(LOCAL_HOOK)
    more = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    identity = "-c user.name=Rosa -c user.email=rosa@example.org"
    assert run("git add . && pre-commit install", repository, **more).returncode == 0
    first = run(f"git {identity} commit -q -m Good", repository, **more)
    assert first.returncode == 0, first.stdout + first.stderr
    spoil(repository)
    second = run(f"git {identity} commit -q -m Faulty", repository, **more)
    assert second.returncode == 1
    assert "Did you mean `title`?" in second.stdout + second.stderr
