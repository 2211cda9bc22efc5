"""The keys of translations: texts, and nothing that decides anything."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.kinds import assessment, bank, course, credential, lesson
from lms.questions.block import COMMON
from lms.questions.kinds import KINDS
from lms.sources.tables import LETTERS, SILENCE, ByKey, Either, Entry, Group, Id, ListOf, Markdown, Table, Text

TRANSLATES = Entry(
    "translates",
    ByKey("[a-z]+(?: .+)?", "group of texts", Text(like="title=5c1f02ab")),
    "which state of the original's texts was translated; `lms content translate` writes it",
    otherwise="nothing is known of it, with a warning",
)
_TITLE = Entry("title", Text(like="Contar tu historia"), "the title", otherwise="the original's")
_OBJECTIVES = ByKey("[a-z0-9-]+", "objective", Text())
_MODULES = ByKey("[a-z0-9-]+", "module", Text())

FRONTS: Mapping[str, Table] = {
    "course": Table(
        "translation",
        _TITLE,
        Entry("summary", Text(), "the sentence for the catalogue", otherwise="the original's"),
        Entry("objectives", _OBJECTIVES, "the texts of the objectives, by their ids", otherwise="the original's"),
        Entry("modules", _MODULES, "the titles of the modules, by their ids", otherwise="the original's"),
        TRANSLATES,
        SILENCE,
    ),
    "lesson": Table("translation", _TITLE, TRANSLATES, SILENCE),
    "assessment": Table(
        "translation",
        _TITLE,
        Entry("agree_to", Text(), "the sentence that is agreed to", otherwise="the original's"),
        TRANSLATES,
        SILENCE,
    ),
    "bank": Table("translation", TRANSLATES, SILENCE),
    "credential": Table(
        "translation",
        _TITLE,
        Entry("says_not", Text(), "what it does not say", otherwise="the original's"),
        TRANSLATES,
        SILENCE,
    ),
}
"""The front matter of a translation, by the kind of its original."""

ACCEPT = Entry(
    "accept",
    ListOf(Text(like="consentimiento")),
    "the words that people type in this language; those of every language count",
    otherwise="the other languages' alone",
)
GAP = Table("gap", ACCEPT)
QUIZ = Table(
    "translated quiz",
    Entry("id", Id(like="rosa-consent"), "the id of the original quiz", needed=True),
    Entry("question", Markdown(), "the question", otherwise="the original's"),
    Entry("options", LETTERS, "the options, under the original's letters", otherwise="the original's"),
    Entry("left", LETTERS, "the left side of a `match`", otherwise="the original's"),
    Entry("right", LETTERS, "the right side of a `match`", otherwise="the original's"),
    Entry("text", Markdown(), "the text of a `fill-in`, with the same gaps in any order", otherwise="the original's"),
    Entry("labels", ByKey("-?[0-9]+", "number", Markdown()), "the labels of a `scale`", otherwise="the original's"),
    Entry("unit", Text(like="personas"), "the unit of a `number`", otherwise="the original's"),
    Entry(
        "why",
        Either((Markdown(), ByKey("[0-9A-Za-z-]+", "option", Markdown()))),
        "in the same form as the original's",
        otherwise="the original's",
    ),
    Entry("hints", ListOf(Markdown()), "in the same order", otherwise="the original's"),
    ACCEPT,
    Entry(
        "blanks",
        ByKey("[0-9A-Za-z-]{1,20}", "gap", Group(GAP)),
        "the words of each gap of a `fill-in`, by its name",
        otherwise="the other languages' alone",
    ),
    SILENCE,
)
"""The keys of a quiz block in a translation."""

_ORIGINALS: Mapping[str, Table] = {
    "course": course.KEYS,
    "lesson": lesson.KEYS,
    "assessment": assessment.KEYS,
    "bank": bank.KEYS,
    "credential": credential.KEYS,
}


def front_with_original(kind: str) -> Table:
    """What may stand in a front matter without being a misspelling: the original's keys are refused by name."""
    return FRONTS[kind].with_more(
        Table("", *(_ORIGINALS[kind][key] for key in _ORIGINALS[kind] if key not in FRONTS[kind]))
    )


def quiz_with_original() -> Table:
    """The same for a quiz."""
    others: dict[str, Entry] = {}
    for table in (COMMON, *(kind.keys for kind in KINDS.values())):
        others.update((key, table[key]) for key in table if key not in QUIZ)
    return QUIZ.with_more(Table("", *others.values()))
