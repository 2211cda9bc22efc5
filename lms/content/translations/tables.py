"""The keys of translations: texts, and nothing that decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lms.content.kinds import assessment, bank, course, credential, lesson
from lms.questions.block import COMMON
from lms.questions.kinds import KINDS
from lms.questions.register import AnyKind
from lms.sources.tables import SILENCE, ByKey, Either, Entry, Id, ListOf, Markdown, Shape, Table, Text

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

_BEFORE = (
    Entry("id", Id(like="rosa-consent"), "the id of the original quiz", needed=True),
    Entry("question", Markdown(), "the question", otherwise="the original's"),
)
_AFTER = (
    Entry(
        "why",
        Either((Markdown(), ByKey("[0-9A-Za-z-]+", "option", Markdown()))),
        "in the same form as the original's",
        otherwise="the original's",
    ),
    Entry("hints", ListOf(Markdown()), "in the same order", otherwise="the original's"),
    SILENCE,
)


def quiz_keys() -> Table:
    """The keys of a quiz block in a translation: those of every kind, since it has texts alone and no type."""
    return _quiz_keys(KINDS.in_order())


@cache
def _quiz_keys(kinds: tuple[AnyKind, ...]) -> Table:
    own = {key: kind.texts[key] for kind in kinds for key in kind.texts}
    return Table("translated quiz", *_BEFORE, *own.values(), *_AFTER)


def is_one_text(key: str) -> bool:
    """Whether a text stands right after a key of a quiz."""
    return isinstance(_shape(key), Text | Markdown)


def is_plain(key: str) -> bool:
    """Whether the text after it is no Markdown."""
    return isinstance(_shape(key), Text)


def has_texts(key: str) -> bool:
    """Whether texts stand under letters or numbers after it."""
    shape = _shape(key)
    return isinstance(shape, ByKey) and isinstance(shape.value, Markdown)


def _shape(key: str) -> Shape | None:
    keys = quiz_keys()
    return keys[key].shape if key in keys else None


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
    known = quiz_keys()
    for table in (COMMON, *(kind.keys for kind in KINDS.values())):
        others.update((key, table[key]) for key in table if key not in known)
    return known.with_more(Table("", *others.values()))
