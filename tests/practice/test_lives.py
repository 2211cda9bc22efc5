"""What may become of a question version, act by act, and what is drawn of a question with several versions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.practice import lives
from lms.practice.lives import Act, Changed, Declined, Ground, Kind, Life, Review, State

WRITER, CONTENT, FAIRNESS, OFFICER, DECIDER = 1, 2, 3, 4, 5
PROPOSED = Act(Kind.PROPOSED, WRITER)
CONTENT_FINE = Act(Kind.APPROVED, CONTENT, review=Review.CONTENT)
FAIRNESS_FINE = Act(Kind.APPROVED, FAIRNESS, review=Review.FAIRNESS)
RETURNED = Act(Kind.RETURNED, FAIRNESS, review=Review.FAIRNESS)
PILOTED = Act(Kind.PILOTED, WRITER, n=10)
PUT_FORWARD = Act(Kind.PUT_FORWARD, OFFICER)
ACTIVATED = Act(Kind.ACTIVATED, OFFICER, n=20, confirmed_by=DECIDER)
SUSPENDED, REINSTATED = Act(Kind.SUSPENDED, OFFICER), Act(Kind.REINSTATED, OFFICER)
RETIRED = Act(Kind.RETIRED, OFFICER, ground=Ground.FLAWED)
ES = frozenset({"es:1"})
APPROVED_ACTS = (PROPOSED, CONTENT_FINE, FAIRNESS_FINE)
PILOT_ACTS = (*APPROVED_ACTS, PILOTED)
ACTIVE_ACTS = (*PILOT_ACTS, PUT_FORWARD, ACTIVATED)
LIVES: dict[State, tuple[Act, ...]] = {
    State.DRAFT: (),
    State.IN_REVIEW: (PROPOSED,),
    State.APPROVED: APPROVED_ACTS,
    State.PILOT: PILOT_ACTS,
    State.ACTIVE: ACTIVE_ACTS,
    State.SUSPENDED: (*ACTIVE_ACTS, SUSPENDED),
    State.RETIRED: (*ACTIVE_ACTS, RETIRED),
}
ONE_OF_EACH = (
    *(PROPOSED, CONTENT_FINE, RETURNED, PILOTED, PUT_FORWARD, ACTIVATED, SUSPENDED, REINSTATED, RETIRED),
    Act(Kind.ADOPTED, DECIDER, n=1),
    Act(Kind.TEXT_APPROVED, CONTENT, review=Review.CONTENT, texts=ES),
    Act(Kind.TEXT_RETURNED, CONTENT, review=Review.CONTENT, texts=ES),
)
TEXTS = {Kind.TEXT_APPROVED, Kind.TEXT_RETURNED}
ALLOWED = {
    State.DRAFT: {Kind.PROPOSED, Kind.ADOPTED},
    State.IN_REVIEW: {Kind.APPROVED, Kind.RETURNED, *TEXTS},
    State.APPROVED: {Kind.PILOTED, Kind.RETIRED, *TEXTS},
    State.PILOT: {Kind.PUT_FORWARD, Kind.SUSPENDED, Kind.RETIRED, *TEXTS},
    State.ACTIVE: {Kind.SUSPENDED, Kind.RETIRED, *TEXTS},
    State.SUSPENDED: {Kind.REINSTATED, Kind.RETIRED, *TEXTS},
    State.RETIRED: set[Kind](),
}
ACTS = st.builds(
    Act,
    st.sampled_from(Kind),
    st.integers(1, 4),
    n=st.integers(1, 99),
    review=st.sampled_from(Review),
    confirmed_by=st.integers(1, 4),
    ground=st.sampled_from(Ground),
    texts=st.sampled_from([frozenset[str](), ES, frozenset({"es:1", "fr:1"})]),
)


def folded(acts: Sequence[Act]) -> Life:
    return lives.fold(acts)


def declined(life: Life, act: Act) -> Declined:
    after = lives.apply(life, act)
    assert isinstance(after, Declined)
    return after


@pytest.mark.parametrize("state", LIVES)
def test_from_each_state_exactly_these_acts_follow(state: State) -> None:
    life = folded(LIVES[state])
    assert life.state == state
    assert set(lives.allowed(life)) == ALLOWED[state]
    for act in ONE_OF_EACH:
        after = lives.apply(life, act)
        assert bool(after) == (act.kind in ALLOWED[state]), act
        if isinstance(after, Declined):
            assert after.reason.endswith(".")
            assert set(after.allowed) == ALLOWED[state]


def test_the_two_reviews_come_in_either_order() -> None:
    assert folded((PROPOSED, FAIRNESS_FINE, CONTENT_FINE)).state == folded(APPROVED_ACTS).state == State.APPROVED


def test_one_person_is_not_both_reviewers() -> None:
    once = folded((PROPOSED, CONTENT_FINE))
    assert "two people" in declined(once, Act(Kind.APPROVED, CONTENT, review=Review.FAIRNESS)).reason
    assert "already" in declined(once, Act(Kind.APPROVED, FAIRNESS, review=Review.CONTENT)).reason


def test_an_approval_outlives_the_return_by_the_other_reviewer_of_the_same_words() -> None:
    again = folded((PROPOSED, CONTENT_FINE, RETURNED, PROPOSED))
    assert again.state == State.IN_REVIEW
    assert lives.apply(again, FAIRNESS_FINE) == Changed(folded(APPROVED_ACTS))


def test_nobody_confirms_what_they_put_forward() -> None:
    waiting = folded((*PILOT_ACTS, PUT_FORWARD))
    assert "two people" in declined(waiting, Act(Kind.ACTIVATED, OFFICER, confirmed_by=OFFICER)).reason
    assert "forward" in declined(folded(PILOT_ACTS), ACTIVATED).reason


def test_what_was_put_forward_is_so_no_more_after_a_suspension() -> None:
    declined(folded((*PILOT_ACTS, PUT_FORWARD, SUSPENDED, REINSTATED)), ACTIVATED)


def test_a_suspension_ends_in_what_it_began_in() -> None:
    assert folded((*PILOT_ACTS, SUSPENDED, REINSTATED)).state == State.PILOT
    assert folded((*ACTIVE_ACTS, SUSPENDED, REINSTATED)).state == State.ACTIVE


def test_what_was_adopted_is_marked_so_for_ever() -> None:
    life = folded((Act(Kind.ADOPTED, DECIDER, n=1, texts=ES), SUSPENDED, REINSTATED, RETIRED))
    assert life.adopted
    assert life.has_text("es:1")
    assert not life.has_text("es:2")


def test_a_pilot_that_was_adopted_is_tried_and_not_counted() -> None:
    life = folded((Act(Kind.ADOPTED, DECIDER, n=3, as_pilot=True),))
    assert (life.state, life.adopted, life.tried_from, life.counted_from) == (State.PILOT, True, 3, 0)


def test_a_translation_needs_both_reviewers_too() -> None:
    with_text = Act(Kind.APPROVED, CONTENT, review=Review.CONTENT, texts=ES)
    life = folded((PROPOSED, with_text, FAIRNESS_FINE))
    assert life.state == State.APPROVED
    assert not life.has_text("es:1")
    alone = Act(Kind.TEXT_APPROVED, CONTENT, review=Review.FAIRNESS, texts=ES)
    assert "two people" in declined(life, alone).reason
    after = lives.apply(life, Act(Kind.TEXT_APPROVED, FAIRNESS, review=Review.FAIRNESS, texts=ES))
    assert isinstance(after, Changed)
    assert after.life.has_text("es:1")


def test_a_translation_that_was_returned_is_not_approved_after_that() -> None:
    life = folded((*APPROVED_ACTS, Act(Kind.TEXT_RETURNED, CONTENT, review=Review.CONTENT, texts=ES)))
    declined(life, Act(Kind.TEXT_APPROVED, CONTENT, review=Review.CONTENT, texts=ES))


@given(st.lists(ACTS, max_size=25))
def test_whatever_is_done_in_whatever_order_nothing_counts_that_two_reviewers_did_not_approve(acts: list[Act]) -> None:
    life = folded(acts)
    if life.state in (State.APPROVED, State.PILOT, State.ACTIVE, State.SUSPENDED, State.RETIRED) and not life.adopted:
        assert len(set(life.approved.values())) == len(Review)
    for text in life.texts:
        assert not life.has_text(text) or life.adopted or len(set(life.texts[text].values())) == len(Review)


@given(st.lists(ACTS, max_size=25), ACTS)
def test_an_act_that_is_declined_was_not_allowed_or_is_of_the_wrong_person(acts: list[Act], act: Act) -> None:
    life = folded(acts)
    after = lives.apply(life, act)
    assert folded([*acts, act]) == (after.life if isinstance(after, Changed) else life)
    if isinstance(after, Changed):
        assert act.kind in lives.allowed(life)


@given(st.lists(ACTS, max_size=25))
def test_what_is_retired_stays_so(acts: list[Act]) -> None:
    retired = folded(LIVES[State.RETIRED])
    for act in acts:
        assert not lives.apply(retired, act)


@given(st.sampled_from(lives.ORDER), st.sampled_from(State))
def test_what_is_drawn_is_the_lower_of_the_ceiling_and_the_state(ceiling: State, state: State) -> None:
    drawn = lives.drawn_as(ceiling, state)
    own = state if state in lives.ORDER else State.DRAFT
    assert drawn in (ceiling, own)
    assert lives.ORDER.index(drawn) == min(lives.ORDER.index(ceiling), lives.ORDER.index(own))


def active(n: int, *more: Act) -> Life:
    return folded((*PILOT_ACTS, PUT_FORWARD, Act(Kind.ACTIVATED, OFFICER, n=n, confirmed_by=DECIDER), *more))


def pilot(n: int, *more: Act) -> Life:
    return folded((*APPROVED_ACTS, Act(Kind.PILOTED, WRITER, n=n), *more))


def test_an_edit_takes_no_question_out_until_it_counts_itself() -> None:
    for state in (State.DRAFT, State.IN_REVIEW, State.APPROVED):
        assert lives.in_force({"new": folded(LIVES[state]), "old": active(5)}) == "old"
    assert lives.in_force({"new": pilot(7), "old": active(5)}) == "old"
    assert lives.in_force({"new": active(7), "old": active(5)}) == "new"


def test_what_was_superseded_does_not_come_back_when_its_successor_is_taken_out() -> None:
    for taken_out in (SUSPENDED, RETIRED):
        assert lives.in_force({"new": active(7, taken_out), "old": active(5)}) == "new"


def test_a_newer_pilot_is_tried_while_what_counted_is_taken_out() -> None:
    assert lives.in_force({"new": pilot(7), "old": active(5, RETIRED)}) == "new"
    assert lives.in_force({"new": active(7, RETIRED), "old": pilot(5)}) == "new"


def test_before_anything_counted_the_newest_pilot_is_tried_and_of_drafts_nothing() -> None:
    assert lives.in_force({"new": pilot(7), "old": pilot(5)}) == "new"
    assert lives.in_force({"new": pilot(7, SUSPENDED), "old": pilot(5)}) == "new"
    assert lives.in_force({"new": Life(), "old": folded(APPROVED_ACTS)}) is None
    assert lives.in_force({}) is None
