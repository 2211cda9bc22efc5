"""`lms content correct`: what a corrected key changes for those who met the wrong one, and changing it."""

from __future__ import annotations

import json

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told
from lms.cli.content.differences import totals_json
from lms.progress.rescoring import Change
from lms.questions.amounts import percent
from lms.services.correcting import correct as correcting
from lms.services.correcting.correct import Corrected, Preview

_MOST_LISTED = 50


@click.command()
@click.argument("question", metavar="BANK/QUESTION")
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--reason", default="", help="Why, for the record. Needed to correct.")
@click.option("--take-away-passes", is_flag=True, help="Let a pass end where the points are no longer enough.")
@format_option
@refusals_told
def correct(question: str, preview: bool, reason: str, take_away_passes: bool, form: str) -> None:
    """Give everybody who met a wrong key the result of the corrected one, as its `corrections` say.

    The former results are kept. Nobody loses a pass, unless --take-away-passes is given; no certificate is revoked.
    """
    ctx = open_context()
    if preview:
        seen = correcting.preview(ctx, question, take_away=take_away_passes)
        click.echo(_as_json(seen) if form == "json" else _preview(seen))
        return
    done = correcting.correct(ctx, actor(), question, reason, take_away=take_away_passes)
    click.echo(json.dumps(_done_json(done), indent=2) if form == "json" else _done(done))


def _preview(seen: Preview) -> str:
    lines = [f"{seen.source}: {_counted(seen.finished, 'finished attempt')} met it."]
    if seen.under_way:
        lines.append(f"{_counted(seen.under_way, 'attempt')} still under way: correct again when it has ended.")
    lines += ["", "If those who met it are treated so:"]
    for one in seen.by_treat:
        lines.append(
            f"  {one.treat:22}  {one.changed} changed ({one.higher} higher, {one.lower} lower), "
            f"{_counted(one.gained, 'pass', 'passes')} gained, {one.not_by_points} no longer passed by points"
        )
    entries = ", ".join(f"{treat} (it was {was})" for was, treat in seen.was)
    lines += ["", f"As the question says, {entries}:"]
    lines += [f"  {_change(one)}" for one in seen.changes[:_MOST_LISTED]] or ["  Nothing changes."]
    if len(seen.changes) > _MOST_LISTED:
        lines.append(f"  … and {len(seen.changes) - _MOST_LISTED} more; --format json has all of them.")
    lines += [f"  {_counted(count, 'attempt')} left alone: {reason}" for reason, count in seen.reasons.items()]
    if seen.resting:
        lines += ["", "Certificates that rest on a pass which the points alone would not give. None is revoked:"]
        lines += [f"  {one.serial}  {one.credential}  {one.status}" for one in seen.resting]
    return "\n".join(lines)


def _change(one: Change) -> str:
    before, after = percent(one.before.share), percent(one.after.share)
    passes = "passed now" if one.gained else "pass taken away" if one.lost else ""
    passes = passes or ("pass kept" if one.kept_pass else "passed" if one.after.passed else "not passed")
    return f"{one.met.attempt_id}  {one.met.assessment}  {before} → {after}  {passes}"


def _as_json(seen: Preview) -> str:
    whole = {
        "question": seen.source,
        **totals_json(seen),
        "attempts": [
            {
                "attempt": one.met.attempt_id,
                "assessment": one.met.assessment,
                "treat": one.treat,
                "share_before": str(one.before.share),
                "share": str(one.after.share),
                "passed_before": one.before.passed,
                "passed": one.after.passed,
                "pass_kept": one.kept_pass,
            }
            for one in seen.changes
        ],
        "left_alone": dict(seen.reasons),
        "certificates": [
            {"serial": one.serial, "credential": one.credential, "status": one.status, "attempt": one.attempt}
            for one in seen.resting
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _done(done: Corrected) -> str:
    if not done.attempts:
        lines = [f"{done.source}: nothing to change. Whoever met the wrong key has the corrected result already."]
    else:
        lost = f", {_counted(done.lost, 'pass', 'passes')} taken away" if done.lost else ""
        gained = _counted(done.gained, "pass", "passes")
        lines = [f"{done.source}: {_counted(done.attempts, 'attempt')} corrected, {gained} gained{lost}."]
        lines.append("Their learners are told by mail and on the page of their result.")
    if done.under_way:
        lines.append(
            f"{_counted(done.under_way, 'attempt')} still under way when this began: correct again afterwards."
        )
    if done.resting:
        lines.append("Certificates that rest on a pass taken away. Decide about each with lms certificate:")
        lines += [f"  {one.serial}  {one.credential}  {one.status}" for one in done.resting]
    return "\n".join(lines)


def _done_json(done: Corrected) -> dict[str, object]:
    return {
        "question": done.source,
        "attempts": done.attempts,
        "passes_gained": done.gained,
        "passes_lost": done.lost,
        "under_way": done.under_way,
        "certificates": [one.serial for one in done.resting],
    }


def _counted(count: int, thing: str, things: str = "") -> str:
    return f"{count} {thing if count == 1 else things or thing + 's'}"
