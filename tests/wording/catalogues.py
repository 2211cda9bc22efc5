"""A small catalogue for tests, in Arabic: from right to left, with six forms of a number."""

from __future__ import annotations

from pathlib import Path

from lms.wording.languages import CATALOGUE, Language, Languages

PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)
ARABIC = f"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: ar\\n"
"Plural-Forms: {PLURALS}\\n"

msgid "Courses"
msgstr "الدورات"

msgid "%(num)s lesson"
msgid_plural "%(num)s lessons"
msgstr[0] "لا دروس"
msgstr[1] "درس واحد"
msgstr[2] "درسان"
msgstr[3] "%(num)s دروس"
msgstr[4] "%(num)s درسًا"
msgstr[5] "%(num)s درس"

msgid "About %(time)s."
msgstr "نحو %(time)s."

msgid "write to us"
msgstr "راسلنا"

msgid "%(write_to_us)s at %(address)s"
msgstr "%(write_to_us)s على %(address)s"

msgid "Please write to us."
msgstr "من فضلك راسلنا."

msgid "A <b>%(word)s</b>"
msgstr "<b>%(word)s</b>"

#, fuzzy
msgid "Account"
msgstr "لم يراجعه أحد"
"""


def in_folder(folder: Path, text: str = ARABIC, code: str = "ar") -> Languages:
    """The languages of a folder that has this catalogue."""
    file = folder / code / CATALOGUE
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return Languages(folder)


def arabic(folder: Path) -> Language:
    return in_folder(folder).of("ar")
