"""The codes of findings about the writing: silences, questions, prose, and what covers what.

None of them stops a publication but W001 to W003, which are about a key that cannot be read. Each rule of writing names
its source.
"""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

_WARNING = Severity.WARNING
_HDR = "Haladyna, Downing and Rodriguez, A Review of Multiple-Choice Item-Writing Guidelines (2002)"
_WCAG = "Web Content Accessibility Guidelines 2.2"

_SILENCES = (
    Code(
        "W001",
        "A silence without a reason",
        "Whoever reads the file next must be able to judge whether the warning may still be silent.",
        "silence:\n  W104:",
        "silence:\n  W104: The law asks for it in these words.",
        "Write the reason after the colon.",
    ),
    Code(
        "W002",
        "A silence that cannot be",
        "An error stops a publication, so it is mended and not silenced. Findings about silences are not "
        "silenced either.",
        "silence:\n  Q203: It works for us.",
        "answer: b",
        "Mend what the error names, and take the line out.",
    ),
    Code(
        "W003",
        "A silence of an unknown code",
        "A silence names a finding by its code: a letter and three figures.",
        "silence:\n  W99: A reason.",
        "silence:\n  W104: A reason.",
        "Copy the code from the finding.",
    ),
    Code(
        "W004",
        "A silence that silences nothing",
        "What it was for is mended, or stands elsewhere. Left there, it would hide the next finding of its kind.",
        "silence:\n  W104: A reason.    (and no negative question)",
        "no `silence`",
        "Take the line out.",
        _WARNING,
    ),
)

_QUESTIONS = (
    Code(
        "W101",
        "The right option is clearly the longest",
        "Writers make the right option exact, and so long. Who knows nothing picks it. It is found where the "
        f"right option has half as many characters again as the longest wrong one, and 25 more. Source: {_HDR}.",
        "a: No.\nb: Yes, once she has read the text and said which parts of it may be told.\nc: Never.",
        "a: No, since it is his story alone.\nb: Yes, once she has read the text.\nc: Yes, if he changes her name.",
        "Shorten the right option, or let the wrong ones say as much.",
        _WARNING,
    ),
    Code(
        "W102",
        "One place is the right one too often",
        "In this bank the right option stands in one place more often than in a thousand fair banks would happen "
        "once. It is looked for from 12 questions on. Options are shuffled in an examination, but not on paper, "
        f"and not with `keep_order`. Source: {_HDR}: vary the place of the right answer.",
        "answer: a, in 12 of 12 questions",
        "answer: a, b and c, about as often",
        "Move some right options to other letters. In a question that was published already, leave the letters alone.",
        _WARNING,
    ),
    Code(
        "W103",
        "All of the above, none of the above",
        "Who knows that two options are right need not know the third; who knows none of them may still be "
        f"right. Shuffled, nothing is above. Source: {_HDR}.",
        "c: All of the above.",
        "c: Ask the person who is in the story.",
        "Write an option that is right or wrong by itself, or make the question a choose-many.",
        _WARNING,
    ),
    Code(
        "W104",
        "A negative that is easy to miss",
        "Tired readers overlook a small “not”, and answer another question than the one that was asked. Source: "
        f"{_HDR}: word the stem positively; if a negative must be, make it stand out.",
        "question: Which of these should you not publish?",
        "question: Which of these should you keep to yourself?",
        "Ask for what is so. Where that cannot be, write the word in bold: **not**, **except**.",
        _WARNING,
    ),
    Code(
        "W105",
        "Absolutes in wrong options alone",
        "Hardly anything in life is always so, and people who take many tests know that such options are wrong. "
        f"Source: {_HDR}: avoid specific determiners such as always and never.",
        "a: Always tell the whole story.\nb: Never tell it.\nc: Ask first.",
        "a: Tell the whole story.\nb: Leave the story out.\nc: Ask first.",
        "Say what somebody might truly do.",
        _WARNING,
    ),
    Code(
        "W106",
        "Ranges that overlap",
        f"A number that lies in two options makes both of them right. Source: {_HDR}: keep choices independent, "
        "without overlap.",
        "a: 1 to 5 days\nb: 5 to 10 days",
        "a: 1 to 5 days\nb: 6 to 10 days",
        "Let each range begin after the one before it ends.",
        _WARNING,
    ),
    Code(
        "W107",
        "Two options that say the same",
        "But for signs and capitals these two are one, so that neither can be the answer, or both are.",
        "a: Ask her.\nb: ask her",
        "a: Ask her.\nb: Ask her brother.",
        "Change one of the two, or take it out.",
        _WARNING,
    ),
    Code(
        "W108",
        "A cue in the grammar",
        "Where a word before the options fits only some of them, or only the right one is written as a sentence, "
        f"grammar answers the question. Source: {_HDR}: avoid grammatical inconsistencies that cue the answer.",
        "question: The first person to ask is an\noptions:\n  a: organiser\n  b: neighbour\n  c: doctor",
        "question: Whom do you ask first?\noptions:\n  a: the organiser\n  b: a neighbour\n  c: the doctor",
        "Write all options in one form, and let the question fit each of them.",
        _WARNING,
    ),
    Code(
        "W109",
        "Words of the question in the right option alone",
        "A long word that comes again in one option only makes that option sound like the answer. Source: "
        f"{_HDR}: avoid clang associations.",
        "question: What makes a disclosure clear?\noptions:\n  a: A disclosure that stands first.\n  b: Small "
        "print.\n  c: A link.",
        "question: What makes a disclosure clear?\noptions:\n  a: It stands first.\n  b: It is in small "
        "print.\n  c: It is behind a link.",
        "Say it in other words, or use the word in a wrong option too.",
        _WARNING,
    ),
    Code(
        "W110",
        "Some wrong options are not explained",
        "Learners read the `why` of what they chose. Where some wrong options have one and others not, it was "
        "probably forgotten.",
        "why:\n  a: It is his story too.\n  b: A new name hides nobody.    (and nothing for c)",
        "why:\n  a: It is his story too.\n  b: A new name hides nobody.\n  c: That may be, but it is his choice.",
        "Add a line for each, or write one text for all.",
        _WARNING,
    ),
    Code(
        "W111",
        "More than four options",
        "Three options do as well as four or five: a fourth good wrong one is hard to find, and takes time to "
        "read. Source: Rodriguez, Three Options Are Optimal for Multiple-Choice Items (2005).",
        "options: a, b, c, d and e",
        "options: a, b and c",
        "Take out those that hardly anybody would choose.",
        _WARNING,
    ),
    Code(
        "W112",
        "A question that asks nothing",
        f"A stem that only names a topic makes readers look for the question in the options. Source: {_HDR}: put "
        "the central idea in the stem.",
        "question: Consent",
        "question: What does consent ask of you before you tell a friend's story?",
        "End it with a question that can be answered without looking at the options.",
        _WARNING,
    ),
    Code(
        "W113",
        "The right option is the longest too often",
        "In this bank the right option is the longest one more often than in a thousand fair banks would happen "
        f"once, even if by little each time. It is looked for from 20 questions on. Source: {_HDR}: keep the "
        "length of choices about equal.",
        "20 of 24 right options are the longest",
        "8 of 24 right options are the longest",
        "Shorten some right options, or let wrong ones say as much.",
        _WARNING,
    ),
)

_PROSE = (
    Code(
        "W201",
        "A text that is hard to read",
        "It asks for more than nine years at school, by the formula of Flesch and Kincaid (Kincaid and others, "
        "1975). Patients and caregivers read while tired; aim at 6 to 8. Looked for in English, from 150 words "
        f"and 8 sentences on. Source: {_WCAG}, success criterion 3.1.5.",
        "Participation necessitates consideration of institutional accountability.",
        "Before you take part, ask who decides.",
        "Split the sentences that it names, and use shorter words. `lms content report` shows the grade of every text.",
        _WARNING,
    ),
    Code(
        "W202",
        "A sentence that is too long",
        "Most people lose the thread of a long sentence. It is found from 36 words on in English, and from 46 on "
        "in other languages. Source: GOV.UK content design (2014), which asks for 25 words at most.",
        "a sentence of forty words",
        "three sentences of twelve",
        "Make two or three of it, with one thought each.",
        _WARNING,
    ),
    Code(
        "W203",
        "An abbreviation that is never spelt out",
        "Whoever does not know it cannot look it up in the middle of a lesson. Once in a course is enough, or "
        f"once in the glossary. Source: {_WCAG}, success criterion 3.1.4.",
        "Ask the IRB first.",
        "Ask the institutional review board (IRB) first.",
        "Write it in full where it comes first, or put it into content/glossary.md.",
        _WARNING,
    ),
    Code(
        "W204",
        "A word that many readers do not know",
        "Some words of medicine, research and business mean nothing to most people. A word is fine where the "
        f"text or the glossary says what it means. Source: {_WCAG}, success criterion 3.1.3; the list is our own, "
        "and short on purpose.",
        "Adherence matters.",
        "Adherence, that is taking a medicine as agreed, matters.",
        "Use plain words, say what it means, or put it into content/glossary.md.",
        _WARNING,
    ),
    Code(
        "W205",
        "A link that does not say where it leads",
        "People who listen to a page often hear its links alone, one after the other: here, here, here. Source: "
        f"{_WCAG}, success criterion 2.4.4.",
        "To read the code, click [here](https://example.org/code).",
        "Read [the code of conduct](https://example.org/code).",
        "Name the page in words. A bare address is no name either.",
        _WARNING,
    ),
    Code(
        "W206",
        "A picture whose words say nothing",
        "The name of a file, or the word “image”, tells nothing to those who cannot see the picture. Source: "
        f"{_WCAG}, success criterion 1.1.1, failure F30.",
        "![hive.png](media/hive.png)",
        "![A hive in the shade, with its lid open](media/hive.png)",
        "Say what the picture shows, and what matters in it.",
        _WARNING,
    ),
    Code(
        "W207",
        "A figure without its source or year",
        "A figure about people or money stays with readers, and they pass it on. Without a source and a year "
        "near it nobody can judge it. What stands in quotation marks, in a quotation or in italics is left "
        "alone. Source: this project's own rule for figures: source, year, number asked, whom, and who paid.",
        "62% of patients feel less alone.",
        "In a survey of 2,371 patient leaders in 2021, run by Health Union, a company, 62% of them felt less alone.",
        "Say who asked, when, how many, whom, and who paid; or leave the figure out.",
        _WARNING,
    ),
    Code(
        "W208",
        "A survey that hides something",
        "How many people were asked, and who paid for it, decide what a survey is worth. One of them is nowhere "
        "in this text. Source: this project's own rule for figures.",
        "In a survey in 2021, 62% of patients felt less alone.",
        "In its own survey of 2,371 patient leaders in 2021, the company Health Union found that 62% of them "
        "felt less alone.",
        "Add it in a few words.",
        _WARNING,
    ),
)

_COVERAGE = (
    Code(
        "W301",
        "An objective that no lesson teaches",
        "A course promises its objectives. It is looked for in courses of three lessons or more, each of which "
        "names what it teaches.",
        "objectives:\n  story-consent: …        (and no lesson names it)",
        "objectives: [story-consent]        (in a lesson)",
        "Name it in the lesson that teaches it, or take it out of the course.",
        _WARNING,
    ),
    Code(
        "W302",
        "An objective that no question asks for",
        "Neither a lesson nor a bank has a question of it, so nobody can show that it was reached.",
        "objectives:\n  story-consent: …        (and no question has it)",
        "objective: story-consent        (in a quiz)",
        "Write a question, in a lesson or in a bank.",
        _WARNING,
    ),
    Code(
        "W303",
        "A question about what no lesson teaches",
        "A bank asks for an objective that is promised and taught nowhere. That is not fair to learners.",
        "objective: story-consent        (in a bank, and in no lesson)",
        "objective: story-consent        (in a bank and in a lesson)",
        "Name the objective in the lesson that teaches it, or ask for something that is taught.",
        _WARNING,
    ),
    Code(
        "W304",
        "A promise that the examination leaves out",
        "The examination opens after a course, and no line of its blueprint can draw a question of one of that "
        "course's objectives. It is looked for on papers of ten questions or more.",
        "draw: lines for five of six objectives",
        "draw: lines for all six",
        "Add a line for it, with questions in the bank.",
        _WARNING,
    ),
)

WRITING: tuple[Code, ...] = (*_SILENCES, *_QUESTIONS, *_PROSE, *_COVERAGE)
