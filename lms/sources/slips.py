"""Words of other tools and of everyday speech that authors write for the keys of the format."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from lms.sources.suggest import plain_word, same_word

GATE = "prerequisites prerequisite requires required after depends-on unlock-after needs"
AIMS = "goals goal outcomes outcome learning-objectives learning-outcomes aims objective objetivos lernziele"
TITLE = "name heading titulo titel titre titolo headline"
_WRITTEN: Mapping[str, Mapping[str, str]] = {
    "quiz": {
        "question": "prompt stem q query ask asks problem task pregunta frage domanda pergunta vraag enunciado title",
        "options": "choices choice option alternatives possible-answers possibilities distractors items opciones "
        "optionen antworten opzioni opcoes reponses respuestas",
        "answer": "correct correct-answer correct-answers answers solution solutions right-answer correct-option "
        "correct-options correct-choice correct-choices is-correct key answer-key respuesta antwort risposta resposta "
        "reponse right-answers",
        "why": "explanation explanations feedback rationale reason reasons because comment explain general-feedback "
        "explicacion erklarung explication warum begrundung porque pourquoi perche",
        "hints": "hint clue clues tip tips help",
        "points": "point mark marks score weight worth value grade",
        "level": "difficulty bloom taxonomy",
        "tags": "tag keywords keyword category categories topics topic",
        "accept": "accepted accepts accepted-answers acceptable correct-texts answers answer correct solution",
        "within": "tolerance margin error plus-minus",
        "unit": "units",
        "blanks": "blank gaps gap cloze",
        "reference": "source sources references ref",
        "reviewed_by": "reviewer reviewers",
        "author": "authors",
        "note": "notes remark remarks",
        "enemies": "enemy excludes exclude",
        "type": "kind question-type qtype format typ tipo",
        "id": "name identifier slug uid",
        "objective": "objectives goal outcome",
        "left": "terms prompts",
        "right": "definitions matches",
        "keep_order": "no-shuffle fixed-order",
    },
}


def meant_by(what: str, word: str, known: Collection[str], slips: Mapping[str, str] = MappingProxyType({})) -> str:
    """The key of a mapping that was most likely meant by a word of another tool; "" where none is known.

    `slips` are the words for each key that its table names itself.
    """
    if same := same_word(word, known):
        return same
    plain = plain_word(word)
    written = slips or _WRITTEN.get(what, {})
    keys = (key for key, words in written.items() if key in known and plain in words.split())
    return next(keys, "")


NO_LIMIT = frozenset(
    ("unlimited", "infinite", "infinity", "none", "no", "no limit", "any", "all", "∞", "-1", "0", "ilimitado", "never")
)
"""How people say that there is no limit."""
