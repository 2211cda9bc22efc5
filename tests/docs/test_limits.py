"""The limits that are told are the limits that are held."""

from datetime import timedelta

import pytest

from lms.content.reading import names as ids
from lms.credentials import decision, names, upload
from lms.progress import attempts as sitting_rules
from lms.questions import blueprint, gaps, letters, wording
from lms.services.accounts import (
    bearers,
    changing_email,
    former_attempts,
    hashing,
    identity,
    passwords,
    registering,
    signing_in,
    writing,
)
from lms.services.assessing import staff_acts
from lms.services.backup import archive, locked_keys
from lms.services.certifying import certificate_list, evidence, verifying
from lms.services.granting import wishes
from lms.services.ground import reasons
from lms.services.mail import outbox
from lms.services.operating import readiness
from lms.sources import files, gittree, yamltext
from lms.web.api import body
from lms.web.drawing import reports, shared
from lms.web.edge.policy import ANYONE
from lms.web.pages.certificates import credentials
from tests.docs.pages import REFERENCE

KIB, MIB = 1024, 1024 * 1024
TEXT = " ".join((REFERENCE / "limits.md").read_text(encoding="utf-8").split())


def tries(limit: tuple[int, int]) -> str:
    """`10 tries in 5 minutes` without its words: the count and the time."""
    most, seconds = limit
    return f"{most} in an hour" if seconds == 3600 else f"{most} in {seconds // 60} minutes"


def minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


SENTENCES = [
    f"{writing.PER_HOUR[0]} in an hour and {writing.PER_DAY[0]} in a day for each mailbox",
    f"Asking for another e-mail address: {tries(changing_email.PER_PERSON)}.",
    f"Its link works for {changing_email.CONFIRM_WITHIN.days} days;",
    f"the old address can take the change back for {changing_email.UNDO_WITHIN.days} days.",
    f"A token for programs lasts {bearers.LASTS.days} days unless said, {bearers.MOST_DAYS} at most.",
    f"a mailbox whose account is gone: for {former_attempts.KEPT.days} days.",
    f"Status lists: {credentials.LISTS_A_MINUTE} in a minute for each address.",
    f"A Markdown, HTML or CSS file is at most {files.MOST_BYTES // KIB} KiB,",
    f"a picture or font at most {files.MOST_MEDIA_BYTES // MIB} MiB.",
    f"A block of YAML is at most {yamltext.MOST_BYTES // KIB} KiB,",
    f"and nested at most {yamltext.MOST_LEVELS} levels deep.",
    f"An id has at most {ids.MOST_CHARACTERS} characters",
    f"A revision of git is read within {gittree.SECONDS} seconds, and up to {gittree.MOST_TOGETHER // MIB} MiB.",
    f"Options are {letters.LEAST} to {letters.MOST}.",
    f"A text has at most {gaps.MOST} gaps.",
    f"A paper has at most {blueprint.MOST_QUESTIONS} questions.",
    f"A password has {hashing.SHORTEST} to {hashing.LONGEST} characters",
    f"An e-mail has at most {identity.LONGEST_EMAIL} characters, a name at most {identity.LONGEST_NAME}.",
    f"Sign-in and reset: {tries(signing_in.TRIES).replace(' in', ' tries in')}, for each account and for each address.",
    f"Registration: {tries(registering.PER_ADDRESS)} for each address, {tries(registering.PER_EMAIL)} for each e-mail.",
    f"Asking for another confirmation mail: {tries(registering.PER_EMAIL)}.",
    f"Guessing one's own password on the account page: {tries(signing_in.TRIES)}.",
    f"A link to reset a password works once, for {minutes(passwords.RESET_WITHIN)} minutes,",
    f"A link to confirm an e-mail works for {registering.CONFIRM_WITHIN.days} days.",
    f"A session lasts {signing_in.SESSION_LASTS.days} days. A person has at most {signing_in.MOST_SESSIONS};",
    f"Extra time multiplies by 1 to {wishes.MOST_TIME}.",
    f"A written answer has at most {wording.MOST_CHARACTERS:,} characters.",
    f"JSON is nested at most {body.DEEPEST} levels deep.",
    f"A save counts up to {sitting_rules.GRACE.seconds} seconds after the end of the time.",
    f"A name on a certificate has at most {names.LONGEST} characters.",
    f"A reason, and what is shown to the public, has at most {reasons.LONGEST_REASON} characters.",
    f"What a certificate is awarded for by decision has at most {decision.LONGEST} characters.",
    f"More time for an attempt is given by 1 to {staff_acts.MOST_MINUTES} minutes.",
    f"Lists for staff show {certificate_list.ON_A_PAGE} rows on a page.",
    f"Names typed where only initials show: {reports.MOST_NAMES} in {reports.SECONDS} seconds for each address.",
    f"Lists of up to {verifying.MOST_AT_ONCE} numbers",
    f"Unknown numbers: {reports.MOST_UNKNOWN} in {reports.SECONDS} seconds for each address.",
    f"Files that are not ours: {reports.MOST_FILES} in {reports.SECONDS} seconds for each address.",
    f"A request has at most {ANYONE.body // KIB} KiB; a PDF to be verified {upload.LARGEST_FILE // MIB} MiB.",
    f"The passphrase of the keys has at least {locked_keys.SHORTEST_PASSPHRASE} characters.",
    f"A row has at most {archive.LONGEST_LINE // MIB} MiB as a line,",
    f"a table grows to at most {archive.MOST_GROWTH} times its compressed size.",
    f"{evidence.SAMPLE} certificates are looked at closely at a restore",
    f"A disk with less than {readiness.LEAST_SPACE // MIB} MiB left counts as full",
    f"Pages that are the same for all are packed from {shared.LEAST} bytes on.",
    f"again after {outbox.WAITS[0].seconds} seconds, then at longer waits, {len(outbox.WAITS)} times in all.",
    f"It is deleted {outbox.KEPT.days} days after it was written.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_reference_tells_the_limit_that_the_code_holds(sentence: str) -> None:
    assert sentence in TEXT
