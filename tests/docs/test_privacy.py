"""The page on privacy and the reference of data say the same: nothing that is kept is left out, and nothing made up."""

from __future__ import annotations

import re

from tests.docs.pages import REFERENCE

PAGE = REFERENCE.parents[1] / "content" / "pages" / "privacy.md"
ABOUT_PEOPLE = ("personal", "health-adjacent", "pseudonymous", "secret")
COVERS = {
    "Your account": {"accounts", "mailboxes"},
    "Your password": {"accounts.password_hash"},
    "Where you are signed in": {"sessions"},
    "A second way to show": {"passkeys", "totps"},
    "Codes on paper": {"recovery_codes"},
    "Signing in by way of an organisation": {"identities"},
    "Keys that you had made for programs": {"tokens"},
    "Your learning": {"events", "standings"},
    "Your examinations": {"attempts", "items", "hand_ins", "scores", "taken_back", "stopped_clocks", "grants"},
    "The days on which you sat": {"former_attempts"},
    "Your certificates": {"certificates", "pdfs", "former_files", "share_links"},
    "Of each certificate its number": {
        "leaves",
        "certificates.serial",
        "certificates.claims_hash",
        "certificates.pdf_hash",
        "certificates.badge_hash",
        "former_files.serial",
        "former_files.pdf_hash",
        "former_files.badge_hash",
    },
    "Who of our staff did what": {"audit", "proposals", "question_acts", "question_versions"},
    "Mails to you": {"mails", "reminders", "daily_reminders"},
    "The text of a mail": {"mails.body"},
    "Links that we sent you": {"mail_links"},
    "How you want to be written to": {"mail_choices"},
    "What you said yes to": {"consents"},
    "How often something was tried": {"limits"},
    "What you need in an examination": {"accommodations"},
    "What you applied for": {"applications", "decisions", "decided_certificates", "signatures"},
    "Duties that you have": {"appointments", "interests", "seen_keys"},
    "The name under which you write": {"pen_names"},
    "Which paths you follow": {"followings"},
    "What you keep in your notebook": {"notebook"},
    "What you tell of yourself": {"profiles"},
    "Whether you live with an illness": {"profiles.roles"},
    "Addresses of pages that were given up": {"former_handles"},
}
"""Which rows of the page tell of which tables, or of which columns where one table has several lines."""

SAID_AS = {
    "until it is deleted, at most until the account is erased": "until you delete it, at most until you delete your "
    "account",
    "until the account is erased": "until you delete your account",
    "until the next change, at most until the account is erased": "until you choose another one, at most until you "
    "delete your account",
    "until it is ended, at most 30 days": "30 days at most",
    "until it ends and the hourly tidying, at most until the account is erased": "until they end, at most until you "
    "delete your account",
    "until it is removed, at most until the account is erased": "until you take it away, at most until you delete your "
    "account",
    "until it is used, at most until the account is erased": "until you use them, at most until you delete "
    "your account",
    "until it is ended, at most until the account is erased": "until you end it, at most until you delete your account",
    "24 months after the attempt": "24 months after the try",
    "24 months after it was given up": "24 months after that",
    "for ever": "for ever",
    "30 days, at most until the account is erased": "30 days",
    "until it is sent or given up, at most two days": "until it is sent, at most two days",
    "until it ends and the hourly tidying, at most 7 days": "7 days at most",
    "until the next choice, at most until the account is erased": "until you change it, at most until you delete your "
    "account",
    "until the window ends, and the hourly tidying": "an hour or so",
}
"""How the page says how long something is kept."""

OF_EXAMINATIONS = {"question_versions.key", "question_texts.key"}
"""What is secret, and tells of an examination and of nobody."""


def kept_by_column() -> dict[str, str]:
    """How long each column about people is kept, by `table.column`."""
    columns: dict[str, str] = {}
    table = ""
    for line in (REFERENCE / "data.md").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## `(\w+)`", line):
            table = heading[1]
            continue
        row = re.fullmatch(r"\| `(\w+)` \| ([\w-]+) \| .* \| ([^|]+) \| (?:yes|no) \|", line)
        if row and row[2] in ABOUT_PEOPLE and f"{table}.{row[1]}" not in OF_EXAMINATIONS:
            columns[f"{table}.{row[1]}"] = row[3].strip()
    return columns


def rows_of_the_page() -> dict[str, str]:
    """What the page says how long each is kept, by the words that its row begins with."""
    rows = re.findall(r"^\| (.+?) \| .+? \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named: dict[str, str] = {}
    for words, kept in rows:
        for beginning in COVERS:
            if words.startswith(beginning):
                named[beginning] = kept
    assert len(named) == len([row for row in rows if row[0] not in ("what", "---")]), (
        "a row that no table stands behind"
    )
    return named


def row_for(column: str) -> str:
    """The row that tells of a column: one that names it, else that of its table."""
    table = column.partition(".")[0]
    names = [name for name, covered in COVERS.items() if column in covered]
    names = names or [name for name, covered in COVERS.items() if table in covered]
    assert len(names) == 1, f"{column} is about people, and the page on privacy does not tell of it"
    return names[0]


def test_the_page_tells_of_everything_that_is_kept_of_people_and_for_how_long() -> None:
    told = rows_of_the_page()
    for column, kept in kept_by_column().items():
        assert SAID_AS[kept] in told[row_for(column)], (column, kept, told[row_for(column)])


def test_the_page_claims_nothing_that_is_not_kept() -> None:
    columns = kept_by_column()
    for name, said in rows_of_the_page().items():
        behind = {SAID_AS[kept] for column, kept in columns.items() if row_for(column) == name}
        assert behind, f"nothing is kept of which “{name}” tells"
        left = said
        for words in sorted(behind, key=len, reverse=True):
            left = left.replace(words, "")
        assert not re.search(r"until|ever|days|months|hour", left.replace("days of reminders", "")), (name, left)
