"""The context of a process, made of its settings. It reads, and makes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lms import settings as environment
from lms.services.ground import half_restored, home
from lms.services.ground.context import Context, no_queue
from lms.services.keys import ring
from lms.services.publishing.served import Served
from lms.settings import Settings, SettingsFault
from lms.store.engine import Database, open_database

COMPILED = "compiled"


def make_context(
    settings: Settings | None = None,
    *,
    database: Database | None = None,
    enqueue: Callable[[str, str], None] = no_queue,
) -> Context:
    """What every service is given. Without settings they come from the environment; SettingsFault tells all faults."""
    given = settings or environment.load()
    broken_off = [half_restored.BROKEN_OFF.format(home=given.home)] if half_restored.is_being_filled(given) else []
    faults = broken_off or [*home.key_faults(given), *ring.faults(given)]
    if faults:
        raise SettingsFault(faults)
    whole = replace(given, secret_key=home.secret_key(given))
    opened = database or open_database(whole.database_url, scratch=home.is_scratch(whole))
    return Context(whole, opened, Served(opened, whole.home / COMPILED), enqueue=enqueue)
