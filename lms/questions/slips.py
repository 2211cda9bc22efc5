"""Words of other tools and of everyday speech that authors write for the kinds of questions."""

from __future__ import annotations

from lms.questions.kinds import KINDS
from lms.questions.register import AnyKind
from lms.sources.suggest import plain_word


def is_word_for_a_kind(word: str) -> bool:
    """Whether a word, in its plainest form, stands for a kind of question."""
    return _kind(word) is not None


def meant_kind(word: str, several: bool) -> AnyKind | None:
    """The kind of question that a word stands for, None where it is not known. `several`: its key is a list."""
    kind = _kind(plain_word(word))
    return KINDS[kind.if_several] if kind is not None and several and kind.if_several else kind


def _kind(word: str) -> AnyKind | None:
    return next((kind for kind in KINDS.in_order() if word in kind.meant_by.split()), None)
