"""Each act at each of its doors, tried by each kind of person: page, programs' interface and command refuse alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from werkzeug.test import TestResponse

from lms.cli import decisions as cli_decisions
from lms.cli import duties as cli_duties
from lms.cli import questions as cli_questions
from lms.practice.acts import ACTS
from lms.practice.duties import Act as Right
from lms.practice.lives import Act, Kind, Review
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.asking import NOTHING, FactorAsked
from lms.services.appointing.declaring import Declared
from lms.services.deciding import applying, certificate_acts
from lms.services.deciding.applying import Filled
from lms.services.deciding.certificate_acts import Sent
from lms.services.ground.person import Person
from lms.services.reviewing.keeping import keep
from lms.store import appointments, question_lives
from lms.store.locks import hold_question
from lms.store.second_factors import keep_totp
from tests.services.appointing.people import admin, proved, with_duty
from tests.services.certifying.test_certificates import earn
from tests.services.deciding.candidates import GUIDE, applied, awarded_to
from tests.support.web import API, Caller, by_token, csrf_token, signed_in
from tests.web.pages.console.programme import DUTIES, ELSEWHERE, Programme, programme

QUESTION = "/staff/questions/{bank}/{question}"
CERTIFICATE = "/staff/certificates/{certificate}"
AWARD = "/staff/certificates/award/{award}"
REASON = {"reason": "A reason"}
WANTED = {"email": "{email}", "duty": "judge", "scheme": GUIDE, "reason": "A reason"}
AS = ("--as", "{me}")
PROPOSE, WHY = ("decision", "propose"), ("--reason", "A reason", *AS)


@dataclass(frozen=True)
class Doors:
    """Where an act is done: its page and its address for programs, with what is sent there, and its command.

    What is sent is None where it is looked at alone. `{names}` are those of things.
    """

    page: str = ""
    api: str = ""
    sent: dict[str, str] | None = None
    command: tuple[str, ...] = ()


def of_question(act: str, command: str = "", **sent: str) -> Doors:
    """An act on a version; the command is called as the act is, but for one."""
    typed = ("question", command or act, "{bank}/{question}")
    more = (sent["ground"],) if "ground" in sent else ()
    reason = () if act == "propose" else ("--reason", "A reason")
    path = f"{QUESTION}/{{version}}/{act}"
    return Doors(path, f"{QUESTION}/{act}", {**REASON, **sent}, (*typed, *more, *reason, *AS) if command != "-" else ())


def of_review(which: str) -> Doors:
    typed = ("question", "review", "{bank}/{question}", which, *AS)
    return Doors(f"{QUESTION}/{{version}}/review/{which}", f"{QUESTION}/review", {"review": which}, typed)


def of_decision(outcome: str, **sent: str) -> Doors:
    body = {"application": "{application}", "outcome": outcome, **REASON, **sent}
    return Doors("/staff/decisions/{application}", "/staff/decisions", body)


def of_certificate(act: str, **sent: str) -> Doors:
    return Doors(f"{CERTIFICATE}/{act}", f"{CERTIFICATE}/{act}", {**REASON, **sent})


DOORS: dict[str, Doors] = {
    "appoint": Doors(
        "/staff/duties",
        "/staff/duties",
        WANTED,
        ("duty", "appoint", "{email}", "judge", GUIDE, "--reason", "A reason", *AS),
    ),
    "end appointment": Doors(
        "/staff/duties/{appointment}/end",
        "/staff/duties/{appointment}/end",
        REASON,
        ("duty", "end", "{appointment}", "--reason", "A reason", *AS),
    ),
    "see duties": Doors("/staff/duties", "/staff/duties"),
    "see interests": Doors(api="/staff/interests"),
    "see audit": Doors("/staff/audit", "/staff/audit"),
    "see mails": Doors("/staff/mails", "/staff/mails"),
    "send mail again": Doors("/staff/mails/{mail}/again", "/staff/mails/{mail}/again", {}),
    "see life of question": Doors(QUESTION, QUESTION, None, ("question", "show", "{bank}/{question}", *AS)),
    "see draft": Doors("/review", "/staff/review"),
    "see key": Doors("/staff/banks/{bank}/open", "", {}),
    "propose": of_question("propose"),
    "review content": of_review("content"),
    "review fairness": of_review("fairness"),
    "pilot": of_question("pilot"),
    "activate": of_question("put-forward", "activate"),
    "confirm activation": of_question("confirm", "-"),
    "suspend question": of_question("suspend"),
    "reinstate question": of_question("reinstate"),
    "retire question": of_question("retire", ground="flawed"),
    "adopt bank": Doors(
        "/staff/banks/{bank}/adopt",
        "/staff/banks/{bank}/adopt",
        REASON,
        ("question", "adopt", "{bank}", "--reason", "A reason", *AS),
    ),
    "see person": Doors("/staff/people/{person}", "/staff/people/{person}"),
    "see application": Doors("/staff/applications/{application}", "/staff/applications/{application}"),
    "grant route": Doors("/staff/applications/{statement}/grant", "/staff/applications/{statement}/grant", REASON),
    "return application": of_decision("returned"),
    "certify": of_decision("certified"),
    "refuse": of_decision("refused", ground="not-own-work"),
    "see certificates": Doors(CERTIFICATE, CERTIFICATE),
    "correct certificate": of_certificate("correct", name="Omar Saïd"),
    "suspend certificate": of_certificate("suspend"),
    "reinstate certificate": of_certificate("reinstate"),
    "revoke certificate": replace(
        of_certificate("revoke", grounds="honesty"),
        command=(*PROPOSE, "revocation", "{certificate}", "--grounds", "honesty", *WHY),
    ),
    "confirm revocation": of_certificate("confirm"),
    "award certificate": Doors(
        "/staff/certificates/award",
        "/staff/certificates/award",
        {"email": "{email}", "credential": GUIDE, "name": "Nora New", "awarded_for": "Ten years of work", **REASON},
        (*PROPOSE, "award", "{email}", GUIDE, "--name", "Nora New", "--ground", "Ten years of work", *WHY),
    ),
    "confirm award": Doors(f"{AWARD}/confirm", f"{AWARD}/confirm", {}),
}
ELSEWHERE_TRIED = {"declare interests", "sit examination", "see figures"}
"""What everybody may who signs in, what is tried where an examination begins, and what no door leads to yet."""


OF_ANY_SCHEME = {"see draft", "see person"}
"""What a duty in another scheme opens too: a list of one's own, and people, who belong to no scheme."""
AWAY = "with a duty elsewhere"


@dataclass
class Somebody:
    """Who stands for a kind of people: somebody with every duty, and with something that stands against them.

    `hidden`: the acts are not theirs. `bars`: what stands against them, wherever an act looks at it. `factor`: their
    second factor is not as it must be: for each act, or for those that are fresh.
    """

    person: Person
    caller: Caller
    program: Caller
    things: dict[str, str] = field(default_factory=dict)
    hidden: bool = False
    bars: frozenset[str] = frozenset()
    factor: str = ""
    acts: frozenset[str] = frozenset(DOORS)


class World:
    """The programme with somebody of each kind."""

    def __init__(self, made: Programme) -> None:
        self.made, self.house, self.app = made, made.house, made.app
        self.kinds: dict[str, Somebody] = {}
        self.proposing = self.holder("Pia Proposing")
        self._awarded()
        self._hidden()
        self._barred()
        self._unproved()

    def _awarded(self) -> None:
        """An award to somebody who passed, and has not applied."""
        nia = self.house.person("Nia New")
        earn(self.house, nia)
        self.made.people["Nia New"] = nia
        self.made.things["award"] = self._award(nia)

    def _award(self, person: Person, proposing: Person | None = None) -> str:
        return str(awarded_to(self.house, proposing or self.proposing, person).id)

    def _hidden(self) -> None:
        house = self.house
        self.add("learner", house.person("Leo Learner"), hidden=True)
        self.add(AWAY, with_duty(house, "Elsa Where", *DUTIES, scheme=ELSEWHERE), hidden=True)
        former, coming = with_duty(house, "Fay Former", *DUTIES, scheme=GUIDE), house.person("Cora Coming")
        with house.context.database.reading() as session:
            every = appointments.of_account(session, former.id)
        for one in every:
            appoint.end(house.context, admin(house), one.id, "Moved on")
        tomorrow = (house.clock().date() + timedelta(days=1)).isoformat()
        for duty in DUTIES:
            wanted = Wanted(coming.email, duty, GUIDE, "A reason", since=tomorrow)
            appoint.appoint(house.context, admin(house), wanted)
        self.add("whose duties ended", former, hidden=True)
        self.add("whose duties begin tomorrow", coming, hidden=True)

    def _barred(self) -> None:
        house = self.house
        others = [self.made.people[name].email for name in ("Amal Haddad", "Rosa Lima", "Omar Said", "Nia New")]
        self.add("without a declaration", self.holder("Una Declared", declared=False), bars=frozenset({"B7"}))
        related, writer = self.holder("Rita Related"), self.holder("Walt Writer")
        self._enter(Act(Kind.PROPOSED, writer.id))
        declaring.declare(house.context, related, Declared([*others, writer.email]))
        draft = {"question": "new-one", "version": self.made.things["draft"]}
        of_people = {
            name
            for name, act in ACTS.items()
            if name in DOORS and "B6" in act.bars and "question" not in (DOORS[name].page + DOORS[name].api)
        } - {"adopt bank"}
        self.add("with an interest in the person", related, bars=frozenset({"B6"}), acts=frozenset(of_people))
        reviews = frozenset({"review content", "review fairness"})
        self.add("with an interest in the writer", related, draft, bars=frozenset({"B6"}), acts=reviews)
        self.add("the writer", writer, draft, bars=frozenset({"B2"}), acts=reviews)
        reader = self.holder("Rea Reader")
        self._enter(Act(Kind.APPROVED, reader.id, review=Review.CONTENT))
        fairness = frozenset({"review fairness"})
        self.add("the first reviewer", reader, draft, bars=frozenset({"B2"}), acts=fairness)
        self._own()
        hand = self.holder("Hank Hand")
        for id, quiz in house.catalog.banks["listening"].quizzes.items():
            self._enter(Act(Kind.APPROVED, hand.id, review=Review.CONTENT), id, quiz.version)
        deciding = frozenset({"certify", "refuse", "return application", "confirm award"})
        self.add("who reviewed what was asked", hand, bars=frozenset({"B3"}), acts=deciding)
        self._proposing()

    def _own(self) -> None:
        """Somebody with every duty who applied, stated, and holds a certificate; and is an admin besides."""
        house = self.house
        own, stating = self.holder("Ona Own"), self.holder("Stan Stating")
        mine = {"application": applied(house, own, "Ona Own").application.id, "email": own.email}
        stated = applying.apply(house.context, stating, GUIDE, Filled("experience", "", signature="Stan Stating"))
        ida = admin(house)
        about = {name for name, act in ACTS.items() if name in DOORS and "B1" in act.bars}
        deciding = frozenset({"certify", "refuse", "return application"})
        holding = frozenset(one for one in about if "certificate" in one or one == "confirm revocation")
        self.add("the applicant", own, mine, bars=frozenset({"B1"}), acts=deciding)
        grant = frozenset({"grant route"})
        theirs = {"statement": stated.application.id}
        self.add("who stated it", stating, theirs, bars=frozenset({"B1"}), acts=grant)
        omar = replace(self.made.people["Omar Said"], factor_at=house.clock())
        for duty in DUTIES:
            appoint.appoint(house.context, ida, Wanted(omar.email, duty, GUIDE, "A reason"))
        declaring.declare(house.context, omar, Declared())
        self.add("the holder", omar, {"email": omar.email}, bars=frozenset({"B1"}), acts=holding)
        awarded = self.holder("Ana Awarded")
        own_award = {"award": self._award(awarded)}
        self.add("whose award it is", awarded, own_award, bars=frozenset({"B1"}), acts=frozenset({"confirm award"}))
        appointing = frozenset({"appoint"})
        self.add("the appointed", ida, {"email": ida.email}, bars=frozenset({"B1"}), acts=appointing)

    def _proposing(self) -> None:
        house, both = self.house, self.holder("Bo Both")
        self._enter(Act(Kind.PUT_FORWARD, both.id), "pilot-one")
        pilot = {
            "question": "pilot-one",
            "version": house.catalog.banks["listening"].quizzes["pilot-one"].version,
        }
        sent = Sent("A reason", "", "honesty")
        certificate_acts.propose_revocation(house.context, both, self.made.things["certificate"], sent)
        things = {**pilot, "award": self._award(house.person("Noa Next"), both)}
        acts = frozenset({"confirm activation", "confirm revocation", "confirm award"})
        self.add("who proposed it", both, things, bars=frozenset({"B8"}), acts=acts)

    def _unproved(self) -> None:
        house = self.house
        never = self.holder("Ned Never")
        self.kinds["without a second factor"] = Somebody(
            never, signed_in(self.app, house, never), by_token(self.app, house, never), factor="each"
        )
        stale = self.holder("Stella Stale")
        now = house.clock.at
        house.clock.at = now - timedelta(minutes=6)
        with house.context.database.writing() as session:
            keep_totp(session, stale.id, "sealed", 0, house.clock())
        caller = signed_in(self.app, house, stale, factor="app")
        house.clock.at = now
        program = by_token(self.app, house, stale)
        self.kinds["with a stale second factor"] = Somebody(stale, caller, program, factor="fresh")
        self.add("right", self.holder("Ray Right"))
        self.kinds["right"].things = {"email": house.person("Nora New").email}

    def holder(self, name: str, *, declared: bool = True) -> Person:
        """Somebody with every duty of the scheme."""
        return with_duty(self.house, name, *DUTIES, scheme=GUIDE, declared=declared)

    def add(self, name: str, person: Person, things: dict[str, str] | None = None, **more: object) -> None:
        with self.house.context.database.writing() as session:
            keep_totp(session, person.id, "sealed", 0, self.house.clock())
        caller = signed_in(self.app, self.house, person, factor="app")
        program = by_token(self.app, self.house, person)
        self.kinds[name] = Somebody(proved(self.house, person), caller, program, things or {}, **more)  # type: ignore[arg-type]

    def _enter(self, act: Act, id: str = "new-one", version: str = "") -> None:
        with self.house.context.database.writing() as session:
            source = f"listening/{id}"
            hold_question(session, source)
            version = version or self.house.catalog.banks["listening"].quizzes[id].version
            if id == "new-one" and act.kind is Kind.PROPOSED:
                keep(session, self.house.context, self.house.catalog, source, act.actor or 0)
            question_lives.add_act(
                session, source, version, act, duty="", form={}, reason="A reason", request="", at=self.house.clock()
            )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with programme(tmp_path_factory.mktemp("acts")) as made:
        patched = pytest.MonkeyPatch()
        for module in (cli_questions, cli_duties, cli_decisions):
            patched.setattr(module, "open_context", lambda: made.house.context)
        yield World(made)
        patched.undo()


def test_every_act_of_the_table_has_its_doors_here_or_belongs_elsewhere() -> None:
    built_elsewhere = {name for name in ACTS if "accommodation" in name or "attempt" in name}
    assert set(DOORS) | ELSEWHERE_TRIED | built_elsewhere == set(ACTS)


def expected(act: Right, somebody: Somebody) -> str:
    """What becomes of it: hidden, the bars that are named, or that a second factor is asked for."""
    if somebody.hidden or (act.by_admin and not somebody.bars & {"B1"}):
        return "hidden"
    if somebody.factor == "each" or (somebody.factor and act.fresh):
        return "factor"
    return " ".join(sorted(somebody.bars & set(act.bars)))


@pytest.mark.parametrize("name", DOORS)
def test_page_interface_and_command_refuse_each_kind_of_person_alike(world: World, name: str) -> None:
    act, doors = ACTS[name], DOORS[name]
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, somebody in world.kinds.items():
        told = expected(act, somebody)
        if name not in somebody.acts or not told or (kind == AWAY and name in OF_ANY_SCHEME):
            continue
        things = {
            **world.made.things,
            "email": "amal.haddad@example.org",
            **somebody.things,
            "me": somebody.person.email,
        }
        if doors.page:
            said[kind, "page"] = told, page_said(somebody.caller, doors, things)
        if doors.api:
            said[kind, "interface"] = told, api_said(somebody.caller, doors, things)
        if doors.command and told != "factor":
            said[kind, "command"] = told, command_said(doors, things)
    assert {door: heard for door, (told, heard) in said.items() if told != heard} == {}


def page_said(caller: Caller, doors: Doors, things: dict[str, str]) -> str:
    path = doors.page.format(**things)
    answer = caller.get(path) if doors.sent is None else caller.form(path, filled(doors.sent, things))
    if answer.status_code == 303 and "what=factor" in answer.location:
        return "factor"
    if answer.status_code == 403 and FactorAsked.title in answer.text:
        return "factor"
    if answer.status_code == 404:
        return "hidden"
    named = re.findall(r"\((B[0-9])\)", answer.text) or bars_of_words(answer.text)
    return " ".join(sorted(set(named))) if answer.status_code == 403 else f"{answer.status_code}"


def bars_of_words(text: str) -> list[str]:
    """Of a page that could not be shown at all, and names no kinds."""
    return [kind for kind, words in {"B7": "not declared your interests"}.items() if words in text]


def api_said(caller: Caller, doors: Doors, things: dict[str, str]) -> str:
    answer = by_interface(caller, doors, things)
    told = answer.get_json()
    if answer.status_code == 404:
        return "hidden"
    if answer.status_code == 403 and told["type"].endswith(":second-factor"):
        return "factor"
    named = {bar["kind"] for bar in told.get("bars", ())} if answer.status_code == 403 else {f"{answer.status_code}"}
    return " ".join(sorted(named))


def by_interface(caller: Caller, doors: Doors, things: dict[str, str]) -> TestResponse:
    path = f"{API}{doors.api.format(**things)}"
    if doors.sent is None:
        return caller.get(path)
    headers = {} if "Authorization" in caller.headers else {"X_CSRFToken": csrf_token(caller.client)}
    return caller.post(path, filled(doors.sent, things), **headers)


def typed(doors: Doors, things: dict[str, str]) -> str:
    """What the command says of it; empty where it was done."""
    group, *rest = (word.format(**things) for word in doors.command)
    groups = {"question": cli_questions.question, "duty": cli_duties.duty, "decision": cli_decisions.decision}
    done = CliRunner().invoke(groups[group], rest)
    assert done.exit_code in (0, 1), done.output
    return done.output if done.exit_code else ""


def command_said(doors: Doors, things: dict[str, str]) -> str:
    told = typed(doors, things)
    named = sorted(set(re.findall(r"\((B[0-9])\)", told)))
    return "hidden" if NOTHING in told or named == ["B9"] else " ".join(named) or told


def filled(sent: dict[str, str], things: dict[str, str]) -> dict[str, str]:
    return {name: value.format(**things) for name, value in sent.items()}


@pytest.mark.parametrize("name", [name for name, doors in DOORS.items() if doors.api and ACTS[name].fresh])
def test_a_token_never_counts_as_fresh(world: World, name: str) -> None:
    somebody = world.kinds["the appointed" if ACTS[name].by_admin else "right"]
    things = {**world.made.things, "email": "amal.haddad@example.org"}
    answer = by_interface(somebody.program, DOORS[name], things)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:problem:second-factor")


@pytest.mark.parametrize("name", [name for name, doors in DOORS.items() if doors.command and ACTS[name].fresh])
def test_in_the_shell_nobody_does_what_is_fresh_but_appoint(world: World, name: str) -> None:
    somebody = world.kinds["the appointed" if ACTS[name].by_admin else "right"]
    things = {**world.made.things, "email": "leo.learner@example.org", "me": somebody.person.email}
    assert ("done in a browser alone" in typed(DOORS[name], things)) == (not ACTS[name].from_shell)


@pytest.mark.parametrize("name", DOORS)
def test_the_right_person_is_let_through_each_door(world: World, name: str) -> None:
    """What comes of it hangs on the state that the thing is in; here it is enough that nothing stands against them."""
    right = world.kinds["the appointed" if ACTS[name].by_admin else "right"]
    doors, things = DOORS[name], {**world.made.things, **world.kinds["right"].things}
    let_through = {200, 201, 303, 400, 409, 422}
    if doors.page:
        path = doors.page.format(**things)
        answer = right.caller.get(path) if doors.sent is None else right.caller.form(path, filled(doors.sent, things))
        assert answer.status_code in let_through, answer.text
        assert "what=factor" not in (answer.location or "")
    if doors.api:
        assert by_interface(right.caller, doors, things).status_code in let_through
