"""What an item of QTI says after an answer: which text belongs to which answer is found by its own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.interchange.qtideclared import Value
from lms.interchange.qtiitem import FEEDBACK, Item
from lms.interchange.report import lost_words, now_for_all
from lms.interchange.tree import Node

RIGHT = ""
"""The name of the right answer among those that are tried."""

Tried = Mapping[str, Mapping[str, Value]]
"""Answers by the part that they choose, and the right one: responses by identifier."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text that is said after an answer. `beside` is the part that it stands in, "" for none."""

    node: Node
    beside: str
    text: str

    @property
    def about(self) -> str:
        return self.node.get("identifier")

    def is_shown(self, outcomes: Mapping[str, Value]) -> bool:
        value = outcomes.get(self.node.get("outcomeIdentifier"))
        names = value if isinstance(value, list) else [value]
        return (self.about in names) is (self.node.get("showHide", "show") == "show")


def why_of(item: Item, parts: Sequence[Node], tried: Tried) -> tuple[dict[str, str], str]:
    """What is said of single parts, by identifier, and of the whole. What belongs to other answers is told.

    A text that is said for one choice alone is said of that choice; one that is said for the right answer explains it.
    """
    whys: dict[str, list[str]] = {part.get("identifier"): [] for part in parts}
    whys |= {name: [] for name in item.rules.responses if name not in whys}
    whole: list[str] = []
    all_said = list(_all_said(item, parts))
    outcomes = {name: item.rules.outcomes_of(responses) for name, responses in tried.items()}
    for said in all_said:
        places = _places(item, said, outcomes, whys, all_said)
        if not places:
            item.tell(lost_words("what was said after some answers", said.text))
        if RIGHT in places and _is_for_right_alone(item, said, outcomes):
            item.tell(now_for_all(said.text))
        for place in places:
            texts = whys[place] if place else whole
            texts += [said.text] if said.text not in texts else []
    return {part: "\n\n".join(texts) for part, texts in whys.items()}, "\n\n".join(whole)


def _all_said(item: Item, parts: Sequence[Node]) -> Iterator[_Said]:
    """Every text once, also those that stand in the question itself."""
    inside = {id(node): part.get("identifier") for part in parts for node in part.all(*FEEDBACK)}
    for node in [*item.body.all(*FEEDBACK), *item.node.named("modalFeedback")]:
        content = node.first("contentBody")
        text = item.markdown(node.children if content is None else content.children)
        title = node.get("title").strip()
        heading = item.markdown([Node("p", {}, [Node("strong", {}, [title])])]) if title else ""
        if text or heading:
            yield _Said(node, inside.get(id(node), ""), "\n\n".join(one for one in (heading, text) if one))


def _places(
    item: Item,
    said: _Said,
    outcomes: Mapping[str, Mapping[str, Value] | None],
    whys: Mapping[str, object],
    all_said: Sequence[_Said],
) -> list[str]:
    """The parts that a text belongs to; RIGHT for the whole; nothing where no place of ours can hold it."""
    if said.node.get("outcomeIdentifier") not in item.rules.spoken_by_rules or None in outcomes.values():
        return _by_name(said, whys, all_said)
    shown = {name for name, values in outcomes.items() if values is not None and said.is_shown(values)}
    if said.beside and (said.beside in shown or said.beside not in outcomes):
        return [said.beside]
    chosen = shown - {RIGHT}
    if said.about in whys and said.about not in outcomes and shown:
        return [said.about]
    if shown == set(outcomes) or (RIGHT in shown and (not chosen or len(chosen) > 1) and not _is_single(item)):
        return [RIGHT]
    if _is_single(item) or len(chosen) == 1:
        return [name for name in outcomes if name in chosen]
    return [RIGHT] if RIGHT in shown else []


def _is_for_right_alone(item: Item, said: _Said, outcomes: Mapping[str, Mapping[str, Value] | None]) -> bool:
    """Whether nobody reads a text whose answer is wrong: no choice that was tried alone, or else no answer at all."""
    if said.node.get("outcomeIdentifier") not in item.rules.spoken_by_rules or None in outcomes.values():
        return False
    others = [values for name, values in outcomes.items() if name != RIGHT] or [item.rules.outcomes_of({})]
    return not any(values is not None and said.is_shown(values) for values in others)


def _is_single(item: Item) -> bool:
    return all(one.cardinality == "single" for one in item.rules.responses.values())


def _by_name(said: _Said, whys: Mapping[str, object], all_said: Sequence[_Said]) -> list[str]:
    """By its name, where no rule says when a text is shown. One of several that no rule tells apart has no place."""
    if said.beside:
        return [said.beside]
    if said.about in whys:
        return [said.about]
    outcome = said.node.get("outcomeIdentifier")
    alike = [one for one in all_said if one.node.get("outcomeIdentifier") == outcome and not one.beside]
    others = {one.text for one in alike if one.about not in whys}
    return [RIGHT] if len(others) == 1 else []


def tried_choices(name: str, identifiers: Sequence[str], right: Sequence[str], many: bool) -> Tried:
    """Each choice alone, and the right ones."""
    tried: dict[str, Mapping[str, Value]] = {one: {name: [one] if many else one} for one in identifiers}
    return {**tried, RIGHT: {name: list(right) if many else right[0]}}
