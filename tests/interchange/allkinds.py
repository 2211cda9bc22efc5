"""A bank with every kind of question, every credit rule, and texts that are hard to carry."""

from __future__ import annotations

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Bank, Catalog
from lms.sources.files import tree_of
from tests.interchange.importing import PNG, TODAY

BANK = r"""---
title: Every kind
level: apply
---
```scenario
id: rosa
text: |
  Rosa is invited to speak.

  Her brother is ill.
```

````quiz
id: one
type: choose-one
scenario: rosa
question: |
  What should Rosa do **first**? See [this](https://example.org/a_b) & "that", 3 < 4, ~~not~~ 2 * 2 * 2.
  And so on, in *two* lines.

  ![A map of the four paths](media/map.png)

  | a | b |
  |---|:---:|
  | 1 | 2 |

  - one
  - two

  ~~~
  x = [[1]]
  ~~~
options:
  a: Change *her* brother's name.
  b: Ask her brother.
  c: "Leave it: `a <b> c`"
  d: "- a dash first"
answer: b
credit: {a: 33.333333333333%, c: 50%}
points: 3
why:
  b: It is his story.
  a: |
    No.

    1. really
    2. no
hints: [One hint., "=Two"]
tags: [x, y]
enemies: [truth]
objective: listening
reference: "A book, page 3"
note: For colleagues
````
```quiz
id: 2-many
type: choose-many
scenario: rosa
question: "Which?\n\n1. first\n2. second\n\n> quoted"
options: {a: A one, b: B two, c: C three, d: D four, e: E five}
answer: [b, c]
ignore: [d]
credit: each choice
why: Because.
status: pilot
level: judge
```
```quiz
id: many-cost
type: choose-many
question: Which?
options: {a: A one, b: B two, c: C three, d: D four}
answer: [a, b, c]
credit: each choice, wrong ones cost
why: {a: One., b: Two., c: Three.}
keep_order: yes
```
```quiz
id: many-all
type: choose-many
question: Which?
options: {a: A one, b: B two, c: C three, d: D four}
answer: [a, b]
ignore: [c]
points: 2
why: Because.
```
```quiz
id: many-plain
type: choose-many
question: Which?
options: {a: A one, b: B two, c: C three}
answer: [a, b]
why: Because.
```
```quiz
id: any-of-two
type: choose-one
question: Which?
options: {a: A one, b: B two, c: C three}
answer: [a, c]
why: Because.
```
```quiz
id: truth
type: true-or-false
question: An act can count.
answer: false
why: {false: No., true: Yes.}
```
```quiz
id: order
type: put-in-order
question: What comes first?
options: {a: Ask, b: Listen, c: Write, d: Go, e: Sit, f: Stand}
answer: [c, a, b, f, e, d]
credit: each place
points: 4
why: Because.
```
```quiz
id: order-all
type: put-in-order
question: What comes first?
options: {A: Ask, B: Listen, C: Write}
answer: [C, A, B]
why: {A: first, B: second, C: third}
```
```quiz
id: pairs
type: match
question: Match each act to its path.
left: {a: A clear leaflet, b: A letter to parliament}
right: {a: Awareness, b: Advocacy, c: Neither}
answer: {a: b, b: b}
why: {a: left one, b: left two}
points: 3
```
```quiz
id: pairs-all
type: match
question: Match each act to its path.
left: {a: A clear leaflet, b: A letter to parliament}
right: {x: Awareness, y: Advocacy}
answer: {a: x, b: y}
credit: all or nothing
why: So.
```
```quiz
id: word
type: short-answer
question: What do you ask for?
accept: [Consent, "=permission", "a, b"]
ignore_differences: [case, accents, spaces, punctuation]
why: So.
```
```quiz
id: word-exact
type: short-answer
question: What do you ask for?
accept: [Consent, consent]
ignore_differences: []
why: So.
points: 2
```
```quiz
id: figure
type: number
question: How many leaders?
answer: -2371.5
within: 0.25
unit: people
why: So.
```
```quiz
id: figure-percent
type: number
question: How many leaders?
answer: 2371
within: 5%
why: So.
```
```quiz
id: figure-exact
type: number
question: How many leaders?
answer: 12
why: So.
```
```quiz
id: gaps
type: fill-in
question: Fill *both*.
text: First [[1]], then **[[two]]** and on.
blanks:
  1: {accept: [ask, beg]}
  two: {accept: [Write], ignore_differences: []}
why: {1: "one", two: "two"}
points: 2
```
```quiz
id: gap-alone
type: fill-in
text: Only [[1]]
blanks:
  1: {accept: [ask]}
why: So.
```
```quiz
id: sure
type: scale
question: How sure are you?
from: -1
to: 5
labels: {-1: not at all, 5: "quite *so*"}
```
```quiz
id: thoughts
type: reflect
question: "Was bleibt? 何が残る? מה נשאר?"
words: 40
```
"""
COURSE = "---\ntitle: Paths\nobjectives: {listening: Listen first.}\n---\nAbout.\n"
LESSON = "---\ntitle: One\nminutes: 8\n---\nWords.\n"
FILES = {
    "content/courses/paths/course.md": COURSE.encode(),
    "content/courses/paths/one.md": LESSON.encode(),
    "content/assessments/banks/kinds.md": BANK.encode(),
    "content/assessments/banks/media/map.png": PNG,
}


def catalog() -> Catalog:
    made, findings = compile_catalog(tree_of(FILES), today=TODAY)
    assert made is not None
    assert findings == ()
    return made


def bank() -> Bank:
    return catalog().banks["kinds"]
