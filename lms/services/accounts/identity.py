"""E-mails and names as they are kept: one normal form each, bounded, and nothing that could hide in them."""

from __future__ import annotations

import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from lms.credentials.hosts import holds_an_address
from lms.services.ground.refusals import Invalid
from lms.wording.phrases import _

LONGEST_EMAIL = 254
LONGEST_NAME = 200
DEMONSTRATION = "demonstration.invalid"
"""Where the addresses of demonstrations are: nobody can ever have one (RFC 2606)."""
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
NO_ADDRESS = _(
    "This looks as if it held the address of a page or a mailbox. Please give your name"
    " alone, with a space after each full stop."
)
JOINERS = frozenset("\u200c\u200d")
"""Without them some names of South Asia and Persia cannot be spelt."""

# An installation within one house has e-mail in these, and so has every trial of one.
for _domain in ("test", "local"):
    SPECIAL_USE_DOMAIN_NAMES.remove(_domain)


def email_of(text: str) -> str:
    """The e-mail in its normal form; Invalid where it cannot be one."""
    trimmed = unicodedata.normalize("NFKC", text[: LONGEST_EMAIL * 2]).strip()
    try:
        valid = validate_email(trimmed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise _not_an_email() from None
    email = (valid.ascii_email or "").casefold()
    if not email or len(email) > LONGEST_EMAIL or len(text) > LONGEST_EMAIL * 2:
        raise _not_an_email()
    return email


def known_form(text: str) -> str:
    """The e-mail to look an account up by: what can be no e-mail is nobody's, and no error."""
    try:
        return email_of(text)
    except Invalid:
        return text[:LONGEST_EMAIL].strip().casefold()


def is_demonstration(email: str) -> bool:
    """Whether this is no person, but somebody whom a demonstration made up."""
    return email.endswith(f"@{DEMONSTRATION}")


def name_of(text: str) -> str:
    """A person's name as it is kept: composed, with single spaces; Invalid where there is none."""
    if len(text) > LONGEST_NAME * 4:
        raise _too_long()
    if any(character in LINE_BREAKS for character in text.strip()):
        raise Invalid(_("Please write the name in one line."), "name")
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) > LONGEST_NAME:
        raise _too_long()
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise Invalid(_("Please give the name you want to be called by."), "name")
    if any(unicodedata.category(character)[0] == "C" and character not in JOINERS for character in name):
        raise Invalid(_("The name holds a character that cannot be seen. Please type it anew."), "name")
    if holds_an_address(name):
        raise Invalid(NO_ADDRESS, "name")
    return name


def _not_an_email() -> Invalid:
    return Invalid(_("This does not look like an e-mail address. It should be like name@example.org."), "email")


def _too_long() -> Invalid:
    return Invalid(_("Please give a name of at most %(most)s characters.", most=LONGEST_NAME), "name")
