"""Accommodations from the asking to the paper: who answers, what each act leaves, and what an attempt keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from lms.practice.accommodations import Accommodation, Needs, State
from lms.services.appointing import declaring
from lms.services.appointing.asking import BarredAct, FactorAsked, NoDuty
from lms.services.appointing.declaring import Declared
from lms.services.assessing import beginning, covers, sitting
from lms.services.granting import answering, extra_time, looking, requests
from lms.services.granting.answering import Given
from lms.services.granting.wishes import Wish
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.store import accounts, audit_search
from tests.services.accounts.post import mails_to
from tests.services.appointing.people import proved, with_duty
from tests.services.deciding.candidates import GUIDE, decider, registrar
from tests.services.walks import begin
from tests.support.schemed import SCHEMED
from tests.support.site import House, catalog_of

WISH = Wish("3/2", ["breaks"])
GIVEN = Given(None, reason="As asked for")


@pytest.fixture
def schemed(house: House) -> House:
    house.catalog = catalog_of(SCHEMED)
    return house


def asked(house: House, person: Person, wish: Wish = WISH) -> Accommodation:
    return requests.ask(house.context, person, wish, had_before=False)[0]


def test_who_asks_twice_has_asked_once(schemed: House) -> None:
    amal = schemed.person()
    first, is_new = requests.ask(schemed.context, amal, WISH, had_before=False)
    again, new_again = requests.ask(schemed.context, amal, WISH, had_before=False)
    assert (is_new, new_again, first) == (True, False, again)
    with pytest.raises(Conflict):
        requests.ask(schemed.context, amal, Wish("2"), had_before=False)
    requests.withdraw(schemed.context, amal, first.id)
    assert requests.ask(schemed.context, amal, Wish("2"), had_before=False)[1]


@pytest.mark.parametrize(
    "wish",
    [Wish(), Wish("11"), Wish("1/2"), Wish("1e9"), Wish(switches=["seat"]), Wish(helper="reader"), Wish(helper="x")],
)
def test_what_is_no_setting_is_not_asked_for(schemed: House, wish: Wish) -> None:
    with pytest.raises(Invalid):
        requests.ask(schemed.context, schemed.person(), wish, had_before=False)


def test_what_is_granted_is_in_the_paper_and_on_the_cover(schemed: House) -> None:
    amal = schemed.person()
    answering.grant(schemed.context, registrar(schemed), asked(schemed, amal).id, GIVEN)
    cover = covers.cover(schemed.context, amal, "open")
    assert (cover.minutes_allowed, cover.policy.breaks) == (45, True)
    attempt = begin(schemed, amal)
    page = sitting.attempt(schemed.context, amal, attempt)
    assert page.deadline == schemed.clock() + timedelta(minutes=45)
    assert page.may_put_aside


def test_a_break_stops_the_clock_as_often_as_it_is_taken(schemed: House) -> None:
    amal = schemed.person()
    answering.grant(schemed.context, registrar(schemed), asked(schemed, amal).id, GIVEN)
    attempt = begin(schemed, amal)
    for left in (35, 25):
        schemed.clock.turn(timedelta(minutes=10))
        aside = sitting.put_aside(schemed.context, amal, attempt)
        assert (aside.state, aside.time_left) == ("paused", timedelta(minutes=left))
        schemed.clock.turn(timedelta(days=3))
        assert sitting.close_overdue(schemed.context) == 0
        page = sitting.go_on(schemed.context, amal, attempt)
        assert page.deadline == schemed.clock() + timedelta(minutes=left)


def test_a_running_attempt_keeps_the_rules_that_it_began_with(schemed: House) -> None:
    amal, rex = schemed.person(), registrar(schemed)
    answering.grant(schemed.context, rex, asked(schemed, amal).id, GIVEN)
    attempt = begin(schemed, amal)
    before = sitting.attempt(schemed.context, amal, attempt)
    (mine,) = requests.mine(schemed.context, amal).all
    answering.end(schemed.context, rex, mine.id, "It was for one year")
    after = sitting.attempt(schemed.context, amal, attempt)
    assert (after.deadline, after.policy) == (before.deadline, before.policy)
    assert covers.cover(schemed.context, amal, "open").minutes_allowed == 30


def test_it_holds_to_its_last_day_and_the_column_of_before_follows(schemed: House) -> None:
    amal = schemed.person()
    last = (schemed.clock() + timedelta(days=1)).date()
    given = replace(GIVEN, until=last.isoformat())
    answering.grant(schemed.context, registrar(schemed), asked(schemed, amal).id, given)
    assert covers.cover(schemed.context, amal, "open").minutes_allowed == 45
    assert _column(schemed, amal) == Fraction(3, 2)
    schemed.clock.turn(timedelta(days=2))
    assert covers.cover(schemed.context, amal, "open").minutes_allowed == 30
    assert extra_time.lapse(schemed.context) == 1
    assert _column(schemed, amal) == 1
    assert extra_time.lapse(schemed.context) == 0


def _column(house: House, person: Person) -> Fraction:
    with house.context.database.reading() as session:
        account = accounts.by_id(session, person.id)
    assert account is not None
    return account.extra_time


def test_a_helper_signs_before_each_examination(schemed: House) -> None:
    amal = schemed.person()
    wish = Wish(helper="reader", name="Rea Reader")
    answering.grant(schemed.context, registrar(schemed), asked(schemed, amal, wish).id, GIVEN)
    with pytest.raises(Invalid) as refused:
        beginning.start(schemed.context, amal, "open", True, None)
    assert refused.value.field == "helper"
    assert beginning.start(schemed.context, amal, "open", True, None, "rea  reader").created


def test_an_answer_given_again_is_the_same_answer_with_one_mail(schemed: House) -> None:
    amal, rex = schemed.person(), registrar(schemed)
    one = asked(schemed, amal)
    first = answering.grant(schemed.context, rex, one.id, GIVEN)
    assert answering.grant(schemed.context, rex, one.id, GIVEN) == first
    assert len(_answers(schemed, amal)) == 1


def test_two_people_refuse_and_the_ground_is_told(schemed: House) -> None:
    amal, rex, dee = schemed.person(), registrar(schemed), decider(schemed)
    one = asked(schemed, amal)
    answering.propose_refusal(schemed.context, rex, one.id, "there-for-all", "It is untimed")
    assert _answers(schemed, amal) == []
    with pytest.raises(BarredAct) as refused:
        answering.answer_refusal(schemed.context, rex, one.id, True)
    assert [bar.kind for bar in refused.value.bars] == ["B8"]
    with pytest.raises(FactorAsked):
        answering.answer_refusal(schemed.context, replace(dee, factor_at=None), one.id, True)
    made = answering.answer_refusal(schemed.context, dee, one.id, True)
    assert (made.state, made.answered_by, made.second) == (State.REFUSED, rex.id, dee.id)
    assert answering.answer_refusal(schemed.context, dee, one.id, True) == made
    (letter,) = _answers(schemed, amal)
    assert "needs no asking" in letter
    assert "It is untimed" not in letter


def _answers(house: House, person: Person) -> list[str]:
    return [one.body for one in mails_to(house.context, person.email) if one.subject.startswith("An answer")]


def test_what_is_granted_after_all_is_refused_by_nobody(schemed: House) -> None:
    amal, rex, dee = schemed.person(), registrar(schemed), decider(schemed)
    one = asked(schemed, amal)
    answering.propose_refusal(schemed.context, rex, one.id, "otherwise", "Not with us")
    answering.answer_refusal(schemed.context, dee, one.id, False, "We can")
    assert answering.grant(schemed.context, rex, one.id, GIVEN).state is State.GRANTED
    with pytest.raises(Conflict):
        answering.answer_refusal(schemed.context, dee, one.id, True)


ACTS: dict[str, Callable[[House, Person, int], object]] = {
    "grant": lambda house, person, one: answering.grant(house.context, person, one, GIVEN),
    "talk": lambda house, person, one: answering.talk(house.context, person, one, "To find a room"),
    "refuse": lambda house, person, one: answering.propose_refusal(house.context, person, one, "otherwise", "No"),
    "end": lambda house, person, one: answering.end(house.context, person, one, "Over"),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_answers_for_themselves(schemed: House, act: str) -> None:
    rex = registrar(schemed)
    one = asked(schemed, rex)
    with pytest.raises(BarredAct) as refused:
        ACTS[act](schemed, rex, one.id)
    assert [bar.kind for bar in refused.value.bars] == ["B1"]


@pytest.mark.parametrize("act", ACTS)
def test_only_a_registrar_answers_and_nobody_else_is_told_what_is_there(schemed: House, act: str) -> None:
    one = asked(schemed, schemed.person())
    for stranger in (proved(schemed, schemed.person("Sam", role="staff")), decider(schemed)):
        with pytest.raises(NoDuty):
            ACTS[act](schemed, stranger, one.id)
        with pytest.raises(NoDuty):
            ACTS[act](schemed, stranger, 999)
    with pytest.raises(NotFound):
        ACTS[act](schemed, registrar(schemed), 999)


@pytest.mark.parametrize("act", ["talk", "refuse", "end"])
def test_an_act_has_a_reason_for_the_record(schemed: House, act: str) -> None:
    rex, one = registrar(schemed), asked(schemed, schemed.person())
    empty: dict[str, Callable[[], object]] = {
        "talk": lambda: answering.talk(schemed.context, rex, one.id, " "),
        "refuse": lambda: answering.propose_refusal(schemed.context, rex, one.id, "otherwise", ""),
        "end": lambda: answering.end(schemed.context, rex, one.id, "x" * 501),
    }
    with pytest.raises(Invalid) as refused:
        empty[act]()
    assert refused.value.field == "reason"


def test_a_declared_interest_bars_from_answering(schemed: House) -> None:
    amal, rex = schemed.person(), with_duty(schemed, "Rex", "registrar", scheme=GUIDE, declared=False)
    one = asked(schemed, amal)
    with pytest.raises(BarredAct) as refused:
        answering.grant(schemed.context, rex, one.id, GIVEN)
    assert [bar.kind for bar in refused.value.bars] == ["B7"]
    declaring.declare(schemed.context, rex, Declared([amal.email], [], []))
    with pytest.raises(BarredAct) as refused:
        answering.grant(schemed.context, rex, one.id, GIVEN)
    assert [bar.kind for bar in refused.value.bars] == ["B6"]


def test_the_record_names_numbers_and_no_setting(schemed: House) -> None:
    amal, rex = schemed.person(), registrar(schemed)
    one = asked(schemed, amal)
    answering.grant(schemed.context, rex, one.id, GIVEN)
    with schemed.context.database.reading() as session:
        (entry,) = audit_search.about(session, amal.id, ["grant accommodation"], 9)
    assert entry.details == {"duty": "registrar", "scheme": GUIDE, "reason": "As asked for", "accommodation": one.id}


def test_without_a_scheme_the_staff_of_the_site_answer(house: House) -> None:
    amal, sam = house.person(), proved(house, house.person("Sam Staff", role="staff"))
    one = asked(house, amal)
    with pytest.raises(NoDuty):
        answering.grant(house.context, house.person("Al Author", role="author"), one.id, GIVEN)
    assert answering.grant(house.context, sam, one.id, GIVEN).state is State.GRANTED
    own = asked(house, sam)
    with pytest.raises(BarredAct):
        answering.grant(house.context, sam, own.id, GIVEN)


def test_a_decider_sees_one_while_its_refusal_waits(schemed: House) -> None:
    rex, dee, one = registrar(schemed), decider(schemed), asked(schemed, schemed.person())
    with pytest.raises(NoDuty):
        looking.look(schemed.context, dee, one.id)
    answering.propose_refusal(schemed.context, rex, one.id, "otherwise", "No")
    seen = looking.look(schemed.context, dee, one.id)
    assert [offer.key for offer in seen.offers] == ["confirm", "decline"]


def test_who_asked_by_letter_is_granted_it_once(schemed: House) -> None:
    amal, rex = schemed.person(), registrar(schemed)
    given = Given(Wish("2"), reason="Asked by letter")
    first = answering.grant_unasked(schemed.context, rex, amal.email, given)
    assert answering.grant_unasked(schemed.context, rex, amal.email, given) == first
    assert requests.mine(schemed.context, amal).now == Needs(Fraction(2))


def test_extra_time_by_the_operator_takes_the_place_of_the_time_alone(schemed: House) -> None:
    amal = schemed.person()
    answering.grant(schemed.context, registrar(schemed), asked(schemed, amal).id, GIVEN)
    extra_time.set_extra_time(schemed.context, "test", amal.email, "2", "agreed")
    assert requests.mine(schemed.context, amal).now == Needs(Fraction(2), breaks=True)
    extra_time.set_extra_time(schemed.context, "test", amal.email, "1", "over")
    assert requests.mine(schemed.context, amal).now == Needs(breaks=True)
