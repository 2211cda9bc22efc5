"""What came of a publication, in words."""

from __future__ import annotations

from lms.cli.command.terminal import say
from lms.services.publishing.publish import PublishReport


def tell_findings(report: PublishReport) -> None:
    """Every finding, one line each, with the line that helps under it."""
    for finding in report.checked.findings:
        place = finding.place
        say(f"{place.file}:{place.line}:{place.column}: {finding.severity} {finding.code}: {finding.message}")
        if finding.help:
            say(f"    {finding.help}")


def outcome(report: PublishReport, *, dry_run: bool = False) -> str:
    """What came of it, in a sentence."""
    checked = report.checked
    if not checked.publishable:
        kept = "what was served before goes on being served" if report.served_before else "nothing is served yet"
        errors = "1 error" if checked.errors == 1 else f"{checked.errors} errors"
        wrong = f"{errors} to mend" if checked.errors else "there are no files"
        return f"Not published: {wrong}; {kept}."
    revision = checked.tree.revision[:12]
    if report.held_back:
        return f"Revision {revision} was taken back, and is published again by: lms content publish"
    if dry_run and checked.tree.revision != report.served_before:
        return f"Revision {revision} would be published."
    return f"Revision {revision} is served now." if report.published else f"Revision {revision} is served already."
