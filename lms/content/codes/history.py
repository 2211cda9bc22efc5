"""The codes of faults against what was published."""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

_WARNING = Severity.WARNING

HISTORY = (
    Code(
        "H101",
        "An id that was another question",
        "Answers are kept under a question's id. Under an id that is used again, they would seem to be answers to the "
        "new question. It counts as another one when hardly any of the longer words of question and options are left.",
        "id: rosa-consent        (published as another question)",
        "id: rosa-photograph",
        "Give the new question an id of its own, and set the old one to status: retired.",
    ),
    Code(
        "H102",
        "Options under other letters",
        "The letter is an option's identity: attempts and corrections name it. On the page the order is shuffled "
        "anyway, and keep_order keeps the order of the file.",
        "a: Ask her brother.     (published as b)\nb: Change his name.     (published as a)",
        "b: Ask her brother.\na: Change his name.",
        "Give each text the letter that it was published under. A new option takes a new letter.",
    ),
    Code(
        "H103",
        "Another answer without a correction",
        "Some have been marked by the published answer or credit. Staff can put their results right only when the "
        "question says what the answer was, and how those who met it are treated.",
        "answer: b               (published as a)",
        "answer: b\ncorrections:\n  - date: 2027-03-05\n    was: a\n    treat: accept both\n"
        "    because: Both are right since the law changed.",
        "Add an entry to corrections. Attempts under way keep their paper in any case.",
    ),
    Code(
        "H104",
        "Another type under the same id",
        "An answer to one type cannot be read as an answer to another.",
        "type: choose-many       (published as choose-one)",
        "id: rosa-consent-2\ntype: choose-many",
        "Give the question of the new type an id of its own.",
    ),
    Code(
        "H105",
        "A lesson gone that people finished",
        "What somebody finished stays finished. The lesson itself is no longer there to be read again.",
        "lessons: [what-is-leading]",
        "lessons: [what-is-leading, telling-your-story]",
        "Bring it back if it went by mistake; else publish, and this is said no more.",
        _WARNING,
    ),
    Code(
        "H106",
        "A lesson under another id",
        "Completion is kept by id. Under a new id the lesson is a new one, which nobody has finished yet, unless `was` "
        "names the former one.",
        "02-your-story.md        (published as 02-telling-your-story.md)",
        "02-your-story.md with was: telling-your-story",
        "Write the former id under `was`: its address leads on, and what people did counts. Or keep it as the `id`: "
        "then the file may have any name.",
        _WARNING,
    ),
    Code(
        "H107",
        "A thing gone that people hold",
        "Learners have begun this course, sat this assessment or hold this credential, and nothing has its id now. "
        "Certificates go on to be verified; renewing them needs what they are renewed with.",
        "certificates/leader/credential.md was deleted",
        "certificates/leader/credential.md",
        "Bring it back under its id if it went by mistake; else publish, and this is said no more.",
        _WARNING,
    ),
)
