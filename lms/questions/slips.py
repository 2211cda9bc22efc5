"""Words of other tools and of everyday speech that authors write for the kinds of questions."""

from __future__ import annotations

from collections.abc import Mapping

from lms.sources.suggest import plain_word

_KINDS = {
    "choose-one": "multiple-choice mc mcq multichoice single-choice single choice choose radio one-of select pick-one "
    "best-answer single-answer multiple-choice-question single-select",
    "choose-many": "multiple-response multiple-answer multiple-answers multiple-select multi-select multiselect "
    "checkbox checkboxes choose-all select-all many-of mrq multiple multi-choice choose-several",
    "true-or-false": "true-false truefalse tf boolean bool yes-no yes-or-no right-or-wrong truefalsequestion",
    "put-in-order": "order ordering sequence sequencing sort sorting rank ranking arrange",
    "match": "matching pair pairs pairing connect",
    "short-answer": "short shortanswer text-answer typed open-answer type-in one-word",
    "number": "numeric numerical num calculation numeric-answer integer decimal",
    "fill-in": "cloze gap gaps gap-fill fill fill-in-the-blank fill-in-the-blanks fill-blank fillin blank missing-word",
    "scale": "likert rating survey opinion stars likert-scale",
    "reflect": "essay reflection open open-ended open-question free-text freetext long-answer paragraph journal text",
}
KINDS_MEANT: Mapping[str, str] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
"""The kind of question that was most likely meant, by the word that was written, in its plainest form."""


def meant_kind(word: str, several: bool) -> str:
    """The kind of question that a word stands for, "" where it is not known. `several`: its key is a list."""
    kind = KINDS_MEANT.get(plain_word(word), "")
    return "choose-many" if kind == "choose-one" and several else kind
