"""A process that issues certificates and is killed at a chosen step, again and again.

It reads lines from its standard input: a step, an account's number and a serial. For each it forks a child, which sets
out, and which `kill -9` ends right after that step, or before it. Then it writes the signal that ended the child.

Told to go all the way it forks nobody, so that what drawing needs is loaded once, and not in each child.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from lms.credentials import render
from lms.services.certifying import claiming, issuing
from lms.services.ground.person import Person
from lms.services.log import logbook
from lms.services.mail import outbox
from lms.services.operating import start
from lms.store import audit, certificates


@dataclass(frozen=True, slots=True)
class Step:
    """Where to die: at the `call`th time that this function is called, after it, or before it did anything."""

    module: ModuleType
    function: str
    call: int = 1
    before: bool = False


PROMISED = "once-it-is-promised"
"""Here the process dies as it hands the job to the queue, which is no function of a module."""

ALL_THE_WAY = "all-the-way"

STEPS: Mapping[str, Step] = {
    "before-the-promise-is-committed": Step(claiming, "intend"),
    "once-the-leaf-is-written": Step(logbook, "enter"),
    "before-logging-is-committed": Step(certificates, "keep_life"),
    "once-it-is-logged": Step(issuing, "_log"),
    "once-it-is-drawn": Step(render, "draw"),
    "once-the-file-is-written": Step(certificates, "keep_pdf"),
    "once-the-row-tells-of-the-file": Step(certificates, "keep_life", call=2),
    "once-the-leaf-of-the-file-is-written": Step(logbook, "enter", call=2),
    "before-storing-is-committed": Step(certificates, "keep_file_leaf"),
    "once-it-is-stored": Step(issuing, "_store"),
    "before-issuing-is-committed": Step(certificates, "keep_life", call=3),
    "once-the-log-is-written": Step(audit, "append", call=3),
    "once-the-mail-is-written": Step(outbox, "write"),
    "once-it-is-issued": Step(outbox, "send_soon", before=True),
}

REDRAWING: Mapping[str, Step] = {
    "once-the-new-file-is-drawn": Step(render, "draw"),
    "once-the-new-file-is-written": Step(certificates, "keep_pdf"),
    "once-the-row-tells-of-it": Step(certificates, "keep_life"),
    "once-its-leaf-is-written": Step(logbook, "enter"),
    "before-the-new-file-is-committed": Step(certificates, "keep_file_leaf"),
    "once-the-new-file-is-stored": Step(issuing, "_store"),
}
"""Where to die after a reinstatement, while the file with the new credential in it is made."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


def deadly(step: Step) -> Callable[..., Any]:
    """The function of this step, which the process does not outlive."""
    living = getattr(step.module, step.function)
    calls = 0

    def act(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == step.call and step.before:
            die()
        outcome = living(*args, **kwargs)
        if calls == step.call:
            die()
        return outcome

    return act


def claim(account: int, step: str) -> None:
    """Ask for the certificate; a job to draw it is put in once the promise is committed."""

    def enqueue(_job: str, _serial: str) -> None:
        if step == PROMISED:
            die()

    person = Person(account, "victim@example.org", "A Victim")
    claiming.claim(start.make_context(enqueue=enqueue), person, "listener", "Amal Haddad", agree=True)


def live(step: str, account: int, serial: str) -> None:
    if step != PROMISED:
        chosen = {**STEPS, **REDRAWING}[step]
        setattr(chosen.module, chosen.function, deadly(chosen))
    if serial == "-":
        claim(account, step)
    else:
        issuing.carry_on(start.make_context(), serial)


def go_all_the_way(serial: str) -> int:
    """Nothing stays open of it for the children."""
    context = start.make_context()
    issuing.carry_on(context, serial)
    context.database.engine.dispose()
    return 0


def die_in_a_child(step: str, account: int, serial: str) -> int:
    """The signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            live(step, account, serial)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def main() -> None:
    for line in sys.stdin:
        step, account, serial = line.split()
        ended_by = go_all_the_way(serial) if step == ALL_THE_WAY else die_in_a_child(step, int(account), serial)
        sys.stdout.write(f"{ended_by}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
