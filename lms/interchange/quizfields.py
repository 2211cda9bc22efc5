"""A compiled quiz as the keys that its author wrote, with Markdown made of what it is drawn as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from lms.interchange.htmlreading import read_html
from lms.interchange.markdown import to_markdown
from lms.questions.credit import ALL_OR_NOTHING, EACH_PAIR
from lms.questions.quiz import Choice, Question, Quiz
from lms.questions.wording import USUAL

Fields = dict[str, Any]
_BESIDE_BANKS = "/assessments/banks/"


def markdown_of(html: str) -> str:
    """The Markdown of a text of ours, for a file that stands beside the banks."""
    return to_markdown(read_html(html).children, _beside_the_bank, keeps_own_links=True)


def _beside_the_bank(address: str) -> str:
    path = unquote(address)
    return path.removeprefix(_BESIDE_BANKS) if path.startswith(_BESIDE_BANKS) else f"../..{path}"


def fields_of(quiz: Quiz) -> Fields:
    """The keys of the quiz block that compiles to this quiz. Corrections, which belong to a history, are not in it."""
    question, solution = quiz.question, quiz.solution
    rule = solution.key.rule
    why: Any = {part: markdown_of(html) for part, html in solution.why.items()}
    fields: Fields = {
        "id": quiz.id,
        "type": question.type,
        "scenario": markdown_of(question.scenario),
        "question": markdown_of(question.html),
        **_OWN[question.type](question, rule),
        "why": why.get("", why) if set(why) <= {""} else why,
        "hints": [markdown_of(html) for html in solution.hints],
        "points": "" if question.points == 1 else str(question.points),
        "objective": quiz.objective,
        "level": quiz.level,
        "status": "" if quiz.status == "active" else quiz.status,
        "enemies": list(quiz.enemies),
        "tags": list(quiz.tags),
        "was": quiz.former,
        "review_by": "" if quiz.review_by is None else quiz.review_by.isoformat(),
        **quiz.notes,
    }
    return {
        key: value for key, value in fields.items() if value not in ("", None, {}) and (value != [] or key == _EMPTY)
    }


_EMPTY = "ignore_differences"


def _choices(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.key: markdown_of(choice.html) for choice in sorted(choices, key=lambda choice: choice.key)}


def percent_of(share: Fraction) -> str:
    """An exact percentage; shares of ours come from percentages with at most twelve decimals."""
    scaled = share * 100 * 10**12
    whole, rest = divmod(int(scaled), 10**12)
    decimals = f"{rest:012d}".rstrip("0")
    return f"{whole}.{decimals}%" if decimals else f"{whole}%"


def _choose_one(question: Question, rule: Mapping[str, Any]) -> Fields:
    right = rule["right"]
    return {
        "options": _choices(question.options),
        "answer": right[0] if len(right) == 1 else list(right),
        "credit": {letter: percent_of(Fraction(share)) for letter, share in rule["credit"].items()},
        "keep_order": "yes" if question.keep_order else "",
    }


def _choose_many(question: Question, rule: Mapping[str, Any]) -> Fields:
    letters = [choice.key for choice in question.options]
    return {
        "options": _choices(question.options),
        "answer": list(rule["right"]),
        "credit": "" if rule["credit"] == ALL_OR_NOTHING else rule["credit"],
        "ignore": [letter for letter in letters if letter not in rule["right"] and letter not in rule["wrong"]],
        "keep_order": "yes" if question.keep_order else "",
    }


def _true_or_false(_question: Question, rule: Mapping[str, Any]) -> Fields:
    return {"answer": "true" if rule["right"] else "false"}


def _put_in_order(question: Question, rule: Mapping[str, Any]) -> Fields:
    credit = "" if rule["credit"] == ALL_OR_NOTHING else rule["credit"]
    return {"options": _choices(question.options), "answer": list(rule["right"]), "credit": credit}


def _match(question: Question, rule: Mapping[str, Any]) -> Fields:
    credit = "" if rule["credit"] == EACH_PAIR else rule["credit"]
    left, right = _choices(question.left), _choices(question.right)
    return {"left": left, "right": right, "answer": dict(rule["right"]), "credit": credit}


def _short_answer(_question: Question, rule: Mapping[str, Any]) -> Fields:
    return {"accept": list(rule["accept"]), **_ignoring(rule)}


def _ignoring(rule: Mapping[str, Any]) -> Fields:
    ignoring = list(rule["ignore_differences"])
    return {} if set(ignoring) == set(USUAL) else {"ignore_differences": ignoring}


def _number(question: Question, rule: Mapping[str, Any]) -> Fields:
    within = "" if rule["within"] == "0" else rule["within"]
    return {"answer": rule["right"], "within": within, "unit": question.unit}


def _fill_in(question: Question, rule: Mapping[str, Any]) -> Fields:
    # A sign of private use keeps the place of each gap: brackets would be escaped like any other text's.
    pieces = [question.gaps[0]]
    for n, after in enumerate(question.gaps[1:]):
        pieces += [f"\ue000{n}\ue001", after]
    text = markdown_of("".join(pieces))
    for n, name in enumerate(question.blanks):
        text = text.replace(f"\ue000{n}\ue001", f"[[{name}]]")
    blanks = {name: {"accept": list(blank["accept"]), **_ignoring(blank)} for name, blank in rule["blanks"].items()}
    return {"text": text, "blanks": blanks}


def _scale(question: Question, _rule: Mapping[str, Any]) -> Fields:
    labels = {choice.key: markdown_of(choice.html) for choice in question.labels}
    return {"from": str(question.lowest), "to": str(question.highest), "labels": labels}


def _reflect(question: Question, _rule: Mapping[str, Any]) -> Fields:
    return {"words": str(question.words) if question.words else ""}


_OWN: Mapping[str, Callable[[Question, Mapping[str, Any]], Fields]] = {
    "choose-one": _choose_one,
    "choose-many": _choose_many,
    "true-or-false": _true_or_false,
    "put-in-order": _put_in_order,
    "match": _match,
    "short-answer": _short_answer,
    "number": _number,
    "fill-in": _fill_in,
    "scale": _scale,
    "reflect": _reflect,
}
