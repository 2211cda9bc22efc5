"""Somebody's page as everybody sees it: what was ticked and nothing else, and certificates as they stand now."""

from dataclasses import replace

import pytest

from lms.credentials.life import Status
from lms.services.accounts import administering
from lms.services.certifying import stewarding
from lms.services.ground.refusals import NotFound
from lms.services.learning import following
from lms.services.members import own, public
from lms.services.privacy import erasing
from lms.store import profiles
from lms.store.profiles import Profile, Shown, Told
from tests.services.certifying.test_certificates import issued
from tests.support.site import House

TOLD = Told("Amal H.", "About me.", ("https://social.example/@amal",), ("English",), "Talks")
HIDDEN = Profile(TOLD, ("patient",), "amal-h", Shown())


def test_nothing_is_on_a_page_that_was_not_ticked(house: House) -> None:
    amal = house.person()
    following.follow(house.context, amal, "creator")
    own.keep(house.context, amal, HIDDEN, None, open=True)
    assert public.page(house.context, "amal-h") == public.MemberPage("amal-h", Told("Amal H."), (), (), False)
    all_of_it = replace(HIDDEN, shown=Shown(("about", "paths", "languages", "asked_for", "links"), (), indexed=True))
    own.keep(house.context, amal, all_of_it, None)
    assert public.page(house.context, "amal-h") == public.MemberPage("amal-h", TOLD, ("creator",), (), True)


def test_who_chose_no_name_is_called_by_the_handle_and_not_by_the_name_of_the_account(house: House) -> None:
    own.keep(house.context, house.person(), replace(HIDDEN, told=Told()), None, open=True)
    assert public.page(house.context, "amal-h").name == "amal-h"


@pytest.mark.parametrize("handle", ["amal-h", "amal", "AMAL-H", "", "amal-h\0", "x" * 500])
def test_a_page_that_is_not_switched_on_is_like_one_that_never_was(house: House, handle: str) -> None:
    own.keep(house.context, house.person(), HIDDEN, None)
    with pytest.raises(NotFound, match="There is no such page"):
        public.page(house.context, handle)


def test_the_page_of_a_disabled_account_is_gone(house: House) -> None:
    amal = house.person()
    own.keep(house.context, amal, HIDDEN, None, open=True)
    administering.disable(house.context, "operator:test", amal.email, "a test")
    with pytest.raises(NotFound):
        public.page(house.context, "amal-h")


def test_a_certificate_is_shown_with_its_status_of_this_moment_until_its_holder_erases_it(house: House) -> None:
    amal, rosa = house.person("Amal Haddad"), house.person("Rosa Lima")
    serial, others = issued(house, amal), issued(house, rosa, "Rosa Lima")
    shown = replace(HIDDEN, shown=Shown((), (serial,)))
    with pytest.raises(NotFound):
        public.page(house.context, "amal-h")
    own.keep(house.context, amal, shown, None, open=True)
    assert _status(house) == [(serial, Status.VALID)]
    stewarding.suspend(house.context, "operator:test", serial, "A reason")
    assert _status(house) == [(serial, Status.SUSPENDED)]
    stewarding.reinstate(house.context, "operator:test", serial, "A reason")
    stewarding.revoke(house.context, "operator:test", serial, "A reason", public="It was issued twice.")
    assert _status(house) == [(serial, Status.REVOKED)]
    erasing.erase(house.context, amal, serial)
    assert own.own(house.context, amal).profile.shown.certificates == ()
    assert _status(house) == []
    assert own.can_be_shown(house.context, amal) == ()
    assert [one.serial for one in own.can_be_shown(house.context, rosa)] == [others]


def test_a_certificate_of_somebody_else_is_on_no_page_even_where_the_row_was_edited(house: House) -> None:
    amal, rosa = house.person("Amal Haddad"), house.person("Rosa Lima")
    others = issued(house, rosa, "Rosa Lima")
    own.keep(house.context, amal, HIDDEN, None, open=True)
    with house.context.database.writing() as session:
        profiles.keep(session, amal.id, replace(HIDDEN, shown=Shown((), (others,))))
    assert _status(house) == []


def _status(house: House) -> list[tuple[str, Status]]:
    return [(one.serial, one.report.status) for one in public.page(house.context, "amal-h").certificates]
