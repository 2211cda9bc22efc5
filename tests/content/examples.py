"""The examples of every code laid into a small site: what a wrong one and a right one do there.

An example is a few lines as an author writes them; `PROOFS` says into which file they go. Where an example is told in
words ("a file of 300 KiB"), the proof is the file that the words describe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Changes = Mapping[str, bytes | str | None]
Lay = Callable[[str], Changes]

COURSE = "content/courses/foundations/course.md"
FIRST = "content/courses/foundations/01-what-is-leading.md"
LESSON = "content/courses/foundations/02-telling-your-story.md"
FAIR = "content/courses/foundations/03-fair-terms.md"
BANK = "content/assessments/banks/consent.md"
RECORD = "content/assessments/banks/adopted/consent.md"
EXAM = "content/assessments/foundations-exam.md"
CREDENTIAL = "certificates/foundations/credential.md"
DESIGN = "certificates/foundations/certificate.html"
ISSUER = "certificates/issuer.md"
ISSUER_TEXT = "---\nname: The council\nemail: certificates@example.org\n---\n"
TOOL = "content/tools/ties.md"
PAGE = "content/pages/privacy.md"
RESOURCE = "content/resources/visit.md"
MEDIA = "content/courses/foundations/media"
PICTURE = f"{MEDIA}/rosa.jpg"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\x00\x0b\x08\0\2\0\2\1\1\x11\0\xff\xd9"

_QUIZ = {
    "choose-one": {"question": "x?", "options": "{a: Ask him., b: Tell all., c: Wait., d: Go.}", "answer": "a"},
    "choose-many": {"question": "x?", "options": "{a: Ask him., b: Tell all., c: Wait., d: Go.}", "answer": "[a, c]"},
    "put-in-order": {"question": "x?", "options": "{a: Ask., b: Listen., c: Write.}", "answer": "[a, b, c]"},
    "true-or-false": {"question": "x?", "answer": "no"},
    "short-answer": {"question": "x?", "accept": "[consent]"},
    "number": {"question": "x?", "answer": "12"},
    "fill-in": {"text": "We ask for [[1]].", "blanks": "{1: {accept: [consent]}}"},
    "scale": {"question": "x?", "from": "1", "to": "5"},
}


def quiz(type: str = "choose-one", **given: str) -> Lay:
    """Lines of a quiz, which is made whole by lines that are not in them."""

    def lay(text: str) -> Changes:
        return {LESSON: lesson_text(whole_quiz(plain(text), type, given))}

    return lay


def page_text(body: str) -> str:
    return f"---\ntitle: Who keeps what\n---\n{body}\n"


def publication_text(front: str, body: str = "Ask.") -> str:
    return f"---\ntitle: A visit\n{front}\n---\n{body}\n"


def credential_text(front: str) -> str:
    return f"---\ntitle: Leader\n{front}\nrequires: [courses/foundations]\n---\n"


LEADER = "certificates/leader/credential.md"
ENDORSED = {
    LEADER: credential_text("kind: certification\nvalid_for: 3 years"),
    "certificates/leader-creator/credential.md": credential_text("kind: endorsement\nendorses: certificates/leader"),
}
"""A certification, and an endorsement of it."""


def tool_text(*asks: str, gives: str = "gives: This is it.") -> str:
    return f"---\ntitle: Say what ties you\n{gives}\n---\nSay it.\n{''.join(asks)}"


def ask_text(text: str, id: str = "who") -> str:
    """Lines of an ask, which is made whole by lines that are not in them."""
    rest = {"id": id, "type": "choose-one", "question": "x?", "options": "{a: Rosa., b: Amal.}"}
    written = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    more = "".join(f"{key}: {value}\n" for key, value in rest.items() if key not in written)
    return f"```ask\n{text}\n{more}```\n"


def ask(text: str) -> Changes:
    """Lines of an ask, behind one that is always asked."""
    return {TOOL: tool_text(ask_text("id: kind"), ask_text(plain(text)))}


def whole_quiz(text: str, type: str, given: Mapping[str, str] | None = None) -> str:
    written = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
    rest = {"id": "rosa-asks", "type": type, **_QUIZ[type], "why": "It is his story too.", **(given or {})}
    more = "".join(f"{key}: {value}\n" for key, value in rest.items() if key not in written)
    return f"```quiz\n{text}\n{more}```\n"


def lesson_text(body: str, front: str = "title: Telling your story") -> str:
    return f"---\n{front}\n---\n{body}\n"


def plain(text: str) -> str:
    """An example without the remarks in brackets that stand behind a line."""
    return re.sub(r" {2,}\([^\n]*\)$", "", text, flags=re.MULTILINE)


def front(path: str, base: str) -> Lay:
    """Lines of a front matter, with lines of its own for what they leave out."""

    def lay(text: str) -> Changes:
        text = plain(text)
        text = re.sub(r"\A---\n|\n---\Z", "", text)
        written = set(re.findall(r"^([a-z_]+):", text, re.MULTILINE))
        more = [line for line in base.split("\n") if line.partition(":")[0] not in written]
        return {path: "---\n" + "\n".join([text, *more]) + "\n---\n"}

    return lay


in_lesson = front(LESSON, "title: Telling your story")
in_lesson_alone = front(LESSON, "")
in_course = front(COURSE, "title: Foundations\nobjectives: {story-consent: Ask for consent.}")
in_exam = front(EXAM, "title: Exam\npass_mark: 75%\ndraw: [{take: 1, from: banks/consent}]")
in_credential = front(
    CREDENTIAL, "title: Leader\nkind: course-certificate\nrequires: [courses/foundations]\nagree_to: code-of-conduct.md"
)
in_issuer = front(ISSUER, "name: The council")


_in_scheme = front(
    "certificates/foundations/scheme.md",
    "version: 1\nscope: Leads.\nexamination: assessments/foundations-exam\n"
    "routes: [{id: courses, requires: [courses/foundations]}]\n"
    "domains: [{id: ethics, weight: 100%, objectives: [story-consent]}]",
)


def in_scheme(text: str) -> Changes:
    """Lines of a scheme, beside a certification."""
    return {**_in_scheme(text), **in_credential("kind: certification\nvalid_for: 3 years")}


def in_body(text: str) -> Changes:
    return {LESSON: lesson_text(plain(text))}


def drawn(text: str) -> Changes:
    return {EXAM: f"---\ntitle: Exam\npass_mark: 75%\ndraw:\n{_indented(plain(text))}\n---\n"}


def in_draw(text: str) -> Changes:
    text = plain(text)
    text = text if text.startswith("- ") else "- " + text.replace("\n", "\n  ")
    if "from:" not in text:
        text += "\n  from: banks/consent"
    if "take:" not in text and "use:" not in text:
        text += "\n  take: 1"
    return drawn(text)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


def in_design(text: str) -> Changes:
    return {DESIGN: f"<p>{text}</p>"}


def in_style(text: str) -> Changes:
    return {"certificates/foundations/certificate.css": f"p {{ src: {text} }}"}


def as_picture(text: str) -> Changes:
    return {DESIGN: f"<img {text}>"}


def whole_lesson(text: str) -> Changes:
    return {LESSON: text}


def modules(text: str) -> Changes:
    """The modules of the course, or the list of lessons in one."""
    text = plain(text)
    if text.startswith("lessons:"):
        text = f"- id: others\n  lessons: [what-is-leading, telling-your-story]\n- id: all\n  title: All\n  {text}"
    else:
        text = (
            text.replace("\n- ", "\n  lessons: [what-is-leading, telling-your-story]\n- ", 1)
            + "\n  lessons: [fair-terms]"
        )
    return {COURSE: f"---\ntitle: Foundations\nobjectives: {{story-consent: x}}\nmodules:\n{_indented(text)}\n---\n"}


def paths(text: str) -> Changes:
    """An example that is the path of a file: the lesson under another name."""
    return {LESSON: None, text: lesson_text("x")}


Both = tuple[Changes, Changes]
_TRUE = whole_quiz("", "true-or-false").replace("```quiz\n\n", "```quiz\n")
_BIG = lesson_text("word " * 60_000)
_SCENARIO = "```scenario\nid: {0}\ntext: Rosa speaks.\n```\n"


def _other_course(objective: str) -> Changes:
    return {
        "content/courses/privacy/course.md": f"---\ntitle: Privacy\nobjectives: {{{objective}: x}}\n---\n",
        "content/courses/privacy/01-one.md": lesson_text("x"),
    }


def _without_course(course: str | None) -> Changes:
    return {"content/courses/new/01-first.md": lesson_text("x"), "content/courses/new/course.md": course}


def _waiting(first: str) -> Changes:
    return {
        FIRST: lesson_text("x", f"title: x\nopens_after: [{first}]" if first else "title: x"),
        LESSON: lesson_text("x", "title: x\nopens_after: [what-is-leading]"),
    }


def _called(id: str) -> str:
    return "\n" + _TRUE.replace("rosa-asks", id)


def _was(other: str) -> Changes:
    return {
        LESSON: lesson_text(_TRUE.replace("rosa-asks", other) + "\n" + _TRUE.replace("id:", "was: rosa-consent\nid:"))
    }


_ASKED = "\nobjective: story-consent"


def in_record(text: str) -> Changes:
    return {RECORD: f"---\nbank: banks/consent\nby: The council\nday: 2026-11-01\nreason: In use.\n{text}\n---\n"}


PROOFS: Mapping[str, Lay | Both] = {
    "S001": ({LESSON: lesson_text("x", "title: Café").encode("latin-1")}, {LESSON: lesson_text("x", "title: Café")}),
    "S002": in_lesson_alone,
    "S003": ({LESSON: _BIG}, {LESSON: lesson_text("word " * 600)}),
    "S007": whole_lesson,
    "S008": whole_lesson,
    "S009": lambda text: {text: lesson_text("x")},
    "S010": ({LESSON: lesson_text("<b>\n" * 400)}, {LESSON: lesson_text("x")}),
    "S011": in_body,
    "S012": (
        {"content/courses/foundations/02-telling-your-story (copy).md": lesson_text("x")},
        {LESSON: lesson_text("x")},
    ),
    "S013": ({"content/courses/foundations/media/Thumbs.db": "x"}, {}),
    "S014": in_body,
    "S015": ({PICTURE: "<!doctype html>"}, {PICTURE: JPEG}),
    "S016": lambda text: {"certificates/foundations/logo.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'},
    "S101": in_lesson_alone,
    "S102": in_lesson,
    "S103": lambda text: in_course(f"{text}\n    lessons: [what-is-leading]"),
    "S104": quiz(),
    "S105": in_lesson_alone,
    "S106": quiz(),
    "S107": quiz(answer="a", why="It is so."),
    "S108": (
        {LESSON: lesson_text(whole_quiz("note: " + "x" * 70_000, "choose-one"))},
        {LESSON: lesson_text("x" * 70_000 + "\n\n" + whole_quiz("note: x", "choose-one"))},
    ),
    "S109": ({LESSON: lesson_text("```quiz\nid: first\n---\nid: second\n```\n")}, {LESSON: lesson_text(_TRUE)}),
    "S110": lambda text: {LESSON: lesson_text(whole_quiz(f"options:\n  {text}\n  b: Wait.", "choose-one"))},
    "S111": quiz("number"),
    "S112": (
        {LESSON: lesson_text(_TRUE.replace("answer: ", "answer:\u00a0"))},
        {LESSON: lesson_text(_TRUE)},
    ),
    "S113": quiz(),
    "S201": in_lesson_alone,
    "S202": in_lesson_alone,
    "S203": in_course,
    "S204": quiz(),
    "S205": lambda text: {LESSON: lesson_text(_TRUE, f"title: x\n{text}")},
    "S206": in_course,
    "S207": in_course,
    "S208": in_exam,
    "S209": in_exam,
    "S210": quiz("number"),
    "M101": in_body,
    "M102": in_body,
    "M103": in_body,
    "M104": in_body,
    "M105": in_body,
    "M106": in_body,
    "M107": lambda text: {FIRST: lesson_text(text)},
    "M108": lambda text: {FIRST: lesson_text(text), LESSON: lesson_text("## Ask first\n\nx")},
    "M109": in_body,
    "M110": lambda text: {LESSON: lesson_text(text), f"{MEDIA}/rosa.heic": b"\0\0\0\x18ftypheic"},
    "M111": in_body,
    "M112": in_body,
    "M114": in_body,
    "M115": in_body,
    "M116": in_body,
    "M117": in_body,
    "M119": in_body,
    "M118": lambda text: {
        LESSON: lesson_text(text),
        f"{MEDIA}/rosa.mp3": b"ID3 sound",
        f"{MEDIA}/told.mp3": b"ID3 sound",
        f"{MEDIA}/told.transcript.md": "I was nineteen.",
    },
    "M113": in_body,
    "M207": lambda text: {
        LESSON: lesson_text(text.replace("question:", "id: one\ntype: number\nwhy: It is.\nquestion:", 1))
    },
    "M201": lambda text: {LESSON: lesson_text(_TRUE.replace("```quiz", text))},
    "M202": lambda text: {LESSON: lesson_text(text)},
    "M203": ({COURSE: lesson_text(_TRUE)}, {LESSON: lesson_text(_TRUE)}),
    "M204": lambda text: {LESSON: lesson_text(text.replace("…", "question: x?\nanswer: no\nwhy: x"))},
    "M205": lambda text: {LESSON: lesson_text("x\n\n" + text.replace("…", "question: x?\nanswer: no\nwhy: x") + "\n")},
    "M206": in_body,
    "I001": paths,
    "I002": lambda text: dict.fromkeys(
        (f"content/courses/foundations/{name}" for name in re.findall(r"\S+\.md", text)), lesson_text("x")
    ),
    "I003": (
        {FIRST: lesson_text(_TRUE), LESSON: lesson_text(_TRUE)},
        {FIRST: lesson_text(_TRUE), LESSON: lesson_text(_TRUE.replace("rosa-asks", "rosa-asks-again"))},
    ),
    "I004": (_other_course("story-consent"), _other_course("photo-consent")),
    "I005": modules,
    "I006": (_was("rosa-consent"), _was("another")),
    "I007": (
        {LESSON: lesson_text(_SCENARIO.format("rosa") * 2)},
        {LESSON: lesson_text(_SCENARIO.format("rosa") + _SCENARIO.format("rosa-later"))},
    ),
    "I008": lambda text: {
        COURSE: "---\ntitle: Foundations\nobjectives: {story-consent: Ask for consent.}\nmodules:\n"
        f"{_indented(text)}\n    lessons: [what-is-leading, telling-your-story, fair-terms]\n---\n"
    },
    "I009": (
        {LESSON: lesson_text("x", "title: x\nwas: fair-terms")},
        {LESSON: lesson_text("x", "title: x\nwas: asking")},
    ),
    "I010": lambda text: {LESSON: lesson_text("x", f"title: x\n{plain(text)}")},
    "C101": (_without_course(None), _without_course("---\ntitle: New\n---\n")),
    "C102": (
        {"content/courses/new/course.md": "---\ntitle: New\n---\n"},
        _without_course("---\ntitle: New\n---\n"),
    ),
    "C103": modules,
    "C104": lambda text: {**modules(text), "content/courses/foundations/04-new.md": lesson_text("x")},
    "C105": (
        modules("- id: a\n  lessons: [fair-terms]\n- id: b"),
        modules("- id: a\n- id: b"),
    ),
    "C106": in_lesson,
    "C107": in_course,
    "C108": in_course,
    "R101": in_exam,
    "R102": in_course,
    "R103": (_waiting("telling-your-story"), _waiting("")),
    "R104": lambda text: {"content/courses/empty/course.md": "---\ntitle: Empty\n---\n", **in_exam(text)},
    "R105": quiz(),
    "R106": lambda text: {LESSON: lesson_text(whole_quiz(text, "choose-one") + _called("consent-withdrawn"))},
    "R107": lambda text: {**_other_course("photo-consent"), **in_exam(text)},
    "A101": in_draw,
    "A102": in_draw,
    "A103": in_draw,
    "A104": drawn,
    "A105": in_draw,
    "A106": in_draw,
    "A108": in_exam,
    "A109": in_exam,
    "K101": in_credential,
    "K102": in_credential,
    "K103": lambda text: in_credential(f"kind: certification\n{text}"),
    "K104": in_credential,
    "K105": ({DESIGN: None, "certificates/foundations/certificate.css": None}, {}),
    "K106": in_design,
    "K107": in_design,
    "K108": as_picture,
    "K109": ({ISSUER: None}, {}),
    "K110": in_issuer,
    "K111": in_style,
    "K112": in_design,
    "K113": lambda text: {CREDENTIAL: None, text: site()[CREDENTIAL]},
    "K114": lambda text: {LEADER: ENDORSED[LEADER], CREDENTIAL: credential_text(text)},
    "K115": lambda text: {
        LEADER: ENDORSED[LEADER],
        CREDENTIAL: credential_text(f"{text}\nvalid_for: 3 years" if "certification\n" in text else text),
    },
    "P101": in_scheme,
    "P102": in_scheme,
    "P103": in_scheme,
    "P104": in_scheme,
    "P105": in_scheme,
    "P106": lambda text: {**in_scheme(text), **in_exam("wait_between: [24 hours]")},
    "P107": lambda text: in_credential(f"{plain(text)}\nvalid_for: 3 years" if "certification " in text else text),
    "P108": lambda text: {
        **in_scheme(""),
        BANK: f"---\ntitle: Consent\n---\n{whole_quiz(f'{plain(text)}{_ASKED}', 'true-or-false')}",
        LESSON: lesson_text(whole_quiz("id: rosa-consent", "true-or-false")),
    },
    "P109": in_scheme,
    "P110": in_scheme,
    "P111": in_scheme,
    "P112": in_scheme,
    "P113": lambda text: {
        **in_scheme(""),
        **in_credential(plain(text) + ("" if "course" in text else "\nvalid_for: 3 years")),
    },
    "P201": lambda text: {PAGE: page_text(plain(text)), ISSUER: ISSUER_TEXT},
    "P202": lambda text: {
        PAGE: page_text(plain(text)),
        ISSUER: ISSUER_TEXT if "has email" in text else "---\nname: The council\n---\n",
    },
    "P205": lambda text: {"content/paths/creator.md": publication_text(plain(text))},
    "P206": lambda text: {"content/resources/2027-03-visit.md": publication_text(plain(text))},
    "P207": lambda text: {RESOURCE: publication_text(plain(text))},
    "P208": lambda text: {
        RESOURCE: publication_text(plain(text)),
        "content/resources/media/one-page.pdf": "%PDF-1.4\n%%EOF\n",
    },
    "P209": lambda text: {
        RESOURCE: publication_text(plain(text), "word " * (600 if "six hundred" in text else 300)),
    },
    "P210": lambda text: {"content/paths/creator.md": publication_text(plain(text)), **ENDORSED},
    "Q401": lambda text: {TOOL: tool_text(f"```ask\nid: when\n{text}\nquestion: x?\n```\n")},
    "Q402": (
        {TOOL: tool_text(ask_text("id: who"), ask_text("id: who"))},
        {TOOL: tool_text(ask_text("id: who"), ask_text("id: for-whom"))},
    ),
    "Q403": ask,
    "Q404": lambda text: {TOOL: tool_text(ask_text("id: what"), gives=plain(text))},
    "Q405": ask,
    "Q406": lambda text: {TOOL: tool_text(*([] if "without" in text else [ask_text("id: who")]))},
    "P204": lambda text: {PAGE: page_text("x").replace("\n---\nx", f"\n{plain(text)}\n---\nx")},
    "P203": lambda text: {PAGE: None if "without" in text else page_text("x")},
    "P116": in_record,
    "P117": ({RECORD: in_record(f"versions:\n  consent-1: {'0' * 64}")[RECORD]}, {}),
    "Q101": quiz(),
    "Q102": quiz(),
    "Q103": lambda text: {LESSON: lesson_text(_SCENARIO.format("rosa-talk") + whole_quiz(text, "choose-one"))},
    "Q104": lambda text: {LESSON: lesson_text(whole_quiz(text, "choose-one") + _called("consent-b"))},
    "Q105": quiz(),
    "Q106": quiz(),
    "Q107": quiz(),
    "Q201": quiz(answer="a"),
    "Q202": quiz(answer="a", why="x"),
    "Q203": quiz(),
    "Q204": quiz("choose-many"),
    "Q205": quiz("put-in-order"),
    "Q206": quiz(),
    "Q207": quiz(),
    "Q208": quiz("choose-many"),
    "Q209": quiz(),
    "Q301": quiz("short-answer"),
    "Q302": quiz("short-answer"),
    "Q303": quiz("short-answer"),
    "Q304": quiz("number"),
    "Q305": quiz("number"),
    "Q306": quiz("fill-in"),
    "Q307": quiz("fill-in"),
    "Q308": quiz("fill-in"),
    "Q309": quiz("fill-in"),
    "Q310": quiz("fill-in"),
    "Q311": quiz("scale"),
    "Q312": quiz("scale"),
    "Q313": quiz("number"),
}  # fmt: skip
"""The codes of files that only a disk can have (links, rights, a missing folder) are proven by their cases."""

ON_THE_DISK = ("S004", "S005", "S006")


def site() -> dict[str, bytes]:
    """The site that the examples are laid into: it has what they name."""
    bank = "---\ntitle: Consent\nobjective: story-consent\n---\n"
    for n, id in enumerate(["consent-withdrawn", *(f"consent-{n}" for n in range(12))]):
        bank += (
            whole_quiz(f"id: {id}\nlevel: {'judge' if n else 'apply'}\nquestion: Is it {n}?", "true-or-false") + "\n"
        )
    bank += whole_quiz("id: consent-draft\nstatus: draft", "true-or-false")
    files = {
        COURSE: "---\ntitle: Foundations\nobjectives:\n  story-consent: Ask for consent.\n---\n",
        FIRST: lesson_text("x", "title: What is leading"),
        LESSON: lesson_text("x"),
        FAIR: lesson_text("x", "title: Fair terms"),
        "content/courses/foundations/media/consent-form.pdf": "%PDF-1.7",
        "content/courses/foundations/media/rosa.mp3": "ID3",
        "content/courses/foundations/rosa.jpg": "x",
        BANK: bank,
        EXAM: "---\ntitle: Exam\npass_mark: 75%\ndraw:\n  - take: 1\n    from: banks/consent\n---\n",
        CREDENTIAL: "---\ntitle: Leader\nkind: course-certificate\nrequires: [courses/foundations]\n---\n",
        DESIGN: "<p>{{ holder }}</p>",
        "certificates/foundations/certificate.css": "p { margin: 0 }",
        "certificates/foundations/code-of-conduct.md": "# Code of conduct\n",
        "certificates/foundations/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "certificates/foundations/font.woff2": "wOF2",
        ISSUER: "---\nname: The council\n---\n",
        **{f"content/pages/{name}.md": page_text("x") for name in ("accessibility", "contact", "privacy")},
    }
    return {path: text.encode() for path, text in files.items()} | {PICTURE: JPEG}
