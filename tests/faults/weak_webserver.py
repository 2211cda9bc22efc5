"""The web server with a database that does not wait for the disk: the control that must lose what it acknowledged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from lms.store import engine as engines


def _weaken() -> None:
    prepare = engines.prepare

    def prepare_weakly(engine: Engine) -> None:
        prepare(engine)

        @event.listens_for(engine, "connect")
        def _never_wait(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")

    engines.prepare = prepare_weakly


if __name__ == "__main__":
    _weaken()
    # Imported only now: what it loads takes `prepare` by its name.
    from lms.cli.serving import webserver

    webserver.main()
