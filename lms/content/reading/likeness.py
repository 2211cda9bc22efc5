"""Whether a text has the keys of a quiz or a scenario, whatever the block that it stands in is called."""

from __future__ import annotations

import re

from lms.questions.kinds import KINDS
from lms.questions.slips import is_word_for_a_kind
from lms.sources.suggest import plain_word, surely_meant

# As a word processor or another keyboard writes a fence, or with a sign too few.
SHORT_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{0,2}|~{0,2}|['\"´‘’‚“”„′]{1,4})[ \t]*(?:quiz|scenario)[ \t]*$")
SHORT_END = re.compile(r"^[ \t>]*(?:`{1,2}|~{1,2}|['\"´‘’‚“”„′]{1,4})[ \t]*$")
FENCE = re.compile(r"^[ \t\u00a0\u202f>]*(?:`{3,}|~{3,})")
_KEY = re.compile(r"^[ \t>]*([a-z_]+):(?:[ \t]+(.*?))?[ \t]*$", re.MULTILINE)
# Also as TOML and JSON write it, as a heading, or with another sign than a colon.
_ANY_KEY = re.compile(
    r"(?:^|[{,])[ \t\u00a0>*#-]*[\"']?([^\W\d][\w \u00a0-]{0,24}?)[\"']?[ \t\u00a0*]*[:=：]", re.MULTILINE
)
_LETTERED = re.compile(r"^[ \t>*-]*[A-Ja-j][.)][ \t]+\S", re.MULTILINE)
_OF_A_QUIZ = frozenset({"id", "question", "answer", "options", "why", "objective", "left", "accept", "text", "points"})
_OF_A_SCENARIO = frozenset({"id", "text"})
# A block for people who read YAML is most likely a quiz whose author did not know the word.
_UNNAMED = ("", "yaml", "yml")
_SCENARIOS = ("case", "story", "vignette", "situation", "context", "caso", "fall", "cas", "escenario", "szenario")
_ASKS = frozenset("question prompt stem q pregunta frage domanda pergunta vraag enunciado".split())  # noqa: SIM905
_ANSWERS = frozenset(
    "answer answers correct correct-answer correct-answers correct-option correct-options correct-choice solution "  # noqa: SIM905
    "solutions right-answer answer-key respuesta antwort risposta resposta reponse".split()
)
_OPTIONS = frozenset(
    "options choices alternatives distractors opciones optionen antworten opzioni opcoes reponses respuestas".split()  # noqa: SIM905
)
_TELLS = _ANSWERS | _OPTIONS | {"accept", "accepted", "blanks", "left"}
# In a programming language these words may well be names of something else.
_LANGUAGES = frozenset(
    "python py python3 pycon javascript js jsx typescript ts tsx java kotlin scala swift go golang rust rs c cpp c++ "  # noqa: SIM905
    "cs csharp fsharp php ruby rb perl lua r julia matlab sql html xml css scss sass less sh bash zsh fish shell "
    "console powershell ps1 bat dockerfile makefile make diff patch vb vba haskell hs elixir clojure lisp graphql "
    "latex tex".split()
)
_MOST = 64 * 1024


def meant_by(name: str, text: str) -> str:
    """What a block of this name was meant to be, by its keys: "quiz", "scenario", or "" for neither."""
    text = text[:_MOST]
    meant = meant_in_prose(text) if name.lower() in _UNNAMED else ""
    if meant:
        return meant
    word = name.lower().strip("{}.:#")
    signs = _KEY if word in _LANGUAGES else _ANY_KEY
    keys = {plain_word(found[1]) for found in signs.finditer(text)}
    if _is_quiz(keys) or (keys & _ANSWERS and len(_LETTERED.findall(text)) > 1):
        return "quiz"
    is_scenario = keys == _OF_A_SCENARIO and (word in _SCENARIOS or word in _UNNAMED)
    return "scenario" if is_scenario else ""


def _is_quiz(keys: set[str]) -> bool:
    """A question and something of its key; options and which is right; or a kind of question with either."""
    return bool(
        (keys & _ASKS and keys & (_TELLS | {"type"}))
        or (keys & _ANSWERS and (keys & _OPTIONS or {"id", "type"} <= keys))
        or {"text", "blanks"} <= keys
    )


def meant_in_prose(text: str) -> str:
    """The same for a text without a name, where only the names of kinds of questions make it certain."""
    if "type:" not in text and "text:" not in text:
        return ""
    keys = {found[1]: found[2] or "" for found in _KEY.finditer(text)}
    kind = keys.get("type", "").strip("'\"")
    if (kind in KINDS or is_word_for_a_kind(kind.lower()) or surely_meant(kind, KINDS)) and _OF_A_QUIZ & keys.keys():
        return "quiz"
    return "scenario" if keys.keys() == _OF_A_SCENARIO else ""
