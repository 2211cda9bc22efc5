"""The proof that a blueprint can always be drawn, or what stands against it, in words for its author."""

from __future__ import annotations

from dataclasses import replace

from lms.questions.blueprint import Rules, Shortage
from lms.questions.drawing import Blueprint, Chosen, TooHard, choose
from lms.questions.transport import Short


def shortages(rules: Rules) -> tuple[Shortage, ...]:
    """Everything that is wrong with a blueprint, each independent shortage once. None: every draw succeeds."""
    found = list(rules.faults)
    blueprint = rules.blueprint
    while True:
        outcome = choose(blueprint, rules.steady_costs, _large(rules))
        if not isinstance(outcome, Short):
            break
        found.append(_in_words(rules, outcome))
        # Without the lines that lack something the others may still be found to lack something of their own.
        blueprint = _without(blueprint, outcome.lines)
    if isinstance(outcome, TooHard):
        found.append(_unproven(rules))
    if not found and _may_be_unscored(rules):
        message = "A paper of this blueprint could hold no scored question, and could not be marked."
        help = "Take at least one question that is scored: neither a pilot, nor a scale, nor a reflection."
        found.append(Shortage(tuple(range(rules.count)), 1, 0, message, help))
    return tuple(found)


def _large(rules: Rules) -> int:
    return len(rules.candidates) ** 2 + 1


def _without(blueprint: Blueprint, lines: tuple[int, ...]) -> Blueprint:
    return replace(blueprint, wanted=tuple(0 if n in lines else want for n, want in enumerate(blueprint.wanted)))


def _may_be_unscored(rules: Rules) -> bool:
    if any(candidate.scored for candidate in rules.used.values()):
        return False
    fits = tuple(
        () if candidate.scored else lines
        for candidate, lines in zip(rules.candidates, rules.blueprint.fits, strict=True)
    )
    # What could not be found out counts as possible: a check may be too careful, never too easy.
    outcome = choose(replace(rules.blueprint, fits=fits), rules.steady_costs, _large(rules))
    return isinstance(outcome, Chosen | TooHard)


def _in_words(rules: Rules, short: Short) -> Shortage:
    lines = tuple(sorted(line for group in short.lines for line, take in rules.groups[group] if take))
    fitting = sum(any(group in fits for group in short.lines) for fits in rules.blueprint.fits)
    asks = "This rule asks for" if len(lines) == 1 else f"These {len(lines)} rules together ask for"
    if fitting < short.wanted:
        message = f"{asks} {_questions(short.wanted)}, and {_fit(fitting)}."
        help = "Add questions to the bank, or take fewer."
        return Shortage(lines, short.wanted, fitting, message, help)
    message = (
        f"{asks} {_questions(short.wanted)}. {_questions(fitting).capitalize()} fit, but too many of them are enemies."
    )
    help = "Enemies never meet in one paper: add questions that are not, or take fewer."
    return Shortage(lines, short.wanted, short.there, message, help)


def _unproven(rules: Rules) -> Shortage:
    lines = tuple(range(rules.count))
    message = "The enemies cross one another so often that nobody can say whether this can always be drawn."
    help = "Let groups of questions be all enemies of one another, or add questions without enemies."
    return Shortage(lines, sum(rules.blueprint.wanted), 0, message, help)


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def _fit(count: int) -> str:
    return {0: "none fits", 1: "only 1 fits"}.get(count, f"only {count} fit")
