"""The small site in Spanish as well: a course, a lesson with a question left out, a bank, and two covers."""

from __future__ import annotations

from collections.abc import Mapping


def question(id: str) -> str:
    """A question of `tests.support.site` in Spanish."""
    return (
        f"```quiz\nid: {id}\nquestion: ¿Qué hay de {id}?\n"
        f"options:\n  a: Lo primero de {id}\n  b: Lo segundo de {id}\n"
        f"why:\n  a: CANARIO-a-{id}\n  b: CANARIO-b-{id}\nhints: [CANARIO-pista-{id}]\n```\n"
    )


FILES: Mapping[str, str] = {
    "content/courses/listening/course.es.md": (
        "---\ntitle: Escuchar\nsummary: Cómo escuchar.\nobjectives:\n  listening: Escuchar a alguien hasta el final.\n"
        "modules:\n  begin: Para empezar\n  deepen: Más a fondo\n---\nUn curso sobre escuchar.\n"
    ),
    "content/courses/listening/quiet.es.md": (
        "---\ntitle: Estar en silencio\n---\nPrimero, silencio.\n\n"
        + question("quiet-one")
        + "```quiz\nid: quiet-think\nquestion: ¿Qué dirías?\n```\n"
    ),
    "content/courses/listening/asking.es.md": "---\ntitle: Preguntar\n---\nDespués, pregunta.\n",
    "content/assessments/exam.es.md": (
        "---\ntitle: El examen de escucha\nagree_to: Respondo por mi cuenta.\n---\nTómate tu tiempo.\n"
    ),
    "content/assessments/open.es.md": "---\ntitle: Una prueba para todo el mundo\n---\n",
    "content/assessments/banks/listening.es.md": "---\n---\n" + "".join(question(f"bank-{n}") for n in range(12)),
    "certificates/listener/credential.es.md": "---\ntitle: Quien escucha\n---\nSabe escuchar.\n",
}


def under(code: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The same as translations into another language, such as `de`, which the interface does not speak."""
    return {path.replace(".es.md", f".{code}.md"): text for path, text in files.items()}
