"""The keys of translations: texts, and nothing that decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lms.content.kinds import KINDS as CONTENT
from lms.questions.ask import EVERY_ASK, known_to
from lms.questions.asks import askable
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


def front_of(kind: str) -> Table:
    """The front matter of a translation, by the kind of its original."""
    return Table("translation", *CONTENT.translation(kind).entries, TRANSLATES, SILENCE)


def fronts() -> Mapping[str, Table]:
    """The front matters of all translations, by the kinds of their originals."""
    return {name: front_of(name) for name, kind in CONTENT.items() if kind.translation is not None}


def front_with_original(kind: str) -> Table:
    """What may stand in a front matter without being a misspelling: the original's keys are refused by name."""
    own, original = front_of(kind), CONTENT[kind].keys or Table("")
    return own.with_more(Table("", *(original[key] for key in original if key not in own)))


def quiz_with_original() -> Table:
    """The same for a quiz."""
    return _with_original(COMMON, *(kind.keys for kind in KINDS.values()))


def ask_with_original() -> Table:
    """The same for an ask."""
    return _with_original(EVERY_ASK, *(known_to(kind) for kind in askable().values()))


def _with_original(*tables: Table) -> Table:
    others: dict[str, Entry] = {}
    known = quiz_keys()
    for table in tables:
        others.update((key, table[key]) for key in table if key not in known)
    return known.with_more(Table("", *others.values()))
