"""The register of kinds: one more is everywhere, an unknown one is refused by name, and none is named elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lms.questions import marking
from lms.questions.kinds import KINDS
from lms.questions.kinds.choose_one import ChooseOne
from lms.questions.quiz import Key, Question
from lms.questions.register import Kinds, UnknownKind
from lms.questions.stored import question_from_json
from tests.questions.making import EVERY_KIND, quiz, read

ROOT = Path(__file__).parents[2]
OWN = ("lms/questions/kinds/", "templates/questions/")
EVERYDAY = {name for name in KINDS if "-" not in name}
"""Names that are words of programs too: they name a kind where they are held against a type, or are one."""


def named_in(file: Path) -> Iterator[str]:
    """The kinds that a file names, also inside of longer texts."""
    text = file.read_text("utf-8")
    parted = "|".join(name for name in KINDS if name not in EVERYDAY)
    code = re.compile(rf"(?<![\w-])(?:{parted})(?![\w-])|(?<![a-z])(?:{parted.replace('-', '_')})(?![a-z])")
    if file.suffix != ".py":
        yield from code.findall(text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from code.findall(node.value)
        names = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
        yield from code.findall(names) if isinstance(names, str) else ()
        yield from (one for one in held(node) if one in EVERYDAY)


def held(node: ast.AST) -> Iterator[str]:
    """The texts that are held against something called type or kind, or stand for one."""
    if isinstance(node, ast.Compare) and re.search("type|kind", ast.unparse(node).casefold()):
        yield from texts(node)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Key" and node.args:
        yield from texts(node.args[0])
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "KINDS":
        yield from texts(node.slice)
    elif isinstance(node, ast.Dict):
        keys = [text for key in node.keys if key is not None for text in texts(key)]
        yield from keys if len(set(keys) & set(KINDS)) > 1 else ()
        for key, value in zip(node.keys, node.values, strict=True):
            # Alone, or one of several, it is a schema of JSON, which has numbers too.
            alone = len(node.keys) == 1 or not isinstance(value, ast.Constant)
            yield from texts(value) if key is not None and ast.unparse(key) == "'type'" and not alone else ()


def texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def files() -> list[str]:
    found = [*(ROOT / "lms").rglob("*.py"), *(ROOT / "lms").rglob("*.yaml"), *(ROOT / "lms").rglob("*.js")]
    paths = [str(one.relative_to(ROOT)) for one in [*found, *(ROOT / "templates").rglob("*.html")]]
    # What an author reads of a finding has an example, as authors write it.
    return [one for one in sorted(paths) if not one.startswith(OWN) and not re.search("codes(?:[.]py|/)", one)]


def test_nothing_but_the_kinds_names_a_kind() -> None:
    found = {path: set(named_in(ROOT / path)) for path in files()}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_name_is_found_wherever_it_may_stand(tmp_path: Path) -> None:
    named = ("x.type == 'scale'", "'make it a choose-one'", "def fill_in(): pass", "Key('match', {})", "a.short_answer")
    for text in (*named, "kind in ('number',)", "{'id': 'x', 'type': 'reflect'}", "{'scale': 1, 'choose-one': 2}"):
        (tmp_path / "one.py").write_text(text)
        assert list(named_in(tmp_path / "one.py")), text
    (tmp_path / "one.html").write_text('{% if question.type == "put-in-order" %}')
    assert list(named_in(tmp_path / "one.html")) == ["put-in-order"]
    (tmp_path / "one.py").write_text("'this scales'; 'fill in the form'; re.match; {'number': 3}; x == 'match'")
    assert not list(named_in(tmp_path / "one.py"))


def test_an_unknown_kind_is_refused_by_name_wherever_a_question_comes_from() -> None:
    with pytest.raises(UnknownKind, match="There is no kind of question called `wonder`"):
        KINDS["wonder"]
    assert KINDS.named("wonder") is None
    assert "wonder" not in KINDS
    with pytest.raises(UnknownKind, match="`wonder`"):
        question_from_json({"id": "q", "type": "wonder", "html": "", "options": []})
    with pytest.raises(UnknownKind, match="`wonder`"):
        marking.accept(Question("q", "wonder", ""), "a")
    with pytest.raises(UnknownKind, match="`wonder`"):
        marking.share(Key("wonder", {}), "a")
    found = read("id: one\ntype: wonder\nquestion: What?\n")
    assert [one.message for one in found.findings if one.code == "Q102"] == ["`wonder` is not a type of question."]


def test_two_kinds_have_two_names_and_no_body_covers_what_every_question_has() -> None:
    register = Kinds([ChooseOne()])
    with pytest.raises(ValueError, match="a kind of question called choose-one already"):
        register.add(ChooseOne())

    @dataclass(frozen=True)
    class Body:
        points: int = 0

    class Covering(ChooseOne):
        name = "covering"
        body = Body  # type: ignore[assignment]

    with pytest.raises(ValueError, match="every question has points already"):
        register.add(Covering())


def test_kinds_are_told_in_the_order_of_the_manual() -> None:
    assert [kind.name for kind in KINDS.in_order()][: len(EVERY_KIND)] == list(EVERY_KIND)


def test_each_shape_that_comes_in_has_one_kind() -> None:
    taken = [kind.takes for kind in KINDS.values() if kind.takes is not None]
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_the_asking_half_needs_no_key(name: str) -> None:
    kind = KINDS[name]
    assert set(kind.marked_by) <= set(kind.keys)
    assert set(kind.asking) == set(kind.keys) - set(kind.marked_by)
    one = quiz(EVERY_KIND[name])
    assert kind.shape(one.question.body, {}) is not None
