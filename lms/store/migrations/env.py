"""Alembic asks this module how to migrate. The connection that `migrating` gives it is in a transaction."""

from __future__ import annotations

from alembic import context

from lms.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
context.run_migrations()
