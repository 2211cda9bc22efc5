"""What the holder shows: the name in full or not, the registry or not, and links that end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from lms.credentials.discretion import initials, is_same_name
from lms.services.certifying import claiming, sharing, stewarding, verifying
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from tests.services.certifying.test_verifying import issued
from tests.support.site import TODAY, House

TOMORROW = (TODAY + timedelta(days=1)).date()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Amal Haddad", "A. H."),
        ("王小明", "王."),
        ("Ελένη Παπαδοπούλου", "Ε. Π."),
        ("Q\u0323\u0302ue  Ñ", "Q\u0323\u0302. Ñ."),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_with_their_marks(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_typed_name_fits_in_any_case_and_encoding_and_no_other_name_does() -> None:
    assert is_same_name(" amal  HADDAD", "Amal Haddad")
    assert is_same_name("Elise\u0301e", "Elisée")
    assert not is_same_name("Amal", "Amal Haddad")
    assert not is_same_name("", "Amal Haddad")


def test_initials_show_until_the_name_is_typed(house: House) -> None:
    person = house.person()
    serial = issued(house, person)
    sharing.choose(house.context, person, serial, listed=False, name_shown="initials")
    shown = verifying.report(house.context, serial)
    assert "A. H." in shown.headline
    assert "Haddad" not in str(shown.to_json())
    assert shown.to_json()["name_shown"] == "initials"
    assert verifying.report(house.context, serial, name="Somebody Else") == shown
    assert "Amal Haddad" in verifying.report(house.context, serial, name="amal haddad").headline
    assert verifying.report(house.context, serial) == shown
    file = verifying.report_on_file(house.context, claiming.pdf(house.context, person, serial))
    assert file.report is not None
    assert "Amal Haddad" in file.report.headline
    sharing.choose(house.context, person, serial, listed=False, name_shown="full")
    assert "Amal Haddad" in verifying.report(house.context, serial).headline


def test_nothing_is_listed_unless_its_holder_says_so_and_only_while_it_is_valid(house: House) -> None:
    person = house.person()
    serial = issued(house, person)
    assert sharing.registry(house.context).lines == ()
    sharing.choose(house.context, person, serial, listed=True, name_shown="full")
    (line,) = sharing.registry(house.context).lines
    assert (line.serial, line.holder) == (serial, "Amal Haddad")
    sharing.choose(house.context, person, serial, listed=True, name_shown="initials")
    (line,) = sharing.registry(house.context, "NOT-THERE").lines
    assert line.holder == "A. H."
    stewarding.suspend(house.context, "staff", serial, "a reason", "")
    assert sharing.registry(house.context).lines == ()
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    assert line.expires is not None
    house.clock.at = line.expires + timedelta(seconds=1)
    assert sharing.registry(house.context).lines == ()


def test_a_link_shows_the_whole_name_through_its_last_day_and_then_nothing(house: House) -> None:
    person = house.person()
    serial = issued(house, person)
    sharing.choose(house.context, person, serial, listed=False, name_shown="initials")
    secret = sharing.share(house.context, person, serial, TOMORROW).rpartition("/")[2]
    found = sharing.shared(house.context, secret)
    assert found is not None
    assert "Amal Haddad" in found.headline
    (link,) = sharing.choices(house.context, person, serial).links
    house.clock.at = link.ends_at
    assert sharing.shared(house.context, secret) is not None
    house.clock.turn(timedelta(seconds=1))
    assert sharing.shared(house.context, secret) is None
    assert sharing.choices(house.context, person, serial).links == []


def test_a_link_is_taken_back_by_its_holder_alone_and_never_guessed(house: House) -> None:
    person, other = house.person(), house.person("Someone Else")
    serial = issued(house, person)
    secret = sharing.share(house.context, person, serial, TOMORROW).rpartition("/")[2]
    (link,) = sharing.choices(house.context, person, serial).links
    assert secret not in link.id
    for wrong in ("", link.id, secret + "x", secret.swapcase()):
        assert sharing.shared(house.context, wrong) is None
    for act in (
        lambda: sharing.end_link(house.context, other, serial, link.id),
        lambda: sharing.share(house.context, other, serial, TOMORROW),
        lambda: sharing.choices(house.context, other, serial),
        lambda: sharing.choose(house.context, other, serial, listed=True, name_shown="full"),
    ):
        with pytest.raises(NotFound):
            act()
    sharing.end_link(house.context, person, serial, link.id)
    assert sharing.shared(house.context, secret) is None


def test_a_link_ends_within_a_year_and_there_are_not_too_many(house: House) -> None:
    person = house.person()
    serial = issued(house, person)
    for day in (date(2026, 11, 21), date(2028, 1, 1), date(1, 1, 1)):
        with pytest.raises(Invalid):
            sharing.share(house.context, person, serial, day)
    for _ in range(sharing.MOST_LINKS):
        sharing.share(house.context, person, serial, TOMORROW)
    with pytest.raises(Conflict):
        sharing.share(house.context, person, serial, TOMORROW)
    with pytest.raises(Invalid):
        sharing.choose(house.context, person, serial, listed=True, name_shown="nickname")


def test_looking_at_a_certificate_writes_nothing_down(house: House) -> None:
    person = house.person()
    serial = issued(house, person)
    secret = sharing.share(house.context, person, serial, TOMORROW).rpartition("/")[2]

    def everything() -> list[object]:
        with house.context.database.reading() as session:
            tables = session.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            ).scalars()
            return [session.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]

    before = everything()
    verifying.report(house.context, serial, name="Amal Haddad")
    verifying.report_on_file(house.context, claiming.pdf(house.context, person, serial))
    sharing.shared(house.context, secret)
    sharing.registry(house.context)
    assert everything() == before
