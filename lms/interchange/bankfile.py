"""Questions as the file of a bank: YAML that says what was meant, ids that stay the same, and one block for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from lms.content.reading.names import proposed_id
from lms.interchange.draft import Draft
from lms.questions.quiz import Json

_PLAIN = re.compile(r"[^\W_][^\n:#\[\]{}\"'`\\|>&*!%@]*")
_WORDS_OF_AN_ID = 6


def with_ids(drafts: Sequence[Draft], taken: set[str]) -> list[Draft]:
    """The same questions, each with an id of its own: from its name, else from its first words, else from all of them.

    The same file gives the same ids again, and a question more at its end changes none of those before it.
    """
    found = []
    for draft in drafts:
        base = proposed_id(draft.name) or _from_words(draft) or _from_everything(draft)
        name, n = base, 1
        while name in taken:
            n += 1
            name = f"{base[: 63 - len(str(n))].rstrip('-')}-{n}"
        taken.add(name)
        found.append(draft.with_fields(id=name))
    return found


def _from_words(draft: Draft) -> str:
    text = str(draft.fields.get("question") or draft.fields.get("text") or "")
    words = re.findall(r"[^\W_]+", re.sub(r"\]\([^)]*\)|\[\[\w+\]\]", " ", text))
    return proposed_id(" ".join(words[:_WORDS_OF_AN_ID])) if words and "".join(words).isascii() else ""


def _from_everything(draft: Draft) -> str:
    return f"q-{sha256(repr(sorted(draft.fields.items())).encode()).hexdigest()[:10]}"


def with_scenarios(drafts: Sequence[Draft]) -> tuple[dict[str, str], list[Draft]]:
    """The texts that questions share, by id, and the questions that name them."""
    texts: dict[str, str] = {}
    found = []
    for draft in drafts:
        if draft.scenario and draft.scenario not in texts:
            words = proposed_id(" ".join(re.findall(r"[^\W_]+", draft.scenario)[:_WORDS_OF_AN_ID]))
            base = f"about-{words}"[:58].rstrip("-") if words else "about"
            taken = set(texts.values())
            texts[draft.scenario] = next(
                name for n in range(1, len(drafts) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken
            )
        found.append(draft.with_fields(scenario=texts[draft.scenario]) if draft.scenario else draft)
    return {name: text for text, name in texts.items()}, found


def bank_text(drafts: Sequence[Draft], scenarios: Mapping[str, str], front: Mapping[str, Json], prose: str) -> str:
    """The whole file. The drafts have their ids."""
    head = _mapping({key: value for key, value in front.items() if value}, 0)
    pieces = [f"---\n{head}---\n", f"{prose}\n" if prose else ""]
    pieces += [block("scenario", {"id": name, "text": text}) for name, text in scenarios.items()]
    pieces += [block("quiz", draft.ordered()) for draft in drafts]
    return "\n".join(piece for piece in pieces if piece)


def block(name: str, fields: Mapping[str, Json]) -> str:
    """A fenced block, with a fence that nothing inside it can be taken for."""
    inner = _mapping(fields, 0)
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", inner, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{name}\n{inner}{fence}\n"


def _mapping(fields: Mapping[str, Json], indent: int) -> str:
    return "".join(
        f"{' ' * indent}{scalar(str(key), indent)}:{_value(value, indent)}\n" for key, value in fields.items()
    )


def _value(value: Json, indent: int) -> str:
    if isinstance(value, Mapping):
        return "\n" + _mapping(value, indent + 2).removesuffix("\n")
    if isinstance(value, list | tuple):
        return (
            " []" if not value else "".join(f"\n{' ' * (indent + 2)}- {scalar(str(one), indent + 2)}" for one in value)
        )
    return f" {scalar(str(value), indent)}"


def scalar(text: str, indent: int) -> str:
    """A text as YAML, plain where it can be, on lines of its own where it has several."""
    text = text.replace("\t", "    ").strip()
    if "\n" in text:
        # A first line that begins with a space would be taken for the indentation; texts are stripped, so none does.
        lines = (f"{' ' * (indent + 2)}{line.rstrip()}".rstrip() for line in text.split("\n"))
        return "|-\n" + "\n".join(lines)
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and " #" not in text:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
