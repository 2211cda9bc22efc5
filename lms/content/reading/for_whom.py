"""For whom a thing is: by experience, and by what they want to do."""

from __future__ import annotations

from lms.sources.tables import Entry, ListOf, Word

LEVELS = ("new", "practising", "experienced")
PATHS = ("awareness", "legislation", "creator", "collaborator")
"""The paths of a site that describes none of its own."""

LEVEL = Entry("level", Word(LEVELS), "for whom it is, by experience", default="new")
WALKED = Entry("paths", ListOf(Word(PATHS)), "for whom it is, by what they want to do", default=", ".join(PATHS))
