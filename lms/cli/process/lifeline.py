"""A process that ends with its parent, even where the parent is killed and can't say goodbye."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PARENT = "LMS_SERVED_BY"
"""Set for the processes that `lms serve` starts, and for those that its web server starts: their parent's number."""


def end_with_parent(number: signal.Signals) -> None:
    """Have Linux send this signal when the parent ends. Elsewhere than on Linux this does nothing."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        # It ended between the two lines.
        os.kill(os.getpid(), number)


def is_served() -> bool:
    """Whether `lms serve` started this process."""
    return PARENT in os.environ


def check_parent() -> None:
    """End at once where the parent has ended before this process asked to be told of it."""
    if os.environ.get(PARENT) not in (None, str(os.getppid())):
        sys.exit(1)
