"""Items of QTI whose answer stands in their text: words and numbers that are typed, and words that are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from lms.interchange import answers, gapchoices, qtikeys, qtityped
from lms.interchange.answers import Fields
from lms.interchange.draft import explained, kind_for, lettered
from lms.interchange.qtideclared import Value
from lms.interchange.qtifeedback import RIGHT, tried_choices, why_of
from lms.interchange.qtiitem import MARK, Item, without_marks
from lms.interchange.qtiparts import own_class
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.questions.shapes import Figure, Gaps, PickOne, Words

_ENTRY_ASKS = {"patternMask": "a pattern that answers had to fit", "placeholderText": "words that stood in its gap"}


def read_typed(item: Item, text: str) -> Fields:
    """Words or a number that is typed."""
    names = [item.declared(node) for node in item.interactions]
    for node in item.interactions:
        for attribute, what in _ENTRY_ASKS.items():
            if node.get(attribute):
                item.tell(f"{what} is not kept: `{node.get(attribute)[:80]}`")
    numbers = [name for name in names if item.rules.responses[name].base in ("float", "integer")]
    if numbers and len(names) > 1:
        raise CannotCarry("a gap in it takes a number, and ours take words", "Write a `number` for each gap.")
    return _number(item, text, names[0]) if numbers else _words(item, text, names)


def _tail(item: Item, text: str) -> str:
    return text.partition(MARK.format(1))[2].strip() if len(item.interactions) == 1 else ""


def _number(item: Item, text: str, name: str) -> Fields:
    tail = _tail(item, text)
    own = [one for one in item.node.all("span") if "lms-unit" in one.classes]
    unit = own[0].text.strip() if own else ""
    if unit:
        text, tail = text.replace(f"{MARK.format(1)} {unit}", MARK.format(1)), ""
    fields = qtityped.number(item.rules, item.node, name, item.changes)
    found = {"type": kind_for(Figure), "question": without_marks(text, gapchoices.GAP if tail else ""), **fields}
    return {**found, "unit": unit, "why": _joined(item, {name: Fraction(fields["answer"])})}


def _joined(item: Item, right: Mapping[str, Value]) -> str:
    """What is said of a right answer, for a kind that has no parts."""
    by_part, whole = why_of(item, [], {RIGHT: {name: _as_given(item, name, one) for name, one in right.items()}})
    return "\n\n".join(text for text in (*by_part.values(), whole) if text)


def _as_given(item: Item, name: str, value: Value) -> Value:
    correct = item.rules.responses[name].correct
    return value if correct is None else correct


def _words(item: Item, text: str, names: Sequence[str]) -> Fields:
    blanks = qtityped.blanks(item.rules, names, dict(zip(names, item.interactions, strict=True)), item.changes)
    right = {name: blanks[name]["accept"][0] for name in names}
    if len(names) == 1 and not _tail(item, text) and own_class(Gaps) not in item.body.classes:
        fields = {"type": kind_for(Words), "question": without_marks(text, ""), **blanks[names[0]]}
        return {**fields, "why": _joined(item, right)}
    by_part, whole = why_of(item, [], {RIGHT: {name: _as_given(item, name, one) for name, one in right.items()}})
    before = [one for one in item.node.all("div") if "lms-question" in one.classes]
    said = item.markdown(before[0].children) if before else ""
    gaps = {name: name.removeprefix("GAP_") if name.startswith("GAP_") else str(n) for n, name in enumerate(names, 1)}
    for n, name in enumerate(names, 1):
        text = text.replace(MARK.format(n), f"[[{gaps[name]}]]")
    return {
        "type": kind_for(Gaps),
        "question": said,
        "text": text.removeprefix(said).strip() if said else text,
        "points": blanks[names[0]].pop("points", ""),
        "blanks": {gaps[name]: blank for name, blank in blanks.items()},
        "why": explained({gaps[name]: by_part[name] for name in names}, whole, []),
    }


def read_inline(item: Item, text: str) -> Fields:
    """Gaps with a list each."""
    names = [item.declared(node) for node in item.interactions]
    texts = [item.choices(node.named("inlineChoice")) for node in item.interactions]
    choices = [node.named("inlineChoice") for node in item.interactions]
    if len(names) == 1:
        return _one_list(item, text, names[0], texts[0], choices[0])
    options = {name: {words: one for one, words in some.items()} for name, some in zip(names, texts, strict=True)}
    marks = [MARK.format(n) for n in range(1, len(names) + 1)]

    def responses(pairing: Mapping[str, str]) -> dict[str, Value]:
        chosen = {name: options[name].get(words) for name, words in pairing.items()}
        return {name: one for name, one in chosen.items() if one is not None}

    right = {name: some[qtikeys.best_of(item.rules, name, list(some))] for name, some in zip(names, texts, strict=True)}
    lists = [list(some.values()) for some in texts]
    fields = gapchoices.matched_gaps(text, marks, lists, list(right.values()), item.changes)
    everything = list(dict.fromkeys(words for some in lists for words in some))
    found = qtikeys.paired(item.rules, right, everything, responses, item.changes)
    why = _of_gaps(item, fields, names, responses(right))
    return {**fields, "question": without_marks(fields["question"], ""), **found, "why": why}


def _of_gaps(item: Item, fields: Fields, names: Sequence[str], right: Mapping[str, Value]) -> object:
    by_part, whole = why_of(item, [], {RIGHT: right})
    letters = dict(zip(names, fields["left"], strict=True))
    return explained({letters[name]: by_part[name] for name in names}, whole, [])


def _one_list(item: Item, text: str, name: str, texts: Mapping[str, str], nodes: Sequence[Node]) -> Fields:
    found = qtikeys.single(item.rules, name, list(texts), item.changes)
    letters = dict(zip(texts, lettered(list(texts.values())), strict=True))
    right = found["answer"] if isinstance(found["answer"], list) else [found["answer"]]
    by_part, whole = why_of(item, nodes, tried_choices(name, list(texts), right, many=False))
    why = explained(
        {letters[one]: by_part[one] for one in texts},
        answers.joined(by_part.get(name, ""), whole),
        [letters[one] for one in right],
    )
    return {
        "type": kind_for(PickOne),
        "question": without_marks(text, gapchoices.GAP),
        "options": {letters[one]: words for one, words in texts.items()},
        "answer": letters[right[0]] if len(right) == 1 else [letters[one] for one in right],
        "credit": {letters[one]: share for one, share in found["credit"].items()},
        "points": found["points"],
        "why": why,
    }


def read_dragged(item: Item, text: str, node: Node) -> Fields:
    """Words that are dragged into the gaps of a text: the gaps stand in the text as marks of their own."""
    name = item.declared(node)
    words = item.choices([*node.named("gapText"), *node.named("gapImg")])
    gaps = [gap.get("identifier") for gap in node.all("gap")]
    correct = {gap: word for word, gap in qtikeys.pairs_of(item.rules, name)}
    if not gaps or set(correct) != set(gaps) or not set(correct.values()) <= set(words):
        raise CannotCarry("its key does not fill every gap")

    def responses(pairing: Mapping[str, str]) -> dict[str, Value]:
        return {name: [(word, gap) for gap, word in pairing.items()] or None}

    found = qtikeys.paired(item.rules, correct, list(words), responses, item.changes)
    marks = [MARK.format(f"9{n}") for n in range(1, len(gaps) + 1)]
    lists = [list(words.values())] * len(gaps)
    fields = gapchoices.matched_gaps(text, marks, lists, [words[correct[gap]] for gap in gaps], item.changes)
    by_part, whole = why_of(item, [*node.named("gapText")], {RIGHT: responses(correct)})
    return {
        **fields,
        "question": without_marks(fields["question"], ""),
        **found,
        "why": answers.joined(*by_part.values(), whole),
    }
