"""The page of a certificate as a Jinja template: read, never run, so that no design can name what it will not get."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from lms.sources.diagnostics import Findings, Place
from lms.sources.suggest import did_you_mean, listed
from lms.sources.yamltext import shorten

NAMES = frozenset(
    {
        "holder",
        "credential",
        "kind",
        "criteria",
        "says_not",
        "objectives",
        "issued",
        "expires",
        "serial",
        "verify_url",
        "host",
        "issuer",
        "signed_by",
        "ground",
        "qr",
        "language",
    }
)
"""What a design is given, and no more."""

ISSUER_PARTS = ("name", "url", "email", "description")
"""What `issuer` has. Printed by itself it is the name, and may be used as any text."""

_ENVIRONMENT = Environment(autoescape=True)
_OTHER_TEMPLATES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
_WORD = re.compile(r"(?<![\w.])[^\W\d]\w*")
_OF_A_MACRO = frozenset({"varargs", "kwargs", "caller"})


def check_template(text: str, file: str, findings: Findings) -> None:
    """Finds fault with what Jinja cannot read, and with every name that a design does not get."""
    checked = _Check(text, file, findings)
    try:
        template = _ENVIRONMENT.parse(text)
        checked.visit(template, set())
    except TemplateSyntaxError as fault:
        line = min(max(fault.lineno, 1), text.count("\n") + 1)
        message = f"This cannot be read as a template: {shorten(fault.message or '')}"
        findings.add(checked.line_place(line), "K107", message, "Check the brackets {{ … }} and {% … %} on this line.")
    except ValueError:
        findings.add(Place(file), "K107", "There is a number in this template that is too long.", "Write fewer digits.")
    except RecursionError:
        findings.add(Place(file), "K107", "This template is nested too deeply.", "Write it with fewer levels.")


class _Check:
    """Walks the tree with the names that are known at each place: a loop's or a macro's own count inside it alone."""

    def __init__(self, text: str, file: str, findings: Findings) -> None:
        self.lines = text.split("\n")
        self.file = file
        self.findings = findings
        self.words: dict[int, dict[str, deque[int]]] = {}

    def line_place(self, line: int) -> Place:
        written = self.lines[line - 1]
        column = len(written) - len(written.lstrip()) + 1
        return Place(self.file, line, column, line, max(len(written.rstrip()) + 1, column + 1))

    def place(self, line: int, word: str) -> Place:
        """The place of a word on a line, the next time that it is met there."""
        line = min(max(line, 1), len(self.lines))
        if line not in self.words:
            self.words[line] = {}
            for found in _WORD.finditer(self.lines[line - 1]):
                self.words[line].setdefault(found[0], deque()).append(found.start())
        places = self.words[line].get(word)
        if not places:
            return self.line_place(line)
        start = places.popleft()
        return Place(self.file, line, start + 1, line, start + 1 + len(word))

    def visit(self, node: nodes.Node, known: set[str]) -> None:
        if isinstance(node, nodes.For):
            self.visit(node.iter, known)
            inner = known | set(_stored(node.target)) | {"loop"}
            for child in (*([node.test] if node.test else []), *node.body):
                self.visit(child, inner)
            self.visit_all(node.else_, set(known))
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            self.visit_macro(node, known)
        elif isinstance(node, nodes.With):
            self.visit_all(node.values, known)
            self.visit_all(node.body, known | {name for target in node.targets for name in _stored(target)})
        elif isinstance(node, nodes.Assign):
            self.visit(node.node, known)
            known.update(_stored(node.target))
        elif isinstance(node, nodes.AssignBlock):
            self.visit_all(node.body, set(known))
            known.update(_stored(node.target))
        else:
            self.check(node, known)
            self.visit_all(node.iter_child_nodes(), known)

    def visit_all(self, children: Iterator[nodes.Node] | list[nodes.Node] | list[nodes.Expr], known: set[str]) -> None:
        for child in children:
            self.visit(child, known)

    def visit_macro(self, node: nodes.Macro | nodes.CallBlock, known: set[str]) -> None:
        if isinstance(node, nodes.Macro):
            known.add(node.name)
        else:
            self.visit(node.call, known)
        self.visit_all(node.defaults, known)
        self.visit_all(node.body, known | {argument.name for argument in node.args} | _OF_A_MACRO)

    def check(self, node: nodes.Node, known: set[str]) -> None:
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known | NAMES:
            message = f"A design is not given `{shorten(node.name)}`."
            help = did_you_mean(node.name, NAMES) or "It is given: " + ", ".join(sorted(NAMES)) + "."
            self.findings.add(self.place(node.lineno, node.name), "K106", message, help)
        elif isinstance(node, nodes.Getattr) and "issuer" not in known and _has_no_such_part(node):
            message = f"`issuer` has no `{shorten(node.attr)}`."
            help = did_you_mean(node.attr, ISSUER_PARTS) or f"It has {listed(ISSUER_PARTS, 'and')}."
            self.findings.add(self.place(node.lineno, "issuer"), "K106", message, help)
        elif isinstance(node, nodes.Filter) and node.name not in _ENVIRONMENT.filters:
            message = f"There is no filter `{shorten(node.name)}`."
            help = did_you_mean(node.name, _ENVIRONMENT.filters) or "Use one of Jinja's own filters, such as `upper`."
            self.findings.add(self.place(node.lineno, node.name), "K112", message, help)
        elif isinstance(node, nodes.Test) and node.name not in _ENVIRONMENT.tests:
            message = f"There is no test `{shorten(node.name)}`."
            help = did_you_mean(node.name, _ENVIRONMENT.tests) or "Use one of Jinja's own tests, such as `defined`."
            self.findings.add(self.place(node.lineno, node.name), "K112", message, help)
        elif isinstance(node, _OTHER_TEMPLATES):
            message = "A design is one page: it cannot bring in another."
            self.findings.add(self.line_place(node.lineno), "K112", message, "Write it out here.")
        elif isinstance(node, nodes.Pow) or (isinstance(node, nodes.Mul) and _repeats(node)):
            message = "A design does not calculate with powers, and does not repeat text by a number."
            self.findings.add(self.line_place(node.lineno), "K112", message, "Write the result itself.")


def _has_no_such_part(node: nodes.Getattr) -> bool:
    of_issuer = isinstance(node.node, nodes.Name) and node.node.name == "issuer"
    return of_issuer and node.attr not in ISSUER_PARTS and not hasattr(str, node.attr)


def _stored(target: nodes.Node) -> Iterator[str]:
    for name in (target, *target.find_all(nodes.Name)):
        if isinstance(name, nodes.Name):
            yield name.name


def _repeats(node: nodes.Mul) -> bool:
    """Whether a product may be a long text: one of a text or list, such as `"-" * 80`."""
    return any(
        isinstance(side, nodes.List | nodes.Tuple | nodes.TemplateData)
        or (isinstance(side, nodes.Const) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )
