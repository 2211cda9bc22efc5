"""The forms that people fill in."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from lms.services.accounts import identity
from lms.services.ground.refusals import Invalid

LONGEST_EMAIL = 254
LONGEST_NAME = 200
LEAST_PASSWORD = 15
LONGEST_PASSWORD = 1000
LONGEST_CODE = 40
LONGEST_KEY_NAME = 60

EMAIL_MISSING = "Type your e-mail address."
NAME_MISSING = "Type the name that we should call you."
PASSWORD_MISSING = "Type your password."  # noqa: S105
TOO_LONG = "This is longer than it can be."


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
        raise ValidationError(f"This has {len(field.data or '')} characters; {LEAST_PASSWORD} or more are needed.")


def _email(label: str = "E-mail address") -> EmailField:
    checks = [InputRequired(EMAIL_MISSING), Length(max=LONGEST_EMAIL, message=TOO_LONG), _fits(identity.email_of)]
    return EmailField(label, checks)


def _name(label: str) -> StringField:
    checks = [InputRequired(NAME_MISSING), Length(max=LONGEST_NAME, message=TOO_LONG), _fits(identity.name_of)]
    return StringField(label, checks)


def _known_password(label: str) -> PasswordField:
    return PasswordField(label, [InputRequired(PASSWORD_MISSING), Length(max=LONGEST_PASSWORD, message=TOO_LONG)])


def _new_password(label: str) -> PasswordField:
    checks = [InputRequired("Choose a password."), _long_enough, Length(max=LONGEST_PASSWORD, message=TOO_LONG)]
    return PasswordField(label, checks, render_kw={"minlength": LEAST_PASSWORD})


class RegisterForm(FlaskForm):
    name = _name("Your name")
    email = _email()
    password = _new_password("Choose a password")


class LoginForm(FlaskForm):
    email = EmailField("E-mail address", [InputRequired(EMAIL_MISSING), Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    password = _known_password("Password")


class AgainForm(FlaskForm):
    password = _known_password("Your password")


class _CodeField(StringField):
    """A code that was refused is of no use any more: it is not given back."""

    def _value(self) -> str:
        return ""


class CodeForm(FlaskForm):
    code = _CodeField("The code", [InputRequired("Type the code."), Length(max=LONGEST_CODE, message=TOO_LONG)])


class PasskeyForm(FlaskForm):
    name = StringField(
        "A name for this passkey",
        [InputRequired("Give it a name, such as the device it is on."), Length(max=LONGEST_KEY_NAME, message=TOO_LONG)],
    )


class ConfirmForm(FlaskForm):
    password = _known_password("The password that you chose")


class AskResetForm(FlaskForm):
    email = _email()


class ResetForm(FlaskForm):
    password = _new_password("Your new password")


class NameForm(FlaskForm):
    name = _name("Your name")


class EmailForm(FlaskForm):
    new_email = _email("Your new e-mail address")
    current_password = _known_password("Your password")


class FirstEmailForm(FlaskForm):
    """For an account that an organisation's sign-in made: it has neither an address nor a password yet."""

    new_email = _email("Your e-mail address")


class PasswordForm(FlaskForm):
    old = _known_password("The password that you have now")
    new = _new_password("Your new password")


class EraseForm(FlaskForm):
    password = _known_password("Your password")
    sure = BooleanField("Erase my account and everything in it", [InputRequired("Tick this box if you are sure.")])
