"""An examination with a question of every kind, for the site of the tests."""

from __future__ import annotations

KINDS = {
    "one": "type: choose-one\nquestion: What should Rosa do **first**?\noptions:\n"
    "  a: Change her brother's name, then write the talk.\n"
    "  b: Ask her brother, and let him decide what stays out.\n"
    "  c: Leave her brother out of the story.\nanswer: b\nscenario: rosa",
    "many": "type: choose-many\nquestion: Which of these were acts of leading?\noptions:\n"
    "  a: He wrote down his own symptoms.\n  b: He told his group how to ask for a home visit.\n"
    "  c: He asked the council for a bench.\nanswer: [b, c]",
    "truth": "type: true-or-false\nquestion: An act can count though nobody sees it.\nanswer: true",
    "order": "type: put-in-order\nquestion: What comes first?\noptions:\n  a: Ask\n  b: Listen\n  c: Write\n"
    "answer: [a, b, c]",
    "pairs": "type: match\nquestion: Match each act to its path.\nleft:\n  a: A clear leaflet\n"
    "  b: A letter to parliament\nright:\n  x: Awareness\n  y: Advocacy\nanswer: {a: x, b: y}",
    "word": "type: short-answer\nquestion: What do you ask for before you tell a story?\naccept: [CANARY-consent]",
    "figure": "type: number\nquestion: How many leaders answered the survey?\nanswer: 2371\nunit: people",
    "gaps": "type: fill-in\ntext: First [[1]], then [[2]].\nblanks:\n  1:\n    accept: [CANARY-ask]\n"
    "  2:\n    accept: [CANARY-write]",
    "sure": "type: scale\nquestion: How sure are you?\nfrom: 1\nto: 5\nlabels:\n  1: not at all\n  5: quite",
    "thoughts": "type: reflect\nquestion: What will you do next?\nwords: 40",
}

SCENARIO = (
    "```scenario\nid: rosa\ntext: |\n"
    "  Rosa is invited to speak about the night her brother went into intensive care.\n```\n\n"
)

BANK = (
    "---\ntitle: All kinds\nobjective: listening\n---\n"
    + SCENARIO
    + "\n".join(f"```quiz\nid: {id}\n{text}\nwhy: CANARY-why-{id}\n```\n" for id, text in KINDS.items())
)


def assessment(policy: str = "") -> str:
    """All ten, in their order, under a policy of its own."""
    draw = "".join(f"  - use: {id}\n    from: banks/kinds\n" for id in KINDS)
    return (
        f"---\ntitle: A question of every kind\npass_mark: 50%\nshuffle: []\n{policy}draw:\n{draw}---\n"
        "Take your time. Nobody watches you.\n"
    )


FILES = {"content/assessments/banks/kinds.md": BANK, "content/assessments/kinds.md": assessment()}
