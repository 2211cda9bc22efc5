"""`lms mail list`: what did not go out stands there with its reason, and nothing of its text."""

import json
from pathlib import Path

from lms.services.operating.start import make_context
from lms.settings import load
from lms.store import mails
from tests.cli.conftest import Lms
from tests.cli.serving import environment


def test_what_waits_and_what_was_given_up_is_listed_with_its_reason(lms: Lms, tmp_path: Path) -> None:
    assert lms("user", "list").exit_code == 0
    ctx = make_context(load(environment(tmp_path)))
    with ctx.database.writing() as session:
        waiting = mails.add(session, "slow@example.org", "Slow", "SECRET", ctx.now())
        refused = mails.add(session, "nobody@example.org", "Nobody", "SECRET", ctx.now())
        mails.again_at(session, refused, None, "550 5.1.1")
    ctx.database.engine.dispose()
    ran = lms("mail", "list")
    assert ran.exit_code == 0
    assert "given up, 0 tries, 550 5.1.1" in ran.stdout
    assert "slow@example.org" in ran.stdout
    assert "SECRET" not in ran.stdout
    told = json.loads(lms("mail", "list", "--format", "json").stdout)
    assert [(one["id"], one["state"], one["fault"]) for one in told] == [
        (refused, "given up", "550 5.1.1"),
        (waiting, "waiting", None),
    ]


def test_where_all_went_out_it_says_so(lms: Lms) -> None:
    ran = lms("mail", "list")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "Every mail went out." in ran.stderr
