"""Fixtures that every test may ask for, and how examples are drawn: however long one takes, on a busy machine."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

pytest_plugins = [
    "tests.support.chromium",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.redis",
    "tests.support.softhsm",
]
