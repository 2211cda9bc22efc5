"""The good site with a course in Spanish beside it, for tests that change a part of it."""

from __future__ import annotations

from lms.content.reading.site import World
from lms.content.translations.matching import Fit, match, state_of
from lms.content.translations.matching import State as State
from lms.sources.diagnostics import Findings

FOLDER = "content/courses/bees"
COURSE = f"{FOLDER}/course.es.md"
LESSON = f"{FOLDER}/first.es.md"

COURSE_TEXT = """---
title: Cuidar abejas
summary: Cómo estar sin miedo junto a una colmena.
objectives:
  calm-hands: Moverse despacio junto a una colmena.
---
Tres lecciones sobre [el primer día](01-first.md#stand-still).
"""
LESSON_TEXT = """---
title: El primer día
---
## Quédate quieta

Las abejas ven lo que se mueve: ![una colmena a la sombra](media/hive.png)

```quiz
id: first-quiz
question: Una abeja se posa en tu mano. ¿Qué haces?
options:
  a: Me quedo quieta.
  b: La sacudo.
why:
  a: Mira a su alrededor y se va.
  b: Para ella, lo que se mueve deprisa es un enemigo.
```
"""

TYPED = """---
title: The second day
---
```quiz
id: word
type: short-answer
question: What do bees make?
accept: [honey]
why: They make honey.
```

Now a text with gaps.

```quiz
id: gaps
type: fill-in
text: First [[1]], then [[2]].
blanks:
  1: {accept: [ask]}
  2: {accept: [write]}
why: Always so.
```

```quiz
id: figure
type: number
question: How many legs has a bee?
answer: 6
unit: legs
why: She has six.
hints: [Count them., Count again.]
```

## The end

It ends here.
"""
TYPED_IN_SPANISH = """---
title: El segundo día
---
```quiz
id: word
question: ¿Qué hacen las abejas?
accept: [miel, la miel]
why: Hacen miel.
```

Ahora un texto con huecos.

```quiz
id: gaps
text: Después [[2]], primero [[1]].
blanks:
  1: {accept: [preguntar]}
why: Siempre así.
```

```quiz
id: figure
question: ¿Cuántas patas tiene una abeja?
unit: patas
why: Tiene seis.
hints: [Cuéntalas., Cuéntalas otra vez.]
```

## El fin

Aquí termina.
"""


def fits_of(world: World) -> dict[str, Fit]:
    """Every translation of a world by its file."""
    fits = match(world, {}, Findings())
    return {fit.translation.head.file: fit for by_language in fits.values() for fit in by_language.values()}


def parts_of(state: State) -> dict[str, set[str]]:
    """The parts in each state, by its name."""
    return {
        name: {f"{address.group} {address.part}" for address in getattr(state, name)}
        for name in ("complete", "missing", "changed", "unstamped")
    }


def state(world: World, file: str = LESSON) -> dict[str, set[str]]:
    return parts_of(state_of(fits_of(world)[file]))
