"""The way out for a mail: a file in LMS_HOME/mail, or a mail server."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.settings import LOOPBACK, Settings

SECONDS = 10
PORTS = {"smtp": 25, "smtps": 465}
FOR_GOOD = 500
"""From here on a mail server means for ever: the same mail would be refused again."""

_DETAIL = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


class CannotPost(Exception):
    """Nothing can be sent now. The message is for the operator, and names no person."""


class Refused(CannotPost):
    """This one mail was not taken; others may be. `for_good`: it never will be."""

    def __init__(self, words: str, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail, ready to go. The number makes its identity: sent twice by mischance, it can be seen to be the same."""

    number: int
    sender_name: str
    sender: str
    recipient: str
    subject: str
    body: str
    written: datetime
    off: str = ""
    """The address that ends mails of this kind, where somebody asked for them."""


Way = Callable[[Envelope], None]


@contextmanager
def open_way(settings: Settings) -> Iterator[Way]:
    """A way out for any number of mails, one after the other: over one connection, or into files.

    CannotPost where there is none, or it is lost on the way; Refused where it is only that this mail is not taken.
    """
    try:
        if settings.mail_url:
            with _signed_in(urlsplit(settings.mail_url)) as server:
                yield lambda envelope: _to_server(settings, server, envelope)
        else:
            yield lambda envelope: _to_file(settings, envelope)
    except (OSError, smtplib.SMTPException) as error:
        raise CannotPost(_words(error)) from error


def greet(settings: Settings) -> None:
    """Connect to the mail server, sign in and send nothing; an error of the connection where that does not succeed."""
    with _signed_in(urlsplit(settings.mail_url)) as server:
        server.noop()


def message_of(settings: Settings, envelope: Envelope, *, encoding: str) -> EmailMessage:
    """The message. A line break in a header is a ValueError of the library, never a second header."""
    url = urlsplit(settings.mail_url)
    host = urlsplit(settings.base_url).hostname or "localhost"
    sender = parse_qs(url.query).get("from", [envelope.sender or f"noreply@{host}"])[0]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(envelope.sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=envelope.recipient)
    message["Subject"] = envelope.subject
    message["Date"] = envelope.written
    message["Message-ID"] = f"<{envelope.number}.{envelope.written:%Y%m%d%H%M%S%f}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if envelope.off:
        message["List-Unsubscribe"] = f"<{envelope.off}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(envelope.body, cte=encoding)
    return message


def _to_file(settings: Settings, envelope: Envelope) -> None:
    """Named by the number, so that the same mail is the same file however often it is tried."""
    folder = settings.home / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{envelope.number:08}.eml"
    unfinished = folder / f".{envelope.number:08}-{os.getpid()}"
    unfinished.write_bytes(_composed(settings, envelope, "8bit").as_bytes())
    unfinished.chmod(0o600)
    unfinished.replace(file)


def _to_server(settings: Settings, server: smtplib.SMTP, envelope: Envelope) -> None:
    """What is said of the recipient or the text is about this mail; what is said of the sender, or by 421, is not."""
    try:
        server.send_message(_composed(settings, envelope, "quoted-printable"))
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise Refused(_said(code, said), code >= FOR_GOOD) from error
    except smtplib.SMTPDataError as error:
        raise Refused(_said(error.smtp_code, error.smtp_error), error.smtp_code >= FOR_GOOD) from error


def _composed(settings: Settings, envelope: Envelope, encoding: str) -> EmailMessage:
    try:
        return message_of(settings, envelope, encoding=encoding)
    except ValueError as error:
        raise Refused(type(error).__name__, for_good=True) from error


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return type(error).__name__


def _said(code: int, said: bytes | str) -> str:
    """What a server answered, in numbers alone: its words may name the person."""
    detail = _DETAIL.search(said if isinstance(said, bytes) else said.encode("utf-8", "replace"))
    return f"{code} {detail[0].decode()}" if detail else str(code)


@contextmanager
def _signed_in(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """One connection. To say goodbye is a courtesy: what was taken before stays taken if it goes unanswered."""
    server = _connection(url)
    try:
        _sign_in(server, url)
        yield server
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _sign_in(server: smtplib.SMTP, url: SplitResult) -> None:
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))


def _connection(url: SplitResult) -> smtplib.SMTP:
    """Encrypted, where the server can and the mail leaves this machine; always where a password does."""
    host, port = url.hostname or "localhost", url.port or PORTS[url.scheme]
    trusted = ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    if host in LOOPBACK:
        return server
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=trusted)
        server.ehlo()
    elif url.username:
        server.close()
        raise smtplib.SMTPNotSupportedError("The mail server offers no encryption, and a password would be sent.")
    return server
