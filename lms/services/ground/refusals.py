"""A request that was understood and declined, worded for the person who made it.

The web maps the kind to a status in its errors module, the command to an exit status. Nothing else in the services
knows of either.
"""

from __future__ import annotations

from lms.progress.gates import Reason
from lms.wording.phrases import _, sentences


class Refusal(Exception):
    """Declined. `reasons` names each closed door; `retry_after` is in whole seconds, where waiting helps."""

    kind = "refused"
    title: str = _("This is not possible")

    def __init__(self, message: str, reasons: tuple[Reason, ...] = (), retry_after: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reasons = reasons
        self.retry_after = retry_after


class NotFound(Refusal):
    """Unknown, or somebody else's: the two are never told apart."""

    kind = "not-found"
    title = _("There is nothing here")


class ClosedDoor(Refusal):
    """A gate said no, and every reason is named."""

    kind = "closed"
    title = _("Not open yet")


class Conflict(Refusal):
    """What was asked does not fit the state that things are in now."""

    kind = "conflict"
    title = _("This does not fit what has happened since")


class Invalid(Refusal):
    """What was sent cannot be taken. `field` names the input, where there is one."""

    kind = "invalid"
    title = _("Something needs another look")

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Gone(Invalid):
    """A link that was used, has ended, or never was: the three are told alike."""

    kind = "gone"
    title = _("This link is no longer good")

    @property
    def advice(self) -> str:
        """What is said below the title."""
        return self.message


class DeadLink(Gone):
    """The same for a link from a mail. `advice`: how long such a link works, and what to do now."""

    def __init__(self, advice: str) -> None:
        super().__init__(sentences(_("This link is no longer good."), advice))
        self._advice = advice

    @property
    def advice(self) -> str:
        return self._advice


class Forbidden(Refusal):
    """Signed in, and still not for this person."""

    kind = "forbidden"
    title: str = _("This is not open to you")


class TooMany(Refusal):
    """A limit was reached. `retry_after` says when to come back."""

    kind = "too-many"
    title = _("Please wait a little")


class SetAside(Refusal):
    """Certificates are neither made, changed nor told of, since the log that stands behind them is not the newest."""

    kind = "set-aside"
    title = _("Certificates are set aside for now")


class Busy(Refusal):
    """There is too much to do just now. Nothing was done, and `retry_after` says when to come back."""

    kind = "busy"
    title = _("Please come back in a minute")
