"""Proving once more who one is, in a session that is open: by the password, a passkey, or a second factor.

Two things are kept of it in the session: when somebody proved who they are, by password or passkey, for what could
shut the owner out; and when a second factor was given, for what staff do.
"""

from __future__ import annotations

from lms.services.accounts.passwords import require_password
from lms.services.ground.context import Context
from lms.services.ground.person import Person, is_fresh
from lms.services.ground.refusals import Refusal
from lms.services.ground.tokens import hash_of
from lms.store import sessions
from lms.wording.phrases import _


class ProofAsked(Refusal):
    """Somebody is signed in, and must show once more that it is they."""

    kind = "proof"
    title = _("Please show once more that it is you")

    def __init__(self) -> None:
        super().__init__(_("Type your password, or use a passkey. Then you can go on here for five minutes."))


def has_fresh_factor(ctx: Context, person: Person) -> bool:
    """Whether the person gave a second factor within the last five minutes."""
    return is_fresh(person.factor_at, ctx.now())


def require_proof(ctx: Context, person: Person) -> None:
    """Go on only if the person proved who they are within the last five minutes, be it by signing in."""
    if not is_fresh(person.proved_at, ctx.now()):
        raise ProofAsked


def require_proof_again(ctx: Context, person: Person) -> None:
    """The same, and they did so once more since they signed in."""
    if not (person.proved_again and is_fresh(person.proved_at, ctx.now())):
        raise ProofAsked


def by_password(ctx: Context, person: Person, password: str, token: str) -> None:
    """Note in the session of this token that the person typed their password; Invalid where it is another."""
    require_password(ctx, person, password)
    with ctx.database.writing() as session:
        sessions.note_proof(session, hash_of(token), ctx.now())
