"""The way out for a mail: a file in LMS_HOME/mail, or a mail server."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from lms.settings import LOOPBACK, Settings

SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465}


class CannotPost(Exception):
    """It could not be sent now. The message is for the operator, and names no person."""


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


def post(settings: Settings, envelope: Envelope) -> None:
    """Send it, or put it into a file; CannotPost where that does not succeed."""
    try:
        if settings.mail_url:
            _to_server(settings, envelope)
        else:
            _to_file(settings, envelope)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise CannotPost(type(error).__name__) from error


def greet(settings: Settings) -> None:
    """Connect to the mail server, sign in and send nothing; an error of the connection where that does not succeed."""
    url = urlsplit(settings.mail_url)
    with _connection(url) as server:
        _sign_in(server, url)
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
    message.set_content(envelope.body, cte=encoding)
    return message


def _to_file(settings: Settings, envelope: Envelope) -> None:
    """Named by the number, so that the same mail is the same file however often it is tried."""
    folder = settings.home / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{envelope.number:08}.eml"
    unfinished = folder / f".{envelope.number:08}-{os.getpid()}"
    unfinished.write_bytes(message_of(settings, envelope, encoding="8bit").as_bytes())
    unfinished.chmod(0o600)
    unfinished.replace(file)


def _to_server(settings: Settings, envelope: Envelope) -> None:
    url = urlsplit(settings.mail_url)
    message = message_of(settings, envelope, encoding="quoted-printable")
    with _connection(url) as server:
        _sign_in(server, url)
        server.send_message(message)


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
