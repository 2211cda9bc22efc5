"""What the parent does while its processes serve: it makes what is missing, and publishes what authors save."""

from __future__ import annotations

import threading

from lms.cli.command.opening import end, prepare, say
from lms.cli.content import published, watching
from lms.cli.content.watching import Watch
from lms.cli.process.household import FOR_AUTHORS, Household, KeepsEnding
from lms.cli.serving import metrics
from lms.cli.serving.at_hand import is_at_hand
from lms.cli.serving.serve import Serving
from lms.content.compiling import cache as compiled
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import Tell
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.ground.refusals import Refusal
from lms.services.operating.start import COMPILED
from lms.services.publishing import publish as publishing
from lms.services.publishing.publish import PublishReport, Trace
from lms.settings import Settings


def run(settings: Settings, serving: Serving, household: Household) -> None:
    """Make what is missing, and keep the site served until told to end."""
    ctx = prepare(settings)
    home.remember_address(settings)
    cache = compiled.load(settings.home / COMPILED)
    # What was published last is served while the files are read.
    seen = None if is_at_hand(ctx, cache) else publishing.trace_of(settings)
    if serving.watched and seen is not None:
        publish_first(ctx, cache, household.porch.tell)
    say("To see a certificate earned from beginning to end, type in another terminal: lms demo")
    keep(ctx, cache, seen, serving, household)


def publish_first(ctx: Context, cache: Cache, tell: Tell) -> None:
    """Publish what is there; errors are told, and what was served goes on being served."""
    try:
        report = watching.publish_and_keep(ctx, cache, tell=tell)
    except Refusal as refused:
        say(refused.message)
        return
    _tell(report)
    if not report.checked.publishable and not report.served_before:
        say("Until the errors are mended, the site is served without content.")


def _tell(report: PublishReport) -> None:
    published.tell_findings(report)
    say(published.outcome(report))


def keep(ctx: Context, cache: Cache, seen: Trace | None, serving: Serving, household: Household) -> None:
    """Keep the site served until told to end. Files that were not `seen` yet are published while it is."""
    settings = ctx.settings
    # At once, with what was published last: whoever asks for a page does not wait for the files to be read.
    household.start()
    if serving.watched:
        every = watching.SECONDS_BETWEEN_LOOKS_OF_AUTHORS if serving.reload else watching.SECONDS_BETWEEN_LOOKS
        looked = threading.Event()
        arguments = (ctx, cache, Watch(every, _tell, seen, serving.reload, looked), household.ending)
        threading.Thread(target=watching.watch, args=arguments, name="watcher", daemon=True).start()
        if seen is None and not looked.wait(watching.PATIENCE):
            say("The files are being read. Until that is done, what was published last is served.")
    metrics.serve(ctx)
    say(f"The site is at {settings.base_url} (Ctrl-C ends it).")
    if FOR_AUTHORS in household.environment:
        say(f"The workshop, with keys and findings, is at {settings.base_url}/workshop")
    elif serving.reload:
        say("There is no workshop: it shows keys, so it is there on loopback alone, and behind no proxy.")
    try:
        household.keep()
    except KeepsEnding as fault:
        end(str(fault))
