"""Whether a name holds the address of a page or a mailbox. People have full stops in their names, and no hosts."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"@|://|\\\\|\bwww\.|\b(?:https?|ftp|mailto|javascript|data|tel|sms):", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]", re.IGNORECASE)
_DOTTED = re.compile(r"[^\W_]+(?:-+[^\W_]+)*(?:\.[^\W_]+(?:-+[^\W_]+)*)+")
_BARE_END = re.compile(r"(?:^|\s)\.[^\W\d_]{2,}")
_DOTS = str.maketrans("。．｡․", "....")

_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "com net org edu gov mil int info biz name pro app dev xyz online site website shop store top club live link"
        " click zip mov example test invalid local localhost support help login cloud email mobi page web wiki win vip"
        " work world zone today tech space social review rocks press party news media market life host group global fun"
        " blog bank health agency center care",
    )
)
"""Ends of hosts that are common in mails that deceive. Any word in small letters is taken for one as well."""

_AFTER_ONE_LETTER = frozenset({"com", "net", "org", "co", "io", "app", "dev", "me", "tv", "to", "ly", "gl", "gg"})


def holds_an_address(name: str) -> bool:
    """Whether something in the name would be read, or made into a link, as an address.

    `J.R. Smith`, `St. John` and `Dr.Who` are names. `evil.example` and `Bank.de` are not.
    """
    text = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_DOTS)
    if _SIGNS.search(text) or _NUMBERS.search(text) or _BARE_END.search(text):
        return True
    return any(_is_host(found[0], text[found.end() :]) for found in _DOTTED.finditer(text))


def _is_host(dotted: str, behind: str) -> bool:
    *before, last = dotted.split(".")
    if len(last) < 2 or last.isdecimal():
        return False
    if behind[:1] in ("/", ":", "?", "#"):
        return True
    if len(before[-1]) == 1:
        # Initials: J.R.Smith, J.de Vries; but x.com.
        return len(before) == 1 and last.casefold() in _AFTER_ONE_LETTER
    return not last.istitle() or len(last) == 2 or last.casefold() in _ENDINGS


_ADDRESS = re.compile(
    r"https?://(?:[^\s/?#]*@)?([^\s/?#:]+)|(?<![\w.@-])((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?/", re.IGNORECASE
)
_ASCII_HOST = re.compile(r"[a-z0-9.-]{1,253}")


def host_in(text: str) -> str:
    """The host of the first address in a text, in the letters of machines, where look-alikes differ; else empty.

    Browsers take a backslash for a slash, so a host ends there too.
    """
    found = _ADDRESS.search(unicodedata.normalize("NFKC", text.translate(_DOTS)).replace("\\", "/"))
    if found is None:
        return ""
    try:
        host = (found[1] or found[2]).rstrip(".").casefold().encode("idna").decode()
    except UnicodeError:
        return ""
    return host if _ASCII_HOST.fullmatch(host) else ""
