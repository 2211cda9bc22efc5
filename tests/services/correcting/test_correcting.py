"""A wrong key is put right for everybody who met it: previewed, exact, once, and nobody loses a pass by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from unittest.mock import patch

import pytest
from sqlalchemy import select

from lms.credentials.life import Status
from lms.services.assessing import covers, overview, results
from lms.services.certifying import claiming
from lms.services.correcting import affected_attempts
from lms.services.correcting import correct as correcting
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.publishing import publish as publishing
from lms.services.publishing import served
from lms.services.publishing.served import Served
from lms.store import attempts, audit, certificates, scores, standings
from lms.store.tables import AttemptRow, AuditRow, CorrectionRow, EventRow, MailRow, ScoreRow
from tests.services.accounts.post import at_once
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import FILES, House, question

BANK = "content/assessments/banks/listening.md"
SMALL = {
    "content/assessments/open.md": FILES["content/assessments/open.md"]
    .replace("pass_mark: 50%", "pass_mark: 75%")
    .replace("take: 3", "take: 4"),
    "content/assessments/banks/listening.md": "---\ntitle: Listening\nobjective: listening\n---\n"
    + "".join(question(f"bank-{n}") for n in range(4)),
}


def bank(first_answer: str = "b", treat: str = "rescore", was: str = "a", more: str = "") -> str:
    """The bank with another key of its first question, and a correction that says so."""
    entry = f"corrections:\n- {{date: 2026-11-20, was: {was}, treat: {treat}, because: The second says so too.}}\n"
    first = question("bank-0", first_answer, entry if treat else "")
    return SMALL[BANK].replace(question("bank-0"), first + more)


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


@pytest.fixture
def site(any_house: House) -> House:
    """A house that serves what is published, with an examination of four questions that anybody may sit."""
    return published(any_house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})


def exam() -> str:
    return FILES["content/assessments/exam.md"].replace(
        "  - take: 1\n    from: banks/listening\n    status: pilot\n", ""
    )


def published(house: House, files: dict[str, str]) -> House:
    house.context = replace(house.context, catalog=Served(house.context.database))
    publish(house, files)
    return house


def publish(house: House, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = house.context.settings.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    report = publishing.publish(house.context, actor="operator:test")
    assert report.published, report.checked.findings


def sit(
    house: House, person: Person, *, wrong: tuple[str, ...] = (), assessment: str = "open", end: bool = True
) -> str:
    """An attempt with wrong answers to these questions alone."""
    attempt = begin(house, person, assessment)
    right = right_answers(house, attempt)
    with house.context.database.reading() as session:
        asked = {one.n: one for one in attempts.solved_items(session, attempt)}
    given = {
        n: next(one["key"] for one in asked[n].question["options"] if one["key"] != key)
        if asked[n].source.removeprefix("listening/") in wrong
        else key
        for n, key in right.items()
    }
    answer(house, person, attempt, given)
    if end:
        results.submit(house.context, person, attempt)
    return attempt


def correct(house: House, *, take_away: bool = False) -> correcting.Corrected:
    return correcting.correct(
        house.context, "operator:test", "listening/bank-0", "The second option is right.", take_away=take_away
    )


def result(house: House, person: Person, attempt: str) -> results.Result:
    return results.result(house.context, person, attempt)


def rows(ctx: Context, table: type) -> list[object]:
    with ctx.database.reading() as session:
        return list(session.scalars(select(table)))


@pytest.mark.postgres
def test_a_rescored_attempt_gets_the_exact_share_of_the_right_key(site: House) -> None:
    amal, bo = site.person("Amal Haddad"), site.person("Bo Lind")
    lower, higher = sit(site, amal), sit(site, bo, wrong=("bank-0", "bank-1"))
    publish(site, {BANK: bank()})
    done = correct(site)
    assert (done.attempts, done.gained, done.lost) == (2, 1, 0)
    assert result(site, amal, lower).share == Fraction(3, 4)
    assert result(site, bo, higher).share == Fraction(3, 4)
    assert result(site, bo, higher).passed


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("treat", "chose_first", "chose_second"),
    [
        ("accept both", Fraction(1), Fraction(1)),
        ("rescore", Fraction(3, 4), Fraction(1)),
        ("everyone gets the mark", Fraction(1), Fraction(1)),
        ("from now on", Fraction(1), Fraction(3, 4)),
    ],
)
def test_each_way_of_treating_people_does_what_it_says(
    site: House, treat: str, chose_first: Fraction, chose_second: Fraction
) -> None:
    amal, bo = site.person("Amal Haddad"), site.person("Bo Lind")
    first, second = sit(site, amal), sit(site, bo, wrong=("bank-0",))
    publish(site, {BANK: bank(treat=treat)})
    seen = correcting.preview(site.context, "banks/listening/bank-0")
    expected = {one.met.attempt_id: one.after.share for one in seen.changes}
    correct(site)
    after = {first: result(site, amal, first).share, second: result(site, bo, second).share}
    assert after == {first: chose_first, second: chose_second}
    assert expected == {id: share for id, share in after.items() if share != {first: 1, second: Fraction(3, 4)}[id]}


@pytest.mark.postgres
def test_a_preview_shows_every_way_and_writes_nothing(site: House) -> None:
    amal, bo = site.person("Amal Haddad"), site.person("Bo Lind")
    sit(site, amal, wrong=("bank-1",))
    sit(site, bo, wrong=("bank-0", "bank-1"))
    sit(site, site.person("Cai Wu"), end=False)
    publish(site, {BANK: bank()})
    before = (rows(site.context, ScoreRow), rows(site.context, CorrectionRow), len(rows(site.context, AuditRow)))
    seen = correcting.preview(site.context, "listening/bank-0")
    assert (seen.finished, seen.under_way, len(seen.changes)) == (2, 1, 2)
    by_treat = {one.treat: (one.changed, one.gained, one.not_by_points) for one in seen.by_treat}
    assert by_treat == {
        "accept both": (1, 1, 0),
        "rescore": (2, 1, 1),
        "everyone gets the mark": (1, 1, 0),
        "from now on": (0, 0, 0),
    }
    assert (
        rows(site.context, ScoreRow),
        rows(site.context, CorrectionRow),
        len(rows(site.context, AuditRow)),
    ) == before


@pytest.mark.postgres
def test_nobody_loses_a_pass_and_the_first_result_stays_readable(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-1",))
    publish(site, {BANK: bank()})
    assert correct(site).lost == 0
    after = result(site, amal, attempt)
    assert (after.share, after.passed) == (Fraction(1, 2), True)
    assert (after.corrections[0].share_before, after.corrections[0].pass_kept) == (Fraction(3, 4), True)
    assert "your pass stands" in after.corrections[0].text
    with site.context.database.reading() as session:
        first = scores.first_result(session, attempt)
        assert standings.of_account(session, amal.id).met("assessments/open") is not None
    assert first[:2] == ("3/4", True)


@pytest.mark.postgres
def test_a_pass_is_taken_away_only_by_an_act_of_its_own(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-1",))
    publish(site, {BANK: bank()})
    correct(site)
    done = correct(site, take_away=True)
    assert (done.attempts, done.lost) == (1, 1)
    after = result(site, amal, attempt)
    assert after.passed is False
    assert after.corrections[-1].text.endswith("are needed, so this examination is not passed yet.")
    with site.context.database.reading() as session:
        assert standings.of_account(session, amal.id).met("assessments/open") is None
        acts = [one.act for one in audit.entries(session) if one.subject == "listening/bank-0"]
    assert acts == ["correct", "corrected", "correct", "take away passes", "corrected"]
    assert correct(site, take_away=True).attempts == correct(site).attempts == 0


@pytest.mark.postgres
def test_correcting_twice_changes_nothing_more(site: House) -> None:
    sit(site, site.person(), wrong=("bank-0",))
    publish(site, {BANK: bank()})
    correct(site)
    before = {table: len(rows(site.context, table)) for table in (ScoreRow, CorrectionRow, AuditRow, EventRow, MailRow)}
    assert correct(site).attempts == 0
    assert {table: len(rows(site.context, table)) for table in before} == before


@pytest.mark.postgres
def test_of_several_who_correct_at_once_each_attempt_is_corrected_once(site: House) -> None:
    for n in range(6):
        sit(site, site.person(f"Person {n}"), wrong=("bank-0",))
    publish(site, {BANK: bank()})
    assert site.context.catalog().revision
    with patch.object(correcting, "AT_ONCE", 2):
        done = at_once(4, lambda _: correct(site))
    assert all(isinstance(one, correcting.Corrected) for one in done), done
    assert sum(one.attempts for one in done if isinstance(one, correcting.Corrected)) == 6
    assert {row.n for row in rows(site.context, ScoreRow)} == {1}  # type: ignore[attr-defined]
    corrections = rows(site.context, CorrectionRow)
    assert sum(row.attempts for row in corrections) == 6  # type: ignore[attr-defined]


@pytest.mark.postgres
def test_what_was_stopped_goes_on_where_it_was(site: House) -> None:
    for n in range(5):
        sit(site, site.person(f"Person {n}"), wrong=("bank-0",))
    publish(site, {BANK: bank()})
    keep = correcting._Work._keep
    kept: list[int] = []

    def keep_some(work: correcting._Work, *arguments: object) -> list[int]:
        if len(kept) == 3:
            raise KeyboardInterrupt
        kept.append(1)
        return keep(work, *arguments)  # type: ignore[arg-type]

    with (
        patch.object(correcting, "AT_ONCE", 2),
        patch.object(correcting._Work, "_keep", keep_some),
        pytest.raises(KeyboardInterrupt),
    ):
        correct(site)
    assert len(rows(site.context, ScoreRow)) == 2, "the second batch was taken back whole"
    assert correct(site).attempts == 3
    [whole] = rows(site.context, CorrectionRow)
    assert (whole.attempts, whole.gained, whole.finished_at is not None) == (5, 0, True)  # type: ignore[attr-defined]
    with site.context.database.reading() as session:
        acts = [one.act for one in audit.entries(session) if one.subject == "listening/bank-0"]
    assert acts == ["correct", "corrected"]


@pytest.mark.postgres
def test_an_attempt_under_way_keeps_its_paper_and_is_corrected_after_its_end(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0",), end=False)
    with site.context.database.reading() as session:
        paper = attempts.solved_items(session, attempt)
    publish(site, {BANK: bank()})
    assert (correct(site).attempts, correct(site).under_way) == (0, 1)
    with site.context.database.reading() as session:
        assert attempts.solved_items(session, attempt) == paper
    assert results.submit(site.context, amal, attempt).share == Fraction(3, 4)
    assert correct(site).attempts == 1
    assert result(site, amal, attempt).share == 1


@pytest.mark.postgres
def test_a_pass_that_is_gained_opens_what_a_pass_opens(site: House) -> None:
    amal = site.person()
    finish_course(site, amal)
    attempt = sit(site, amal, wrong=("bank-0", "bank-1"), assessment="exam")
    publish(site, {BANK: bank()})
    assert [one.state for one in claiming.mine(site.context, amal)] == ["closed"]
    assert correct(site).gained == 1
    assert [one.state for one in claiming.mine(site.context, amal)] == ["ready"]
    assert result(site, amal, attempt).passed
    assert covers.cover(site.context, amal, "exam").past[0].passed
    lines = {one.assessment.id: one.passed for one in overview.overview(site.context, amal).assessments}
    assert lines["exam"] == site.clock()


@pytest.mark.postgres
def test_certificates_that_rest_on_a_taken_pass_are_named_and_stay(site: House) -> None:
    amal = site.person()
    finish_course(site, amal)
    sit(site, amal, wrong=("bank-1",), assessment="exam")
    serial = claiming.claim(site.context, amal, "listener", "Amal Haddad", agree=True).holding.serial
    with patch.object(affected_attempts, "status", return_value=Status.VALID):
        publish(site, {BANK: bank()})
        seen = correcting.preview(site.context, "listening/bank-0")
        done = correct(site, take_away=True)
    assert [one.serial for one in seen.resting] == [one.serial for one in done.resting] == [serial]
    with site.context.database.reading() as session:
        held = certificates.of_account(session, amal.id)
    assert [one.life.revoked for one in held] == [None]


@pytest.mark.postgres
def test_the_learner_is_told_by_mail_what_was_corrected_and_what_follows(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0", "bank-1"))
    publish(site, {BANK: bank()})
    correct(site)
    [mail] = [one for one in rows(site.context, MailRow) if one.recipient == amal.email]  # type: ignore[attr-defined]
    assert "You have passed" in mail.body  # type: ignore[attr-defined]
    assert "50%" in mail.body  # type: ignore[attr-defined]
    assert f"/attempts/{attempt}/result" in mail.body  # type: ignore[attr-defined]
    assert "The second says so too." in mail.body, "this policy shows answers"  # type: ignore[attr-defined]


def test_where_answers_are_not_shown_nothing_of_the_key_is_told(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    amal = site.person()
    finish_course(site, amal)
    attempt = sit(site, amal, wrong=("bank-0",), assessment="exam")
    publish(site, {BANK: bank()})
    correct(site)
    [mail] = [one for one in rows(site.context, MailRow) if one.recipient == amal.email]  # type: ignore[attr-defined]
    told = result(site, amal, attempt)
    for text in (mail.body, told.corrections[0].text):  # type: ignore[attr-defined]
        assert "second" not in text
        assert "bank-0" not in text


@pytest.mark.postgres
def test_the_result_page_shows_the_corrected_answer_as_right(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal)
    before = {one.n: one.right for one in result(site, amal, attempt).items}
    publish(site, {BANK: bank()})
    correct(site)
    after = {one.n: one.right for one in result(site, amal, attempt).items}
    assert [(before[n], after[n]) for n in after if before[n] != after[n]] == [
        ("The first of bank-0", "The second of bank-0")
    ]


@pytest.mark.postgres
def test_a_second_correction_builds_on_the_first(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0", "bank-1"))
    publish(site, {BANK: bank()})
    correct(site)
    second = bank().replace(
        question("bank-1"),
        question("bank-1", "b", "corrections:\n  - {date: 2026-11-21, was: a, treat: rescore, because: So it is.}\n"),
    )
    publish(site, {BANK: second})
    correcting.correct(site.context, "operator:test", "listening/bank-1", "So it is.")
    shares = [(one.share_before, one.share) for one in result(site, amal, attempt).corrections]
    assert shares == [(Fraction(1, 2), Fraction(3, 4)), (Fraction(3, 4), Fraction(1))]


def test_whoever_met_the_question_after_its_correction_is_not_corrected(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    publish(site, {BANK: bank(first_answer="a", treat="everyone gets the mark")})
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0",))
    assert correct(site).attempts == 0
    assert result(site, amal, attempt).share == Fraction(3, 4)


def test_a_question_that_was_bad_altogether_gives_everyone_the_mark_under_its_old_key(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    amal, bo = site.person("Amal Haddad"), site.person("Bo Lind")
    attempt, silent = sit(site, amal, wrong=("bank-0",)), begin(site, bo)
    results.submit(site.context, bo, silent)
    publish(site, {BANK: bank(first_answer="a", treat="everyone gets the mark")})
    assert correct(site).attempts == 2
    assert [result(site, *one).share for one in ((amal, attempt), (bo, silent))] == [Fraction(1), Fraction(1, 4)]


def test_a_former_answer_that_no_entry_names_is_told_and_left_alone(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    sit(site, site.person(), wrong=("bank-0",))
    from lms.content.comparing import history

    with patch.object(history, "faults", return_value=()):
        publish(site, {BANK: bank(was="b")})
    seen = correcting.preview(site.context, "listening/bank-0")
    assert (seen.changes, sum(seen.reasons.values())) == ((), 1)
    assert correct(site).attempts == 0


def test_a_renamed_question_is_corrected_for_those_who_met_it_by_its_former_id(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0",))
    publish(site, {BANK: bank().replace("id: bank-0\n", "id: quiet-first\nwas: bank-0\n")})
    correcting.correct(site.context, "operator:test", "listening/quiet-first", "The second is right.")
    assert result(site, amal, attempt).share == 1


def test_what_cannot_be_corrected_is_refused_in_words(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    with pytest.raises(NotFound, match="no bank"):
        correcting.preview(site.context, "nowhere/bank-0")
    with pytest.raises(NotFound, match="no question"):
        correcting.preview(site.context, "listening/nothing")
    with pytest.raises(Conflict, match="no `corrections`"):
        correcting.correct(site.context, "operator:test", "listening/bank-0", "Because.")
    with pytest.raises(Invalid, match="reason"):
        correcting.correct(site.context, "operator:test", "listening/bank-0", " ")


def test_a_pass_by_correction_renews_and_its_wait_is_over(house: House) -> None:
    """The door of the examination says that it is passed, not that the next attempt opens later."""
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    amal = site.person()
    finish_course(site, amal)
    sit(site, amal, wrong=("bank-0", "bank-1"), assessment="exam")
    publish(site, {BANK: bank()})
    correct(site)
    site.clock.turn(timedelta(minutes=1))
    assert [one.kind for one in covers.cover(site.context, amal, "exam").gate.reasons] == ["passed"]


def test_the_attempt_s_own_row_is_never_written_again(house: House) -> None:
    site = published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})
    sit(site, site.person(), wrong=("bank-0",))
    before = [
        {key: value for key, value in vars(row).items() if key != "_sa_instance_state"}
        for row in rows(site.context, AttemptRow)
    ]
    publish(site, {BANK: bank()})
    correct(site)
    after = [
        {key: value for key, value in vars(row).items() if key != "_sa_instance_state"}
        for row in rows(site.context, AttemptRow)
    ]
    assert after == before
