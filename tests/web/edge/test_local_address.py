"""After signing in one goes on to a page of this site, and to no other place."""

from __future__ import annotations

import pytest

from lms.web.edge.local_address import local


@pytest.mark.parametrize("address", ["/learn", "/courses/a/b?x=1", "/courses/a#quiz_b"])
def test_a_path_of_this_site_is_kept(address: str) -> None:
    assert local(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "learn",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example/learn",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "/learn\r\nSet-Cookie: x=1",
        "/" + "x" * 600,
    ],
)
def test_what_may_lead_elsewhere_is_dropped(address: str) -> None:
    assert local(address) == ""
