"""Contexts come from the installed package, by hash; anything else is refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from lms.credentials import contexts
from lms.credentials.contexts import CREDENTIALS, OPEN_BADGES, PINNED, NotPinned, context, load


@pytest.fixture(autouse=True)
def _without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    context.cache_clear()


@pytest.mark.parametrize("address", PINNED)
def test_each_pinned_context_is_at_hand(address: str) -> None:
    assert set(context(address)) == {"@context"}
    assert load(address)["documentUrl"] == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/context.json",
        CREDENTIALS + "/",
        CREDENTIALS.replace("https", "http"),
        OPEN_BADGES.upper(),
        OPEN_BADGES.replace("-3.0.3", ""),
        "file:///etc/passwd",
        "../../../../etc/passwd",
    ],
)
def test_every_other_address_is_refused(address: str) -> None:
    with pytest.raises(NotPinned):
        load(address)


def test_a_package_with_another_context_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = PINNED[CREDENTIALS]
    (tmp_path / name).write_bytes((contexts._folder() / name).read_bytes() + b" ")
    monkeypatch.setattr(contexts, "_folder", lambda: tmp_path)
    with pytest.raises(NotPinned, match="another"):
        context(CREDENTIALS)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "PACKAGE", "a_package_that_is_not_there")
    with pytest.raises(NotPinned, match="not installed"):
        context(CREDENTIALS)
