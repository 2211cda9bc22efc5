"""Courses for the tests of the pages: every kind of question, a closed door, one that reads right to left."""

WELCOME = """---
title: Speaking for others
summary: Two lessons on what it means to speak for others in health, and one that opens after them.
level: new
paths: [awareness, creator]
modules:
  - id: begin
    title: To begin with
    lessons: [every-kind, to-read]
  - id: later
    title: Later on
    opens_after: ['#begin']
    lessons: [behind-the-door]
---
This course is short. **Nobody** will ask you for a diagnosis.
"""

EVERY_KIND = """---
title: Every kind of question
minutes: 12
complete_when: answered
---
You may be reading this lying down. Both are fine.

## The first part

> **Leading in health** is any act that speaks for others in health.

![A ring with four arms.](media/ring.svg)

```scenario
id: rosa
text: |
  Rosa is invited to speak about the night her brother went into intensive care.
```

```quiz
id: one
type: choose-one
scenario: rosa
question: What should she do **first**?
options:
  a: Change her brother's name, then write the talk.
  b: Ask her brother, and let him decide.
  c: Leave her brother out of the story.
answer: b
why:
  a: CANARY-WHY-A. A new name rarely hides someone.
  b: CANARY-WHY-B. It is his story too.
  c: CANARY-WHY-C. That may be where you end up.
hints:
  - Whose story is it?
  - Who was lying there that night?
```

```quiz
id: many
type: choose-many
question: Which of these were acts of leading?
options:
  a: He wrote down his own symptoms.
  b: He told his group how to ask for a home visit.
  c: He asked the council for a bench.
answer: [b, c]
credit: each choice
why:
  a: This is for himself.
  b: That is leading.
  c: That is leading, too.
```

```quiz
id: truth
type: true-or-false
question: An act can count though nobody sees it.
answer: true
why: Nobody needs to notice.
```

```quiz
id: order
type: put-in-order
question: What comes first?
options:
  a: Ask
  b: Listen
  c: Write
answer: [a, b, c]
credit: each place
why: Ask before you write.
```

```quiz
id: pairs
type: match
question: Match each act to its path.
left:
  a: A clear leaflet
  b: A letter to parliament
right:
  x: Awareness
  y: Advocacy
answer: {a: x, b: y}
why: The letter asks for a rule.
```

```quiz
id: word
type: short-answer
question: What do you ask for before you tell someone's story?
accept: [consent, permission]
why: Consent, or permission.
```

```quiz
id: figure
type: number
question: How many leaders answered the survey?
answer: 2371
unit: people
why: It says so in the report.
```

```quiz
id: gaps
type: fill-in
text: First [[1]], then [[2]].
blanks:
  1:
    accept: [ask]
  2:
    accept: [write, tell]
why: Always in this order.
```

```quiz
id: scale
type: scale
question: How sure are you?
from: 1
to: 5
labels:
  1: not at all
  5: quite
```

```quiz
id: thoughts
type: reflect
question: What will you do next?
words: 40
```

## In short

Leading is an act, not a title.
"""

TO_READ = """---
title: Something to read
minutes: 8
complete_when: read
---
There is nothing to answer here. Read it, and mark it.
"""

BEHIND = """---
title: Behind the door
minutes: 9
---
CANARY-CLOSED. You may read this once the first part is done.
"""

ARABIC = """---
title: الكلام عن الآخرين
summary: درس قصير يُقرأ من اليمين إلى اليسار.
language: ar
level: experienced
paths: [legislation]
---
هذه دورة قصيرة.
"""

ARABIC_LESSON = """---
title: خطوة أولى
minutes: 5
complete_when: answered
---
اقرأ هذا على مهل.

```quiz
id: ar-one
type: choose-one
question: ماذا تفعل أولاً؟
options:
  a: أسأل صاحب القصة.
  b: أكتب القصة.
answer: a
why:
  a: قصته ملكه.
  b: اسأل قبل أن تكتب.
```
"""

RING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300" height="120">'
    '<rect width="300" height="120" fill="#e3efec"/><circle cx="150" cy="60" r="40" fill="#0a5a57"/></svg>'
)

FILES = {
    "content/courses/welcome/course.md": WELCOME,
    "content/courses/welcome/01-every-kind.md": EVERY_KIND,
    "content/courses/welcome/02-to-read.md": TO_READ,
    "content/courses/welcome/03-behind-the-door.md": BEHIND,
    "content/courses/welcome/media/ring.svg": RING,
    "content/courses/arabic/course.md": ARABIC,
    "content/courses/arabic/01-first-step.md": ARABIC_LESSON,
}
"""The files of two courses by their path, to stand beside those of `tests.support.site`."""

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "one": {"answer": "b"},
    "many": {"answer": ["b", "c"]},
    "truth": {"answer": "true"},
    "order": {"answer.a": "1", "answer.b": "2", "answer.c": "3"},
    "pairs": {"answer.a": "x", "answer.b": "y"},
    "word": {"answer": "Consent"},
    "figure": {"answer": "2371"},
    "gaps": {"answer.1": "ask", "answer.2": "tell"},
    "scale": {"answer": "4"},
    "thoughts": {"answer": "I will ask my sister."},
}
"""A right answer to each question, as its form sends it."""
