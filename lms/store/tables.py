"""The tables. Times are UTC; shares are exact fractions as text; what is large or secret has a table of its own.

What each column is for, and how long it is kept, is told in docs/reference/data.md; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Instant(TypeDecorator[datetime]):
    """An aware time in UTC on every database. SQLite keeps no zone, so it is taken off on the way in and given back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @staticmethod
    def as_sqlite_keeps_it(value: datetime) -> str:
        """The text of an instant in SQLite. To have it made by way of the dialect takes ten times as long."""
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(" ", "microseconds").removesuffix("+00:00")

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


USUAL_TIME = "1"


STILL_UNDER_WAY = "state IN ('open', 'complete', 'returned')"
STILL_WAITING = "state IN ('asked', 'talking')"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON}


def _account_key(*, nullable: bool = False) -> Any:
    if nullable:
        return mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    return mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class AccountRow(Base):
    """A person. `extra_time` multiplies a time limit, as an exact fraction; a wrong `role` never widens a right.

    The number of an erased account is never given again, since the audit log goes on to name it.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        Index(
            "ix_accounts_with_extra_time",
            "id",
            sqlite_where=text("extra_time != '1'"),
            postgresql_where=text("extra_time != '1'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="learner")
    extra_time: Mapped[str] = mapped_column(String(20), default=USUAL_TIME)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class MailChoicesRow(Base):
    """How a person wants to be written to: no row, or null, where they chose nothing. `hour` is local to `zone`."""

    __tablename__ = "mail_choices"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str | None] = mapped_column(String(20))
    zone: Mapped[str | None] = mapped_column(String(64))
    hour: Mapped[int | None]
    paused_until: Mapped[datetime | None]


class ConsentRow(Base):
    """What somebody said yes to, in the words that they read. A row is never changed but by `withdrawn_at`.

    `language` is that of the words; null for the English of rows that were kept before there were others.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_open",
            "account_id",
            "what",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _account_key()
    what: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(20))


class DailyReminderRow(Base):
    """When somebody was last reminded of their course, so that it is once a day at most."""

    __tablename__ = "daily_reminders"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sent_at: Mapped[datetime]


class SessionRow(Base):
    """A signed-in browser. The cookie's token is kept only as its hash; ending a session deletes the row.

    `seen_at` is exact to a day. `proved_at` is when the password or a passkey was asked for once more, and `factor_at`
    when a second factor was given last: the code of an app, a passkey, or a recovery code.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device: Mapped[str] = mapped_column(String(100), default="")
    seen_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    factor_at: Mapped[datetime | None]
    factor: Mapped[str | None] = mapped_column(String(20))


class TotpRow(Base):
    """An app that shows a new code every half minute. `secret` is sealed; no code up to `last_step` counts again."""

    __tablename__ = "totps"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    last_step: Mapped[int] = mapped_column(BigInteger)


class PasskeyRow(Base):
    """A passkey, by the hash of its credential, under the name that its holder gave it."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    name: Mapped[str] = mapped_column(String(60))
    credential: Mapped[str] = mapped_column(String(1400))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """A code on paper that stands in for a lost second factor, kept only as its keyed hash; once used it is deleted."""

    __tablename__ = "recovery_codes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    created_at: Mapped[datetime]


class IdentityRow(Base):
    """By whom of an organisation's sign-in an account is opened: what its `issuer` calls the person, for good."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MailboxRow(Base):
    """The mailbox behind an account's e-mail: addresses that lead to one mailbox stand for one person."""

    __tablename__ = "mailboxes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254), index=True)


class FormerAttemptRow(Base):
    """An attempt of a mailbox that no account holds any more, so that limits go on to bind the person.

    `id` and `mailbox` are keyed hashes; the paper, the answers and the result are gone.
    """

    __tablename__ = "former_attempts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(64), index=True)
    assessment: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)


class TokenRow(Base):
    """A bearer token for the API, kept only as its hash.

    One without an end was given out before tokens had one; the tidying gives it one, and tells its holder.
    """

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    created_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(100), default="unnamed", server_default="unnamed")
    scopes: Mapped[str] = mapped_column(String(60), default="read learn staff", server_default="read learn staff")
    ends_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class MailLinkRow(Base):
    """A link sent by mail, kept only as its hash; it is used once, before it ends.

    `purpose` is confirm, reset, email (a new address, not confirmed yet) or undo (the address before). `browser` is the
    hash of what the browser holds that asked for it, and `onward` the page of ours where the person was.
    """

    __tablename__ = "mail_links"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _account_key()
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    browser: Mapped[str | None] = mapped_column(String(64))
    onward: Mapped[str | None] = mapped_column(String(500))


class LimitRow(Base):
    """How often something was tried in a window. The bucket is a hash, so that no address is kept in clear."""

    __tablename__ = "limits"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_ends: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


class MailRow(Base):
    """A mail to be sent, written in the transaction that called for it."""

    __tablename__ = "mails"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(60))


class EventRow(Base):
    """Something that happened in learning; appended, never changed. `subject` is a course's or an assessment's path."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_answers", "account_id", "subject", "part", "quiz", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(String(140))
    part: Mapped[str] = mapped_column(String(64), default="")
    quiz: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[str] = mapped_column(String(64), default="")
    share: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class StandingRow(Base):
    """The events of one learner in one course or assessment, folded; it can be made again from them at any time."""

    __tablename__ = "standings"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(140), primary_key=True)
    body: Mapped[Any] = mapped_column(JSON)


class AttemptRow(Base):
    """One sitting of an examination with the rules it began under. The database's own constraints count attempts."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("account_id", "assessment", "number"),
        UniqueConstraint("account_id", "assessment", "start_key"),
        Index(
            "uq_attempts_open",
            "account_id",
            "assessment",
            unique=True,
            sqlite_where=text("state IN ('running', 'paused')"),
            postgresql_where=text("state IN ('running', 'paused')"),
        ),
        Index("ix_attempts_due", "state", "deadline"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    assessment: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    put_aside: Mapped[int] = mapped_column(default=0)
    seed: Mapped[str] = mapped_column(String(64))
    revision: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    policy: Mapped[Any] = mapped_column(JSON)
    start_key: Mapped[str | None] = mapped_column(String(200))
    share: Mapped[str | None] = mapped_column(String(64))
    passed: Mapped[bool | None]
    result: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class ItemRow(Base):
    """One question of an attempt. Question and solution are columns apart, so that a page never reads the latter."""

    __tablename__ = "items"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(140))
    version: Mapped[str] = mapped_column(String(64))
    objective: Mapped[str] = mapped_column(String(64), default="")
    level: Mapped[str] = mapped_column(String(20), default="")
    points: Mapped[int]
    scored: Mapped[bool]
    question: Mapped[Any] = mapped_column(JSON)
    solution: Mapped[Any] = mapped_column(JSON)
    answer: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    saved_at: Mapped[datetime | None]
    marked: Mapped[bool] = mapped_column(default=False)


class GrantRow(Base):
    """One more attempt at an assessment, given to a person by staff: their limit is higher by one for each."""

    __tablename__ = "grants"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    assessment: Mapped[str] = mapped_column(String(64), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class HandInRow(Base):
    """The key by which a hand-in was sent, so that the same one sent again later is known to be no new one."""

    __tablename__ = "hand_ins"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)


class TakenBackRow(Base):
    """A hand-in that staff took back, with the result that it had. It counts for nothing any more.

    `seconds_left` is what was left of a limited time. Until the learner goes on, the attempt has so much, and it does
    not run; without a limit it is null.
    """

    __tablename__ = "taken_back"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    handed_in_at: Mapped[datetime]
    seconds_left: Mapped[int | None]
    share: Mapped[str] = mapped_column(String(64))
    passed: Mapped[bool]
    result: Mapped[Any] = mapped_column(JSON)


class CorrectionRow(Base):
    """A wrong key put right by staff, and how far that has come. Attempts are marked again batch by batch."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(140), index=True)
    version: Mapped[str] = mapped_column(String(64))
    revision: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(500))
    take_away: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    gained: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)


class ScoreRow(Base):
    """A later result of an attempt, beside its first one, which stays as it was. The one with the highest `n` holds.

    `kept_pass`: by its points alone the attempt would not be passed any more, and the pass stands all the same.
    """

    __tablename__ = "scores"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), index=True)
    at: Mapped[datetime]
    share: Mapped[str] = mapped_column(String(64))
    passed: Mapped[bool]
    kept_pass: Mapped[bool] = mapped_column(default=False)
    result: Mapped[Any] = mapped_column(JSON)


class CertificateRow(Base):
    """An issued credential: the frozen claims and what became of them. `state` is where issuing stands.

    `number` counts the certificates of one person and credential; a replaced or renewed one has the next number.
    `leaf` is the number of the leaf that names its credential, `file_leaf` of the one that names its PDF. `badge` is
    the signed credential as it is given out, with the keys that signed it and sealed its PDF. `status_list` names the
    status list that it has a place in; nothing for that of suspensions. The name is shown in full, or as initials until
    it is typed. `sought` is the name as staff look for it, in small letters without accents.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("account_id", "credential", "number"),
        Index("ix_certificates_unfinished", "state"),
        # Whatever a list is narrowed down to, it is found in this index alone: rows are read for one page only.
        Index(
            "ix_certificates_listing",
            *("created_at", "serial", "account_id", "credential", "state", "sought", "expires_at"),
            *("revoked_at", "replaced_at", "suspended_at", "erased_at"),
        ),
        Index(
            "ix_certificates_registry",
            *("issued_at", "serial"),
            sqlite_where=text("listed IS 1"),
            postgresql_where=text("listed IS true"),
        ),
    )

    serial: Mapped[str] = mapped_column(String(40), primary_key=True)
    account_id: Mapped[int | None] = _account_key(nullable=True)
    credential: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    claims: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    claims_hash: Mapped[str] = mapped_column(String(64))
    design: Mapped[str] = mapped_column(ForeignKey("designs.hash"))
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    suspended_public: Mapped[str] = mapped_column(String(500), default="")
    revoked_at: Mapped[datetime | None]
    revoked_public: Mapped[str] = mapped_column(String(500), default="")
    grounds: Mapped[str] = mapped_column(String(100), default="")
    replaced_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None] = mapped_column(String(40))
    replaced_public: Mapped[str] = mapped_column(String(500), default="")
    erased_at: Mapped[datetime | None]
    pdf_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    leaf: Mapped[int | None] = mapped_column(unique=True)
    badge: Mapped[str | None] = mapped_column(Text)
    badge_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    signed_with: Mapped[str | None] = mapped_column(String(64), index=True)
    sealed_with: Mapped[str | None] = mapped_column(String(64), index=True)
    status_index: Mapped[int | None] = mapped_column(unique=True)
    listed: Mapped[bool] = mapped_column(default=False, server_default=false())
    name_shown: Mapped[str] = mapped_column(String(20), default="full", server_default="full")
    sought: Mapped[str | None] = mapped_column(String(300))
    status_list: Mapped[str | None] = mapped_column(String(20))
    file_leaf: Mapped[int | None]


class FormerFileRow(Base):
    """A credential and its PDF that a newer one of the same certificate took over from, `until` then.

    Both are emptied when the certificate is erased; hashes and places in the status lists stay.
    """

    __tablename__ = "former_files"

    serial: Mapped[str] = mapped_column(ForeignKey("certificates.serial", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]
    leaf: Mapped[int | None]
    file_leaf: Mapped[int | None]
    badge: Mapped[str | None] = mapped_column(Text)
    badge_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    pdf_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    signed_with: Mapped[str | None] = mapped_column(String(64))
    sealed_with: Mapped[str | None] = mapped_column(String(64))
    status_list: Mapped[str | None] = mapped_column(String(20))
    status_index: Mapped[int | None] = mapped_column(index=True)


class DesignRow(Base):
    """A certificate's design as it was when a certificate was promised, so that no edit changes what is drawn."""

    __tablename__ = "designs"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PdfRow(Base):
    """A certificate's PDF as it was issued, byte for byte."""

    __tablename__ = "pdfs"

    serial: Mapped[str] = mapped_column(ForeignKey("certificates.serial", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AuditRow(Base):
    """One act that must be accounted for. Each entry carries the hash of the one before, so an edit shows."""

    __tablename__ = "audit"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(100))
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(140), index=True)
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LeafRow(Base):
    """A leaf of the issuance log, from 0 on: its body, its hash, and `nodes`, the subtrees above it that it completes.

    The hashes of the nodes stand one after the other, from level 1 upwards, 64 characters each.
    """

    __tablename__ = "leaves"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    nodes: Mapped[str] = mapped_column(Text, default="")


class CheckpointRow(Base):
    """A signed head of the issuance log, once for each size."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class CosignatureRow(Base):
    """That a witness has seen a head of the issuance log: its signature line, and the time that the line says."""

    __tablename__ = "cosignatures"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    witness: Mapped[str] = mapped_column(String(100), primary_key=True)
    line: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class CheckpointStampRow(Base):
    """The time stamp (RFC 3161) of a head of the issuance log, and the time that it says."""

    __tablename__ = "checkpoint_stamps"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class ShareLinkRow(Base):
    """An address by which a certificate is shown until a day that its holder chose, kept only as its hash."""

    __tablename__ = "share_links"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    serial: Mapped[str] = mapped_column(ForeignKey("certificates.serial", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class ReminderRow(Base):
    """A mail before the last day of a certificate: so many days ahead, once."""

    __tablename__ = "reminders"

    serial: Mapped[str] = mapped_column(ForeignKey("certificates.serial", ondelete="CASCADE"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]


class AppointmentRow(Base):
    """That somebody holds a duty in a scheme, from `since` up to `until`, null while nobody has ended it.

    A row is ended, never deleted. `by_id` is the admin who appointed, and never the person.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("account_id", "scheme", "duty", "since"),
        CheckConstraint("by_id <> account_id", name="ck_appointments_by_another"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _account_key()
    scheme: Mapped[str] = mapped_column(String(64), index=True)
    duty: Mapped[str] = mapped_column(String(30))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    by_id: Mapped[int | None] = _account_key(nullable=True)
    reason: Mapped[str] = mapped_column(String(500))


class InterestRow(Base):
    """What somebody declared of their interests for a year. The one with the highest `n` holds."""

    __tablename__ = "interests"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[Any] = mapped_column(JSON)
    declared_at: Mapped[datetime]


class PenNameRow(Base):
    """The name under which somebody writes questions: what `author` in a bank says."""

    __tablename__ = "pen_names"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(40), unique=True)


class ProfileRow(Base):
    """What somebody tells of themselves, and what of it others may see. Where their clock is stands in `mail_choices`.

    `roles` are for its owner alone: whatever is read for anybody else does not select them. `shown` names the fields
    and the certificates that the public page has, once there is one: that is said by a consent.
    """

    __tablename__ = "profiles"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    links: Mapped[Any] = mapped_column(JSON)
    languages: Mapped[Any] = mapped_column(JSON)
    asked_for: Mapped[str] = mapped_column(Text)
    roles: Mapped[Any] = mapped_column(JSON)
    handle: Mapped[str | None] = mapped_column(String(30), unique=True)
    shown: Mapped[Any] = mapped_column(JSON)


class FormerHandleRow(Base):
    """A handle that was given up, by a keyed hash: until `free_at` nobody gets it but whoever had it."""

    __tablename__ = "former_handles"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = _account_key(nullable=True)
    free_at: Mapped[datetime] = mapped_column(index=True)


class FollowingRow(Base):
    """That somebody follows a path, by its path. Rows are ended and never deleted; one of each is open at a time."""

    __tablename__ = "followings"
    __table_args__ = (
        Index(
            "uq_followings_open",
            "account_id",
            "path",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _account_key()
    path: Mapped[str] = mapped_column(String(140))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class NotebookRow(Base):
    """What somebody kept of a tool, for themselves alone: their answers, and the text as it was when they kept it."""

    __tablename__ = "notebook"
    __table_args__ = (UniqueConstraint("account_id", "tool", "n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _account_key()
    tool: Mapped[str] = mapped_column(String(140))
    n: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20))
    answers: Mapped[Any] = mapped_column(JSON)
    gave: Mapped[str] = mapped_column(Text)
    seq: Mapped[int]
    at: Mapped[datetime]


class SeenKeyRow(Base):
    """When somebody saw a key of a bank last; each look is in the audit log."""

    __tablename__ = "seen_keys"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    bank: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class ProposalRow(Base):
    """What one person proposed and another is to confirm. Of an act on a thing one is open at a time."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("settled_by_id <> by_id", name="ck_proposals_two_people"),
        Index(
            "uq_proposals_open",
            "act",
            "thing",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(140))
    scheme: Mapped[str] = mapped_column(String(64), index=True)
    by_id: Mapped[int | None] = _account_key(nullable=True)
    duty: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(500))
    body: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = _account_key(nullable=True)
    outcome: Mapped[str] = mapped_column(String(20), default="")


class ContentFileRow(Base):
    """A file of published content, once for all revisions that hold it."""

    __tablename__ = "content_files"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RevisionRow(Base):
    """A published state of the content: which file had which hash."""

    __tablename__ = "revisions"

    revision: Mapped[str] = mapped_column(String(64), primary_key=True)
    published_at: Mapped[datetime]
    files: Mapped[Any] = mapped_column(JSON)


class PublicationRow(Base):
    """What was served from when on, and by whom: a publication, or a way back to an earlier revision."""

    __tablename__ = "publications"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[str] = mapped_column(ForeignKey("revisions.revision"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(100))
    act: Mapped[str] = mapped_column(String(20))


class ApplicationRow(Base):
    """That somebody applies for a certification; at most one at a time for each that is under way."""

    __tablename__ = "applications"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = _account_key()
    credential: Mapped[str] = mapped_column(String(64))
    route: Mapped[str] = mapped_column(String(64))
    scheme: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), index=True)
    claims: Mapped[Any] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    granted_at: Mapped[datetime | None]
    granted_by_id: Mapped[int | None] = _account_key(nullable=True)
    completed_at: Mapped[datetime | None]
    decide_by: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_applications_under_way",
            "account_id",
            "credential",
            unique=True,
            sqlite_where=text(STILL_UNDER_WAY),
            postgresql_where=text(STILL_UNDER_WAY),
        ),
    )


class DecisionRow(Base):
    """What a person decided about an application. What was returned is decided once more, by the next number."""

    __tablename__ = "decisions"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by_id: Mapped[int | None] = _account_key(nullable=True)
    duty: Mapped[str] = mapped_column(String(30))
    outcome: Mapped[str] = mapped_column(String(20))
    ground: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(500))
    batch: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]


class DecidedRow(Base):
    """On which decision a certificate rests: `decision_id` is the application and the number, as `id:n`."""

    __tablename__ = "decided_certificates"

    serial: Mapped[str] = mapped_column(ForeignKey("certificates.serial", ondelete="CASCADE"), primary_key=True)
    application_id: Mapped[str] = mapped_column(String(32))
    n: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(["application_id", "n"], ["decisions.application_id", "decisions.n"], ondelete="CASCADE"),
        Index("ix_decided_certificates_application_id_n", "application_id", "n"),
    )


class SignatureRow(Base):
    """That somebody signed a text, known by its hash, with their name as they typed it."""

    __tablename__ = "signatures"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[str] = mapped_column(String(140), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    typed_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class AccommodationRow(Base):
    """What somebody needs in examinations, as settings alone: what they asked for, or have. Nobody says why.

    It holds from `since` up to `until` while `state` is granted; of what waits there is one for each person.
    """

    __tablename__ = "accommodations"
    __table_args__ = (
        Index(
            "uq_accommodations_waiting",
            "account_id",
            unique=True,
            sqlite_where=text(STILL_WAITING),
            postgresql_where=text(STILL_WAITING),
        ),
        CheckConstraint("second_id <> answered_by_id", name="ck_accommodations_two_people"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = _account_key()
    settings: Mapped[Any] = mapped_column(JSON)
    had_before: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20), index=True)
    asked_at: Mapped[datetime]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = _account_key(nullable=True)
    second_id: Mapped[int | None] = _account_key(nullable=True)
    ground: Mapped[str] = mapped_column(String(30))


class StoppedClockRow(Base):
    """What is left of the time of an attempt whose clock stands still for a break, until its learner goes on."""

    __tablename__ = "stopped_clocks"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    seconds_left: Mapped[int]


class HandbookRow(Base):
    """A candidate handbook as it stood when its scheme was first published, under the hash of the scheme's file."""

    __tablename__ = "handbooks"

    credential: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    revision: Mapped[str] = mapped_column(ForeignKey("revisions.revision"))
    at: Mapped[datetime]
    body: Mapped[Any] = mapped_column(JSON)


class SiteRow(Base):
    """The single row that says what is served now, and what the newest check of the author's files found.

    `held` are the revisions that were taken back, with a space between them: the watcher publishes none of them.
    """

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[str | None] = mapped_column(ForeignKey("revisions.revision"))
    served_since: Mapped[datetime | None]
    checked_revision: Mapped[str] = mapped_column(String(64), default="")
    checked_at: Mapped[datetime | None]
    findings: Mapped[Any] = mapped_column(JSON, default=list)
    held: Mapped[str | None] = mapped_column(String(200))


class QuestionVersionRow(Base):
    """A version of a question, whole, as it was when it was first proposed. Never changed; `key` is never shown."""

    __tablename__ = "question_versions"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    bank: Mapped[str] = mapped_column(String(100), index=True)
    quiz: Mapped[Any] = mapped_column(JSON)
    key: Mapped[Any] = mapped_column(JSON)
    writer: Mapped[int | None]
    first_revision: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class QuestionTextRow(Base):
    """A version in another language, as it was when a reviewer first had it before them. Never changed."""

    __tablename__ = "question_texts"
    __table_args__ = (
        ForeignKeyConstraint(["source", "version"], ["question_versions.source", "question_versions.version"]),
    )

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    quiz: Mapped[Any] = mapped_column(JSON)
    key: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]


_DONE_ONCE = text("act IN ('piloted', 'activated', 'retired', 'adopted')")
_AN_APPROVAL = text("act = 'approved'")


class QuestionActRow(Base):
    """What was done to a version, by whom, on what duty. Only added to. People are numbers, as in the audit log."""

    __tablename__ = "question_acts"
    __table_args__ = (
        ForeignKeyConstraint(["source", "version"], ["question_versions.source", "question_versions.version"]),
        CheckConstraint("confirmed_by <> actor", name="ck_question_acts_two_people"),
        UniqueConstraint("request"),
        Index(
            "uq_question_acts_approved",
            *("source", "version", "act", "actor"),
            unique=True,
            sqlite_where=_AN_APPROVAL,
            postgresql_where=_AN_APPROVAL,
        ),
        Index(
            "uq_question_acts_once",
            *("source", "version", "act"),
            unique=True,
            sqlite_where=_DONE_ONCE,
            postgresql_where=_DONE_ONCE,
        ),
        Index("ix_question_acts_source_version", "source", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(30))
    actor: Mapped[int | None]
    duty: Mapped[str] = mapped_column(String(30))
    confirmed_by: Mapped[int | None]
    form: Mapped[Any] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    request: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime]


class SearchTextRow(Base):
    """A text of what is published as a search shows it. Its words are in `search_words`, which no row class has:
    FTS5 on SQLite, a tsvector on PostgreSQL."""

    __tablename__ = "search_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(40))
    needs: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)


class SearchIndexRow(Base):
    """Of which revision the index is, and by which rules it was made."""

    __tablename__ = "search_index"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_of: Mapped[str] = mapped_column(String(100))


SEARCH = "search_"
"""How the names of the tables begin that are made of what is published, and are in no copy."""

WORDS_IN_SQLITE = """CREATE VIRTUAL TABLE search_words
USING fts5(title, body, content='', contentless_delete=1, tokenize='ascii', prefix='2 3')"""
WORDS_IN_POSTGRESQL = """CREATE TABLE search_words
(id INTEGER PRIMARY KEY REFERENCES search_texts ON DELETE CASCADE, words tsvector NOT NULL);
CREATE INDEX ix_search_words_words ON search_words USING gin (words)"""


@event.listens_for(SearchTextRow.__table__, "after_create")
def _make_words(_table: object, connection: Connection, **_: object) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(WORDS_IN_SQLITE if on_sqlite else WORDS_IN_POSTGRESQL)


@event.listens_for(SearchTextRow.__table__, "before_drop")
def _drop_words(_table: object, connection: Connection, **_: object) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_words")
