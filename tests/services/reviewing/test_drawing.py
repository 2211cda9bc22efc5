"""What an examination under a scheme asks: what two people approved, as they approved it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from lms.content.reading.adoptions import Adoption
from lms.practice.lives import Act, Kind, Review
from lms.services.assessing import sitting
from lms.services.ground.refusals import Conflict
from lms.services.reviewing import records
from lms.services.reviewing.drawing import Pool, pool_as_written, pool_of
from lms.services.reviewing.versions import texts_in_files
from lms.store import attempts, audit
from lms.store.tables import QuestionActRow
from tests.services.reviewing import lives
from tests.services.walks import begin
from tests.support import spanish
from tests.support.site import FILES, House, catalog_of, house_at, question

FEW = "".join(question(f"bank-{n}", "ab"[n % 2]) for n in range(5))
PILOT = question("pilot-one", more="status: pilot\n")
EXAM = FILES["content/assessments/exam.md"]
SMALL = {
    lives.BANK: f"---\ntitle: Listening\nobjective: listening\n---\n{FEW}"
    + question("pilot-one", more="status: pilot\n"),
    "content/assessments/exam.md": EXAM.replace("opens_after: [courses/listening]\n", ""),
}
NEW_WORDS = {**SMALL, lives.BANK: SMALL[lives.BANK].replace("What about bank-0?", "What about this?")}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SMALL) as made:
        serve(made, SMALL)
        yield made


def serve(house: House, files: dict[str, str]) -> None:
    house.catalog = catalog_of({**files, **lives.SCHEME})


def pool(house: House) -> Pool:
    with house.context.database.reading() as session:
        return pool_of(session, house.catalog, house.catalog.assessments["exam"])


def drawn(house: House) -> dict[str, str]:
    """What may be drawn, and as what."""
    return {id: quiz.status for id, quiz in pool(house).banks["listening"].items()}


def words(house: House, id: str = "bank-0", language: str = "") -> str:
    banks = pool(house).languages[language] if language else pool(house).banks
    return banks["listening"][id].question.html


def all_active(house: House) -> None:
    for n in range(5):
        lives.activate(house, f"listening/bank-{n}")
    lives.pilot(house, "listening/pilot-one")


def test_of_what_nobody_reviewed_nothing_is_drawn(house: House) -> None:
    assert drawn(house) == {}
    lives.approve(house, "listening/bank-0")
    assert drawn(house) == {}
    with pytest.raises(Conflict, match="looked at again"):
        begin(house, house.person(), "exam")


def test_a_question_is_drawn_as_a_pilot_and_then_counts(house: House) -> None:
    lives.pilot(house, "listening/bank-0")
    assert drawn(house) == {"bank-0": "pilot"}
    assert not pool(house).banks["listening"]["bank-0"].question.scored
    lives.do(house, "listening/bank-0", Act(Kind.PUT_FORWARD, lives.OFFICER))
    lives.do(house, "listening/bank-0", Act(Kind.ACTIVATED, lives.OFFICER, confirmed_by=lives.DECIDER))
    assert drawn(house) == {"bank-0": "active"}
    assert pool(house).banks["listening"]["bank-0"].question.scored


def test_the_author_may_hold_a_question_lower_and_never_higher(house: House) -> None:
    lives.activate(house, "listening/pilot-one")
    assert drawn(house) == {"pilot-one": "pilot"}
    lives.activate(house, "listening/bank-0")
    retired = SMALL[lives.BANK].replace("id: bank-0\n", "id: bank-0\nstatus: retired\n")
    serve(house, {**SMALL, lives.BANK: retired})
    assert "bank-0" not in drawn(house)


def test_a_paper_holds_what_was_reviewed_and_an_edit_waits(house: House) -> None:
    all_active(house)
    before = words(house)
    serve(house, NEW_WORDS)
    assert words(house) == before
    attempt = begin(house, house.person(), "exam")
    with house.context.database.reading() as session:
        asked = {item.question["html"] for item in attempts.items(session, attempt)}
    assert not any("What about this?" in html for html in asked)
    lives.approve(house, "listening/bank-0")
    assert words(house) == before
    lives.do(house, "listening/bank-0", Act(Kind.PILOTED, lives.WRITER))
    assert (words(house), drawn(house)["bank-0"]) == (before, "active")
    lives.do(house, "listening/bank-0", Act(Kind.PUT_FORWARD, lives.OFFICER))
    lives.do(house, "listening/bank-0", Act(Kind.ACTIVATED, lives.OFFICER, confirmed_by=lives.DECIDER))
    assert "What about this?" in words(house)


def test_a_question_that_left_the_files_is_not_drawn(house: House) -> None:
    all_active(house)
    without = SMALL[lives.BANK].replace(question("bank-0"), "")
    serve(house, {**SMALL, lives.BANK: without})
    assert "bank-0" not in drawn(house)


def test_a_question_with_another_id_keeps_its_record(house: House) -> None:
    all_active(house)
    renamed = SMALL[lives.BANK].replace("id: bank-0\n", "id: bank-zero\nwas: bank-0\n")
    serve(house, {**SMALL, lives.BANK: renamed})
    assert drawn(house)["bank-zero"] == "active"
    assert pool(house).banks["listening"]["bank-zero"].id == "bank-zero"


def test_points_and_explanations_are_the_files_while_it_holds_the_version(house: House) -> None:
    all_active(house)
    edited = (
        SMALL[lives.BANK].replace("CANARY-why-a-bank-0", "It is so").replace("id: bank-0\n", "id: bank-0\npoints: 3\n")
    )
    serve(house, {**SMALL, lives.BANK: edited})
    quiz = pool(house).banks["listening"]["bank-0"]
    assert quiz.question.points == 3
    assert "It is so" in quiz.solution.why["a"]
    serve(house, {**SMALL, lives.BANK: edited.replace("What about bank-0?", "What about this?")})
    quiz = pool(house).banks["listening"]["bank-0"]
    assert quiz.question.points == 1
    assert "CANARY" in quiz.solution.why["a"]


def test_a_suspension_holds_at_once_in_every_process_and_leaves_running_papers_alone(
    house: House, tmp_path: Path
) -> None:
    all_active(house)
    attempt = begin(house, (person := house.person()), "exam")
    with house.context.database.reading() as session:
        sources = {one.source for one in attempts.solved_items(session, attempt)}
    asked = next(source for source in sorted(sources) if "pilot" not in source)
    lives.suspend(house, asked)
    assert asked.removeprefix("listening/") not in drawn(house)
    sitting.save(house.context, person, attempt, 1, None, None)
    with house.context.database.reading() as session:
        assert {one.source for one in attempts.solved_items(session, attempt)} == sources


def test_when_a_version_is_taken_out_the_one_before_does_not_come_back(house: House) -> None:
    all_active(house)
    serve(house, NEW_WORDS)
    lives.activate(house, "listening/bank-0")
    lives.suspend(house, "listening/bank-0")
    assert "bank-0" not in drawn(house)


def in_spanish(files: dict[str, str], said: str = "¿Qué hay de bank-0?") -> dict[str, str]:
    blocks = "".join(spanish.question(f"bank-{n}") for n in range(5)).replace("¿Qué hay de bank-0?", said)
    return {**files, lives.SPANISH: f"---\n---\n{blocks}"}


def texts(house: House) -> frozenset[str]:
    return frozenset(text.name for text in texts_in_files(house.catalog, "listening", "bank-0"))


def test_a_translation_is_asked_once_both_reviewers_approved_it_and_then_as_it_was(house: House) -> None:
    serve(house, in_spanish(SMALL))
    lives.activate(house, "listening/bank-0")
    assert "What about bank-0?" in words(house, language="es")
    for reviewer, review in ((lives.CONTENT, Review.CONTENT), (lives.FAIRNESS, Review.FAIRNESS)):
        act = Act(Kind.TEXT_APPROVED, reviewer, review=review, texts=texts(house))
        lives.do(house, "listening/bank-0", act)
    assert "¿Qué hay de bank-0?" in words(house, language="es")
    serve(house, in_spanish(SMALL, "¿Otra cosa?"))
    assert "¿Qué hay de bank-0?" in words(house, language="es")
    serve(house, in_spanish(NEW_WORDS, "¿Otra cosa?"))
    assert "¿Qué hay de bank-0?" in words(house, language="es")
    assert "What about bank-0?" in words(house)


def test_what_a_translation_accepts_belongs_to_what_its_reviewers_approve(house: House) -> None:
    serve(house, in_spanish(SMALL))
    (before,) = texts(house)
    serve(house, in_spanish(SMALL, "¿Otra cosa?"))
    (after,) = texts(house)
    assert before != after


def adoption(house: House, **versions: tuple[str, ...]) -> Adoption:
    quizzes = house.catalog.banks["listening"].quizzes
    adopted = {id: (quiz.version,) for id, quiz in quizzes.items()} | versions
    return Adoption("listening", "The committee", "In use.", adopted)


def with_record(house: House, record: Adoption) -> None:
    house.catalog = replace(house.catalog, others={**house.catalog.others, "adoption": {record.bank: record}})


def test_with_the_record_beside_its_banks_a_fresh_site_examines(house: House) -> None:
    with_record(house, adoption(house))
    begin(house, house.person(), "exam")
    assert drawn(house) == {**{f"bank-{n}": "active" for n in range(5)}, "pilot-one": "pilot"}
    begin(house, house.person("Bo"), "exam")
    with house.context.database.reading() as session:
        assert session.scalar(select(func.count(QuestionActRow.id))) == 6
        (entry,) = audit.of_act(session, "adopt bank")
    assert entry.details["by"] == "The committee"


def test_a_record_covers_no_version_that_was_changed_since(house: House) -> None:
    with_record(house, adoption(house, **{"bank-1": ("f" * 64,)}))
    begin(house, house.person(), "exam")
    assert "bank-1" not in drawn(house)


def test_a_record_opens_no_way_around_the_reviews_once_anything_was_decided(house: House) -> None:
    lives.approve(house, "listening/bank-0")
    with_record(house, adoption(house))
    with pytest.raises(Conflict):
        begin(house, house.person(), "exam")
    assert drawn(house) == {}


def test_a_record_is_written_as_it_is_read(house: House) -> None:
    serve(house, in_spanish(SMALL))
    bank = house.catalog.banks["listening"]
    text = records.written(house.catalog, bank, "The council's chair", "2026-11-30", "In use since 2025: all of it")
    catalog = catalog_of({**lives.SCHEME, **in_spanish(SMALL), "content/assessments/banks/adopted/listening.md": text})
    record = catalog.adoptions["listening"]
    assert (record.by, record.reason) == ("The council's chair", "In use since 2025: all of it")
    assert record.versions["bank-0"] == (bank.quizzes["bank-0"].version, *texts(house))
    assert set(record.versions) == set(bank.quizzes)


def test_without_a_scheme_everything_is_drawn_as_it_is_written(house: House) -> None:
    catalog = catalog_of(SMALL)
    with house.context.database.reading() as session:
        asked: list[str] = []
        event.listen(house.context.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert pool_of(session, catalog, catalog.assessments["exam"]) == pool_as_written(catalog)
    assert asked == []
