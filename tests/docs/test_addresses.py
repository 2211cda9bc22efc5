"""Every address of the program stands in the reference, with its methods and whom it is for; and no other does."""

import re
from collections import defaultdict
from pathlib import Path

from lms import settings
from lms.web.app import create_app
from lms.web.edge.policies import EXTENSION
from lms.web.workshop import Workshop
from tests.docs.pages import REFERENCE

PAGE = REFERENCE / "addresses.md"
ROW = re.compile(r"^\| ([A-Z, ]+?) \| `(/[^`]*)` \| ([a-z ]+?) \|", re.MULTILINE)
Table = dict[str, dict[str, str]]


def told() -> Table:
    """By address and method, whom the page says it is for."""
    table: Table = defaultdict(dict)
    for methods, address, who in ROW.findall(PAGE.read_text(encoding="utf-8")):
        for method in methods.split(", "):
            assert method not in table[address], f"{method} {address} is here twice"
            table[address][method] = who
    return dict(table)


def real(home: Path, workshop: Workshop | None = None) -> Table:
    """The same, by the program's own table."""
    environment = {"LMS_HOME": str(home), "LMS_SECRET_KEY": "sG7ckQ0vX1mZ4hJ9tR2wY6bN8dF5pL3a"}
    app = create_app(settings.load(environment), authors=workshop)
    table: Table = defaultdict(dict)
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<\w+:(\w+)>", r"<\1>", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            table[address][method] = app.extensions[EXTENSION][rule.endpoint].who
    return dict(table)


def test_each_address_has_its_line_and_each_line_its_address(tmp_path: Path) -> None:
    assert told() == real(tmp_path, Workshop(preview=True))


def test_what_is_for_the_workshop_is_in_no_app_without_one(tmp_path: Path) -> None:
    public = {address: methods for address, methods in told().items() if "workshop" not in methods.values()}
    assert public == real(tmp_path)
