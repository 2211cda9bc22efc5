"""The codes of findings about certification schemes."""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

_WARNING = Severity.WARNING

SCHEMES = (
    Code(
        "P101",
        "Weights that are not 100%",
        "The weights of the domains say how much of the examination each has. Exactly all of it is shared out.",
        "domains:\n  - {id: ethics, weight: 90%, objectives: [story-consent]}",
        "domains:\n  - {id: ethics, weight: 100%, objectives: [story-consent]}",
        "Write weights that are 100% together. Decimals are exact: 12.5%.",
    ),
    Code(
        "P102",
        "An objective in no domain, or in two",
        "What is examined belongs to one part of the work, so that the examination can be held against its plan.",
        "domains:\n  - {id: ethics, weight: 60%, objectives: [story-consent]}\n"
        "  - {id: trust, weight: 40%, objectives: [story-consent]}",
        "domains:\n  - {id: ethics, weight: 100%, objectives: [story-consent]}",
        "Put each objective that the examination asks for into one domain.",
    ),
    Code(
        "P103",
        "An examination that is not there",
        "A scheme names the assessment by which its candidates are examined.",
        "examination: assessments/fundations-exam",
        "examination: assessments/foundations-exam",
        "Name an assessment that is there.",
    ),
    Code(
        "P104",
        "A certification that a machine decides",
        "Whoever is certified or refused has a person to turn to. The machine collects what the decision rests on.",
        "decision: {within: 10 days, by: machine}",
        "decision: {within: 10 days}",
        "Take `by` out.",
    ),
    Code(
        "P105",
        "A practice analysis that is past its day",
        "The domains and weights rest on what holders do. That changes, so it is looked at again by a day.",
        "practice_analysis: {date: 2021-09-01, review_by: 2026-09-01}",
        "practice_analysis: {date: 2026-09-01, review_by: 2031-09-01}",
        "Look at it again, and write the day of the next review.",
        _WARNING,
    ),
    Code(
        "P106",
        "A retake that is easier than the examination allows",
        "A scheme may ask for longer waits and fewer attempts than its examination, and not for less.",
        "retake: {wait: [1 hour], per_year: 2}   (and the assessment has wait_between: [24 hours])",
        "retake: {wait: [24 hours], per_year: 2}   (and the assessment has wait_between: [24 hours])",
        "Write the assessment's times or longer ones, and as many attempts or fewer.",
    ),
    Code(
        "P107",
        "A certification without a scheme",
        "Without a scheme nobody decides: whoever meets what is required is certified by the machine alone.",
        "kind: certification   (and there is no scheme.md beside it)",
        "kind: course-certificate",
        "Begin one with `lms content new scheme foundations`, or silence this with your reason.",
        _WARNING,
    ),
    Code(
        "P108",
        "An examination question from a lesson",
        "What has been in a lesson was practised, its answer shown. It tells nothing in an examination.",
        "id: rosa-consent   (in a bank, and there is a question of that id in a lesson)",
        "id: rosa-consent-exam   (in a bank, and there is no question of that id in a lesson)",
        "Write another question for the examination, with an id of its own.",
    ),
    Code(
        "P109",
        "Examination questions beside the lessons",
        "Whoever reads the files of the site reads these keys too. LMS_BANKS names a folder that fewer people read.",
        "examination: assessments/foundations-exam   (and LMS_BANKS is not set)",
        "examination: assessments/foundations-exam\nsilence:\n  P109: The questions are open on purpose.",
        "Move the banks into a private folder, or silence this with your reason.",
        _WARNING,
    ),
    Code(
        "P110",
        "A certification on papers drawn afresh",
        "Each candidate gets other questions, so papers are not equally hard, and no panel can set a cut for them.",
        "examination: assessments/foundations-exam",
        "examination: assessments/foundations-exam\nsilence:\n  P110: The pass mark is a policy for now.",
        "Fixed forms cannot be drawn yet. Silence this, and say how the pass mark was chosen.",
        _WARNING,
    ),
    Code(
        "P111",
        "A route that asks for nothing",
        "A route says who is admitted: by what they finished, or by a statement that they sign and a registrar checks.",
        "routes:\n  - {id: everybody}",
        "routes:\n  - {id: courses, requires: [courses/foundations]}",
        "Add `requires` or `statement`.",
    ),
    Code(
        "P112",
        "A file that is not the one meant",
        "The code is the one that the credential asks holders to sign, and a report lies beside the scheme.",
        "code: conduct.md   (and credential.md has agree_to: code-of-conduct.md)",
        "code: code-of-conduct.md   (and credential.md has agree_to: code-of-conduct.md)",
        "Name the same file in both, and put the report beside the scheme.",
    ),
    Code(
        "P113",
        "A scheme where nothing is certified",
        "A course certificate says that a course was finished. Nobody applies for it, and nobody decides.",
        "kind: course-certificate   (and there is a scheme.md beside it)",
        "kind: certification   (and there is a scheme.md beside it)",
        "Take scheme.md away, or make the credential a certification.",
    ),
)
