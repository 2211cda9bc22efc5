"""Recovery codes: ten on paper, for when the phone or the key is lost. Each works once; their hashes alone are kept."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from lms.services.ground.context import Context
from lms.services.keys import boxes
from lms.store import second_factors

HOW_MANY = 10
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are taken for others."""

LENGTH, GROUP = 12, 4
READ_AS = str.maketrans("ILO", "110")
LONGEST = 100


def make(session: Session, ctx: Context, account_id: int) -> tuple[str, ...]:
    """New codes in the place of those before, in the transaction at hand. They are given here once."""
    codes = tuple("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY))
    hashes = [_hash(ctx, account_id, code) for code in codes]
    second_factors.keep_codes(session, account_id, hashes, ctx.now())
    return tuple(_grouped(code) for code in codes)


def use(session: Session, ctx: Context, account_id: int, typed: str) -> bool:
    """Use a code up, however it is grouped; whether it was one."""
    code = "".join(sign for sign in typed[:LONGEST].upper() if sign.isalnum()).translate(READ_AS)
    return len(code) == LENGTH and second_factors.use_code(session, account_id, _hash(ctx, account_id, code))


def _grouped(code: str) -> str:
    return "-".join(code[first : first + GROUP] for first in range(0, LENGTH, GROUP))


def _hash(ctx: Context, account_id: int, code: str) -> str:
    return boxes.keyed(ctx.settings, "recovery code", f"{account_id} {code}").hex()
