"""The tools of the gallery's site: one that asks in every way, in English and in Spanish, and one in Arabic."""

from __future__ import annotations

EVERY = """---
title: Say what ties you
summary: What you were given, and by whom, in words that you can post.
gives: |
  I was given {what} by {who}. My words are my own.

  It was worth {worth}.
  {why}

  - {also}
---
Answer what you can. **Nothing** that you type is kept.

```ask
id: what
type: choose-one
question: What did you get?
needed: yes
options: {a: money, b: a product, c: travel or a meal}
```
```ask
id: worth
type: number
question: How much was it?
unit: EUR
show_if: {what: [a, b]}
```
```ask
id: who
type: short-answer
question: Who gave it to you?
needed: yes
```
```ask
id: why
type: reflect
question: What do they hope for?
words: 40
```

Then the rest.

```ask
id: also
type: choose-many
question: What else is true?
options: {a: They read it before., b: They asked me for it.}
```
```ask
id: first
type: put-in-order
question: What came first?
options: {a: The money, b: My words}
```
```ask
id: known
type: true-or-false
question: My readers know of it.
```
```ask
id: sure
type: scale
question: How free did you feel?
from: 1
to: 5
labels: {1: not at all, 5: quite free}
```
```ask
id: day
type: day
question: When was it?
```
```ask
id: page
type: link
question: Where will it stand?
```
```ask
id: agreed
type: agree
question: Everybody who is named said yes.
```
"""

SPANISH = """---
title: Di qué te vincula
summary: Qué recibiste, y de quién, en palabras que puedes publicar.
gives: |
  Recibí {what} de {who}. Mis palabras son mías.
---
Responde lo que puedas. **Nada** de lo que escribas se guarda.

```ask
id: what
question: ¿Qué recibiste?
options: {a: dinero, b: un producto, c: un viaje o una comida}
```
```ask
id: worth
question: ¿Cuánto valía?
unit: EUR
```
```ask
id: who
question: ¿Quién te lo dio?
```
```ask
id: why
question: ¿Qué esperan?
```

Después, lo demás.

```ask
id: also
question: ¿Qué más es cierto?
options: {a: Lo leyeron antes., b: Me lo pidieron.}
```
```ask
id: first
question: ¿Qué fue primero?
options: {a: El dinero, b: Mis palabras}
```
```ask
id: known
question: Quienes me leen lo saben.
```
```ask
id: sure
question: ¿Cuánta libertad sentiste?
labels: {1: ninguna, 5: mucha}
```
```ask
id: day
question: ¿Cuándo fue?
```
```ask
id: page
question: ¿Dónde estará?
```
```ask
id: agreed
question: Todas las personas nombradas dijeron que sí.
```
"""

ARABIC = """---
title: قل ما يربطك
language: ar
summary: ما تلقيته وممن، بكلمات يمكنك نشرها.
gives: |
  تلقيت {what} من {who}. كلماتي كلماتي أنا.
  {page}
---
أجب عما تستطيع.

```ask
id: what
type: choose-one
question: ماذا تلقيت؟
needed: yes
options: {a: مالًا, b: منتجًا}
```
```ask
id: who
type: short-answer
question: ممن تلقيته؟
```
```ask
id: page
type: link
question: أين سيُنشر؟
```
"""

FILES = {
    "content/tools/ties.md": EVERY,
    "content/tools/ties.es.md": SPANISH,
    "content/tools/rawabit.md": ARABIC,
}
