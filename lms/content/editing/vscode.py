"""What makes Visual Studio Code an author's desk: schemas, a check that fills its list of problems, and snippets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lms.content.editing import schema
from lms.content.editing.key_tables import SCENARIO, asks, front_matters, quizzes
from lms.content.kinds import KINDS as CONTENT
from lms.sources.callouts import KINDS as CALLOUTS
from lms.sources.tables import (
    LETTERS,
    Anything,
    ByKey,
    Either,
    Entry,
    Group,
    Letter,
    ListOf,
    Markdown,
    Shape,
    Table,
    Whole,
    Word,
)

FOLDER = ".vscode"
_OPTIONS = ("Ask her brother.", "Write the talk first.")
# file:line:column-line:column: severity CODE: message, as `lms content check --format line` writes it.
_LINE = r"^(.+?):(\d+):(\d+)-(\d+):(\d+): (error|warning) ([A-Z]\d{3}): (.*)$"


def files(command: str = "lms") -> Mapping[str, str]:
    """The files of an author's folder by their path in it. `command` is what starts this program there."""
    found = {
        f"{FOLDER}/settings.json": _json(_settings()),
        f"{FOLDER}/tasks.json": _json(_tasks(command)),
        f"{FOLDER}/lms.code-snippets": _json({**snippets(), **prose_snippets()}),
    }
    for kind in schema.kinds():
        found[f"{FOLDER}/schemas/{kind}.schema.json"] = _json(schema.schema(kind))
    return found


def matcher() -> dict[str, Any]:
    """How VS Code reads the lines of a check."""
    return {
        "owner": "lms",
        "source": "lms",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": _LINE,
            "file": 1,
            "line": 2,
            "column": 3,
            "endLine": 4,
            "endColumn": 5,
            "severity": 6,
            "code": 7,
            "message": 8,
        },
    }


def snippets() -> dict[str, Any]:
    """A snippet for every front matter and every block, with the keys that are needed and an example of each value."""
    found: dict[str, Any] = {}
    for kind, table in front_matters().items():
        found[f"{kind}: front matter"] = _snippet(f"lms-{kind}", table, "---", "---")
    for name, table in quizzes().items():
        found[f"quiz: {name}"] = _snippet(f"lms-{name}", table, "```quiz", "```", {"type": name})
    for name, table in asks().items():
        found[f"ask: {name}"] = _snippet(f"lms-ask-{name}", table, "```ask", "```", {"type": name})
    found["scenario"] = _snippet("lms-scenario", SCENARIO, "```scenario", "```")
    return found


def prose_snippets() -> dict[str, Any]:
    """A snippet for each thing that may stand among the paragraphs of a lesson."""
    callout = ["> [!${1|" + ",".join(CALLOUTS) + "|}] ${2:Ask first}", "> ${3:Before you write.}", "$0"]
    bodies = {
        "callout": callout,
        "footnote": ["[^${1:1}]$0", "", "[^${1:1}]: ${2:The note.}"],
        "formula": ["$$", "${1:\\\\frac{a\\}{b\\}}", "$$", "$0"],
        "film": ["![${1:What it is}](media/${2:name}.${3|mp4,mp3|})", "$0"],
    }
    return {
        name: {"prefix": f"lms-{name}", "scope": "markdown", "description": f"A {name}", "body": body}
        for name, body in bodies.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _settings() -> dict[str, Any]:
    return {
        "[markdown]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.detectIndentation": False,
            "editor.wordWrap": "on",
            "editor.snippetSuggestions": "top",
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
        },
        "files.encoding": "utf8",
        # For extensions that hold the front matter of Markdown, or YAML, against a schema.
        "yaml.schemas": {f"./{FOLDER}/schemas/{kind}.schema.json": place for kind, place in _places().items()},
    }


def _places() -> Mapping[str, str]:
    """Where the files of each kind lie, as VS Code says it: a name that another kind has is left out."""
    forms = {name: CONTENT[name].files[0] for name in front_matters()}
    found = {}
    for name, form in forms.items():
        folder, _, last = form.rpartition("/")
        others = [other.rpartition("/") for other in forms.values() if other != form]
        taken = [own.removesuffix(".md") for beside, _, own in others if beside == folder and last == "*.md"]
        found[name] = f"{folder}/!({'|'.join(taken)}).md" if taken else form
    return found


def _tasks(command: str) -> dict[str, Any]:
    def task(label: str, more: list[str], **settings: object) -> dict[str, Any]:
        return {
            "label": label,
            "type": "process",
            "command": command,
            "args": ["content", "check", "${workspaceFolder}", "--format", "line", *more],
            "problemMatcher": [matcher()],
            "presentation": {"reveal": "silent", "clear": True},
            **settings,
        }

    return {
        "version": "2.0.0",
        "tasks": [
            task("Check the content", [], group={"kind": "build", "isDefault": True}),
            task("Mend what is certain", ["--fix"]),
        ],
    }


def _snippet(
    prefix: str, table: Table, opening: str, closing: str, given: Mapping[str, str] | None = None
) -> dict[str, Any]:
    numbers = iter(range(1, 100))
    lines = [opening]
    for entry in table.entries.values():
        if entry.needed or entry.key in ("title", "why", "valid_for"):
            lines += _lines(entry, (given or {}).get(entry.key), numbers)
    description = f"The keys that a {table.what} needs" if not given else "A question, with the keys that it needs"
    return {"prefix": prefix, "scope": "markdown", "description": description, "body": [*lines, closing, "$0"]}


def _lines(entry: Entry, given: str | None, numbers: Any) -> list[str]:
    if given is not None:
        return [f"{entry.key}: {given}"]
    return _value(f"{entry.key}:", entry.shape, numbers, "")


def _value(before: str, shape: Shape, numbers: Any, indent: str) -> list[str]:
    """A key or dash with an example of its value, as lines of YAML with places to stop at."""
    if isinstance(shape, Either):
        return _value(before, shape.shapes[0], numbers, indent)
    if isinstance(shape, Group):
        inner = [one for one in shape.table.entries.values() if one.needed or one.key in ("requires", "take", "title")]
        rows = [row for one in inner for row in _value(f"{one.key}:", one.shape, numbers, f"{indent}  ")]
        return [f"{indent}{before}", *rows]
    if isinstance(shape, ListOf):
        if isinstance(shape.item, Group):
            rows = _value("", shape.item, numbers, indent)[1:]
            return [f"{indent}{before}", f"{indent}  - {rows[0].lstrip()}", *(f"  {row}" for row in rows[1:])]
        letters = "abcdefghij"[: max(shape.least, 1)] if isinstance(shape.item, Letter) else "a"
        items = [_stop(Letter(one) if isinstance(shape.item, Letter) else shape.item, numbers) for one in letters]
        return [f"{indent}{before} [{', '.join(items)}]"]
    if isinstance(shape, ByKey):
        rows = []
        for n, key in enumerate(_example_keys(shape)):
            value = Markdown(_OPTIONS[n]) if shape == LETTERS else shape.value
            rows += _value(f"{key}:", value, numbers, f"{indent}  ")
        return [f"{indent}{before}", *rows]
    return [f"{indent}{before} {_stop(shape, numbers)}"]


def _example_keys(shape: ByKey) -> tuple[str, ...]:
    named = {"letter": ("a", "b"), "gap": ("1",), "number": ("1",)}
    return named.get(shape.named, (f"a-{shape.named}",))[: max(shape.least, 1)]


def _stop(shape: Shape, numbers: Any) -> str:
    """A place where the cursor stops, with the words to choose from or an example to write over."""
    n = next(numbers)
    if isinstance(shape, Word):
        return f"${{{n}|{','.join(word.replace(',', chr(92) + ',') for word in shape.words)}|}}"
    example = str(shape.least) if isinstance(shape, Whole) else "" if isinstance(shape, Anything) else _like(shape)
    return f"${{{n}:{example.replace('}', chr(92) + '}')}}}"


def _like(shape: Any) -> str:
    return str(getattr(shape, "like", ""))
