"""`lms demo`: the whole way from the first lesson to a certificate that a stranger verifies."""

from __future__ import annotations

import click

from lms.cli.command.opening import end, load_settings, prepare, refusals_told
from lms.services.publishing import publish
from lms.services.rehearsing.demonstration import demonstrate


@click.command()
@refusals_told
def demo() -> None:
    """Walk the whole way as a demonstration learner, and earn a certificate."""
    settings = load_settings()
    ctx = prepare(settings)
    if not publish.site(ctx).revision and not publish.publish(ctx).published:
        end("Nothing is published, and the content has errors. Look at them with: lms content check")
    done = demonstrate(ctx, click.echo)
    click.echo(done.headline)
    click.echo(f"Certificate (PDF): {done.pdf}")
    click.echo(f"Verify it at:      {done.verify_url}")
