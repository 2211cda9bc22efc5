"""Is what was published last at hand, so that it can be served before a single file is read?"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from lms.content.compiling import cache as compiled
from lms.content.compiling.cache import Cache
from lms.services.ground.context import Context
from lms.services.operating.start import COMPILED, make_context
from lms.settings import SettingsFault
from lms.store import revisions
from lms.store.schema import SERVED, schema_of


def is_at_hand(ctx: Context, cache: Cache) -> bool:
    """Whether something was published before. Without a cache all of it would have to be compiled anew."""
    if cache.last is None:
        return False
    with ctx.database.reading() as session:
        return revisions.served_revision(session) is not None


def may_go_ahead() -> bool:
    """Whether a web server need not wait until its site is made ready. It looks, and makes nothing.

    What is missing or wrong is left to the parent, which mends it, or tells it and ends.
    """
    try:
        ctx = make_context()
        try:
            is_ready = schema_of(ctx.database.engine) in SERVED
            return is_ready and is_at_hand(ctx, compiled.load(ctx.settings.home / COMPILED))
        finally:
            # No connection goes along to the workers.
            ctx.database.engine.dispose()
    except (SettingsFault, DBAPIError):
        return False
