"""What each finding about a translation means."""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

_WARNING = Severity.WARNING

TRANSLATIONS = (
    Code(
        "T101",
        "A language that there is not",
        "The language of a translation stands in the name of its file, as the web names it.",
        "telling-your-story.spanish.md",
        "telling-your-story.es.md",
        "Name the file by the code of the language, such as es, ar or pt-BR.",
    ),
    Code(
        "T102",
        "A translation into the language of the original",
        "Whoever reads this language has the original.",
        "telling-your-story.en.md, beside a lesson in English",
        "telling-your-story.es.md",
        "Name the file by its own language, or write `language` into the course if the original is in another.",
    ),
    Code(
        "T103",
        "Something translated twice",
        "Each file and each quiz has one translation into a language.",
        "telling-your-story.es.md and 02-telling-your-story.es.md",
        "telling-your-story.es.md alone",
        "Keep one of the two.",
    ),
    Code(
        "T104",
        "A translation without its original",
        "A translation lies beside its original and has its name, with a leading number or without.",
        "telling-my-story.es.md, beside 02-telling-your-story.md",
        "telling-your-story.es.md, beside 02-telling-your-story.md",
        "Give it the name of the original, or take it away.",
    ),
    Code(
        "T105",
        "Something that the original does not have",
        "A translation has the ids and letters of its original, and no others.",
        "options: {d: Ninguna.}        (the original has a, b and c)",
        "options: {c: Ninguna.}",
        "Use the id or letter of the original, or take the text out.",
    ),
    Code(
        "T106",
        "A key where only texts belong",
        "What is right, how it is marked and what opens when is said once, in the original, for every language.",
        "answer: b",
        "",
        "Take the key out of the translation.",
    ),
    Code(
        "T107",
        "A text that is not translated yet",
        "Readers see the original in its place, marked as being in another language.",
        "question: (untranslated) What should she do?",
        "question: ¿Qué debería hacer?",
        "Translate it, and take `(untranslated)` away. `lms content translate` adds texts that are missing.",
        _WARNING,
    ),
    Code(
        "T108",
        "A text whose original has changed",
        "The translation may say something else than the original now. Readers go on seeing it.",
        "question: (changed) ¿Qué debería hacer?",
        "question: ¿Qué debería hacer primero?",
        "Compare it with the original, mend it, and take `(changed)` away. `lms content translate` writes that mark.",
        _WARNING,
    ),
    Code(
        "T109",
        "A translation that does not say of what",
        "Hashes under `translates` say which words of the original a text translates, so that a change is noticed.",
        "a text without its hash under `translates`",
        "a text with its hash under `translates`",
        "Run `lms content translate` with the file and the language: it writes them.",
        _WARNING,
    ),
    Code(
        "T110",
        "Other gaps than the original's",
        "The same gaps stand in every language, in any order, so that an answer means the same.",
        "text: Vale por [[1]] años.        (the original has [[1]] and [[2]])",
        "text: Vale por [[1]] años y no es una formación [[2]].",
        "Put each gap of the original into the text, once.",
    ),
    Code(
        "T111",
        "A picture that the translation leaves out",
        "What a picture shows is part of the lesson. In a translation it may be another one, and has words of its own.",
        "a text without the picture of its original",
        "![Cuatro caminos](media/four-paths.svg)",
        "Put the picture in, and translate its words.",
        _WARNING,
    ),
)
