"""What each finding about an ask means."""

from __future__ import annotations

from lms.sources.codes import Code

ASKS = (
    Code(
        "Q401",
        "A type by which nothing asks",
        "An ask has one of the types of a quiz that make sense where nobody marks, or one of those for forms alone.",
        "type: dey",
        "type: day",
        "Use one of the types of an ask that there are.",
    ),
    Code(
        "Q402",
        "Two asks with one id",
        "The text that a tool gives names each answer by the id of its ask, so an id stands for one ask.",
        "id: who   (twice)",
        "id: who\nid: for-whom",
        "Give one of the two another id.",
    ),
    Code(
        "Q403",
        "A condition that cannot hold",
        "An ask may be asked only where another one has some answer. That one is above it in the same tool, always "
        "asked, and has answers to choose from: one step, so that people see at once why they are asked.",
        "show_if: {kinds: [a]}",
        "show_if: {kind: [a]}",
        "Name another ask above it that is always asked, and some of its answers.",
    ),
    Code(
        "Q404",
        "A gap that no ask fills",
        "A gap of `gives` is the id of an ask of the tool; any other would be given as it is written.",
        "gives: I was given {waht}.",
        "gives: I was given {what}.",
        "Write the id of an ask, or take the gap out.",
    ),
    Code(
        "Q405",
        "An ask for a diagnosis",
        "Nobody is asked here what they suffer from, and nothing keeps it: such a word is no id or topic of an ask.",
        "id: diagnosis",
        "id: what-helps",
        "Ask something else. The text of a tool may speak of whatever it must.",
    ),
    Code(
        "Q406",
        "Too many asks, or none",
        "A tool asks at least one thing, and no more than people answer in one go.",
        "a tool without an ask block",
        "a tool with one",
        "Write an ask block, or make two tools of it.",
    ),
)
