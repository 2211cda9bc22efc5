"""The files of the gallery's site beside those that are shipped: every kind of question, in three languages."""

from __future__ import annotations

from tests.gallery import tools
from tests.support import allkinds, spanish
from tests.support.site import FILES as LISTENING
from tests.web.site import FILES as COURSES

_SHOWN = "show_learner:\n  after_hand_in: [result, objectives, answers, why]\n"

POLICIES = {
    "kinds": f"attempts: 3\nagree_to: I answer on my own.\n{_SHOWN}",
    "timed": f"time_limit: 75 minutes\nattempts: 2\nwait_between: 1 day\n{_SHOWN}",
    "silent": "attempts: 1\nshow_learner:\n  after_hand_in: []\n",
    "one-sitting": "sittings: 1\nattempts: 2\nwait_between: 90 minutes\nshow_learner:\n  after_hand_in: [result]\n",
}

_SPANISH_KINDS = {
    "one": "question: ¿Qué debería hacer Rosa **primero**?\noptions:\n  a: Cambiar el nombre y escribir.\n"
    "  b: Preguntar a su hermano.\n  c: Dejar fuera a su hermano.",
    "many": "question: ¿Cuáles de estos actos son de liderazgo?\noptions:\n  a: Anotó sus síntomas.\n"
    "  b: Explicó a su grupo cómo pedir una visita.\n  c: Pidió un banco al ayuntamiento.",
    "truth": "question: Un acto puede contar aunque nadie lo vea.",
    "order": "question: ¿Qué va primero?\noptions:\n  a: Preguntar\n  b: Escuchar\n  c: Escribir",
    "pairs": "question: Une cada acto con su camino.\nleft:\n  a: Un folleto claro\n  b: Una carta al parlamento\n"
    "right:\n  x: Divulgación\n  y: Incidencia",
    "word": "question: ¿Qué pides antes de contar una historia?\naccept: [consentimiento, permiso]",
    "figure": "question: ¿Cuántas personas respondieron a la encuesta?\nunit: personas",
    "gaps": "text: Primero [[1]], después [[2]].\nblanks:\n  1:\n    accept: [pregunta, consulta]\n"
    "  2:\n    accept: [escribe]",
    "sure": "question: ¿Cuánta seguridad tienes?\nlabels:\n  1: ninguna\n  5: mucha",
    "scale": "question: ¿Cuánta seguridad tienes?\nlabels:\n  1: ninguna\n  5: mucha",
    "thoughts": "question: ¿Qué harás ahora?",
}
_SCENARIO = "```scenario\nid: rosa\ntext: |\n  Invitan a Rosa a hablar de la noche en cuidados intensivos.\n```\n\n"


def _translated(ids: tuple[str, ...], why: bool) -> str:
    return _SCENARIO + "\n".join(
        f"```quiz\nid: {id}\n{_SPANISH_KINDS[id]}\n{_why(id) if why else ''}```\n" for id in ids
    )


def _why(id: str) -> str:
    return {
        "one": "why:\n  a: Un nombre nuevo rara vez protege.\n  b: También es su historia.\n  c: Quizá al final sí.\n"
        "hints:\n  - ¿De quién es la historia?\n  - ¿Quién estaba en la cama?\n",
        "many": "why:\n  a: Eso es para él.\n  b: Eso es liderar.\n  c: Eso también es liderar.\n",
        "scale": "",
        "thoughts": "",
    }.get(id, "why: Así es.\n")


_OF_LESSON = ("one", "many", "truth", "order", "pairs", "word", "figure", "gaps", "scale", "thoughts")
_OF_BANK = ("one", "many", "truth", "order", "pairs", "word", "figure", "gaps", "sure", "thoughts")

_ARABIC_QUIET = (
    "---\ntitle: الهدوء أولاً\n---\nاهدأ أولاً، ثم استمع.\n\n```quiz\nid: quiet-one\nquestion: ماذا عن هذا؟\n"
    "options:\n  a: الأول\n  b: الثاني\nwhy:\n  a: نعم.\n  b: لا.\n```\n"
)

_TABLES = """---
title: What others found
minutes: 6
complete_when: read
---
A wide table reads as cards where there is little room.

| Who asked | Year | How many were asked | Whom | Who paid for it |
| --- | --- | --- | --- | --- |
| The council | 2021 | 2,371 | Patient and caregiver leaders | The members |
| A newspaper | 2024 | 940 | Readers of its health pages | The newspaper itself |

A small one has room everywhere.

| Word | Meaning |
| --- | --- |
| Consent | A yes that one may take back |

And a long word for narrow screens: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.
"""

_MORE = """---
title: More than paragraphs
minutes: 4
---
Ask the IRB first.[^1] Of $n$ people asked, $\\frac{n}{2}$ said yes, and it cost $5.

> [!note]
> A note says what it is.

> [!tip] Ask first
> Before you write.

> [!important] It is theirs
> - The story
> - The name

> [!caution] Not yet
> Wait for the answer.

> [!story] Rosa
> She asked her brother.

> [!more] What the law says
> It says so at some length.

Consent
: A free yes.

Withdrawal
: A no that comes later.

- [ ] Ask
- [x] Write

$$
\\bar{x} = \\frac{x_1 + x_2 + x_3 + x_4 + x_5 + x_6 + x_7 + x_8}{8}
$$

![Rosa speaks](media/rosa.mp3)

[^1]: A yes that was not free is none.
"""

_ARABIC_MORE = """---
title: أكثر من فقرات
minutes: 2
complete_when: read
---
اسأل أولاً.[^1]

> [!caution] قبل أن تنشر
> انتظر الجواب.

> [!more] ماذا يقول القانون
> يقول ذلك بإسهاب.

- [ ] اسأل
- [x] اكتب

الموافقة
: نعم حرة.

[^1]: نعم لم تكن حرة ليست موافقة.
"""

GLOSSARY = "---\ntitle: Words we use\nterms:\n  IRB: The *group* that looks at studies.\n---\nIn our own words.\n"

_LISTENING = {path: text for path, text in LISTENING.items() if path != "certificates/issuer.md"}
_WELCOME = dict(COURSES)
_WELCOME["content/courses/welcome/course.md"] = _WELCOME["content/courses/welcome/course.md"].replace(
    "lessons: [every-kind, to-read]", "lessons: [every-kind, to-read, tables, more]"
)

FILES = {
    **_LISTENING,
    **_WELCOME,
    **spanish.FILES,
    **tools.FILES,
    "content/courses/welcome/04-tables.md": _TABLES,
    "content/courses/welcome/05-more.md": _MORE,
    "content/courses/arabic/05-more.md": _ARABIC_MORE,
    "content/courses/welcome/media/rosa.mp3": "ID3 sound",
    "content/courses/welcome/media/rosa.transcript.md": "Rosa stands up.\n\n**Rosa:** I was nineteen.\n",
    "content/courses/welcome/course.es.md": "---\ntitle: Hablar por otros\nsummary: Un curso breve.\nmodules:\n"
    "  begin: Para empezar\n  later: Más tarde\n---\nEste curso es breve.\n",
    "content/courses/welcome/every-kind.es.md": "---\ntitle: Preguntas de todo tipo\n---\n"
    "Puedes leer esto en la cama.\n\n" + _translated(_OF_LESSON, why=True),
    "content/courses/listening/quiet.ar.md": _ARABIC_QUIET,
    "certificates/quiet-listener/credential.md": (
        "---\ntitle: Quiet listener\nkind: endorsement\nendorses: certificates/listener\n"
        "requires: [courses/listening]\nsigned_by:\n  - name: The Chair\n    role: Chair of the council\n---\n"
        "The holder has shown how much a silence can say.\n"
    ),
    "content/glossary.md": GLOSSARY,
    "content/paths/creator.md": (
        "---\ntitle: Digital creator\nsummary: Posts and films that are yours, and fair.\norder: 2\n"
        "steps: [courses/foundations, courses/listening, courses/listening/quiet, resources/visit, pages/partners]\n"
        "endorsement: certificates/foundations\n---\nYou post, film or write.\n\n## Who walks here\n\nPatients.\n"
    ),
    "content/paths/creator.es.md": (
        "---\ntitle: Creación digital\nsummary: Publicaciones tuyas y justas.\n---\n"
        "Publicas, filmas o escribes.\n\n## Quién va por aquí\n\nPacientes.\n"
    ),
    "content/paths/collaborator.md": (
        "---\ntitle: العمل مع الفرق الصحية\nsummary: كلمة عن العمل معا.\nlanguage: ar\norder: 4\n"
        "steps: [courses/arabic]\n---\nنعمل معا.\n"
    ),
    "content/resources/2027-03-visit.md": (
        "---\ntitle: Questions for a visit\nsummary: Ten questions to take along.\nkind: template\nprint: yes\n"
        "topics: [visits]\nfile: media/questions.pdf\n---\n## Before\n\n- What do I want to know most?\n"
    ),
    "content/resources/media/questions.pdf": "%PDF-1.4\n%%EOF\n",
    "content/resources/2027-02-energy.md": (
        "---\ntitle: Your energy budget\nkind: guide\npaths: [creator]\ntopics: [energy]\n---\nWrite it down.\n"
    ),
    "content/resources/elsewhere.md": (
        "---\ntitle: A page elsewhere\nkind: link\naddress: https://example.org/guide\n---\nWorth a look.\n"
    ),
    "content/pages/partners.md": "---\ntitle: من يعمل معنا\nlanguage: ar\n---\nنعمل مع كثيرين. {issuer.email}\n",
    "content/assessments/banks/kinds.md": allkinds.BANK.replace("answer: 2371", "answer: 2371\nwithin: 5%"),
    "content/assessments/banks/kinds.es.md": "---\n---\n" + _translated(_OF_BANK, why=False),
    "content/assessments/kinds.es.md": (
        "---\ntitle: Una pregunta de cada tipo\nagree_to: Respondo por mi cuenta.\n---\nTómate tu tiempo.\n"
    ),
    **{
        f"content/assessments/{id}.md": allkinds.assessment(policy).replace(
            "A question of every kind", "A question of every kind" if id == "kinds" else f"All kinds, {id}"
        )
        for id, policy in POLICIES.items()
    },
}
"""By path. The issuer is the one that is shipped."""
