"""`lms content preview`: a site of its own on loopback, whose home, database and keys are gone when it ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from lms import settings as environment
from lms.cli.command.opening import WRONG_USE, end, prepare, say
from lms.cli.process.household import PREVIEW
from lms.cli.serving import keeping, serve
from lms.cli.serving.serve import Serving
from lms.content.compiling.cache import Cache
from lms.services import rehearsing
from lms.services.ground import journal
from lms.services.ground.context import Context
from lms.services.ground.home import PREVIEW_MARK
from lms.services.ground.refusals import Refusal
from lms.services.publishing import publish
from lms.settings import SettingsFault
from lms.sources.gittree import NoSuchRevision, tree_at

DEFAULT_PORT = 8001
HOST = "127.0.0.1"
PREFIX = "lms-preview-"
LOCK = "lock"
SCRATCH = "Home, database and keys of this site are scratch: they are removed at the end. Nobody else's data is opened."


@click.command()
@click.argument("rev", required=False, default="")
@click.option("--port", type=serve.PORTS, default=DEFAULT_PORT, show_default=True)
@click.option(
    "--as", "state", type=click.Choice(tuple(rehearsing.STATES)), help="A learner in this state to begin with."
)
def preview(rev: str, port: int, state: str | None) -> None:
    """Serve the files as they are, or as they were at a revision of git, on a site that is thrown away at the end."""
    journal.begin("words")
    os.umask(0o077)
    serve.require_port(HOST, port)
    signal.signal(signal.SIGTERM, _leave)
    with _scratch() as home:
        try:
            _preview(home, rev, port, state)
        except KeyboardInterrupt:
            say("Ended.")


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _preview(home: Path, rev: str, port: int, state: str | None) -> None:
    given = _environment(home, rev, port)
    try:
        settings = environment.load(given, port=port)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
    serving = Serving(HOST, port, 2, True, not rev, environment={**given, PREVIEW: rev})
    with _only({name: value for name, value in os.environ.items() if not name.startswith("LMS_")}):
        household = serve.begin(settings, serving)
        ctx = prepare(settings)
        cache, seen = Cache(), publish.trace_of(settings)
        keeping.publish_first(ctx, cache, household.porch.tell)
        if rev:
            say(f"This is {rev}, as git keeps it. Files that you save do not change it.")
        say(SCRATCH)
        if state is not None:
            _tell_of(ctx, state)
        # While the web server gets ready; whoever wants one of them sooner waits until it is made.
        keys = threading.Thread(target=rehearsing.make_old_keys, args=(ctx,), name="keys")
        keys.start()
        keeping.keep(ctx, cache, seen, serving, household)
        keys.join()


def _environment(home: Path, rev: str, port: int) -> dict[str, str]:
    """The settings of the scratch site: nothing of the real one but where the files are."""
    site = {name: os.environ[name] for name in ("LMS_SITE", "LMS_BANKS") if os.environ.get(name)}
    given = {"LMS_HOME": str(home), "LMS_BASE_URL": f"http://{HOST}:{port}", "LMS_PUBLISH": "auto"}
    if not rev:
        return {**site, **given}
    try:
        real = environment.load({**site, **given})
        tree, found = tree_at(real.site, real.banks, rev)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
    except NoSuchRevision as unknown:
        end(str(unknown), WRONG_USE)
    for one in found:
        say(f"{one.place.file}:{one.place.line}:{one.place.column}: {one.severity} {one.code}: {one.message}")
    folder = home / "site"
    folder.mkdir()
    for path, file in tree.files.items():
        # The paths of a tree lie below the two folders of a site, which its reader has seen to.
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return {**given, "LMS_SITE": str(folder)}


def _tell_of(ctx: Context, state: str) -> None:
    """Where one press of a button makes the learner that was asked for; why not, where the content can't give it."""
    try:
        target = rehearsing.find_target(ctx.catalog(), "")
        offer = rehearsing.offer_of(ctx.catalog(), target, state, datetime.now(UTC))
    except Refusal as refused:
        end(refused.message)
    if offer.missing:
        end(f"Nobody can be shown who {offer.title}, on the way to “{target.title}”: {offer.missing}")
    say(f"A learner who {offer.title}: {ctx.settings.base_url}/workshop/learners/{target.id}/{state}")


@contextmanager
def _only(variables: dict[str, str]) -> Iterator[None]:
    """The environment without the settings of the real site, so that no process of the preview can open it."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for this preview alone, gone at its end; what previews left that were killed is removed first."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        (home / PREVIEW_MARK).touch(mode=0o600)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
        os.close(handle)


def _sweep() -> None:
    """Remove the folders of previews that have ended without saying goodbye. One that runs holds its lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if (folder / PREVIEW_MARK).is_file():
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
