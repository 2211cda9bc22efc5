"""LMS_HOME and the secret key: private, strong, and made only where that is safe."""

import random
import secrets
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from lms.services.ground import home
from lms.services.operating.start import make_context
from lms.settings import Settings, SettingsFault, load
from tests.services.accounts.post import at_once


def settings(tmp_path: Path, **more: str) -> Settings:
    return load({"LMS_HOME": str(tmp_path / "home"), "LMS_SITE": str(tmp_path), **more})


def outside(tmp_path: Path, key: str = "") -> Settings:
    return settings(tmp_path, LMS_BASE_URL="https://learn.example.org", LMS_SECRET_KEY=key)


def test_on_this_machine_home_and_key_are_made_private(tmp_path: Path) -> None:
    given = settings(tmp_path)
    home.make(given)
    assert given.home.stat().st_mode & 0o777 == 0o700
    assert (given.home / home.KEY_FILE).stat().st_mode & 0o777 == 0o600
    key = home.secret_key(given)
    assert len(key) >= 43
    home.make(given)
    assert home.secret_key(given) == key


def test_of_several_who_start_at_once_all_have_one_key(tmp_path: Path) -> None:
    given = settings(tmp_path)

    def start(_: int) -> str:
        home.make(given)
        return home.secret_key(given)

    keys = at_once(6, start)
    assert len(set(keys)) == 1
    assert sorted(path.name for path in given.home.iterdir()) == [home.KEY_FILE]


def test_outside_no_key_is_made(tmp_path: Path) -> None:
    given = outside(tmp_path)
    home.make(given)
    assert list(given.home.iterdir()) == []
    with pytest.raises(SettingsFault, match="LMS_SECRET_KEY"):
        home.secret_key(given)


def test_outside_a_given_key_or_the_file_is_taken(tmp_path: Path) -> None:
    key = secrets.token_urlsafe(48)
    assert home.secret_key(outside(tmp_path, key)) == key
    given = outside(tmp_path)
    home.make(given)
    (given.home / home.KEY_FILE).write_text(key + "\n")
    (given.home / home.KEY_FILE).chmod(0o600)
    assert home.secret_key(given) == key


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    given = settings(tmp_path)
    home.make(given)
    (given.home / home.KEY_FILE).chmod(0o640)
    with pytest.raises(SettingsFault, match="read by others"):
        home.secret_key(given)


def test_all_that_is_wrong_with_a_key_is_told_at_once(tmp_path: Path) -> None:
    given = settings(tmp_path)
    home.make(given)
    (given.home / home.KEY_FILE).write_text("short")
    (given.home / home.KEY_FILE).chmod(0o644)
    with pytest.raises(SettingsFault) as fault:
        home.secret_key(given)
    assert len(fault.value.faults) == 2


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "a1B2c3D4" * 3 + "a1B2c3D",
        "x" * 64,
        "correcthorse" * 4,
        "change-me-0123456789-qwertyuiop-zx",
        "this-is-my-very-long-SECRET-key-98",
        "django-insecure-8f7b6a5d4c3b2a1987",
        "abcdefghijklmnopqrstuvwxyz012345",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_a_short_or_well_known_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsFault):
        home.secret_key(outside(tmp_path, key))


def test_keys_from_a_random_generator_are_taken() -> None:
    generator = random.Random("keys")
    for _ in range(200):
        assert home.weaknesses(b64encode(generator.randbytes(48)).decode()) == []
        assert home.weaknesses(generator.randbytes(16).hex()) == []


def test_a_key_of_sixteen_bytes_that_draws_few_digits_is_taken() -> None:
    assert home.weaknesses("71f07af0a1c70fc1a7f01c7fa0c2971b") == []


def test_a_context_knows_the_key_and_makes_nothing(tmp_path: Path) -> None:
    given = settings(tmp_path)
    home.make(given)
    before = sorted(given.home.iterdir())
    ctx = make_context(given)
    assert ctx.settings.secret_key == home.secret_key(given)
    assert ctx.settings == replace(given, secret_key=ctx.settings.secret_key)
    assert sorted(given.home.iterdir()) == before


def test_a_home_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(SettingsFault, match="LMS_HOME"):
        home.make(settings(tmp_path))


def test_only_the_marked_home_of_a_preview_is_scratch(tmp_path: Path) -> None:
    """A log that others know of is never written as that of a preview is."""
    given = {"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)}
    assert not home.is_scratch(load(given))
    (tmp_path / home.PREVIEW_MARK).touch()
    assert home.is_scratch(load(given))
    for other in ("sqlite:////somewhere/else.sqlite", "postgresql://here/lms"):
        assert not home.is_scratch(replace(load(given), database_url=other))
    assert not home.is_scratch(replace(load(given), base_url="https://learn.example.org"))
    (tmp_path / home.LOG_HEAD).touch()
    assert not home.is_scratch(load(given))
