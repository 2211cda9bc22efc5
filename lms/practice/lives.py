"""The life of a question version, from a draft to a place among those that count, and out of it again.

Acts are kept, never a state: the state is folded from them. What an examination draws is the lower of what the author
allows (`status` in the file) and what people decided about the version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, TypeVar


class State(StrEnum):
    """What a version is by the acts on it. Nobody proposed a draft, or it was returned."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PILOT = "pilot"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class Kind(StrEnum):
    """What people do to a version. ADOPTED: it was in use before there were reviews, and is approved by decision."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    PILOTED = "piloted"
    PUT_FORWARD = "put forward"
    ACTIVATED = "activated"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    RETIRED = "retired"
    ADOPTED = "adopted"
    TEXT_APPROVED = "translation approved"
    TEXT_RETURNED = "translation returned"


class Review(StrEnum):
    """The two readings that a version needs, by two people, in either order."""

    CONTENT = "content"
    FAIRNESS = "fairness"


class Ground(StrEnum):
    """Why a version is retired."""

    EXPOSED = "exposed"
    OUTDATED = "outdated"
    FLAWED = "flawed"
    LAW_CHANGED = "law changed"


ORDER = (State.RETIRED, State.SUSPENDED, State.DRAFT, State.PILOT, State.ACTIVE)
"""From what is drawn least to what is drawn most."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `n` orders the acts of all versions. `texts` are translations that it is about, as `es:<hash>`.

    `actor` is None for what the record beside a shipped bank decided. What is adopted `as_pilot` is tried, and not yet
    counted.
    """

    kind: Kind
    actor: int | None = None
    n: int = 0
    review: Review | None = None
    confirmed_by: int | None = None
    ground: Ground | None = None
    texts: frozenset[str] = frozenset()
    as_pilot: bool = False


Readers = Mapping[Review, int | None]
"""Who approved, by review."""


@dataclass(frozen=True, slots=True)
class Life:
    """What the acts on one version come to. `Life()` is a draft that nobody did anything with.

    `tried_from` and `counted_from` are the numbers of the acts that made it a pilot and active, 0 before. `before` is
    what a suspension ends in. `forwarder` put it forward as ready to count.
    """

    state: State = State.DRAFT
    approved: Readers = field(default_factory=dict)
    texts: Mapping[str, Readers] = field(default_factory=dict)
    returned_texts: frozenset[str] = frozenset()
    adopted_texts: frozenset[str] = frozenset()
    adopted: bool = False
    was_put_forward: bool = False
    forwarder: int | None = None
    before: State = State.ACTIVE
    tried_from: int = 0
    counted_from: int = 0
    ground: Ground | None = None

    def has_text(self, text: str) -> bool:
        """Whether a translation was approved in both reviews, by two people, or by decision."""
        return text in self.adopted_texts or len(self.texts.get(text, {})) == len(Review)


@dataclass(frozen=True, slots=True)
class Changed:
    """The act may follow, and this is what it makes."""

    life: Life


@dataclass(frozen=True, slots=True)
class Declined:
    """The act may not follow what there is: why, and which would be allowed."""

    reason: str
    allowed: tuple[Kind, ...]

    def __bool__(self) -> Literal[False]:
        return False


Effect = Callable[[Life, Act], Life | str]
"""What an act makes of a life; a text says why it makes nothing of it."""


def apply(life: Life, act: Act) -> Changed | Declined:
    """The life after an act."""
    begins, effect = _EFFECTS[act.kind]
    made = effect(life, act) if life.state in begins else _out_of_place(life, act.kind)
    return Declined(made, allowed(life)) if isinstance(made, str) else Changed(made)


def allowed(life: Life) -> tuple[Kind, ...]:
    """The acts that could follow, if the right person does them."""
    kinds = [kind for kind, (begins, _) in _EFFECTS.items() if life.state in begins]
    return tuple(kind for kind in kinds if kind is not Kind.ACTIVATED or life.was_put_forward)


def fold(acts: Iterable[Act]) -> Life:
    """The life that acts come to, in their order. One that could not follow changes nothing."""
    life = Life()
    for act in acts:
        after = apply(life, act)
        life = after.life if isinstance(after, Changed) else life
    return life


def drawn_as(ceiling: str, state: State) -> State:
    """As what a version is drawn: the lower of what its author allows and what it is."""
    own = state if state in ORDER else State.DRAFT
    return min(State(ceiling), own, key=ORDER.index)


V = TypeVar("V")


def in_force(lives: Mapping[V, Life]) -> V | None:
    """Which of the versions of one question stands for it; None where none ever was a pilot or active.

    The one that was made active last. Once that is suspended or retired, none before it comes back; a pilot that is
    newer may be tried.
    """
    counted = _newest(lives, lambda life: life.counted_from)
    since = lives[counted].counted_from if counted is not None else 0
    if counted is not None and lives[counted].state is State.ACTIVE:
        return counted
    newer = {version: life for version, life in lives.items() if not life.counted_from and life.tried_from > since}
    return _newest(newer, lambda life: life.tried_from) or counted


def _newest(lives: Mapping[V, Life], number: Callable[[Life], int]) -> V | None:
    numbers = {version: number(life) for version, life in lives.items() if number(life)}
    return max(numbers, key=numbers.__getitem__, default=None)


def _proposed(life: Life, act: Act) -> Life | str:
    return replace(life, state=State.IN_REVIEW)


def _approved(life: Life, act: Act) -> Life | str:
    if act.review is None:
        return "Say which review this is: content or fairness."
    if act.review in life.approved:
        return f"Somebody has approved it in the {act.review} review already."
    if act.actor in life.approved.values():
        return "Its two reviewers are two people, and you have approved it in the other review."
    approved = {**life.approved, act.review: act.actor}
    both = len(approved) == len(Review)
    texts = _with_texts(life, act)
    if isinstance(texts, str):
        return texts
    return replace(life, approved=approved, texts=texts, state=State.APPROVED if both else State.IN_REVIEW)


def _returned(life: Life, act: Act) -> Life | str:
    if act.review in life.approved:
        return f"Somebody has approved it in the {act.review} review. Tell the measurement officer what you found."
    return replace(life, state=State.DRAFT)


def _text_approved(life: Life, act: Act) -> Life | str:
    texts = _with_texts(life, act)
    return texts if isinstance(texts, str) else replace(life, texts=texts)


def _with_texts(life: Life, act: Act) -> dict[str, Readers] | str:
    """The readers of each translation with this one among them."""
    texts = dict(life.texts)
    for text in act.texts:
        readers = texts.get(text, {})
        if act.review is None or act.review in readers or text in life.returned_texts:
            return "This translation was reviewed already."
        if act.actor in readers.values():
            return "The two reviewers of a translation are two people, and you have approved it in the other review."
        texts[text] = {**readers, act.review: act.actor}
    return texts


def _text_returned(life: Life, act: Act) -> Life | str:
    if any(life.has_text(text) for text in act.texts):
        return "This translation was approved already."
    return replace(life, returned_texts=life.returned_texts | act.texts)


def _piloted(life: Life, act: Act) -> Life | str:
    return replace(life, state=State.PILOT, tried_from=act.n)


def _put_forward(life: Life, act: Act) -> Life | str:
    if life.was_put_forward:
        return "It was put forward already, and waits for somebody else to confirm it."
    return replace(life, was_put_forward=True, forwarder=act.actor)


def _activated(life: Life, act: Act) -> Life | str:
    if not life.was_put_forward:
        return "Nobody has put it forward yet."
    if act.confirmed_by == life.forwarder or act.actor != life.forwarder:
        return "Proposing and confirming are two people, and you have put it forward."
    return replace(life, state=State.ACTIVE, counted_from=act.n)


def _suspended(life: Life, act: Act) -> Life | str:
    return replace(life, state=State.SUSPENDED, before=life.state, was_put_forward=False, forwarder=None)


def _reinstated(life: Life, act: Act) -> Life | str:
    return replace(life, state=life.before)


def _retired(life: Life, act: Act) -> Life | str:
    if act.ground is None:
        return "Say why: exposed, outdated, flawed, or law changed."
    return replace(life, state=State.RETIRED, ground=act.ground)


def _adopted(life: Life, act: Act) -> Life | str:
    adopted = replace(life, adopted=True, adopted_texts=act.texts)
    if act.as_pilot:
        return replace(adopted, state=State.PILOT, tried_from=act.n)
    return replace(adopted, state=State.ACTIVE, counted_from=act.n)


def _out_of_place(life: Life, kind: Kind) -> str:
    return f"This version is {_SAID[life.state]}, so it cannot be {_DONE[kind]}."


_KNOWN = (State.IN_REVIEW, State.APPROVED, State.PILOT, State.ACTIVE, State.SUSPENDED)
_EFFECTS: Mapping[Kind, tuple[Sequence[State], Effect]] = {
    Kind.PROPOSED: ((State.DRAFT,), _proposed),
    Kind.APPROVED: ((State.IN_REVIEW,), _approved),
    Kind.RETURNED: ((State.IN_REVIEW,), _returned),
    Kind.PILOTED: ((State.APPROVED,), _piloted),
    Kind.PUT_FORWARD: ((State.PILOT,), _put_forward),
    Kind.ACTIVATED: ((State.PILOT,), _activated),
    Kind.SUSPENDED: ((State.PILOT, State.ACTIVE), _suspended),
    Kind.REINSTATED: ((State.SUSPENDED,), _reinstated),
    Kind.RETIRED: ((State.APPROVED, State.PILOT, State.ACTIVE, State.SUSPENDED), _retired),
    Kind.ADOPTED: ((State.DRAFT,), _adopted),
    Kind.TEXT_APPROVED: (_KNOWN, _text_approved),
    Kind.TEXT_RETURNED: (_KNOWN, _text_returned),
}
_SAID = {state: f"{'a ' if state in (State.DRAFT, State.PILOT) else ''}{state}" for state in State}
_DONE = {
    **{kind: str(kind) for kind in Kind},
    Kind.PILOTED: "made a pilot",
    Kind.ACTIVATED: "made active",
    Kind.TEXT_APPROVED: "approved in another language",
    Kind.TEXT_RETURNED: "returned in another language",
}
