"""What every finding's code means. The codes of one floor stand in its own `codes` module; this one has the lowest."""

from __future__ import annotations

from dataclasses import dataclass

from lms.sources.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding, for `lms content explain` and the reference.

    `meaning` says what is wrong and why it matters; `wrong` and `right` are a few lines of an author's file; `cure`
    says what to do.
    """

    code: str
    title: str
    meaning: str
    wrong: str
    right: str
    cure: str
    severity: Severity = Severity.ERROR


_WARNING = Severity.WARNING

FILES = (
    Code(
        "S001",
        "Not text in UTF-8",
        "Files and their names are read as UTF-8; other encodings would turn letters into something else.",
        "title: Caf\\xe9        (saved as Latin-1)",
        "title: Café          (saved as UTF-8)",
        "Save the file again, and choose UTF-8 as its encoding.",
    ),
    Code(
        "S002",
        "A character that cannot be shown",
        "Some characters come along when text is pasted, and nobody sees them: controls, or line breaks that are none.",
        'title: "Bees\\0"',
        "title: Bees",
        "Delete the character, or type the line anew.",
    ),
    Code(
        "S003",
        "A file that is too large",
        "A text may have 256 KiB, a picture or other file 16 MiB. Larger ones make every page and check slow.",
        "02-everything.md with 300 KiB",
        "02-beginning.md and 03-going-on.md",
        "Split the text into several files, or make the picture smaller.",
    ),
    Code(
        "S004",
        "No ordinary file",
        "A link could lead out of the folder of the content, to files that nobody means to publish.",
        "media/rosa.jpg -> /home/someone/pictures/rosa.jpg",
        "media/rosa.jpg (the picture itself)",
        "Put the file itself into the folder.",
    ),
    Code(
        "S005",
        "A file that cannot be read",
        "The file is there, and the system does not let it be read.",
        "a file without the right to read it",
        "a file that everybody may read: chmod a+r",
        "Give the account that runs the site the right to read the file.",
    ),
    Code(
        "S006",
        "The folder of the banks is not there",
        "LMS_BANKS names a second folder for banks, such as a private repository, and there is no such folder.",
        "LMS_BANKS=/srv/bank",
        "LMS_BANKS=/srv/banks",
        "Name a folder that is there, or take the setting away.",
    ),
    Code(
        "S007",
        "No front matter",
        "A file begins with a few lines of YAML between two lines of three dashes, which say what it is called.",
        "# Telling your story",
        "---\ntitle: Telling your story\n---",
        "Write the front matter on the first lines of the file.",
    ),
    Code(
        "S008",
        "A front matter without end",
        "The front matter ends at a second line of three dashes. Without it, the whole text would be part of it.",
        "---\ntitle: Telling your story\nProse.",
        "---\ntitle: Telling your story\n---\nProse.",
        "Write three dashes on a line of their own after the last key.",
    ),
    Code(
        "S009",
        "A file that nothing reads",
        "A Markdown file lies where no lesson, assessment, bank or credential is looked for, so nobody will see it.",
        "content/courses/foundations/drafts/idea.md",
        "content/courses/foundations/05-idea.md",
        "Move the file, or take it away. Files called README.md may lie anywhere.",
        _WARNING,
    ),
    Code(
        "S010",
        "More findings than are shown",
        "One file has so many findings that the rest would bury those of other files.",
        "a lesson with 400 findings",
        "a lesson with none",
        "Mend the first ones, and check again.",
        _WARNING,
    ),
    Code(
        "S011",
        "Two versions of the same lines",
        "Two people changed the same lines, and the merge of their versions was not finished. Readers would see both.",
        "<<<<<<< HEAD\nAsk first.\n=======\nAsk before you write.\n>>>>>>> review",
        "Ask before you write.",
        "Keep one of the two, and take the lines of signs out. An example of such lines may stand in a block of code.",
    ),
    Code(
        "S012",
        "A copy of a file",
        "Programs name a copy so. Read as a file of its own, it would be a second lesson with the same questions.",
        "01-welcome (copy).md beside 01-welcome.md",
        "01-welcome.md alone",
        "Keep one of the two. If it is meant to be another lesson, give it a name and quizzes of its own.",
    ),
    Code(
        "S013",
        "A file that a program left behind",
        "Backups, locks and small pictures of others are no content. In a folder `media` everybody could fetch them.",
        "media/Thumbs.db",
        "a folder without it",
        "Take the file away.",
        _WARNING,
    ),
    Code(
        "S014",
        "Words of the starting file",
        "`lms content new` writes words that stand for yours. They are warned of until you have replaced them.",
        "One idea, one thing to do.",
        "Whoever tells a story tells it about others too.",
        "Write your own words in their place.",
        _WARNING,
    ),
    Code(
        "S015",
        "A file that is not what its name says",
        "A browser or a printed certificate would show nothing, or something else. So files are looked into.",
        "media/rosa.jpg (a web page that was saved under this name)",
        "media/rosa.jpg (the picture itself)",
        "Open the file, save it as what its name says, or give it the ending that fits.",
    ),
    Code(
        "S016",
        "A drawing that runs or fetches something",
        "SVG drawings can hold programs and ask other sites for files. Neither is let, so a part would be missing.",
        '<image href="https://example.org/rosa.png"/>',
        '<image href="data:image/png;base64,…"/>',
        "Save it as plain SVG with everything embedded, or as a PNG picture.",
    ),
)

YAML = (
    Code(
        "S101",
        "YAML that cannot be read",
        "A line breaks the rules of YAML, often by a colon, a quotation mark or a bracket inside a text.",
        "title: Bees: a start",
        'title: "Bees: a start"',
        "Put the text in quotation marks, or mend the spaces at the beginning of the line.",
    ),
    Code(
        "S102",
        "The same key twice",
        "Only one of two values can count, and nobody could say which.",
        "minutes: 8\nminutes: 12",
        "minutes: 12",
        "Keep one of the two lines.",
    ),
    Code(
        "S103",
        "A tab",
        "Tabs look different in every editor, so YAML counts levels by spaces alone.",
        "modules:\n\t- id: voice",
        "modules:\n  - id: voice",
        "Write two spaces for each level; `lms content check --fix` does it for you.",
    ),
    Code(
        "S104",
        "An anchor or an alias",
        "`&name` and `*name` let YAML copy one place to another. Here everything is written where it counts.",
        "why: *same",
        'why: "*same"',
        "Put the text in quotation marks, or write out what was to be copied.",
    ),
    Code(
        "S105",
        "A tag",
        "A word after `!` gives YAML a kind for a value. Here the kind follows from the key.",
        "title: !important Read this",
        'title: "!important Read this"',
        "Put the text in quotation marks, or take the tag out.",
    ),
    Code(
        "S106",
        "A merge key",
        "`<<` takes keys from another place. Here everything is written where it counts.",
        "<<: {level: judge}",
        "level: judge",
        "Write the keys out.",
    ),
    Code(
        "S107",
        "Too many levels",
        "Nothing in the format needs more than a few levels; more than 20 are a mistake, or meant to do harm.",
        "options: [[[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]]]",
        "options: {a: Ask first., b: Write first.}",
        "Write it with fewer levels.",
    ),
    Code(
        "S108",
        "A block that is too large",
        "One block may have 64 KiB, which is more than twenty pages.",
        "a quiz with 70 KiB",
        "a lesson with the long text, and a short quiz",
        "Move text out of the block, or split it.",
    ),
    Code(
        "S109",
        "A second part in one block",
        "Three dashes begin a second document in YAML. A block is one.",
        "id: first\n---\nid: second",
        "two blocks, each with its own fences",
        "Take the line of dashes out, or make two blocks.",
    ),
    Code(
        "S110",
        "A key that is no word",
        "A key is a word before a colon, not a list or a group.",
        "[a, b]: Ask first.",
        "a: Ask first.",
        "Write one word before the colon.",
    ),
    Code(
        "S111",
        "No number to count with",
        "NaN and infinity are numbers to a computer, and nobody can answer or take them.",
        "answer: .inf",
        "answer: 1000",
        "Write a number in digits.",
    ),
    Code(
        "S112",
        "A special space, or a sign that nobody sees",
        "Word processors and web pages put in spaces that are none to YAML: they look right, and change what is meant.",
        "answer:␣a        (with a no-break space)",
        "answer: a",
        "Type an ordinary space, or delete the sign; `lms content check --fix` does it for you.",
    ),
    Code(
        "S113",
        "Lines that are not indented",
        "Spaces before a line say what it belongs to. Options stand deeper than the word `options`.",
        "options:\na: Ask first.\nb: Write first.",
        "options:\n  a: Ask first.\n  b: Write first.",
        "Write two spaces before each of these lines; `lms content check --fix` does it for you.",
    ),
)

FIELDS = (
    Code(
        "S201",
        "An unknown key",
        "A key that nobody reads would be passed over in silence, and with it what its author meant.",
        "titel: Telling your story",
        "title: Telling your story",
        "Mend the spelling, or take the key out.",
    ),
    Code(
        "S202",
        "Something needed is missing",
        "Without this value the rest cannot be shown, asked or marked.",
        "minutes: 12",
        "title: Telling your story\nminutes: 12",
        "Add the key with its value.",
    ),
    Code(
        "S203",
        "A value of another shape",
        "Each key holds one text, a list, or keys with values of their own.",
        "objectives: [story-consent]",
        "objectives:\n  story-consent: Ask for, and honour, the consent of everyone in your story.",
        "Write it in the shape that the finding names.",
    ),
    Code(
        "S204",
        "Not a whole number, or out of bounds",
        "Points, minutes and attempts are counted in whole numbers.",
        "points: half",
        "points: 1",
        "Write a whole number within the bounds that the finding names.",
    ),
    Code(
        "S205",
        "A word that is not one of those known",
        "Some keys take one of a few words, exactly as they are written in the format.",
        "complete_when: answerd",
        "complete_when: answered",
        "Write one of the words that the help names.",
    ),
    Code(
        "S206",
        "Neither yes nor no",
        "This key is a question that is answered with yes or no.",
        "in_order: maybe",
        "in_order: yes",
        "Write yes or no.",
    ),
    Code(
        "S207",
        "Not a date",
        "Dates are written with the year first, so that nobody mistakes the day for the month.",
        "review_by: 1/9/2027",
        "review_by: 2027-09-01",
        "Write the year, month and day with dashes.",
    ),
    Code(
        "S208",
        "Not a percentage",
        "Pass marks and credit are shares of a whole, from 0% to 100%.",
        "pass_mark: 0.75",
        "pass_mark: 75%",
        "Write a number and a percent sign.",
    ),
    Code(
        "S209",
        "Not a length of time",
        "A time is a number and a word: seconds, minutes, hours, days or weeks.",
        "time_limit: 1h",
        "time_limit: 60 minutes",
        "Write a number, a space and the word.",
    ),
    Code(
        "S210",
        "Not a number",
        "A number is written in digits, with a point or a comma before decimals.",
        "answer: about twelve",
        "answer: 12",
        "Write digits only; what stands beside the number is its `unit`.",
    ),
)

MARKDOWN = (
    Code(
        "M101",
        "HTML in Markdown",
        "HTML is shown as it is written, so that no page can be changed from within a text.",
        "<b>Ask first</b>",
        "**Ask first**",
        "Use Markdown. To show the characters themselves, put them between backticks.",
        _WARNING,
    ),
    Code(
        "M102",
        "A link that cannot be followed",
        "Links lead to pages by https, to an e-mail address, or to a file of the site; all else is unsafe or lost.",
        "[the law](http://example.org/law)",
        "[the law](https://example.org/law)",
        "Write the whole address with https://, or the name of a file.",
    ),
    Code(
        "M103",
        "A link out of the site",
        "A relative link names a file of the site, and nothing above its folder.",
        "[notes](../../../../notes.md)",
        "[the next lesson](02-telling-your-story.md)",
        "Name a file of the site.",
    ),
    Code(
        "M104",
        "A picture from elsewhere",
        "Pages ask nothing of other sites, which would learn who reads here, and could change the picture.",
        "![Rosa](https://example.org/rosa.jpg)",
        "![Rosa](media/rosa.jpg)",
        "Put the picture into the course's folder `media`, if its rights allow it.",
    ),
    Code(
        "M105",
        "A picture without words",
        "Those who cannot see a picture, or whose line is slow, read the words between the square brackets.",
        "![](media/rosa.jpg)",
        "![Rosa at a lectern, speaking](media/rosa.jpg)",
        "Say in a few words what the picture shows.",
        _WARNING,
    ),
    Code(
        "M106",
        "A heading that skips a level",
        "Readers who listen to a page go by its headings: a level that is left out looks like something missed.",
        "## Before you speak\n#### Ask",
        "## Before you speak\n### Ask",
        "Write one # less.",
        _WARNING,
    ),
    Code(
        "M111",
        "A way of writing that is not known here",
        "Other programs read footnotes, boxes and formulas in Markdown. Here they are shown as they are written.",
        "Ask first.[^1]",
        "Ask first (before you write).",
        "Write it in the way that the finding names.",
        _WARNING,
    ),
    Code(
        "M112",
        "A link that is none",
        "Words in square brackets become a link only with an address right behind them, and no space in it.",
        "[the form](media/consent form.pdf)",
        "[the form](media/consent-form.pdf)",
        "Write the address in round brackets behind the words, without spaces.",
        _WARNING,
    ),
    Code(
        "M113",
        "A row that does not fit its table",
        "A table has as many cells in each row as in its first one, and a line of dashes under that.",
        "| Who | Where |\n| --- | --- |\n| Rosa |",
        "| Who | Where |\n| --- | --- |\n| Rosa | |",
        "Write as many cells in each row, with | between them.",
        _WARNING,
    ),
)
