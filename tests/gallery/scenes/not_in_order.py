"""What a stranger is shown where a record was edited, a key lost or the database is older; and the longest names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from lms.credentials.keys import KeyKind
from lms.services.certifying import changing_keys, claiming, issuing, promising
from lms.services.keys import ring
from tests.credentials.test_paper import WORDS, longest
from tests.gallery.scene import Scene
from tests.gallery.scenes.certificates import ACTOR, drop, number_of
from tests.gallery.site import Stage

LONG_NAMES = ("Arabic", "Thai", "wide Latin")
"""From right to left, with words that no space parts, and the widest: as pages. On paper there are all."""


def scenes(stage: Stage) -> Iterator[Scene]:
    for script in LONG_NAMES:
        name = longest(WORDS[script])
        holder = stage.person(f"a long name, {script}")
        serial = promising.issue(
            stage.house.context, ACTOR, holder.email, "listener", name, "A prize", "A year of listening."
        )
        issuing.carry_on(stage.house.context, serial)
        yield Scene(f"verified: a long name, {script}", f"/verify/{serial}", quoted=(name,))
    yield from _on_hold(stage)
    yield Scene("verified: set aside", f"/verify/{serial}", app="aside")
    yield Scene("verified: a day in doubt", f"/verify/{serial}", app="behind", quoted=(name,))
    yield from _lost_key(stage)


def _on_hold(stage: Stage) -> Iterator[Scene]:
    """One whose file was exchanged by somebody with a shell."""
    context, holder = stage.house.context, stage.pretend("certificates.listener", "valid", "on hold")
    serial = number_of(stage, holder)
    genuine = claiming.pdf(context, holder, serial)
    with context.database.writing() as session:
        session.execute(text("UPDATE pdfs SET content = 'x' WHERE serial = :serial"), {"serial": serial})
    yield Scene("verified: on hold", f"/verify/{serial}")
    yield Scene("certificate of mine, on hold", f"/certificates/{serial}", who="on hold")
    yield Scene("file: on hold", "/verify", act=drop(genuine))


def _lost_key(stage: Stage) -> Iterator[Scene]:
    """A file that was sealed with a key that was lost since, and one whose credential was signed with such a key."""
    context, holder = stage.house.context, stage.pretend("certificates.listener", "valid", "lost key")
    serial = number_of(stage, holder)
    for kind in (KeyKind.PDF, KeyKind.CREDENTIAL):
        former = claiming.pdf(context, holder, serial)
        key = ring.active(context.settings, kind, context.now())
        changing_keys.compromise(context, ACTOR, key.id, "A machine was stolen")
        issuing.carry_on(context, serial)
        yield Scene(f"file: its {kind.value} key was lost", "/verify", act=drop(former))
        yield Scene(f"verified: after its {kind.value} key was lost", f"/verify/{number_of(stage, holder)}")
        serial = number_of(stage, holder)
