"""People's accounts: making one, signing in and out, passwords, names and addresses.

The functions named here are the whole of it for pages, API and jobs; what staff do to accounts is in `administering`.
"""

from lms.services.accounts.bearers import end_token, list_tokens
from lms.services.accounts.passwords import change_password, look_at_reset, request_reset, reset
from lms.services.accounts.recognising import person_of_bearer, person_of_session
from lms.services.accounts.registering import confirm, look_at_link, register, send_confirmation
from lms.services.accounts.renaming import rename
from lms.services.accounts.signing_in import (
    end_all,
    end_others,
    end_session,
    list_sessions,
    session_id,
    sign_in,
    sign_out,
)

__all__ = [
    "change_password",
    "confirm",
    "end_all",
    "end_others",
    "end_session",
    "end_token",
    "list_sessions",
    "list_tokens",
    "look_at_link",
    "look_at_reset",
    "person_of_bearer",
    "person_of_session",
    "register",
    "rename",
    "request_reset",
    "reset",
    "send_confirmation",
    "session_id",
    "sign_in",
    "sign_out",
]
