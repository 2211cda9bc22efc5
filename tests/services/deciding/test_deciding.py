"""Applications under a scheme: no certificate without a decision, and none decides about themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lms.practice.applications import State
from lms.services.appointing import pen_naming, tasks
from lms.services.appointing.asking import BarredAct, FactorAsked, NoDuty
from lms.services.assessing import covers, results
from lms.services.certifying import claiming, issuing, promising, verifying
from lms.services.deciding import applying, decisions, holdings, lists, routes
from lms.services.deciding.applying import Filled
from lms.services.deciding.decisions import choice_of, decide
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.privacy import own_data
from lms.store import applications, audit, certificates
from tests.services.accounts.post import at_once
from tests.services.certifying.test_certificates import earn
from tests.services.deciding.candidates import FILLED, GUIDE, applied, decider, in_use, registrar
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.schemed import SCHEMED
from tests.support.site import FILES, House, catalog_of, house_at

CERTIFY = choice_of("certified")
DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'lms.sqlite'}" if on_sqlite else request.getfixturevalue("postgres_url")
    with house_at(url, tmp_path, SCHEMED) as made:
        yield in_use(made)


def held(house: House, person: Person) -> claiming.Holding:
    found = holdings.of_credential(holdings.mine(house.context, person), GUIDE)
    assert found is not None
    return found


def test_who_passed_applies_is_decided_about_by_a_person_and_then_certified(house: House) -> None:
    amal, dee = house.person(), decider(house)
    made = applied(house, amal)
    holding = held(house, amal)
    assert (made.created, made.application.state) == (True, State.COMPLETE)
    assert (holding.state, holding.decide_by) == ("applied", house.clock() + 10 * DAY)
    decided = decide(house.context, dee, made.application.id, CERTIFY)
    assert issuing.carry_on(house.context, decided.serial)
    assert held(house, amal).state == "issued"
    assert verifying.report(house.context, decided.serial).status.value == "valid"
    with house.context.database.reading() as session:
        assert applications.decision_of(session, decided.serial) == (made.application.id, 1)
        entry = next(one for one in audit.of_act(session, "certify"))
    assert entry.details["duty"] == "decider"
    assert entry.details["scheme_hash"] == house.catalog.schemes[GUIDE].hash


def test_nothing_is_promised_without_a_decision(house: House) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(Conflict, match="apply for it"):
        claiming.claim(house.context, amal, GUIDE, "Amal Haddad", agree=True)
    with pytest.raises(Conflict, match="scheme"):
        promising.issue(house.context, "operator:test", amal.email, GUIDE, "Amal Haddad", "A reason", "For her work")
    assert claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True).holding.serial


def test_a_replay_of_applying_and_of_deciding_is_answered_alike(house: House) -> None:
    amal, dee = house.person(), decider(house)
    first = applied(house, amal)
    again = applying.apply(house.context, amal, GUIDE, FILLED)
    assert (again.created, again.application) == (False, first.application)
    decided = decide(house.context, dee, first.application.id, CERTIFY)
    replayed = decide(house.context, dee, first.application.id, CERTIFY)
    assert (replayed.created, replayed.serial, replayed.decision) == (False, decided.serial, decided.decision)
    with pytest.raises(Conflict, match="decided already"):
        decide(house.context, decider(house, "Other"), first.application.id, CERTIFY)


def test_what_waits_stands_before_whoever_has_the_duty_with_its_day(any_house: House) -> None:
    applied(any_house, any_house.person())
    guess = Filled("experience", "", signature="Rosa Lima")
    applying.apply(any_house.context, any_house.person("Rosa Lima"), GUIDE, guess)
    told = {}
    for person in (decider(any_house), registrar(any_house)):
        with any_house.context.database.reading() as session:
            told[person.name] = [
                (task.words, task.due) for task in tasks.desk(any_house.context, session, person).tasks
            ]
    assert told == {
        "Dee Decider": [("One application waits for a decision", any_house.clock() + 10 * DAY)],
        "Rex Registrar": [("One statement waits to be taken", None)],
    }


def test_fifty_confirmations_at_once_give_one_decision_and_one_number(any_house: House) -> None:
    amal = any_house.person()
    id = applied(any_house, amal).application.id
    people = [decider(any_house, f"Decider {n}") for n in range(3)]

    def one(n: int) -> str:
        try:
            return decide(any_house.context, people[n % 3], id, CERTIFY).serial
        except Conflict:
            return ""

    serials = set(at_once(50, one)) - {""}
    with any_house.context.database.reading() as session:
        made = applications.decisions(session, id)
        assert [decision.outcome for decision in made] == ["certified"]
        assert serials == {applications.serial_of(session, made[0])}


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (replace(FILLED, name=""), "name"),
        (replace(FILLED, truth=False), "truth"),
        (replace(FILLED, agree=False), "agree"),
        (replace(FILLED, signature="  "), "signature"),
        (replace(FILLED, route="nowhere"), "route"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_kept(house: House, filled: Filled, field: str) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(Invalid) as refused:
        applying.apply(house.context, amal, GUIDE, filled)
    assert refused.value.field == field
    assert applying.mine(house.context, amal) == []


def test_who_did_not_pass_cannot_apply_and_is_told_why(house: House) -> None:
    with pytest.raises(ClosedDoor) as refused:
        applying.apply(house.context, house.person(), GUIDE, replace(FILLED, route="courses"))
    assert [reason.kind for reason in refused.value.reasons] == ["course", "assessment"]


def test_an_unknown_certification_is_not_there(house: House) -> None:
    for credential in ("nothing", "listener"):
        with pytest.raises(NotFound):
            applying.apply(house.context, house.person(f"A {credential}"), credential, FILLED)


def test_nobody_decides_about_themselves(house: House) -> None:
    dee = decider(house)
    id = applied(house, dee).application.id
    with pytest.raises(BarredAct) as refused:
        decide(house.context, dee, id, CERTIFY)
    assert [bar.kind for bar in refused.value.bars] == ["B1"]


def test_who_wrote_a_course_of_the_scheme_decides_about_none_of_its_candidates(house: House) -> None:
    course = "content/courses/listening/course.md"
    text = FILES[course].replace("title: Listening\n", "title: Listening\nauthors: [dee-d, Free Name]\n", 1)
    made, dee = applied(house, house.person()), decider(house)
    house.catalog = catalog_of({**SCHEMED, course: text})
    pen_naming.choose(house.context, dee, "dee-d")
    with pytest.raises(BarredAct) as refused:
        decide(house.context, dee, made.application.id, CERTIFY)
    assert [bar.kind for bar in refused.value.bars] == ["B3"]
    with house.context.database.reading() as session:
        gaps = tasks.desk(house.context, session, dee).gaps
    told = [words for one in gaps for words in one.sentences if "pen name" in words]
    assert told == [
        "“Free Name” is named as an author of “Listening”, and is nobody's pen name: no bar knows who that is."
    ]


def test_without_the_duty_there_is_nothing_and_without_a_fresh_factor_nothing_is_decided(house: House) -> None:
    id = applied(house, house.person()).application.id
    with pytest.raises(NoDuty):
        decide(house.context, house.person("Nobody"), id, CERTIFY)
    with pytest.raises(NoDuty):
        decide(house.context, registrar(house), id, CERTIFY)
    dee = decider(house)
    with pytest.raises(FactorAsked):
        decide(house.context, replace(dee, factor_at=house.clock() - timedelta(minutes=6)), id, CERTIFY)
    with pytest.raises(NotFound):
        decide(house.context, dee, "no-such-id", CERTIFY)


def test_a_refusal_has_a_ground_of_the_list_and_a_reason(house: House) -> None:
    amal, dee = house.person(), decider(house)
    id = applied(house, amal).application.id
    for ground, reason, field in (("", "Why", "ground"), ("taste", "Why", "ground"), ("not-own-work", " ", "reason")):
        with pytest.raises(Invalid) as refused:
            choice_of("refused", reason, ground)
        assert refused.value.field == field
    decided = decide(house.context, dee, id, choice_of("refused", "Two papers are alike.", "not-own-work"))
    assert (decided.serial, decided.decision.ground) == ("", "not-own-work")
    assert held(house, amal).state == "ready"
    assert applied_again(house, amal).created


def applied_again(house: House, person: Person) -> applying.Applied:
    return applying.apply(house.context, person, GUIDE, FILLED)


def test_what_is_returned_is_completed_and_decided_once_more(house: House) -> None:
    amal, dee = house.person(), decider(house)
    id = applied(house, amal).application.id
    decide(house.context, dee, id, choice_of("returned", "Write your whole name, please."))
    again = applying.apply(house.context, amal, GUIDE, replace(FILLED, name="Amal B. Haddad"))
    assert (again.application.id, again.application.state) == (id, State.COMPLETE)
    assert decide(house.context, dee, id, CERTIFY).decision.n == 2


def test_an_application_is_taken_back_and_never_decided_then(house: House) -> None:
    amal, dee = house.person(), decider(house)
    id = applied(house, amal).application.id
    assert applying.withdraw(house.context, amal, id).state is State.WITHDRAWN
    assert applying.withdraw(house.context, amal, id).state is State.WITHDRAWN
    with pytest.raises(Conflict):
        decide(house.context, dee, id, CERTIFY)
    with pytest.raises(NotFound):
        applying.withdraw(house.context, dee, id)


def test_experience_opens_the_examination_once_a_registrar_took_the_statement(house: House) -> None:
    amal, rex, dee = house.person(), registrar(house), decider(house)
    stated = applying.apply(house.context, amal, GUIDE, Filled("experience", signature="Amal Haddad"))
    assert stated.application.state is State.OPEN
    assert not covers.cover(house.context, amal, "exam").gate
    routes.grant(house.context, rex, stated.application.id, "Seen at two events")
    assert covers.cover(house.context, amal, "exam").gate
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    whole = applying.apply(house.context, amal, GUIDE, replace(FILLED, route="experience"))
    assert whole.application.state is State.COMPLETE
    with pytest.raises(Conflict, match="by themselves"):
        decisions.decide_all(house.context, dee, [whole.application.id])
    serial = decide(house.context, dee, whole.application.id, CERTIFY).serial
    issuing.carry_on(house.context, serial)
    claims = verifying.report(house.context, serial).claims
    assert claims is not None
    assert "admitted by experience" in claims.criteria_html
    assert "finished the course" not in claims.criteria_html
    assert [one.path for one in claims.evidence] == ["assessments/exam"]


def test_several_without_exceptions_are_certified_in_one_batch(house: House) -> None:
    dee = decider(house)
    ids = [applied(house, house.person(name), name).application.id for name in ("Bo Berg", "Cy Young")]
    page = lists.before_deciders(house.context, dee)
    assert [line.exceptions for line in page.lines] == [(), ()]
    decided = decisions.decide_all(house.context, dee, ids)
    assert len({one.decision.batch for one in decided}) == 1
    assert len({one.serial for one in decided}) == 2
    assert lists.before_deciders(house.context, dee).lines == []


def test_exceptions_come_first_and_a_deciders_own_application_names_its_bar(house: House) -> None:
    dee = decider(house)
    applied(house, dee, "Dee Decider")
    applied(house, house.person("Cyril"), "Cyril Петров")
    first, second = lists.before_deciders(house.context, dee).lines
    assert first.exceptions == ("The name mixes letters of several scripts.",)
    assert [bar.split(":")[0] for bar in second.bars] == ["B1"]


def test_a_retake_is_counted_over_a_year(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    for _ in range(2):
        attempt = begin(house, amal, "exam")
        answer(house, amal, attempt, wrong_answers(house, attempt))
        results.submit(house.context, amal, attempt)
        house.clock.turn(3 * DAY)
    gate = covers.cover(house.context, amal, "exam").gate
    assert [reason.kind for reason in gate.reasons] == ["per year"]
    house.clock.turn(360 * DAY)
    assert covers.cover(house.context, amal, "exam").gate


def test_too_late_to_renew_is_applied_for_anew_with_what_was_passed_since(house: House) -> None:
    amal = house.person()
    made = applied(house, amal)
    serial = decide(house.context, decider(house), made.application.id, CERTIFY).serial
    issuing.carry_on(house.context, serial)
    with house.context.database.reading() as session:
        (record,) = certificates.of_account(session, amal.id)
    assert record.expires_at is not None
    house.clock.at = record.expires_at
    assert [way.route for way in applying.standing(house.context, amal, GUIDE).candidate.ways] == ["renewal"]
    house.clock.at = record.expires_at + DAY
    gate = held(house, amal).renewal
    assert gate is not None
    assert [reason.kind for reason in gate.reasons] == ["renewal"]
    with pytest.raises(ClosedDoor) as refused:
        applying.apply(house.context, amal, GUIDE, FILLED)
    assert [reason.kind for reason in refused.value.reasons] == ["assessment"]
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    again = applying.apply(house.context, amal, GUIDE, FILLED)
    assert (again.created, again.application.route) == (True, "courses")


def test_applications_go_with_the_account_and_are_given_to_their_owner_alone(house: House) -> None:
    amal, dee = house.person(), decider(house)
    id = applied(house, amal).application.id
    decide(house.context, dee, id, choice_of("returned", "Your whole name, please."))
    told = own_data.export(house.context, amal)
    assert id in str(told)
    assert own_data.export(house.context, dee)["tables"]["applications"] == []
