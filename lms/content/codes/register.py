"""Every code of every finding, and what it means. Those of the floors below stand with them."""

from __future__ import annotations

from lms.content.codes.adoptions import ADOPTIONS
from lms.content.codes.files import (
    ASSESSMENTS,
    BLOCKS,
    COURSES,
    CREDENTIALS,
    IDS,
    LINKS,
    REFERENCES,
)
from lms.content.codes.history import HISTORY
from lms.content.codes.publications import PUBLICATIONS
from lms.content.codes.schemes import SCHEMES
from lms.content.codes.translations import TRANSLATIONS
from lms.content.codes.writing import WRITING
from lms.questions.codes import CODES as QUESTIONS
from lms.questions.codes_of_asks import ASKS
from lms.sources.codes import FIELDS, FILES, MARKDOWN, YAML, Code

GROUPS = {
    "S": "Files and YAML",
    "M": "Markdown",
    "I": "Ids",
    "Q": "Quizzes and asks",
    "C": "Courses and lessons",
    "R": "References",
    "A": "Assessments",
    "K": "Credentials",
    "P": "Schemes and publications",
    "T": "Translations",
    "H": "History: against what was published",
    "W": "Writing: questions, prose, and what covers what",
}

CODES: tuple[Code, ...] = (
    *FILES,
    *YAML,
    *FIELDS,
    *MARKDOWN,
    *LINKS,
    *BLOCKS,
    *IDS,
    *QUESTIONS,
    *ASKS,
    *COURSES,
    *REFERENCES,
    *ASSESSMENTS,
    *CREDENTIALS,
    *SCHEMES,
    *PUBLICATIONS,
    *ADOPTIONS,
    *TRANSLATIONS,
    *HISTORY,
    *WRITING,
)

BY_CODE = {code.code: code for code in CODES}
