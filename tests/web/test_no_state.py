"""Importing a module does nothing but define, and nothing that a module holds is changed by use."""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict, deque
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import lms
from lms.services.ground.person import Person
from tests.services.certifying.test_certificates import issued
from tests.services.walks import answer, begin, right_answers
from tests.support.site import House
from tests.support.web import API, app_of, signed_in, stranger

STARTS = {"lms.cli.main", "lms.store.migrations.env"}
"""What a program begins with, or alembic runs."""

WATCHED = """
import atexit, subprocess, sys, threading

def told(what, of):
    def tell(self, *args, **more):
        if sys._getframe(1).f_globals.get("__name__", "").startswith("lms."):
            print(what, sys._getframe(1).f_globals["__name__"])
        return of(self, *args, **more)
    return tell

atexit.register = told("something at the end:", atexit.register)
threading.Thread.start = told("a thread:", threading.Thread.start)
subprocess.Popen.__init__ = told("a process:", subprocess.Popen.__init__)
for name in sys.stdin.read().split():
    __import__(name)
"""

CLOSED_AT_THE_END = ["something at the end: lms.services.certifying.verifying"]
"""The one process beside a server, which looks into files that strangers send, is ended with it."""

HELD = {("lms.credentials.render", "_prepared"), ("lms.services.keys.sealing", "_held")}
"""The newest few designs that are ready for Pango, which serves one thread at a time, and signers that are ready."""


def modules() -> list[str]:
    every = [one.name for one in walk_packages(lms.__path__, "lms.")]
    return [name for name in every if name not in STARTS and ".versions." not in name]


def test_importing_any_module_starts_no_thread_and_no_process_and_leaves_nothing_for_the_end() -> None:
    asked = [sys.executable, "-c", WATCHED]
    said = subprocess.run(asked, input="\n".join(modules()), capture_output=True, text=True, check=False)
    assert (said.stdout.splitlines(), said.stderr) == (CLOSED_AT_THE_END, "")


def held() -> dict[tuple[str, str], Any]:
    """What stands under each name of each module: the very thing, and what is in it where things can be put."""
    loaded = [(name, module) for name, module in sys.modules.items() if name.startswith("lms.")]
    return {
        (name, key): (id(value), _inside(value))
        for name, module in loaded
        for key, value in vars(module).items()
        if not key.startswith("__") and not isinstance(value, ModuleType)
    }


def _inside(value: Any) -> Any:
    if isinstance(value, dict | OrderedDict):
        return {key: id(one) for key, one in value.items()}
    return [id(one) for one in value] if isinstance(value, list | set | deque) else None


def test_nothing_that_a_module_holds_is_changed_by_use(house: House, amal: Person) -> None:
    for name in modules():
        import_module(name)
    before = held()
    serial = issued(house, amal)
    attempt = begin(house, amal)
    answer(house, amal, attempt, right_answers(house, attempt))
    app = app_of(house)
    pages = (
        "/",
        "/courses",
        "/courses/listening",
        "/learn",
        "/certificates",
        f"/verify/{serial}",
        f"{API}/openapi.json",
    )
    for caller in (stranger(app), signed_in(app, house, amal)):
        assert {caller.get(page).status_code for page in pages} <= {200, 303}
    after = held()
    assert {name for name, value in before.items() if after.get(name) != value} - HELD == set()
    assert set(after) == set(before)
