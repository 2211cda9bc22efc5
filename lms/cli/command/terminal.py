"""Words for the person at the terminal, and the settings: what a command begins with that is in a hurry."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any, NoReturn

import click

from lms import settings as environment
from lms.services.ground import half_restored, home
from lms.settings import Settings, SettingsFault

REFUSED = 1
WRONG_USE = 2


def say(text: str) -> None:
    """Tell the person at the terminal; what is to be read by a program goes to the standard output instead."""
    click.echo(text, err=True)


def end(text: str, status: int = REFUSED) -> NoReturn:
    """Say why this ends here."""
    say(text)
    sys.exit(status)


def load_settings(**defaults: Any) -> Settings:
    """The settings; every fault is told, and then the command ends. What is made here is private to this account."""
    os.umask(0o077)
    try:
        settings = environment.load(**defaults)
    except SettingsFault as fault:
        key = os.environ.get("LMS_SECRET_KEY")
        weak = [f"LMS_SECRET_KEY: {one}" for one in home.weaknesses(key)] if key else []
        end("\n".join([*fault.faults, *weak]), WRONG_USE)
    if defaults or os.environ.get("LMS_BASE_URL"):
        return settings
    return replace(settings, base_url=home.last_address(settings) or settings.base_url)


def require_whole_home(settings: Settings) -> None:
    """End here where a restore has not come to its end."""
    if half_restored.is_being_filled(settings):
        end(half_restored.BROKEN_OFF.format(home=settings.home))
