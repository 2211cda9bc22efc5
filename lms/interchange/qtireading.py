"""Items of QTI 2.1, 2.2 and 3 as questions. The key is what the item's own rules reward, tried answer by answer.

After the public information models of 1EdTech: https://www.imsglobal.org/spec/qti/v3p0/impl
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase

from lms.interchange import qtikeys
from lms.interchange.answers import Fields
from lms.interchange.draft import Draft, Gathered, explained, kind_for, lettered
from lms.interchange.markdown import to_markdown
from lms.interchange.media import Pictures
from lms.interchange.qtiparts import own_class
from lms.interchange.qtirules import Rules
from lms.interchange.report import CannotCarry, Unreadable
from lms.interchange.tree import Node, mapped
from lms.questions.kinds import KINDS
from lms.questions.quiz import Json
from lms.questions.shapes import Arrange, Figure, Gaps, Judge, Pair, PickOne, PickSeveral, Room, Steps, Words

ITEM = "assessmentItem"
MARK = "\ue000{}\ue001"
_NOT_CARRIED = {
    "associateInteraction": "things are paired freely in it",
    "gapMatchInteraction": "words are dragged into its text",
    "graphicGapMatchInteraction": "things are dragged onto a picture in it",
    "graphicAssociateInteraction": "places of a picture are paired in it",
    "graphicOrderInteraction": "places of a picture are put in order in it",
    "hotspotInteraction": "a place of a picture is chosen in it",
    "selectPointInteraction": "a point of a picture is chosen in it",
    "positionObjectInteraction": "things are put onto a picture in it",
    "hottextInteraction": "words of its text are chosen in it",
    "inlineChoiceInteraction": "each of its gaps has a list to choose from",
    "sliderInteraction": "a slider is moved in it",
    "drawingInteraction": "something is drawn in it",
    "uploadInteraction": "a file is handed in",
    "mediaInteraction": "a recording is played in it",
    "customInteraction": "it brings a program of its own",
    "portableCustomInteraction": "it brings a program of its own",
    "endAttemptInteraction": "it goes on after the answer",
    "extendedTextInteraction": "it asks for an essay, which is marked by a person",
}
_INTERACTIONS = frozenset(
    {*_NOT_CARRIED, "choiceInteraction", "orderInteraction", "matchInteraction", "textEntryInteraction"}
)
_FEEDBACK = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
_ACTIVE = frozenset({"printedVariable", "templateInline", "templateBlock", "include", "xinclude"})


def canonical(node: Node) -> Node:
    """The same tree under the names of version 2: version 3 writes `qti-simple-choice` for `simpleChoice`."""
    attrs = {_camel(name): value for name, value in node.attrs.items()}
    children = [child if isinstance(child, str) else canonical(child) for child in node.children]
    tag = _camel(node.tag.removeprefix("qti-")) if node.tag.startswith("qti-") else node.tag
    return Node(tag, attrs, children, node.line)


def _camel(name: str) -> str:
    if name.startswith(("data-", "aria-")):
        return name
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


Fetch = Callable[[str], bytes]
"""The bytes of a file that an item names, by the address as it is written there. Raises CannotCarry."""


@dataclass(slots=True)
class Item:
    """One item being read: its body without what answers it, and how it is marked."""

    node: Node
    pictures: Pictures
    fetch: Fetch
    rules: Rules
    changes: list[str] = field(default_factory=list)
    interactions: list[Node] = field(default_factory=list)

    @property
    def body(self) -> Node:
        found = self.node.first("itemBody")
        if found is None:
            raise CannotCarry("it has no text")
        return found

    def markdown(self, content: Sequence[Node | str]) -> str:
        return to_markdown(_as_html(content), self._picture, self.changes).strip()

    def _picture(self, address: str) -> str:
        if address.startswith("data:"):
            return self.pictures.from_data_address(address)
        return self.pictures.add(address.rpartition("/")[2], self.fetch(address))

    def choices(self, nodes: Sequence[Node]) -> dict[str, str]:
        """The text of each choice by its identifier."""
        found = {}
        for node in nodes:
            if node.get("templateIdentifier"):
                raise CannotCarry("its options are drawn by chance")
            found[node.get("identifier")] = self.markdown([one for one in node.children if not _is_feedback(one)])
        if len(found) < len(nodes):
            raise CannotCarry("two of its options have one identifier")
        return found


def _is_feedback(node: Node | str) -> bool:
    return isinstance(node, Node) and node.tag in _FEEDBACK


def _as_html(content: Sequence[Node | str]) -> list[Node | str]:
    """Content in which pictures that are written as objects are pictures."""

    def change(node: Node) -> Sequence[Node | str]:
        if node.tag in _FEEDBACK:
            return []
        if node.tag in _ACTIVE:
            raise CannotCarry("a part of its text is worked out when it is shown")
        if node.tag == "span" and "lms-struck" in node.classes:
            return [Node("s", {}, node.children)]
        if node.tag == "object" and node.get("type").startswith("image/"):
            return [Node("img", {"src": node.get("data"), "alt": node.text.strip()})]
        return [node]

    return mapped(content, change)


def read_item(root: Node, gathered: Gathered, fetch: Fetch, file: str = "") -> None:
    """Adds the question of an item, or the reason why it stays behind."""
    node = canonical(root)
    if node.tag != ITEM:
        raise Unreadable(what_else(node.tag))
    name = node.get("identifier")
    shown = node.get("title") or name
    try:
        pictures = Pictures(gathered.pictures, gathered.folder)
        item = Item(node, pictures, fetch, Rules(node))
        gathered.drafts.append(_read(item, name))
    except CannotCarry as reason:
        gathered.leave_out(shown, node.line, str(reason), file)


def what_else(tag: str) -> str:
    if tag == "questestinterop":
        return "This is QTI 1.2. Export it as QTI 2.1, 2.2 or 3 and try again."
    if tag in ("assessmentTest", "assessmentSection", "manifest"):
        return "This is the list of a test. Give the whole package, a zip file, or the file of one item."
    return "This XML holds no item of QTI: it does not begin with assessmentItem or qti-assessment-item."


def _read(item: Item, name: str) -> Draft:
    node = item.node
    if node.named("templateDeclaration", "templateProcessing"):
        raise CannotCarry("its values are drawn by chance")
    if node.get("adaptive") == "true":
        raise CannotCarry("it goes on after the answer")
    scenario, content = _without_scenario(item, item.body)
    content = _taken_out(item, content)
    if not item.interactions:
        raise CannotCarry("it asks nothing: it is a text without answers")
    fields = _read_interaction(item, content)
    if not item.rules.is_written and KINDS[fields["type"]].scored:
        item.changes.append("it does not say how it is marked; here its key earns everything")
    for key in ("status", "level"):
        own = [one.removeprefix(f"lms-{key}-") for one in item.body.classes if one.startswith(f"lms-{key}-")]
        fields[key] = own[0] if own else ""
    return Draft(name, node.line, fields, scenario=scenario, changes=tuple(dict.fromkeys(item.changes)))


def _without_scenario(item: Item, body: Node) -> tuple[str, list[Node | str]]:
    """A text that belongs to several items: one of our own, or a stimulus in a file beside it."""
    own = [one for one in body.named("div") if "lms-scenario" in one.classes]
    texts = [item.markdown(one.children) for one in own]
    for reference in item.node.named("assessmentStimulusRef"):
        stimulus = canonical(qtikeys.tree_of(item.fetch(reference.get("href"))))
        inner = stimulus.first("stimulusBody")
        texts += [] if inner is None else [item.markdown(inner.children)]
    return "\n\n".join(text for text in texts if text), [one for one in body.children if one not in own]


def _taken_out(item: Item, content: Sequence[Node | str]) -> list[Node | str]:
    """The body with a mark for each interaction, whose own prompt stays before it."""

    def change(node: Node) -> Sequence[Node | str]:
        if node.tag == "rubricBlock":
            return node.children if "candidate" in node.get("view", "candidate").split() else []
        if node.tag not in _INTERACTIONS:
            return [node]
        item.interactions.append(node)
        prompt = node.first("prompt")
        mark = MARK.format(len(item.interactions))
        return [mark] if prompt is None else [Node("div", {}, prompt.children), mark]

    return mapped(content, change)


def _read_interaction(item: Item, content: Sequence[Node | str]) -> Fields:
    first = item.interactions[0]
    text = item.markdown(content)
    classes = {name for node in item.node.walk() for name in node.classes if name.startswith("lms-")}
    if own_class(Steps) in classes and first.tag == "choiceInteraction":
        return {**_scale(item, first), "question": _without_marks(text, "")}
    if own_class(Room) in classes and first.tag == "extendedTextInteraction":
        words = next((name.removeprefix("lms-words-") for name in classes if name.startswith("lms-words-")), "")
        return {"type": kind_for(Room), "question": _without_marks(text, ""), "words": words}
    for node in item.interactions:
        if node.tag in _NOT_CARRIED:
            raise CannotCarry(_NOT_CARRIED[node.tag])
    if any(node.tag != "textEntryInteraction" for node in item.interactions) and len(item.interactions) > 1:
        raise CannotCarry("it asks several things at once")
    if first.tag == "textEntryInteraction":
        return _typed(item, text)
    fields = _READERS[first.tag](item, first)
    return {**fields, "question": _without_marks(text, "")}


def _without_marks(text: str, instead: str) -> str:
    text = re.sub(r"\n{3,}", "\n\n", re.sub("\ue000\\d+\ue001", instead, text)).strip()
    # Some tools write the question above what answers it, and once more into its prompt.
    half = len(text) // 2 - 1
    return text[:half] if half > 0 and text == f"{text[:half]}\n\n{text[:half]}" else text


def _scale(item: Item, node: Node) -> Fields:
    steps = {}
    for choice in node.named("simpleChoice"):
        number = choice.get("identifier").removeprefix("step_")
        label = [one for one in choice.children if isinstance(one, Node) and "lms-label" in one.classes]
        steps[number] = item.markdown(label[0].children) if label else ""
    if len(steps) < 2 or not all(re.fullmatch("-?[0-9]{1,4}", number) for number in steps):
        raise CannotCarry("its scale has no whole numbers")
    ends = sorted(steps, key=int)
    return {
        "type": kind_for(Steps),
        "from": ends[0],
        "to": ends[-1],
        "labels": {number: label for number, label in steps.items() if label},
    }


def _letters(
    node: Node, identifiers: Sequence[str], texts: Sequence[str], what: str, letters: str = ascii_lowercase
) -> dict[str, str]:
    """A letter for each identifier: itself where all of them are letters, as in what we wrote ourselves."""
    lettered(texts, what)
    if all(re.fullmatch("(?:[LR]_)?[A-Za-z]", one) for one in identifiers) and "lms-letters" in node.classes:
        return {one: one[-1] for one in identifiers}
    return dict(zip(identifiers, lettered(texts, what, letters), strict=True))


def _choice(item: Item, node: Node) -> Fields:
    texts = item.choices(node.named("simpleChoice"))
    why = _why(item, node.named("simpleChoice"))
    if set(texts) == {"true", "false"} and own_class(Judge) in node.classes:
        found = qtikeys.single(item.rules, _name(node), list(texts), item.changes)
        return {**found, "type": kind_for(Judge), "credit": "", "why": explained(*why, [str(found["answer"])])}
    letters = _letters(node, list(texts), list(texts.values()), "options")
    many = item.rules.responses[_declared(item, node)].cardinality == "multiple"
    find = qtikeys.multiple if many else qtikeys.single
    fields = _under(find(item.rules, _name(node), list(texts), item.changes), letters)
    by_part, whole = why
    answer = fields["answer"]
    right: list[str] = answer if isinstance(answer, list) else [answer]
    fields["why"] = explained({letters[one]: text for one, text in by_part.items()}, whole, right)
    fields["options"] = {letters[one]: text for one, text in texts.items()}
    if node.get("shuffle", "false") != "true" and "lms-keep-order" in node.classes:
        fields["keep_order"] = "yes"
    return {"type": kind_for(PickSeveral if many else PickOne), **fields}


def _under(fields: Fields, letters: dict[str, str]) -> Fields:
    """Keys of a kind, with letters in the place of identifiers."""

    def renamed(value: Json) -> Json:
        if isinstance(value, list):
            return [letters[one] for one in value]
        return letters.get(value, value)

    found = {key: renamed(value) if key in ("answer", "ignore") else value for key, value in fields.items()}
    if isinstance(fields.get("credit"), dict):
        found["credit"] = {letters[one]: share for one, share in fields["credit"].items()}
    return found


def _order(item: Item, node: Node) -> Fields:
    texts = item.choices(node.named("simpleChoice"))
    letters = _letters(node, list(texts), list(texts.values()), "lines")
    fields = _under(qtikeys.ordered(item.rules, _name(node), list(texts), item.changes), letters)
    by_part, whole = _why(item, node.named("simpleChoice"))
    fields["why"] = explained({letters[one]: text for one, text in by_part.items()}, whole, [])
    return {"type": kind_for(Arrange), "options": {letters[one]: text for one, text in texts.items()}, **fields}


def _match(item: Item, node: Node) -> Fields:
    sets = node.named("simpleMatchSet")
    if len(sets) != 2:
        raise CannotCarry("its two sides cannot be told apart")
    left = item.choices(sets[0].named("simpleAssociableChoice"))
    right = item.choices(sets[1].named("simpleAssociableChoice"))
    found = qtikeys.matched(item.rules, _name(node), list(left), list(right), item.changes)
    here = _letters(node, list(left), list(left.values()), "things to match")
    there = _letters(node, list(right), list(right.values()), "things to choose from", ascii_uppercase)
    by_part, whole = _why(item, sets[0].named("simpleAssociableChoice"))
    return {
        "type": kind_for(Pair),
        "left": {here[one]: text for one, text in left.items()},
        "right": {there[one]: text for one, text in right.items()},
        "answer": {here[one]: there[other] for one, other in found["answer"].items()},
        "credit": found["credit"],
        "points": found["points"],
        "why": explained({here[one]: text for one, text in by_part.items()}, whole, []),
    }


def _typed(item: Item, text: str) -> Fields:
    names = [_declared(item, node) for node in item.interactions]
    by_part, whole = _why(item, [])
    joined = explained(dict(by_part), whole, [])
    numbers = [name for name in names if item.rules.responses[name].base in ("float", "integer")]
    asks_one_thing = len(names) == 1
    if numbers and not asks_one_thing:
        raise CannotCarry("a gap in it takes a number, and ours take words")
    tail = text.partition(MARK.format(1))[2].strip() if asks_one_thing else ""
    own = [one for one in item.node.all("span") if "lms-unit" in one.classes]
    if own:
        unit = own[0].text.strip()
        text, tail = text.replace(f"{MARK.format(1)} {unit}", MARK.format(1)), ""
    question = _without_marks(text, "\\_\\_\\_\\_\\_" if tail else "")
    if numbers:
        found = {
            "type": kind_for(Figure),
            "question": question,
            **qtikeys.number(item.rules, item.node, names[0], item.changes),
        }
        return {**found, "unit": own[0].text.strip() if own else "", "why": joined}
    blanks = qtikeys.blanks(item.rules, names, dict(zip(names, item.interactions, strict=True)), item.changes)
    if asks_one_thing and not tail and own_class(Gaps) not in item.body.classes:
        return {"type": kind_for(Words), "question": question, **blanks[names[0]], "why": joined}
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
        "why": explained({gaps.get(one, one): why for one, why in by_part.items()}, whole, []),
    }


def _declared(item: Item, node: Node) -> str:
    name = _name(node)
    if name not in item.rules.responses:
        raise CannotCarry(f"what it asks for, `{name[:40]}`, is not declared")
    return name


def _name(node: Node) -> str:
    return node.get("responseIdentifier")


def _why(item: Item, choices: Sequence[Node]) -> tuple[dict[str, str], str]:
    """What is said after answering: of single choices, and of the whole."""
    parts: dict[str, str] = {choice.get("identifier"): "" for choice in choices}
    for choice in choices:
        parts[choice.get("identifier")] = "\n\n".join(
            item.markdown(one.children) for one in choice.children if isinstance(one, Node) and one.tag in _FEEDBACK
        )
    whole: list[str] = []
    said = [*item.node.named("modalFeedback"), *item.body.all("feedbackBlock")]
    names = set(parts) | set(item.rules.responses)
    for node in said:
        content = node.first("contentBody")
        text = item.markdown(node.children if content is None else content.children)
        name = node.get("identifier")
        if name in names and text:
            parts[name] = "\n\n".join(one for one in (parts.get(name, ""), text) if one)
        elif text and text not in whole:
            whole.append(text)
    return parts, "\n\n".join(whole)


_READERS: dict[str, Callable[[Item, Node], Fields]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
}
