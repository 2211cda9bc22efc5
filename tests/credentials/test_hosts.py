"""People's names with full stops pass; whatever a mail program or a reader would take for an address does not."""

import pytest

from lms.credentials.hosts import holds_an_address, host_in


@pytest.mark.parametrize(
    "name",
    [
        "J.R. Smith",
        "J.R.R. Tolkien",
        "J.R.Smith",
        "J.de Vries",
        "St. John",
        "St.John Philby",
        "Anne-Marie O'Neil",
        "Dr.Who",
        "Dr. Amal Haddad, M.D.",
        "Martin Luther King Jr.",
        "Mª. del Carmen",
        "Amal c/o Rosa",
        "Ph.D. Rosa Lind",
        "山田花子",
        "山田・花子",
        "عمّار",
        "நிலா",
        "O’Neill-Łuć",
        "X",
        "Nº 5",
        "Rosa (she/her)",
        "Jean-Paul.",
        "Louis XIV.",
        "Amal: patient leader",
    ],
)
def test_names_of_people_pass(name: str) -> None:
    assert not holds_an_address(name)


@pytest.mark.parametrize(
    "name",
    [
        "Your account is LOCKED, unlock at https://evil.example/x",
        "hxxp://evil",
        "www.evil",
        "WWW.EVIL.EXAMPLE",
        "evil.example/unlock",
        "evil.example",
        "EVIL.COM",
        "Evil.Com",
        "Bank.de",
        "unlock-now.support",
        "a.b.evil.co.uk",
        "x.com",
        "t.co/abc",
        "Rosa@evil.example",
        "Rosa＠evil.example",
        "evil。example",
        "evil．com",
        "evil․com",
        "банк.рф",
        "xn--80ak6aa92e.com",
        "192.0.2.1",
        "[2001:db8::1]",
        "evil.Example/x",
        "Evil.Host:8080",
        "mailto:rosa",
        "JavaScript:alert",
        "go to evil .com",
        "Rosa\\\\server",
    ],
)
def test_addresses_do_not(name: str) -> None:
    assert holds_an_address(name)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://learn.example.org/verify/1", "learn.example.org"),
        ("learn.example.org/verify/1", "learn.example.org"),
        ("https://learn.example.org@evil.example/verify/1", "evil.example"),
        ("https://a@learn.example.org@evil.example/verify/1", "evil.example"),
        ("https://evil.example\\@learn.example.org/verify/1", "evil.example"),
        ("https://evil.example#@learn.example.org/verify/1", "evil.example"),
        ("https://l\u0435arn.example.org/verify/1", "xn--larn-v4d.example.org"),
        ("https://evil\u3002example/verify/1", "evil.example"),
        ("See learn.example.org. The number is 1", ""),
    ],
)
def test_the_host_of_an_address_is_the_one_that_a_browser_goes_to(address: str, host: str) -> None:
    assert host_in(address) == host
