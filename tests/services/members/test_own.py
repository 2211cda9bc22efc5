"""A person's own profile: kept whole or refused whole, its handle its own for two years, its page by consent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.services.accounts import administering
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.mail import consents
from lms.services.members import own, public
from lms.services.operating import tidying
from lms.services.privacy import own_data
from lms.store.profiles import Profile, Shown, Told
from lms.store.tables import FormerHandleRow
from tests.services.accounts.post import PASSWORD
from tests.support.site import House

TOLD = Told("Amal H.", "I speak for others.", ("https://social.example/@amal",), ("العربية", "English"), "Talks")
FULL = Profile(TOLD, ("patient", "caregiver"), "amal-h", Shown(("about", "links"), (), indexed=True))


def keep(house: House, person: Person, profile: Profile, *, open: bool | None = None) -> None:
    own.keep(house.context, person, profile, None, open=open)


def test_what_was_told_is_kept_and_told_again(house: House) -> None:
    amal = house.person()
    assert own.own(house.context, amal) == own.OwnProfile(Profile(), "", open=False)
    own.keep(house.context, amal, FULL, "Europe/Berlin")
    assert own.own(house.context, amal) == own.OwnProfile(FULL, "Europe/Berlin", open=False)
    keep(house, amal, Profile())
    assert own.own(house.context, amal) == own.OwnProfile(Profile(), "Europe/Berlin", open=False)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", replace(FULL, told=replace(TOLD, name="Write to evil.example"))),
        ("about", replace(FULL, told=replace(TOLD, about="x" * 601))),
        ("about", replace(FULL, told=replace(TOLD, about="turned \u202eround"))),
        ("asked_for", replace(FULL, told=replace(TOLD, asked_for="x" * 301))),
        ("languages", replace(FULL, told=replace(TOLD, languages=tuple(map(str, range(11)))))),
        ("roles", replace(FULL, roles=("diabetic",))),
        ("shown", replace(FULL, shown=Shown(("roles",)))),
        ("certificates", replace(FULL, shown=Shown((), ("7K3MD-FAKE0-SER1A-L0000",)))),
        ("handle", replace(FULL, handle="ab")),
        ("handle", replace(FULL, handle="x" * 31)),
        ("handle", replace(FULL, handle="-amal")),
        ("handle", replace(FULL, handle="amal/h")),
        ("handle", replace(FULL, handle="аmal")),
        ("handle", replace(FULL, handle="staff")),
        ("handle", replace(FULL, handle="api")),
        ("handle", replace(FULL, handle="help-desk")),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field_and_nothing_is_kept(
    house: House, field: str, given: Profile
) -> None:
    amal = house.person()
    with pytest.raises(Invalid) as refused:
        keep(house, amal, given)
    assert refused.value.field == field
    assert own.own(house.context, amal).profile == Profile()


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://social.example/@amal",
        "//social.example/@amal",
        "https://",
        "https://localhost/",
        "https://good.example@evil.example/",
        "https://социальная.example/",
        "https://social.example/a b",
        'https://social.example/"onclick=',
        "https://social.example:8443/",
        "https://[social.example/",
        "https://social.example/\u202ea",
        "data:text/html,x",
        "https://social.example/" + "x" * 200,
    ],
)
def test_a_link_leads_to_a_page_on_the_web_and_nowhere_else(house: House, link: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep(house, house.person(), replace(FULL, told=replace(TOLD, links=(link,))))
    assert refused.value.field == "links"


def test_a_handle_is_somebodys_alone_and_no_one_elses_for_two_years(house: House) -> None:
    amal, rosa = house.person("Amal Haddad"), house.person("Rosa Lima")
    keep(house, amal, FULL)
    _is_refused(house, rosa)
    keep(house, amal, replace(FULL, handle="amal"))
    _is_refused(house, rosa)
    keep(house, amal, FULL)
    keep(house, amal, replace(FULL, handle=""))
    house.clock.at += timedelta(days=729)
    _is_refused(house, rosa)
    tidying.tidy(house.context)
    _is_refused(house, rosa)
    house.clock.at += timedelta(days=2)
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert session.scalars(select(FormerHandleRow.free_at)).all() == []
    keep(house, rosa, replace(FULL, handle="AMAL-H"))
    assert own.own(house.context, rosa).profile.handle == "amal-h"


def test_the_handle_of_an_erased_account_is_not_given_again_either(house: House) -> None:
    id = administering.add(house.context, "operator:test", "gone@example.org", "Gone", "learner", PASSWORD)
    gone = Person(id, "gone@example.org", "Gone")
    keep(house, gone, FULL, open=True)
    own_data.erase(house.context, gone, PASSWORD)
    _is_refused(house, house.person("Rosa Lima"))
    with house.context.database.reading() as session:
        (left,) = session.scalars(select(FormerHandleRow))
    assert (left.account_id, "amal" in left.id) == (None, False)


def test_nobody_hoards_handles_by_changing_theirs_again_and_again(house: House) -> None:
    amal = house.person()
    for number in range(6):
        keep(house, amal, replace(FULL, handle=f"amal-{number}"))
    with pytest.raises(Invalid, match="changed it often"):
        keep(house, amal, replace(FULL, handle="amal-6"))
    assert own.own(house.context, amal).profile.handle == "amal-5"


def test_a_page_is_switched_on_by_a_consent_with_its_words_and_off_by_taking_it_back(house: House) -> None:
    amal = house.person()
    with pytest.raises(Invalid) as refused:
        keep(house, amal, replace(FULL, handle=""), open=True)
    assert refused.value.field == "handle"
    keep(house, amal, FULL, open=True)
    (given,) = consents.listed(house.context, amal)
    assert (given.what, given.text) == (own.PAGE, own.PAGE_TEXT)
    assert public.page(house.context, "amal-h").name == "Amal H."
    keep(house, amal, FULL)
    assert own.own(house.context, amal).open
    consents.take_back(house.context, amal, given.id)
    _is_gone(house, "amal-h")
    keep(house, amal, FULL, open=True)
    keep(house, amal, FULL, open=False)
    _is_gone(house, "amal-h")
    keep(house, amal, FULL, open=True)
    keep(house, amal, replace(FULL, handle=""))
    assert not own.own(house.context, amal).open


def test_who_has_confirmed_no_address_gets_no_handle_and_no_page(house: House) -> None:
    amal = replace(house.person(), confirmed=False)
    with pytest.raises(Invalid) as refused:
        keep(house, amal, FULL)
    assert refused.value.field == "handle"
    keep(house, replace(amal, confirmed=True), FULL)
    with pytest.raises(Invalid) as refused:
        keep(house, amal, FULL, open=True)
    assert refused.value.field == "open"


def test_the_clock_is_the_one_of_the_reminders(house: House) -> None:
    amal = house.person()
    consents.choose_reminders(house.context, amal, True, "18", "Europe/Berlin")
    assert own.own(house.context, amal).zone == "Europe/Berlin"
    own.keep(house.context, amal, Profile(), "America/Lima")
    assert consents.choices(house.context, amal)[0].zone == "America/Lima"
    for zone in ("", "Mars/Olympus"):
        with pytest.raises(Invalid) as refused:
            own.keep(house.context, amal, Profile(), zone)
        assert refused.value.field == "zone"


def test_roles_stand_in_no_text_that_a_log_could_take(house: House) -> None:
    assert "patient" not in repr(FULL)
    assert "patient" not in repr(own.OwnProfile(FULL, "", open=False))


def _is_refused(house: House, person: Person) -> None:
    with pytest.raises(Invalid) as refused:
        keep(house, person, FULL)
    assert refused.value.field == "handle"


def _is_gone(house: House, handle: str) -> None:
    with pytest.raises(NotFound):
        public.page(house.context, handle)
