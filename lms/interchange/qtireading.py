"""Items of QTI as questions. The key is what the item's own rules reward, tried answer by answer.

After the public information models of 1EdTech: https://www.imsglobal.org/spec/qti/v3p0/impl
"""

from __future__ import annotations

from collections.abc import Sequence

from lms.interchange.answers import Fields
from lms.interchange.draft import Draft, Gathered
from lms.interchange.media import Pictures
from lms.interchange.qtiasking import NOT_CARRIED, READERS, read_own
from lms.interchange.qtigaps import read_dragged, read_inline, read_typed
from lms.interchange.qtiitem import ITEM, MARK, About, Fetch, Item, called, canonical, without_marks
from lms.interchange.qtirules import Rules
from lms.interchange.qtitwelve import ROOT, items_of
from lms.interchange.qtiwriting import TOOL
from lms.interchange.report import CannotCarry, Unreadable, lost_words
from lms.interchange.tree import Node, mapped
from lms.interchange.xmlreading import read_xml
from lms.questions.kinds import KINDS

_TYPED, _INLINE, _DRAGGED = "textEntryInteraction", "inlineChoiceInteraction", "gapMatchInteraction"
_INTERACTIONS = frozenset({*NOT_CARRIED, *READERS, _TYPED, _INLINE, _DRAGGED})
_PARTS = """responseDeclaration outcomeDeclaration itemBody responseProcessing modalFeedback assessmentStimulusRef
    templateDeclaration templateProcessing"""
_KNOWN_PARTS = frozenset(_PARTS.split())
_NOTHING_MORE = About()


def read_alone(root: Node, gathered: Gathered) -> None:
    """Adds what a file holds that no package is around. Raises Unreadable where that is no item."""
    read_root(root, gathered, _nothing_beside)


def _nothing_beside(_address: str) -> bytes:
    raise CannotCarry("it needs a file beside it: give the whole package, a zip file")


def read_root(root: Node, gathered: Gathered, fetch: Fetch, file: str = "", about: About = _NOTHING_MORE) -> None:
    """Adds the question of an item, or all those of a file of version 1.2. Raises Unreadable for what is neither."""
    if root.tag == ROOT:
        for item, its_own in items_of(root, gathered, file):
            _add(item, gathered, fetch, file, its_own)
        return
    node = canonical(root)
    if node.tag != ITEM:
        raise Unreadable(what_else(node.tag))
    _add(node, gathered, fetch, file, about)


def _add(node: Node, gathered: Gathered, fetch: Fetch, file: str, about: About) -> None:
    try:
        item = Item(node, Pictures(gathered.pictures, gathered.folder), fetch, Rules(node))
        gathered.drafts.append(_read(item, file, about))
    except CannotCarry as reason:
        gathered.refuse(called(node), node.line, reason, file)


def what_else(tag: str) -> str:
    if tag in ("assessmentTest", "assessmentSection", "manifest"):
        return "This is the list of a test. Give the whole package, a zip file, or the file of one item."
    return "This XML holds no item of QTI: it does not begin with assessmentItem or qti-assessment-item."


def _read(item: Item, file: str, about: About) -> Draft:
    node = item.node
    if node.named("templateDeclaration", "templateProcessing"):
        raise CannotCarry("its values are drawn by chance", "Write a question for each set of values that you need.")
    if node.get("adaptive") == "true":
        raise CannotCarry("it goes on after the answer", "Write a question for each step.")
    item.changes += about.changes
    scenario, content = _without_scenario(item, item.body)
    fields = _read_interaction(item, _taken_out(item, content))
    if not item.rules.is_written and KINDS[fields["type"]].scored:
        item.tell("it does not say how it is marked; here its key earns everything")
    _tell_what_is_lost(item)
    fields |= {"hints": [item.markdown(one) for one in about.hints], "tags": list(about.tags)}
    fields["note"] = "; ".join([*_title(node), *about.notes])
    for key in ("status", "level"):
        own = [one.removeprefix(f"lms-{key}-") for one in item.body.classes if one.startswith(f"lms-{key}-")]
        fields[key] = own[0] if own else ""
    name, changes = node.get("identifier"), tuple(dict.fromkeys(item.changes))
    return Draft(name, node.line, fields, about.category, scenario, changes, file)


def _title(node: Node) -> list[str]:
    """What colleagues called an item, where its id does not say it."""
    title = called(node)
    return [] if node.get("toolName") == TOOL or title == node.get("identifier") else [title]


def _tell_what_is_lost(item: Item) -> None:
    for part in item.node.elements:
        if part.tag not in _KNOWN_PARTS:
            words = " ".join(part.text.split())
            item.tell(
                lost_words(f"its `{part.tag[:40]}`", words, "") if words else f"its `{part.tag[:40]}` is not kept"
            )
    for name in sorted(item.rules.other_points):
        item.tell(f"it counted points under another name too, `{name[:40]}`, which are not kept")


def _without_scenario(item: Item, body: Node) -> tuple[str, list[Node | str]]:
    """A text that belongs to several items: one of our own, or a stimulus in a file beside it."""
    own = [one for one in body.named("div") if "lms-scenario" in one.classes]
    texts = [item.markdown(one.children) for one in own]
    for reference in item.node.named("assessmentStimulusRef"):
        stimulus = canonical(_tree_of(item.fetch(reference.get("href"))))
        inner = stimulus.first("stimulusBody")
        texts += [] if inner is None else [item.markdown(inner.children)]
    return "\n\n".join(text for text in texts if text), [one for one in body.children if one not in own]


def _tree_of(content: bytes) -> Node:
    try:
        return read_xml(content)
    except Unreadable as fault:
        raise CannotCarry("a file that it needs cannot be read") from fault


def _taken_out(item: Item, content: Sequence[Node | str]) -> list[Node | str]:
    """The body with a mark for each interaction, whose own prompt stays before it."""

    def change(node: Node) -> Sequence[Node | str]:
        if node.tag == "rubricBlock":
            if "candidate" in node.get("view", "candidate").split():
                return node.children
            item.tell(lost_words("what is said to those who mark", node.text, "Write it into `note` by hand."))
            return []
        if node.tag not in _INTERACTIONS:
            return [node]
        item.interactions.append(node)
        prompt = [] if (found := node.first("prompt")) is None else [Node("div", {}, found.children)]
        mark = MARK.format(len(item.interactions))
        return [*prompt, *_words_around(node), mark]

    return mapped(content, change)


def _words_around(node: Node) -> list[Node | str]:
    """The text that an interaction stands around, with a mark for each gap in it."""
    if node.tag not in (_DRAGGED, "hottextInteraction"):
        return []
    gaps = iter(range(1, len(node.all("gap")) + 1))

    def change(inner: Node) -> Sequence[Node | str]:
        return [MARK.format(f"9{next(gaps)}")] if inner.tag == "gap" else [inner]

    words = [one for one in node.children if not (isinstance(one, Node) and one.tag in ("prompt", "gapText", "gapImg"))]
    return mapped(words, change)


def _read_interaction(item: Item, content: Sequence[Node | str]) -> Fields:
    if not item.interactions:
        raise CannotCarry("it asks nothing: it is a text without answers", "Write its text as a `scenario`.")
    first = item.interactions[0]
    text = item.markdown(content)
    own = read_own(item, first)
    if own is not None:
        return {**own, "question": without_marks(text, "")}
    for node in item.interactions:
        if node.tag in NOT_CARRIED:
            raise CannotCarry(*NOT_CARRIED[node.tag])
    tags = {node.tag for node in item.interactions}
    if len(item.interactions) > 1 and (len(tags) > 1 or first.tag not in (_TYPED, _INLINE)):
        raise CannotCarry("it asks several things at once", "Write a question for each thing that it asks.")
    if len({node.get("responseIdentifier") for node in item.interactions}) < len(item.interactions):
        raise CannotCarry("two of its places ask for one answer")
    if first.tag == _TYPED:
        return read_typed(item, text)
    if first.tag == _INLINE:
        return read_inline(item, text)
    if first.tag == _DRAGGED:
        return read_dragged(item, text, first)
    return {**READERS[first.tag](item, first), "question": without_marks(text, "")}
