"""QTI 1.2, as Canvas, Blackboard and others write it: each item as one of version 2, with rules that mean the same.

After the public specification of 1EdTech: https://www.imsglobal.org/question/qtiv1p2/imsqti_asi_infov1p2.html
"""

from __future__ import annotations

from collections.abc import Iterator

from lms.interchange.draft import Gathered
from lms.interchange.qtiitem import ITEM, About, called
from lms.interchange.qtitwelveasking import asked
from lms.interchange.qtitwelvehabits import straightened
from lms.interchange.qtitwelvematerial import content_of, material_of, plain_of
from lms.interchange.qtitwelverules import processing
from lms.interchange.report import CannotCarry, Unreadable, lost_words
from lms.interchange.tree import Node, el

ROOT = "questestinterop"
_POINTS = ("points_possible", "cc_weighting", "qmd_absolutescore_max", "qmd_weighting")
_KINDS = ("question_type", "cc_profile", "qmd_itemtype", "bbmd_questiontype", "cc_question_category")
_ONLY_THERE = frozenset(
    {
        *_POINTS,
        *_KINDS,
        "original_answer_ids",
        "assessment_question_identifierref",
        "qmd_computerscored",
        "qmd_feedbackpermitted",
        "qmd_absolutescore_min",
        "qmd_renderingtype",
        "qmd_responsetype",
        "qmd_solutionspermitted",
        "qmd_hintspermitted",
        "qmd_assessmenttype",
        "qmd_sectiontype",
        "qmd_instructornotes",
        "bbmd_asi_object_id",
        "bbmd_asitype",
        "bbmd_assessmenttype",
        "bbmd_sectiontype",
        "bbmd_is_from_cartridge",
        "bbmd_is_disabled",
        "bbmd_numbertype",
        "bbmd_partialcredit",
        "bbmd_orientationtype",
        "bbmd_is_extracredit",
        "bbmd_negative_points_ind",
        "bbmd_canvas_fullcrdt_ind",
        "bbmd_all_fullcredit_ind",
        "bbmd_is_metadataenabled",
        "bbmd_ai_state",
        "ai_assisted",
    }
)
"""What a system notes for itself alone."""

_GROUPS = ("assessment", "section")
_GROUP_PARTS = frozenset({"item", "section", "qtimetadata", "sectionmetadata", "assessmentmetadata", "itemref"})
_ITEM_PARTS = frozenset({"presentation", "resprocessing", "itemfeedback", "itemmetadata", "itemcontrol"})


def items_of(root: Node, gathered: Gathered, file: str) -> Iterator[tuple[Node, About]]:
    """Each item under the names of version 2, and what stands around it. What has no like stays behind, or is told."""
    if not root.all("item"):
        raise Unreadable("There is no question in this file of QTI 1.2.")
    yield from _items(root, "", gathered, file)


def _items(group: Node, category: str, gathered: Gathered, file: str) -> Iterator[tuple[Node, About]]:
    for node in group.elements:
        if node.tag == "item":
            try:
                yield _item(node, category)
            except CannotCarry as reason:
                gathered.refuse(called(node), node.line, reason, file)
        elif node.tag in (*_GROUPS, "objectbank"):
            _tell_of_group(node, gathered, file)
            yield from _items(node, _category(node) or category, gathered, file)


def _category(node: Node) -> str:
    title = " ".join(node.get("title").split())
    return "" if title.casefold() in ("root section", "section", "untitled") else title


def _tell_of_group(node: Node, gathered: Gathered, file: str) -> None:
    """What a test says of itself: its settings belong to an assessment, and are written there."""
    name = node.get("title") or node.get("ident")
    for part in node.elements:
        if part.tag in _GROUP_PARTS or part.tag in (*_GROUPS, "objectbank"):
            continue
        words = " ".join(part.text.split())
        drawn = [one.text for one in part.all("selection_number")]
        if drawn:
            what = f"it drew {drawn[0].strip()[:10]} of its questions each time; write that as `draw` in an assessment"
        elif words:
            what = lost_words(f"its `{part.tag[:40]}`", words, "Write it into an assessment by hand.")
        else:
            continue
        gathered.tell(name, part.line, what, file)


def _item(node: Node, category: str) -> tuple[Node, About]:
    changes: list[str] = []
    node = straightened(node, changes)
    noted = _noted(node)
    body = asked(node, next((noted[name] for name in _KINDS if name in noted), ""))
    attributes = {"identifier": node.get("ident"), "title": node.get("title")}
    worth = next((noted[name] for name in _POINTS if noted.get(name, "").strip("0. ")), "")
    if worth:
        attributes["points"] = worth
    rules = [*body.declarations, *_outcomes(), el("itemBody", *body.content)]
    steps = processing(node, body)
    children = [*rules, *([el("responseProcessing", *steps)] if steps else []), *_feedback(node)]
    for part in node.elements:
        words = plain_of(part)
        if part.tag not in _ITEM_PARTS and words:
            changes.append(lost_words(f"its `{part.tag[:40]}`", words, "Write it into `note` by hand."))
    about = About(
        category=category,
        hints=tuple(_hints(node)),
        notes=tuple(f"{name}: {value}" for name, value in noted.items() if name not in _ONLY_THERE and value),
        changes=(*changes, *body.changes),
    )
    return Node(ITEM, attributes, children, node.line), about


def _noted(node: Node) -> dict[str, str]:
    """What is noted of an item: fields with labels, and what Blackboard and others write as elements."""
    found: dict[str, str] = {}
    for part in node.named("itemmetadata"):
        for one in part.all("qtimetadatafield"):
            found[one.words("fieldlabel").casefold()] = one.words("fieldentry")
        found |= {one.tag.casefold(): one.text.strip() for one in part.elements if one.tag != "qtimetadata"}
    return found


def _outcomes() -> list[Node]:
    return [
        el("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"),
        el("outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier"),
    ]


def _feedback(node: Node) -> Iterator[Node]:
    for said in node.named("itemfeedback"):
        content = [one for one in said.elements if one.tag not in ("hint", "solution")]
        solution = [part for one in said.all("solutionmaterial") for part in material_of(one)]
        words = [*(part for one in content for part in content_of(one)), *solution]
        attributes = {"identifier": said.get("ident"), "outcomeIdentifier": "FEEDBACK", "showHide": "show"}
        yield Node("modalFeedback", attributes, words, said.line)


def _hints(node: Node) -> Iterator[list[Node | str]]:
    for said in node.named("itemfeedback"):
        for hint in said.all("hintmaterial"):
            yield material_of(hint)
