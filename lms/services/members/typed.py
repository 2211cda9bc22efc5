"""What people type about themselves, in the form in which it is kept: bounded, and nothing that could hide in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from lms.services.accounts import handles, identity
from lms.services.ground.refusals import Invalid
from lms.store.profiles import Profile, Shown, Told
from lms.wording.phrases import _

FIELDS = ("about", "paths", "languages", "asked_for", "links")
"""What a public page can have beside the name, in the order in which it stands there."""
ROLES = ("patient", "caregiver", "professional")

LONGEST_ABOUT, LONGEST_ASKED_FOR = 600, 300
MOST_LINKS, LONGEST_LINK = 5, 200
MOST_LANGUAGES, LONGEST_LANGUAGE = 10, 40
MOST_CERTIFICATES = 50
_MAY_STAND = frozenset("\n\u200c\u200d\u200e\u200f")
"""What is not seen, and is needed: the ends of lines, and what joins and directs letters."""


def profile_of(typed: Profile) -> Profile:
    """What was typed as it is kept; Invalid with the field where something cannot be."""
    told = typed.told
    return Profile(
        Told(
            identity.name_of(told.name) if told.name.strip() else "",
            _text(told.about, LONGEST_ABOUT, "about"),
            _links(told.links),
            _languages(told.languages),
            _text(told.asked_for, LONGEST_ASKED_FOR, "asked_for"),
        ),
        _known(typed.roles, ROLES, "roles"),
        handles.handle_of(typed.handle),
        replace(typed.shown, fields=_known(typed.shown.fields, FIELDS, "shown"), certificates=_numbers(typed.shown)),
    )


def _text(typed: str, most: int, field: str) -> str:
    text = unicodedata.normalize("NFC", "\n".join(typed.splitlines())).strip()
    if len(text) > most:
        raise Invalid(_("Please use at most %(most)s characters. This has %(has)s.", most=most, has=len(text)), field)
    if any(unicodedata.category(one)[0] == "C" and one not in _MAY_STAND for one in text):
        raise Invalid(_("It holds a character that cannot be seen. Please type it anew."), field)
    return text


def _links(typed: Iterable[str]) -> tuple[str, ...]:
    links = tuple(dict.fromkeys(_link(one.strip()) for one in typed if one.strip()))
    if len(links) > MOST_LINKS:
        raise Invalid(_("Please give at most %(most)s links.", most=MOST_LINKS), "links")
    return links


def _link(typed: str) -> str:
    """An address on the web whose host anybody can read in it."""
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise _no_link(typed) from None
    host = parts.hostname or ""
    is_plain = typed.isascii() and typed.isprintable() and not set(typed) & set(' "<>\\^`{|}')
    if not (is_plain and parts.scheme == "https" and "." in host and "@" not in parts.netloc and port in (None, 443)):
        raise _no_link(typed)
    if len(typed) > LONGEST_LINK:
        raise Invalid(_("A link has at most %(most)s characters.", most=LONGEST_LINK), "links")
    return typed


def _no_link(typed: str) -> Invalid:
    return Invalid(
        _("“%(given)s” is no link that we can show. A link begins with https:// and a host.", given=typed[:80]), "links"
    )


def _languages(typed: Iterable[str]) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(one for each in typed if (one := _text(each, LONGEST_LANGUAGE, "languages"))))
    if len(languages) > MOST_LANGUAGES:
        raise Invalid(_("Please give at most %(most)s languages.", most=MOST_LANGUAGES), "languages")
    return languages


def _known(typed: Iterable[str], known: tuple[str, ...], field: str) -> tuple[str, ...]:
    """Each once, in our order."""
    chosen = set(typed)
    if not chosen <= set(known):
        raise Invalid(_("Please choose from the list."), field)
    return tuple(one for one in known if one in chosen)


def _numbers(shown: Shown) -> tuple[str, ...]:
    if len(shown.certificates) > MOST_CERTIFICATES:
        raise Invalid(_("Please choose at most %(most)s certificates.", most=MOST_CERTIFICATES), "certificates")
    return tuple(dict.fromkeys(shown.certificates))
