"""An assessment file: the rules of an examination, its blueprint, and its instructions."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lms.content.body import read_prose
from lms.content.course import read_language, read_words
from lms.content.documents import Document, read_document, ref, refs
from lms.content.model import Policy
from lms.content.names import title_of
from lms.content.parts import AssessmentPart, DrawPart
from lms.questions.block import LEVELS
from lms.sources.diagnostics import Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.yamltext import Node

KEYS = (
    "id",
    "title",
    "language",
    "opens_after",
    "pass_mark",
    "pass_mark_per_objective",
    "attempts",
    "wait_between",
    "time_limit",
    "sittings",
    "shuffle",
    "draw",
    "on_retake",
    "show_learner",
    "agree_to",
)
DRAW_KEYS = ("use", "take", "from", "objective", "level", "status")
SHUFFLED = ("questions", "options")
SHOWN = ("result", "objectives", "answers", "why")
ON_RETAKE = ("prefer unseen", "any")
DRAWN = ("active", "pilot")
_NARROWING = ("take", "objective", "level")


def read_assessment(source: SourceFile, findings: Findings) -> AssessmentPart | None:
    document = read_document(source, findings, KEYS, "assessment")
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    head = document.head(source.path.rsplit("/", 1)[1], read.links, read.anchors)
    return AssessmentPart(
        head=head,
        title=fields.text("title") or title_of(head.id),
        language=read_language(fields),
        html=read.html,
        opens_after=refs(fields, "opens_after"),
        policy=_policy(document),
        draw=tuple(_draw(node, findings) for node in fields.items("draw", needed=document.whole)),
        draw_place=fields.key_place("draw"),
    )


def _policy(document: Document) -> Policy | None:
    """The rules of an attempt, None where the pass mark cannot be read."""
    fields = document.fields
    fields.scalar("pass_mark", needed=document.whole)
    pass_mark = _pass_mark(fields, "pass_mark")
    per_objective = _pass_mark(fields, "pass_mark_per_objective")
    time_limit = _time_limit(fields)
    if time_limit is not None and fields.has("sittings"):
        message = "An assessment with a time limit is not put aside, so `sittings` has no effect."
        fields.findings.warn(fields.key_place("sittings"), "A108", message, "Take one of the two out.")
    shuffle = read_words(fields, "shuffle", SHUFFLED) if fields.has("shuffle") else SHUFFLED
    rest = {
        "attempts": fields.whole("attempts", least=1, most=1000, default=0) or None,
        "sittings": fields.whole("sittings", least=1, most=1000, default=0) or None,
    }
    on_retake = fields.word("on_retake", ON_RETAKE, default=ON_RETAKE[0])
    waits = fields.durations("wait_between")
    shown = _shown(fields)
    agree_to = fields.text("agree_to")
    if pass_mark is None:
        return None
    return Policy(
        pass_mark=pass_mark,
        pass_mark_per_objective=per_objective,
        wait_between=waits,
        time_limit=time_limit,
        shuffle=shuffle,
        on_retake=on_retake,
        show_learner=shown,
        agree_to=agree_to,
        **rest,
    )


def _pass_mark(fields: Fields, key: str) -> Fraction | None:
    share = fields.share(key)
    if share == 0:
        fields.warn(key, "A109", f"With `{key}: 0%` everybody passes.", "Write more than 0%, unless that is meant.")
    return share


def _time_limit(fields: Fields) -> timedelta | None:
    scalar = fields.scalar("time_limit")
    if scalar is None or scalar.text.strip() == "none":
        return None
    return fields.duration("time_limit")


def _shown(fields: Fields) -> tuple[str, ...]:
    usual = ("result",)
    if not fields.has("show_learner"):
        return usual
    inner = Fields(fields.node("show_learner"), fields.findings, ("after_hand_in",), "show_learner")
    return read_words(inner, "after_hand_in", SHOWN) if inner.has("after_hand_in") else usual


def _draw(node: Node, findings: Findings) -> DrawPart:
    """One line of the blueprint: `use` names one question, `take` a number of those that fit."""
    errors = len(findings.items)
    fields = Fields(node, findings, DRAW_KEYS, "line of the blueprint")
    use = ref(fields, "use")
    if fields.readable and not fields.has("use") and not fields.has("take"):
        message = "This line draws nothing."
        findings.add(
            fields.place, "A104", message, "Add `take: 5` for a number of questions, or `use: …` for one of them."
        )
    if use is not None:
        for key in _NARROWING:
            if fields.has(key):
                message = f"`use` names one question, so `{key}` has no effect."
                findings.add(fields.key_place(key), "A105", message, f"Take `{key}` out, or `use`.")
    bank = ref(fields, "from", needed=True)
    take = fields.whole("take", least=1, most=1000, default=1)
    objective = ref(fields, "objective")
    level = fields.word("level", LEVELS, default="")
    status = fields.word("status", DRAWN, default="active")
    return DrawPart(
        place=fields.place,
        bank=bank,
        use=use,
        take=take,
        take_place=fields.place_of("use") if use is not None else fields.place_of("take"),
        objective=objective,
        level=level,
        status=status,
        usable=len(findings.items) == errors and bank is not None,
    )
