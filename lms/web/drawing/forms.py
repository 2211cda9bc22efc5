"""The forms that people fill in."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from lms.services.accounts import identity
from lms.services.ground.refusals import Invalid
from lms.wording.phrases import _

LONGEST_EMAIL = 254
LONGEST_NAME = 200
LEAST_PASSWORD = 15
LONGEST_PASSWORD = 1000
LONGEST_CODE = 40
LONGEST_KEY_NAME = 60

EMAIL_MISSING = _("Type your e-mail address.")
NAME_MISSING = _("Type the name that we should call you.")
PASSWORD_MISSING = _("Type your password.")
TOO_LONG = _("This is longer than it can be.")


class AtMost:
    """So many characters at most. The browser is told, and takes no more."""

    def __init__(self, characters: int) -> None:
        self._most = characters
        self.field_flags = {"maxlength": characters}

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > self._most:
            raise ValidationError(TOO_LONG)


def _fits(rule: Callable[[str], object]) -> Callable[[FlaskForm, Field], None]:
    """What a service would refuse later is told with all the rest, so that nobody types a password once for each."""

    def check(_form: FlaskForm, field: Field) -> None:
        try:
            rule(field.data or "")
        except Invalid as refused:
            raise ValidationError(refused.message) from None

    return check


def _long_enough(_form: FlaskForm, field: Field) -> None:
    if len(field.data or "") < LEAST_PASSWORD:
        raise ValidationError(
            _(
                "This has %(count)s characters; %(least)s or more are needed.",
                count=len(field.data or ""),
                least=LEAST_PASSWORD,
            )
        )


def _email(label: str = _("E-mail address")) -> EmailField:
    checks = [InputRequired(EMAIL_MISSING), AtMost(LONGEST_EMAIL), _fits(identity.email_of)]
    return EmailField(label, checks)


def _name(label: str) -> StringField:
    checks = [InputRequired(NAME_MISSING), AtMost(LONGEST_NAME), _fits(identity.name_of)]
    return StringField(label, checks)


def _known_password(label: str) -> PasswordField:
    return PasswordField(label, [InputRequired(PASSWORD_MISSING), AtMost(LONGEST_PASSWORD)])


def _new_password(label: str) -> PasswordField:
    checks = [InputRequired(_("Choose a password.")), _long_enough, AtMost(LONGEST_PASSWORD)]
    return PasswordField(label, checks, render_kw={"minlength": LEAST_PASSWORD})


class RegisterForm(FlaskForm):
    name = _name(_("Your name"))
    email = _email()
    password = _new_password(_("Choose a password"))


class LoginForm(FlaskForm):
    email = EmailField(_("E-mail address"), [InputRequired(EMAIL_MISSING), AtMost(LONGEST_EMAIL)])
    password = _known_password(_("Password"))


class AgainForm(FlaskForm):
    password = _known_password(_("Your password"))


class _CodeField(StringField):
    """A code that was refused is of no use any more: it is not given back."""

    def _value(self) -> str:
        return ""


class CodeForm(FlaskForm):
    code = _CodeField(_("The code"), [InputRequired(_("Type the code.")), AtMost(LONGEST_CODE)])


class RecoveryForm(FlaskForm):
    """The same for who has no app at hand, on the page where both stand."""

    code = _CodeField(_("A recovery code"), [InputRequired(_("Type the code.")), AtMost(LONGEST_CODE)], id="recovery")


class PasskeyForm(FlaskForm):
    name = StringField(
        _("A name for this passkey"),
        [
            InputRequired(_("Give it a name, such as the device it is on.")),
            AtMost(LONGEST_KEY_NAME),
        ],
    )


class ConfirmForm(FlaskForm):
    password = _known_password(_("The password that you chose"))


class AskResetForm(FlaskForm):
    email = _email()


class ResetForm(FlaskForm):
    password = _new_password(_("Your new password"))


class NameForm(FlaskForm):
    name = _name(_("Your name"))


class EmailForm(FlaskForm):
    new_email = _email(_("Your new e-mail address"))
    current_password = _known_password(_("Your password"))


class FirstEmailForm(FlaskForm):
    """For an account that an organisation's sign-in made: it has neither an address nor a password yet."""

    new_email = _email(_("Your e-mail address"))


class PasswordForm(FlaskForm):
    old = _known_password(_("The password that you have now"))
    new = _new_password(_("Your new password"))


class EraseForm(FlaskForm):
    password = _known_password(_("Your password"))
    sure = BooleanField(
        _("Erase my account and everything in it"), [InputRequired(_("Tick this box if you are sure."))]
    )
