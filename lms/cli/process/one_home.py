"""One server for one LMS_HOME. A second would serve other files than the first, and count what the first counts too."""

from __future__ import annotations

import fcntl
import os

from lms.cli.command.terminal import WRONG_USE, end, require_whole_home, say
from lms.services.ground import home
from lms.settings import LOOPBACK, Settings, SettingsFault

FILE = "served"
LONGEST = 1000


def require_alone(settings: Settings) -> None:
    """End here where another server is at work in this home; until this process ends, none may come.

    On PostgreSQL servers may share what there is, as those of one machine do. The lock goes with the process, whatever
    ends it; the file stays and is in nobody's way.
    """
    if not settings.on_sqlite:
        return
    require_whole_home(settings)
    try:
        home.make(settings)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
    # Left open on purpose; what this process starts does not inherit it.
    handle = os.open(settings.home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        end(_taken(settings, os.read(handle, LONGEST).decode("utf-8", "replace").strip()))
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()}, {settings.base_url}\n".encode())


def _taken(settings: Settings, by: str) -> str:
    who = f" ({by})" if by else ""
    return (
        f"A server is at work in {settings.home} already{who}, and there can be one only, whatever the port. "
        "End that one first, or give this one a folder of its own: LMS_HOME=…"
    )


def warn_of_open_port(settings: Settings, host: str, port: int) -> None:
    """Say so where others than the proxy may reach a port that believes what a proxy says."""
    if settings.trusted_proxies and host not in LOOPBACK:
        say(
            f"Careful: LMS_TRUSTED_PROXIES is {settings.trusted_proxies}, and {host}:{port} can be reached from other "
            "machines. Whoever reaches it can pretend to be any visitor. Let a firewall open it to the proxy alone, or "
            "leave out --host where the proxy is on this machine."
        )
