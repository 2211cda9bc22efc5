"""Verifiers by others accept what we sign, and refuse what was changed: npm's in Node, and openbadgeslib."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import patch

import openbadgeslib.ob3.status as their_status
import openbadgeslib.ob3.verifier as their_verifier
import pytest
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from lms.credentials.baking import bake_png, bake_svg
from lms.credentials.did import PATH, did_document
from lms.credentials.picture import png, svg
from lms.credentials.statuslist import SIZE, StatusList
from lms.questions.quiz import Json
from tests.credentials.badges import BASE, CHECKED, KEY, PLACE, Key
from tests.credentials.examples import claims
from tests.credentials.test_badge import LEAVES, put
from tests.credentials.test_names import PEOPLE
from tests.credentials.verifiers import ask
from tests.verifiers.one_ed_tech import Verdict, verdict

NAMES = [*PEOPLE, 'O’Brien \\ "Bob" </name> & Co', "Zoë 𠮷田 ]]>", "' OR 1=1 --"]
BADGE = KEY.badge(claims())
FORMER = KEY.former_badge(claims())


def documents(*places: int, key: Key = KEY, at: datetime = CHECKED) -> list[tuple[str, Json]]:
    """What can be fetched from us, with the bits at these places set."""
    lists = [key.status(which, places, at) for which in (StatusList.ENDED, StatusList.SUSPENSION)]
    return [(f"{key.base_url}{PATH}", key.did()), *((one["id"], one) for one in lists)]


def edits() -> Iterator[Json]:
    """Every value of the credential changed twice, and some members put in."""
    for path in LEAVES:
        place: Json = BADGE
        for step in path:
            place = place[step]
        for other in [not place] if isinstance(place, bool) else [f"{place}x", place[:-1]]:
            yield put(BADGE, path, other)
    yield {**BADGE, "validUntil": "2099-01-01T00:00:00Z"}
    yield {**BADGE, "description": "Added later."}


def test_all_accept_a_credential_with_whatever_name() -> None:
    badges = [KEY.badge(claims(name)) for name in NAMES]
    opinions = ask(badges, documents(), CHECKED)
    assert [name for name, one in zip(NAMES, opinions, strict=True) if not one.accepted] == []
    for badge in badges:
        openbadges(badge)


def test_all_accept_a_course_certificate_without_a_last_day_and_without_a_mail() -> None:
    badge = KEY.badge(claims(kind="course-certificate"), None)
    assert ask([badge], documents(), CHECKED)[0].accepted
    openbadges(badge)


def test_all_refuse_every_edit_of_a_field() -> None:
    edited = list(edits())
    assert len(edited) >= 50
    opinions = ask(edited, documents(), CHECKED)
    taken = [one for one, said in zip(edited, opinions, strict=True) if said.accepted or said.digitalbazaar]
    assert taken == []
    for one in edited:
        with pytest.raises(OB3VerificationError):
            openbadges(one)


@pytest.mark.parametrize(("badge", "purpose"), [(BADGE, "revocation"), (FORMER, "suspension")])
def test_all_refuse_what_is_not_to_be_relied_on(badge: Json, purpose: str) -> None:
    """Whether it is revoked, suspended, replaced, erased or superseded: one bit of the one list that it names."""
    said = ask([badge], documents(PLACE), CHECKED)[0]
    assert (said.digitalbazaar_refused, said.digitalcredentials[f"{purpose}_status"]) == (True, False)
    assert not said.accepted
    with pytest.raises(OB3VerificationError, match=purpose):
        openbadges(badge, PLACE)


def test_the_validator_of_1edtech_refuses_it_too_and_accepts_every_place_that_is_given_out() -> None:
    """It let everything pass that named the list of suspension, and takes bytes for bits."""
    assert verdict(BADGE, dict(documents(PLACE))) is Verdict.REVOKED
    assert verdict(BADGE, dict(documents())) is Verdict.GOOD
    assert verdict(FORMER, dict(documents(PLACE))) is Verdict.GOOD
    highest = {**BADGE, "credentialStatus": BADGE["credentialStatus"] | {"statusListIndex": str(SIZE - 1)}}
    assert verdict(highest, dict(documents())) is Verdict.GOOD
    assert verdict(highest, dict(documents(SIZE - 1))) is Verdict.REVOKED
    beyond = {**BADGE, "credentialStatus": BADGE["credentialStatus"] | {"statusListIndex": str(SIZE)}}
    assert verdict(beyond, dict(documents())) is Verdict.ERROR


@pytest.mark.parametrize("badge", [BADGE, FORMER])
def test_a_neighbours_bit_is_not_ours(badge: Json) -> None:
    assert ask([badge], documents(PLACE - 1, PLACE + 1), CHECKED)[0].accepted
    openbadges(badge, PLACE - 1, PLACE + 1)
    assert verdict(badge, dict(documents(PLACE - 1, PLACE + 1))) is Verdict.GOOD


def test_none_accepts_it_after_its_last_day() -> None:
    late = CHECKED.replace(year=2031)
    said = ask([BADGE], documents(at=late), late)[0]
    assert not said.digitalbazaar
    assert said.digitalcredentials.get("expiration") is not True
    with pytest.raises(OB3VerificationError, match="expired"):
        openbadges(BADGE, at=late)


def test_none_accepts_a_list_that_is_too_old() -> None:
    old = documents(at=CHECKED - timedelta(days=8))
    said = ask([BADGE], old, CHECKED)[0]
    assert not said.accepted
    with pytest.raises(OB3VerificationError, match="expired"):
        openbadges(BADGE, listed_at=CHECKED - timedelta(days=8))


def test_none_accepts_a_key_that_was_lost() -> None:
    """One library takes any key of the document, so it must be in none of its lists."""
    lost = replace(KEY.known, retired=CHECKED, compromised=CHECKED)
    did = did_document(BASE, [lost, Key(2).known])
    lists = documents()[1:]
    said = ask([BADGE], [(f"{BASE}{PATH}", did), *lists], CHECKED)[0]
    assert said.signature_refused
    with pytest.raises(OB3VerificationError):
        openbadges(BADGE, did=did)


def test_none_accepts_a_foreign_key_under_our_name() -> None:
    forged = Key(2).badge(claims())
    assert ask([forged], documents(), CHECKED)[0].signature_refused
    with pytest.raises(OB3VerificationError):
        openbadges(forged)


def test_a_site_in_development_has_a_port_in_its_name() -> None:
    local = Key(3, "http://127.0.0.1:8000")
    badge = local.badge(claims(base_url="http://127.0.0.1:8000"))
    assert badge["issuer"]["id"] == "did:web:127.0.0.1%3A8000"
    # did:web is looked up by https, whatever the site speaks: for others to check it, a real site has https.
    _, *lists = documents(key=local)
    assert ask([badge], [(f"https://127.0.0.1:8000{PATH}", local.did()), *lists], CHECKED)[0].accepted


def test_their_tools_find_the_credential_in_our_pictures() -> None:
    text = json.dumps(BADGE, ensure_ascii=False)
    drawn = bake_png(png("certification"), text)
    assert extract_png(drawn, keyword=ITXT_KEYWORD_OB3) == text
    baked = bake_svg(svg("certification", "A & B"), text)
    assert extract_svg(baked, element=SVG_ELEMENT_OB3, text_fallback=True) == text


def openbadges(
    badge: Json, *places: int, at: datetime = CHECKED, listed_at: datetime | None = None, did: Json = None
) -> None:
    """openbadgeslib accepts it, or an OB3VerificationError says why not."""
    known = dict(documents(*places, at=listed_at or at))
    if did is not None:
        known[f"{BASE}{PATH}"] = did

    def download(address: str) -> bytes:
        return json.dumps(known[address]).encode()

    with their_clock(at):
        verifier = OB3LdpVerifier.for_issuer_did("did:web:certificates.example")
        credential = verifier.verify(json.dumps(badge), download=download)
        their_status.check_credential_status(credential, download=download)


@contextmanager
def their_clock(at: datetime) -> Iterator[None]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            return cls.fromtimestamp(at.timestamp(), at.tzinfo)

    with patch.object(their_verifier, "datetime", Clock), patch.object(their_status, "datetime", Clock):
        yield
