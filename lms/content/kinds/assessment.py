"""An assessment file: the rules of an examination, its blueprint, and its instructions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from lms.content.kinds import bank
from lms.content.reading import placeholders as words
from lms.content.reading import targets
from lms.content.reading.body import read_prose
from lms.content.reading.documents import Document, read_document, ref, refs
from lms.content.reading.filing import ASSESSMENTS
from lms.content.reading.kind import REQUIREMENT, TRANSLATED_TITLE, Files, Kind, Starter, Translation
from lms.content.reading.model import Policy
from lms.content.reading.names import title_of
from lms.content.reading.parts import AssessmentPart, DrawPart, Ref
from lms.content.reading.site import World
from lms.content.reading.written_in import LANGUAGE, read_language
from lms.questions.block import LEVELS
from lms.sources.diagnostics import Edit, Findings
from lms.sources.fields import Fields
from lms.sources.files import SourceFile
from lms.sources.slips import GATE, NO_LIMIT, TITLE
from lms.sources.tables import (
    SILENCE,
    Duration,
    Either,
    Entry,
    Group,
    Id,
    ListOf,
    Name,
    Share,
    Table,
    Text,
    Whole,
    Word,
    naming,
)
from lms.sources.yamltext import Node, shorten

SHUFFLED = ("questions", "options")
SHOWN = ("result", "objectives", "answers", "why")
ON_RETAKE = ("prefer unseen", "any")
DRAWN = ("active", "pilot")
DRAW_KEYS = Table(
    "line of the blueprint",
    Entry("take", Whole(1, 1000), "how many questions", default="1", otherwise="needed, or `use`"),
    Entry(
        "use",
        Name(("quiz",), "consent-withdrawn"),
        "the id of one question that everybody gets",
        otherwise="needed, or `take`",
    ),
    Entry("from", Name(("bank",), "banks/consent"), "the bank", needed=True),
    Entry("objective", Name(("objective",), "story-consent"), "only questions with it", otherwise="any"),
    Entry("level", Word(LEVELS), "only questions with it", otherwise="any"),
    Entry("status", Word(DRAWN), "`pilot`: shown, and not scored", default="active"),
    slips={
        "take": "count number n amount random pick select draw",
        "from": "bank source file",
        "use": "question id quiz",
        "objective": "topic goal",
        "level": "difficulty",
    },
)
SHOW_LEARNER = Table(
    "show_learner",
    Entry("after_hand_in", ListOf(Word(SHOWN)), "what a learner sees after handing in", default="result"),
)
KEYS = Table(
    "assessment",
    Entry("title", Text(like="Foundations examination"), "its name", otherwise="the id in words"),
    Entry("id", Id("foundations-exam"), "another id than the file's name", otherwise="the file's name"),
    *naming("the assessment", "basics-exam"),
    LANGUAGE,
    Entry(
        "opens_after",
        ListOf(Name((REQUIREMENT,), "courses/foundations")),
        "courses, lessons, modules or assessments that must be complete or passed first",
        otherwise="open to everyone",
    ),
    Entry("pass_mark", Share(), "the share that passes; exactly that share passes too", needed=True),
    Entry("pass_mark_per_objective", Share("50%"), "the share that is needed in each objective as well"),
    Entry("attempts", Whole(1, 1000), "how many there are", otherwise="unlimited"),
    Entry("wait_between", ListOf(Duration()), "times to wait after the first attempt, the second …; the last repeats"),
    Entry(
        "time_limit", Either((Duration("60 minutes"), Word(("none",)))), "how long an attempt may take", default="none"
    ),
    Entry(
        "sittings",
        Whole(1, 1000),
        "how often one without a time limit may be put aside",
        otherwise="unlimited",
    ),
    Entry(
        "shuffle",
        ListOf(Word(SHUFFLED)),
        "what comes in an order of chance; `[]` for none",
        default=", ".join(SHUFFLED),
    ),
    Entry("draw", ListOf(Group(DRAW_KEYS), single=False, least=1), "the blueprint", needed=True),
    Entry("on_retake", Word(ON_RETAKE), "which questions come in another attempt", default=ON_RETAKE[0]),
    Entry("show_learner", Group(SHOW_LEARNER), "what a learner is shown", otherwise="`result` after handing in"),
    Entry(
        "agree_to",
        Text(like="I will answer on my own and keep the questions to myself."),
        "a sentence that is shown and agreed to at the start",
    ),
    SILENCE,
    slips={
        "title": TITLE,
        "language": "lang locale",
        "pass_mark": "passmark pass-grade passing-score pass-score passing-mark pass threshold passing-grade "
        "minimum-score minimum-grade pass-percentage",
        "attempts": "max-attempts tries retries attempt number-of-attempts attempts-allowed",
        "time_limit": "timer time duration limit minutes timelimit",
        "wait_between": "wait cooldown retake-after wait-time",
        "shuffle": "random randomise randomize shuffle-questions",
        "draw": "questions items blueprint bank banks quizzes",
        "opens_after": GATE,
        "show_learner": "feedback show results show-results",
        "agree_to": "agreement honour-code honor-code agree",
    },
)
_NARROWING = ("take", "objective", "level")


def read_assessment(source: SourceFile, findings: Findings) -> AssessmentPart | None:
    document = read_document(source, findings, KEYS)
    if document is None:
        return None
    fields = document.fields
    read = read_prose(document.body, findings)
    head = document.named_head(source.path.rsplit("/", 1)[1], read.links, read.anchors)
    return AssessmentPart(
        head=head,
        title=fields.text("title") or title_of(head.id),
        language=read_language(fields),
        html=read.html,
        opens_after=refs(fields, "opens_after"),
        policy=_policy(document),
        draw=tuple(_draw(node, findings) for node in fields.items("draw")),
        draw_place=fields.key_place("draw"),
    )


def _policy(document: Document) -> Policy | None:
    """The rules of an attempt, None where the pass mark cannot be read."""
    fields = document.fields
    pass_mark = _pass_mark(fields, "pass_mark")
    per_objective = _pass_mark(fields, "pass_mark_per_objective")
    time_limit = _time_limit(fields)
    if time_limit is not None and fields.has("sittings"):
        message = "An assessment with a time limit is not put aside, so `sittings` has no effect."
        fields.findings.warn(fields.key_place("sittings"), "A108", message, "Take one of the two out.")
    shuffle = fields.words("shuffle")
    tries, sittings = fields.whole("attempts") or None, fields.whole("sittings") or None
    on_retake = fields.word("on_retake")
    waits = fields.durations("wait_between")
    shown = _shown(fields)
    agree_to = fields.text("agree_to")
    if pass_mark is None:
        return None
    return Policy(
        pass_mark=pass_mark,
        pass_mark_per_objective=per_objective,
        attempts=tries,
        wait_between=waits,
        time_limit=time_limit,
        sittings=sittings,
        shuffle=shuffle,
        on_retake=on_retake,
        show_learner=shown,
        agree_to=agree_to,
    )


def _pass_mark(fields: Fields, key: str) -> Fraction | None:
    share = fields.share(key)
    if share == 0:
        fields.warn(key, "A109", f"With `{key}: 0%` everybody passes.", "Write more than 0%, unless that is meant.")
    return share


def _time_limit(fields: Fields) -> timedelta | None:
    scalar = fields.scalar("time_limit")
    if scalar is None or (word := scalar.text.strip()) == "none":
        return None
    if word.casefold() in NO_LIMIT:
        message = f"`time_limit` is `{shorten(word)}`, which is not a length of time."
        fields.findings.add(scalar.place, "S209", message, "Write `none`.", edits=(Edit(scalar.place, "none"),))
        return None
    return fields.duration("time_limit")


def _shown(fields: Fields) -> tuple[str, ...]:
    usual = ("result",)
    if not fields.has("show_learner"):
        return usual
    return Fields(fields.node("show_learner"), fields.findings, SHOW_LEARNER).words("after_hand_in")


def _draw(node: Node, findings: Findings) -> DrawPart:
    """One line of the blueprint: `use` names one question, `take` a number of those that fit."""
    errors = len(findings.items)
    fields = Fields(node, findings, DRAW_KEYS)
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
    bank = ref(fields, "from")
    take = fields.whole("take")
    objective = ref(fields, "objective")
    level = fields.word("level")
    status = fields.word("status")
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


_USE_OR_TAKE = {
    "anyOf": [{"required": ["use"]}, {"required": ["take"]}],
    "not": {"required": ["use"], "anyOf": [{"required": [key]} for key in ("take", "objective", "level")]},
}


def _start(world: World, name: str) -> Files:
    """An assessment that draws from a bank that is there, or else from a new one of the same name."""
    drawn = next((one for one in world.banks if _has_an_active_question(world, one)), "")
    files = dict(bank.start(world, name)) if not drawn else {}
    text = (
        f"---\ntitle: {title_of(name)}\npass_mark: 75%\ndraw:\n  - take: 1\n    from: banks/{drawn or name}\n"
        "show_learner:\n  after_hand_in: [result, objectives]\n---\n\n"
        f"{words.INSTRUCTIONS}\n"
    )
    return {f"{ASSESSMENTS}{name}.md": text, **files}


def _has_an_active_question(world: World, name: str) -> bool:
    return any(block.quiz.status == "active" and block.quiz.question.scored for block in world.banks[name].blocks)


class AssessmentKind(Kind):
    name = "assessment"
    place = 3
    files = ("content/assessments/*.md",)
    keys = KEYS
    tables = {"a line of the blueprint": DRAW_KEYS}
    depends = {DRAW_KEYS.what: _USE_OR_TAKE}
    family = targets.ASSESSMENTS
    asked_for = {"assessment": targets.WHOLE}
    has_page = True
    media = "content/assessments/media"
    held = "have sat it"
    compared_as_a_whole = False
    translation = Translation(
        entries=(
            TRANSLATED_TITLE,
            Entry("agree_to", Text(), "the sentence that is agreed to", otherwise="the original's"),
        ),
        texts=("title", "agree_to"),
    )
    starter = Starter("An assessment, with a bank to draw from if there is none yet.", _start)

    def read(self, source: SourceFile, findings: Findings) -> AssessmentPart | None:
        return read_assessment(source, findings)

    def opens_after(self, part: AssessmentPart) -> tuple[Ref, ...]:
        return part.opens_after

    def pages(self, world: World) -> Iterator[tuple[str, str]]:
        yield from ((one.head.file, f"{self.family}/{id}") for id, one in world.assessments.items())


KIND = AssessmentKind()
