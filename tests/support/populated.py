"""A database in which every table has rows, made by walking through the services as people and workers do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyotp
from sqlalchemy import func, select

from lms.content.kinds.tool import Tool
from lms.content.reading.model import Term
from lms.credentials.dates import after
from lms.practice import acts
from lms.practice.duties import Thing
from lms.questions.giving import Piece
from lms.services.accounts import administering, recognising, registering, signing_in
from lms.services.appointing import appoint, asking, declaring, pen_naming, proposing, recording
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.declaring import Declared
from lms.services.assessing import daily_reminders, results, sitting, staff_acts
from lms.services.certifying import changing_keys, issuing, sharing, stewarding
from lms.services.correcting import correct
from lms.services.deciding import applying
from lms.services.deciding.applying import Filled
from lms.services.deciding.decisions import choice_of, decide
from lms.services.factors import apps
from lms.services.granting import answering, requests
from lms.services.granting.answering import Given
from lms.services.granting.wishes import Wish
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.learning import following, forms, lessons, notebook
from lms.services.log import witnessing
from lms.services.log.stamping import stamp_due
from lms.services.log.witnessing import Patience
from lms.services.mail import choosing, consents, reminders
from lms.services.members import own
from lms.services.organisations import entering
from lms.services.organisations.believing import Known
from lms.services.privacy import own_data
from lms.services.publishing import publish
from lms.services.reviewing import records
from lms.store import attempts, migrating, second_factors
from lms.store.engine import Database, open_database
from lms.store.profiles import Profile, Shown, Told
from lms.store.second_factors import Passkey
from lms.store.tables import Base
from tests.services.accounts.post import HERE, PASSWORD
from tests.services.certifying.test_certificates import issued
from tests.services.deciding.candidates import decider, registrar
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support import spanish
from tests.support.schemed import SCHEMED
from tests.support.site import FILES, TODAY, House, build, catalog_of, question
from tests.support.timestamps import Stamper, stamping
from tests.support.watched import honest, shown_to, stamped_by
from tests.support.witnesses import served

OPERATOR = "operator:test"
BANK = "content/assessments/banks/listening.md"


@dataclass(frozen=True, slots=True)
class Populated:
    """What the tests look for afterwards."""

    house: House
    holder: Person
    serial: str
    revoked: str
    attempt: str
    token: str
    session: str

    @property
    def database(self) -> Database:
        return self.house.context.database

    @property
    def home(self) -> Path:
        return self.house.context.settings.home


@contextmanager
def populated(url: str, folder: Path) -> Iterator[Populated]:
    """On an empty database at this address, with a home in the folder, the schema made by the migrations."""
    (folder / "home").mkdir(mode=0o700)
    _write_site(folder / "site")
    database = open_database(url)
    try:
        migrating.upgrade(database)
        yield walk(_house(database, url, folder))
    finally:
        database.engine.dispose()


@contextmanager
def copied(original: Populated, folder: Path, url: str = "") -> Iterator[Populated]:
    """The same as a copy of its own, which is made much sooner than walked again. `url` leads to a database that is one
    already; without it that of SQLite is copied."""
    for name in ("home", "site"):
        shutil.copytree(original.home.parent / name, folder / name)
    url = url or _copied_file(original, folder)
    database = open_database(url)
    house = _house(database, url, folder)
    house.clock.at, house.catalog = original.house.clock.at, original.house.catalog
    try:
        yield replace(original, house=house)
    finally:
        database.engine.dispose()


def _schemed() -> dict[str, str]:
    """What stands over the small site: a scheme, and the record that lets its bank be drawn."""
    files = {**SCHEMED}
    catalog = catalog_of(files)
    record = records.written(catalog, catalog.banks["listening"], "The committee", "2026-11-22", "In use since 2025")
    return {**files, "content/assessments/banks/adopted/listening.md": record}


def _copied_file(original: Populated, folder: Path) -> str:
    source = Path(str(original.database.engine.url.database))
    for suffix in ("", "-wal"):
        if Path(f"{source}{suffix}").exists():
            shutil.copy(f"{source}{suffix}", folder / f"lms.sqlite{suffix}")
    return f"sqlite:///{folder / 'lms.sqlite'}"


def _house(database: Database, url: str, folder: Path) -> House:
    house = build(database, folder / "home", _schemed())
    settings = replace(house.context.settings, site=folder / "site", database_url=url)
    house.context = replace(house.context, settings=settings)
    return house


def _write_site(folder: Path) -> None:
    for path, text in {**FILES, **_schemed()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def walk(house: House) -> Populated:
    """What happens on a site in its first days."""
    context = house.context
    _adopt(house)
    assert publish.publish(context).published
    changing_keys.announce(context, OPERATOR)
    registering.register(context, "new@example.org", "Someone New", PASSWORD, HERE)
    session = signing_in.sign_in(context, "new@example.org", PASSWORD, HERE, "a browser")
    holder, other, learner = house.person("Amal Haddad"), house.person("Bo Å ‘quoted’ \\N, \t"), house.person("Cy")
    token = administering.issue_token(context, OPERATOR, holder.email)
    serial, revoked = issued(house, holder), issued(house, other, "Bo Berg")
    stewarding.revoke(context, OPERATOR, revoked, "A reason", public="It was issued twice.")
    sharing.choose(context, holder, serial, listed=True, name_shown="initials")
    choosing.choose_language(context, holder, "es")
    _second_factors(context, session)
    _want_reminders(house)
    sharing.share(context, holder, serial, (TODAY + timedelta(days=30)).date())
    house.clock.at = after(TODAY, Term(years=3)) - timedelta(days=80)
    assert reminders.remind(context)
    house.clock.at = TODAY
    finish_course(house, learner)
    attempt = begin(house, learner, "exam", key="a key of its own")
    first, second, *_ = right_answers(house, attempt).items()
    answer(house, learner, attempt, dict([first, second]))
    sitting.mark_for_review(context, learner, attempt, first[0], True)
    _correct(house, house.person("Di"))
    _come_and_go(house)
    _take_back(house, house.person("Ed"))
    _set_aside(house, serial)
    _seen_by_others(house)
    _have_duties(house)
    _apply(house, holder)
    _tell(house, holder, serial)
    _rest(house, house.person("Gil"))
    made = Populated(house, holder, serial, revoked, attempt, token, session)
    empty = [name for name, rows in counted(made.database).items() if not rows]
    assert not empty, f"nothing that is walked here writes into {', '.join(empty)}: walk what does"
    return made


def _second_factors(context: Context, token: str) -> None:
    """An app and a passkey with recovery codes, and the sign-in of an organisation."""
    person = recognising.person_of_session(context, token)
    assert person is not None
    offer = apps.offer(context, person, "The programme")
    apps.enrol(context, person, offer.sealed, pyotp.TOTP(offer.letters.replace(" ", "")).at(context.now()), token)
    key = Passkey("f" * 64, person.id, "My phone", "bXkgcGhvbmU", b"a public key", 0, context.now(), None)
    with context.database.writing() as session:
        assert second_factors.add_passkey(session, key)
    entering.enter(context, Known("https://login.example.org", "4711", "Ola New"), HERE, "a browser")


def _want_reminders(house: House) -> None:
    """Somebody in the middle of a course is reminded, at an hour of their own."""
    learner = house.person("Fay")
    lessons.answer_quiz(house.context, learner, "listening", "quiet", "quiet-one", "a")
    consents.choose_reminders(house.context, learner, True, "18", "UTC")
    house.clock.at = TODAY.replace(hour=18, minute=30)
    assert daily_reminders.remind_all(house.context) == 1
    house.clock.at = TODAY


def _set_aside(house: House, serial: str) -> None:
    """A certificate is suspended and reinstated, and a newer file takes over."""
    stewarding.suspend(house.context, OPERATOR, serial, "A reason")
    stewarding.reinstate(house.context, OPERATOR, serial, "Another reason")
    issuing.carry_on(house.context, serial)


def _seen_by_others(house: House) -> None:
    """A witness and a service of time stamps see the log."""
    witness = honest(house)
    with served(witness.answer) as address, stamping(Stamper(house.clock)) as service:
        seen = stamped_by(shown_to(house, (witness.signing.key, address)), service).context
        witnessing.ask_all(seen, Patience())
        stamp_due(seen, Patience())


def _have_duties(house: House) -> None:
    """Somebody is appointed, declares their interests, writes under a name, sees a key and proposes."""
    context, proved = house.context, house.context.now()
    admin = replace(house.person("Ida Admin", role="admin"), factor_at=proved)
    officer = replace(house.person("Olu"), factor_at=proved)
    appoint.appoint(context, admin, Wanted(officer.email, "measurement officer", "listener", "The first"))
    declaring.declare(context, officer, Declared([admin.email], ["A company"], [("A company", "Talk", "2026", "none")]))
    pen_naming.choose(context, officer, "olu")
    with context.database.writing() as session:
        key = Thing("key", "banks/listening", ("listener",))
        allowed = asking.require(context, session, officer, acts.SEE_KEY, key)
        recording.note_seen(session, context, officer, allowed, "listening", "listening/quiet")
        proposing.propose(context, session, officer, allowed, acts.ACTIVATE.name, "version:one", "It is ready")


def _come_and_go(house: House) -> None:
    """Somebody sits an examination, and has the account erased."""
    context, email = house.context, "gone@example.org"
    person = Person(administering.add(context, OPERATOR, email, "Gone", "learner", PASSWORD), email, "Gone")
    results.submit(context, person, begin(house, person, "open"))
    own_data.erase(context, person, PASSWORD)


def _take_back(house: House, learner: Person) -> None:
    """A mistaken hand-in is taken back, and one more attempt given."""
    context = house.context
    finish_course(house, learner)
    attempt = begin(house, learner, "exam")
    results.submit(context, learner, attempt, "a key of its own")
    staff_acts.reopen(context, OPERATOR, attempt, "A reason")
    staff_acts.grant(context, OPERATOR, learner.email, "exam", "A reason")


def _correct(house: House, learner: Person) -> None:
    """An answer that was right counts as wrong, until its key is put right."""
    context = house.context
    attempt = begin(house, learner, "open")
    answer(house, learner, attempt, right_answers(house, attempt))
    results.submit(context, learner, attempt)
    with context.database.reading() as session:
        source = attempts.solved_items(session, attempt)[0].source
    id = source.partition("/")[2]
    was, now = ("a", "b") if question(id, "a") in FILES[BANK] else ("b", "a")
    entry = f"corrections:\n- {{date: 2026-11-20, was: {was}, treat: rescore, because: It was wrong.}}\n"
    bank = FILES[BANK].replace(question(id, was), question(id, now, entry))
    (context.settings.site / BANK).write_text(bank, encoding="utf-8")
    assert publish.publish(context, actor=OPERATOR).published
    house.catalog = catalog_of({**_schemed(), BANK: bank})
    correct.correct(context, OPERATOR, source, "A reason")


def _apply(house: House, holder: Person) -> None:
    """Who passed applies for what a person decides about, and is certified."""
    filled = Filled(name="Amal Haddad", truth=True, agree=True, signature="Amal Haddad")
    applied = applying.apply(house.context, holder, "guide", filled)
    decide(house.context, decider(house), applied.application.id, choice_of("certified"))


def _tell(house: House, holder: Person, serial: str) -> None:
    """Somebody follows a path, and shows a page under an address that they change."""
    following.follow(house.context, holder, "creator")
    given = forms.Given({"what": "a"}, ((Piece("Kept."),),))
    notebook.keep(house.context, holder, "tools/ties", Tool("ties", "Ties", "", "en", ""), given)
    told = Told("Amal", "I speak for others.", ("https://social.example/@amal",), ("العربية",), "Talks")
    for handle in ("amal-h", "amal"):
        profile = Profile(told, ("patient",), handle, Shown(("about", "links"), (serial,)))
        own.keep(house.context, holder, profile, "Europe/Berlin", open=True)


def _rest(house: House, learner: Person) -> None:
    """Somebody is granted breaks that stop the clock, and takes one."""
    requests.ask(house.context, learner, Wish("3/2", ["breaks"]), had_before=True)
    (asked,) = requests.mine(house.context, learner).all
    given = Given(None, reason="As asked for")
    answering.grant(house.context, registrar(house), asked.id, given)
    sitting.put_aside(house.context, learner, begin(house, learner, "open"))


def _adopt(house: House) -> None:
    """The questions of a bank that stands under a scheme now, in the two languages that it is written in."""
    bank = "content/assessments/banks/listening.es.md"
    catalog = catalog_of({bank: spanish.FILES[bank]})
    text = records.written(catalog, catalog.banks["listening"], "The committee", "2026-11-22", "In use since 2025")
    catalog = catalog_of({bank: spanish.FILES[bank], "content/assessments/banks/adopted/listening.md": text})
    with house.context.database.writing() as session:
        records.enter(session, house.context, catalog, catalog.banks["listening"], catalog.adoptions["listening"])


def counted(database: Database) -> dict[str, int]:
    """How many rows each table of today's schema has."""
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
