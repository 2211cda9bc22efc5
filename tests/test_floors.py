"""The house keeps its floors: what a module may import, and what the pure floors may read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

LMS = Path(__file__).parent.parent / "lms"
PURE_FLOORS = ["wording", "sources", "questions", "content", "interchange", "progress", "credentials", "practice"]
# By the last two parts of the name that is called or read.
CLOCK_AND_ENVIRONMENT = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.environ",
    "os.getenv",
    "time.localtime",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
}


def test_every_import_keeps_to_its_floor(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # It would silence every logger there is, for all tests that come after in this process.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda _: None)
    status = lint_imports(config_filename=str(LMS.parent / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("floor", PURE_FLOORS)
def test_a_pure_floor_reads_no_clock_and_no_environment(floor: str) -> None:
    found = [
        f"{path.relative_to(LMS.parent)}:{line} {name}"
        for path in sorted((LMS / floor).rglob("*.py"))
        for line, name in names_read(path.read_text(encoding="utf-8"))
        if name in CLOCK_AND_ENVIRONMENT
    ]
    assert not found


def names_read(source: str) -> Iterator[tuple[int, str]]:
    """The dotted names in a module, with their lines; of a long one the last two parts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield node.lineno, f"{owner}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_the_clock_is_found_however_it_is_reached() -> None:
    source = "import datetime, os\nfrom time import time\ndatetime.datetime.now()\nos.environ['HOME']\n"
    assert set(names_read(source)) >= {(2, "time.time"), (3, "datetime.now"), (4, "os.environ")}
