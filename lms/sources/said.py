"""The few words that a page says itself within an author's text, in the language of that text."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "es", "fr", "ar")
_ROWS: tuple[tuple[str, ...], ...] = (
    ("note", "Good to know", "Conviene saber", "Bon à savoir", "من المفيد أن تعرف"),
    ("tip", "A tip", "Un consejo", "Un conseil", "نصيحة"),
    ("important", "Important", "Importante", "Important", "مهم"),
    ("caution", "Take care", "Cuidado", "Attention", "انتبه"),
    ("story", "A story", "Una historia", "Une histoire", "قصة"),
    ("more", "More about this", "Más sobre esto", "En savoir plus", "المزيد عن هذا"),
    ("notes", "Notes", "Notas", "Notes", "حواشٍ"),
    ("a-note", "Note", "Nota", "Note", "حاشية"),
    ("back", "Back to the text", "Volver al texto", "Retour au texte", "العودة إلى النص"),
    ("to-do", "To do:", "Por hacer:", "À faire\u202f:", "لم يُنجز بعد:"),
    ("done", "Done:", "Hecho:", "Fait\u202f:", "أُنجز:"),
    ("transcript", "Read what is said", "Leer lo que se dice", "Lire ce qui est dit", "اقرأ ما يُقال"),
    ("cannot-play", "Open the file", "Abrir el archivo", "Ouvrir le fichier", "افتح الملف"),
)
WORDS: Mapping[str, Mapping[str, str]] = {name: dict(zip(LANGUAGES, row, strict=True)) for name, *row in _ROWS}
"""Each word by its name, and by the languages that it is known in."""


def said(name: str, language: str) -> str:
    """A word in this language; in English where it is not known in it."""
    words = WORDS[name]
    return words.get(language) or words.get(language.partition("-")[0].lower()) or words["en"]
