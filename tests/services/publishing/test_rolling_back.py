"""Going back to what was published before: whole, recorded, not undone by the watcher; and what history forbids."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from lms.services.assessing import results, sitting
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.publishing import publish as publishing
from lms.services.publishing import served
from lms.store import audit
from tests.services.accounts.post import at_once
from tests.services.correcting.test_correcting import BANK, SMALL, bank, exam, published, sit
from tests.services.walks import answer, begin, right_answers
from tests.support.site import FILES, House, question

EXAM = "content/assessments/exam.md"
START = {**FILES, **SMALL, EXAM: exam()}


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


@pytest.fixture
def site(any_house: House) -> House:
    return published(any_house, START)


def save(house: House, path: str, text: str) -> None:
    (house.context.settings.site / path).write_text(text, encoding="utf-8")


def retitle(house: House, title: str) -> None:
    save(house, EXAM, exam().replace("The listening examination", title))


def title(ctx: Context) -> str:
    return ctx.catalog().assessments["exam"].title


def publish(house: House, title: str) -> str:
    retitle(house, title)
    report = publishing.publish(house.context, actor="operator:test")
    assert report.published, report.checked.findings
    return report.checked.tree.revision


@pytest.mark.postgres
def test_going_back_serves_what_was_served_before(site: House) -> None:
    publish(site, "The second title")
    done = publishing.roll_back(site.context, "operator:test")
    assert title(site.context) == "The listening examination"
    assert done.revision == site.context.catalog().revision


@pytest.mark.postgres
def test_the_watcher_does_not_publish_again_what_was_taken_back_until_the_files_change(site: House) -> None:
    publish(site, "The second title")
    publishing.roll_back(site.context, "operator:test")
    report = publishing.publish(site.context)
    assert (report.published, report.held_back) == (False, True)
    assert title(site.context) == "The listening examination"
    retitle(site, "The third title")
    assert publishing.publish(site.context).published
    assert title(site.context) == "The third title"


@pytest.mark.postgres
def test_what_lay_unpublished_in_the_files_is_not_published_by_a_way_back(site: House) -> None:
    publish(site, "The second title")
    retitle(site, "A title that nobody published")
    publishing.roll_back(site.context, "operator:test")
    assert publishing.publish(site.context).held_back
    assert title(site.context) == "The listening examination"


@pytest.mark.postgres
def test_a_person_may_publish_again_what_was_taken_back(site: House) -> None:
    publish(site, "The second title")
    publishing.roll_back(site.context, "operator:test")
    assert publishing.publish(site.context, actor="operator:test").published
    assert title(site.context) == "The second title"


@pytest.mark.postgres
def test_going_back_twice_goes_back_two_steps_and_then_no_further(site: House) -> None:
    publish(site, "The second title")
    publish(site, "The third title")
    titles = []
    for _ in range(2):
        publishing.roll_back(site.context, "operator:test")
        titles.append(title(site.context))
    assert titles == ["The second title", "The listening examination"]
    with pytest.raises(Conflict, match="no earlier"):
        publishing.roll_back(site.context, "operator:test")


@pytest.mark.postgres
def test_any_published_revision_may_be_named_by_the_beginning_of_its_hash(site: House) -> None:
    second = publish(site, "The second title")
    publish(site, "The third title")
    assert publishing.roll_back(site.context, "operator:test", second[:8]).revision == second
    for name in ("0123456789", second[:7], "%" * 8, "_" * 8):
        with pytest.raises(NotFound):
            publishing.roll_back(site.context, "operator:test", name)
    with pytest.raises(Conflict, match="served already"):
        publishing.roll_back(site.context, "operator:test", second)


@pytest.mark.postgres
def test_what_was_served_when_and_by_whom_is_listed_and_in_the_audit_log(site: House) -> None:
    first = site.context.catalog().revision
    second = publish(site, "The second title")
    publishing.roll_back(site.context, "operator:amal")
    listed = [(one.revision, one.act, one.actor) for one in publishing.listing(site.context)]
    assert listed == [
        (first, "rollback", "operator:amal"),
        (second, "publish", "operator:test"),
        (first, "publish", "operator:test"),
    ]
    with site.context.database.reading() as session:
        acts = [(one.act, one.subject) for one in audit.entries(session)]
    assert acts == [("publish", first), ("publish", second), ("rollback", first)]


@pytest.mark.postgres
def test_of_several_who_go_back_and_publish_at_once_each_does_so_whole(site: House) -> None:
    for n in range(3):
        publish(site, f"Title {n}")
    retitle(site, "The newest title")

    def act(n: int) -> object:
        if n % 2:
            return publishing.roll_back(site.context, "operator:test")
        return publishing.publish(site.context, actor="operator:test")

    done = at_once(6, act)
    assert not [one for one in done if isinstance(one, Exception) and not isinstance(one, Conflict)], done
    listed = publishing.listing(site.context)
    assert [one.n for one in listed] == list(range(len(listed), 0, -1))
    assert publishing.site(site.context).revision == listed[0].revision


@pytest.mark.postgres
def test_an_attempt_under_way_sees_neither_a_publication_nor_a_way_back(site: House) -> None:
    amal = site.person()
    attempt = begin(site, amal)
    answer(site, amal, attempt, right_answers(site, attempt))
    before = sitting.attempt(site.context, amal, attempt)
    edited = bank().replace("What about", "And what about").replace("points: 1", "points: 5")
    save(site, BANK, edited)
    save(site, "content/assessments/open.md", START["content/assessments/open.md"].replace("75%", "100%"))
    assert publishing.publish(site.context, actor="operator:test").published
    assert sitting.attempt(site.context, amal, attempt) == before
    publishing.roll_back(site.context, "operator:test")
    assert sitting.attempt(site.context, amal, attempt) == before
    assert results.submit(site.context, amal, attempt).share == 1


def test_a_fault_against_history_stops_a_publication(house: House) -> None:
    site = published(house, START)
    save(site, BANK, SMALL[BANK].replace(question("bank-0"), question("bank-0", "b")))
    report = publishing.publish(site.context, actor="operator:test")
    assert [one.code for one in report.checked.findings] == ["H103"]
    assert (report.published, report.checked.publishable) == (False, False)


def test_an_id_that_was_taken_out_long_ago_is_not_used_again_for_another_question(house: House) -> None:
    site = published(house, START)
    extra = question("bank-9").replace("What about bank-9?", "Where do people sit while they listen?")
    for text in (SMALL[BANK] + extra, SMALL[BANK]):
        save(site, BANK, text)
        assert publishing.publish(site.context, actor="operator:test").published
    other = (
        question("bank-9")
        .replace("What about bank-9?", "Which colour calms anxious readers?")
        .replace("The first of bank-9", "Something blueish")
        .replace("The second of bank-9", "Something yellow")
    )
    save(site, BANK, SMALL[BANK] + other)
    assert [one.code for one in publishing.check(site.context).findings] == ["H101"]
    save(site, BANK, SMALL[BANK] + extra)
    assert publishing.check(site.context).findings == ()


def test_who_finished_a_lesson_is_counted_before_it_goes(house: House) -> None:
    from tests.services.walks import finish_course

    site = published(house, START)
    finish_course(site, site.person())
    course = "content/courses/listening/course.md"
    save(site, course, FILES[course].replace("[quiet, asking]", "[quiet]"))
    (house.context.settings.site / "content/courses/listening/02-asking.md").unlink()
    found = publishing.check(site.context).findings
    assert [(one.code, "1 person has finished it" in one.message) for one in found] == [("H105", True)]


def test_finished_results_stay_as_they_were_whatever_is_published(house: House) -> None:
    site = published(house, START)
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0",))
    before = results.result(site.context, amal, attempt)
    save(site, BANK, bank())
    save(site, "content/assessments/open.md", START["content/assessments/open.md"].replace("75%", "100%"))
    assert publishing.publish(site.context, actor="operator:test").published
    assert results.result(site.context, amal, attempt) == before
