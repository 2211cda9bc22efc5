"""Words of other tools and of everyday speech that authors write for the keys of the format."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lms.sources.suggest import plain_word, same_word

_GATE = "prerequisites prerequisite requires required after depends-on unlock-after needs"
_AIMS = "goals goal outcomes outcome learning-objectives learning-outcomes aims objective objetivos lernziele"
_TITLE = "name heading titulo titel titre titolo headline"
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
    "course": {
        "title": _TITLE,
        "summary": "description abstract intro subtitle excerpt resumen",
        "language": "lang locale idioma sprache",
        "level": "difficulty",
        "opens_after": _GATE,
        "modules": "sections chapters units lessons parts",
        "objectives": _AIMS,
        "in_order": "ordered sequential linear order",
        "review_by": "review review-date expires review-after",
        "paths": "path track tracks audience",
    },
    "module": {"title": _TITLE, "lessons": "items contents pages lesson", "opens_after": _GATE},
    "lesson": {
        "title": _TITLE,
        "minutes": "duration time length reading-time estimated-time minute mins min",
        "objectives": _AIMS,
        "opens_after": _GATE,
        "complete_when": "complete completion done-when completed-when finished-when",
    },
    "assessment": {
        "title": _TITLE,
        "language": "lang locale",
        "pass_mark": "passmark pass-grade passing-score pass-score passing-mark pass threshold passing-grade "
        "minimum-score minimum-grade pass-percentage",
        "attempts": "max-attempts tries retries attempt number-of-attempts attempts-allowed",
        "time_limit": "timer time duration limit minutes timelimit",
        "wait_between": "wait cooldown retake-after wait-time",
        "shuffle": "random randomise randomize shuffle-questions",
        "draw": "questions items blueprint bank banks quizzes",
        "opens_after": _GATE,
        "show_learner": "feedback show results show-results",
        "agree_to": "agreement honour-code honor-code agree",
    },
    "line of the blueprint": {
        "take": "count number n amount random pick select draw",
        "from": "bank source file",
        "use": "question id quiz",
        "objective": "topic goal",
        "level": "difficulty",
    },
    "issuer": {
        "name": "title organisation organization issuer",
        "url": "website web link homepage site",
        "email": "mail contact e-mail-address",
        "description": "about summary",
    },
    "credential": {
        "title": _TITLE,
        "kind": "type",
        "requires": "needs requirement requirements prerequisites prerequisite after",
        "valid_for": "validity valid expires duration expires-after",
        "renew_with": "renewal renew",
        "signed_by": "signatories signature signatures signed signatory",
        "says_not": "disclaimer not",
        "agree_to": "agreement code code-of-conduct agree",
        "language": "lang locale",
    },
    "signatory": {"role": "title position function"},
    "bank": {"title": _TITLE, "level": "difficulty", "objective": "objectives", "author": "authors"},
    "glossary": {"terms": "words entries glossary", "title": _TITLE},
}


def meant_by(what: str, word: str, known: Collection[str]) -> str:
    """The key of a mapping that was most likely meant by a word of another tool; "" where none is known."""
    if same := same_word(word, known):
        return same
    plain = plain_word(word)
    keys = (key for key, words in _WRITTEN.get(what, {}).items() if key in known and plain in words.split())
    return next(keys, "")


NO_LIMIT = frozenset(
    ("unlimited", "infinite", "infinity", "none", "no", "no limit", "any", "all", "∞", "-1", "0", "ilimitado", "never")
)
"""How people say that there is no limit."""
