"""Options under letters: reading them, naming them in a key, and giving them other names for an attempt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from lms.questions.kind import NotAnAnswer, Reading
from lms.questions.quiz import Choice, Json, Rule, Solution
from lms.questions.shapes import Markdown
from lms.questions.stream import Stream
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings
from lms.sources.quickline import escape
from lms.sources.suggest import did_you_mean, latin, listed, of_another_alphabet
from lms.sources.yamltext import Node, Scalar
from lms.sources.yamltext import Sequence as Items
from lms.wording.phrases import _

_AROUND_A_LETTER = "().:] \t\u00a0\"'“”„‘’‚«»`*"
_LETTER = re.compile("[A-Za-z]")
LEAST, MOST = 2, 10


def read_choices(reading: Reading, key: str) -> tuple[Choice, ...]:
    """The options under a key, in the author's order; from two to ten of them, each under a letter of its own."""
    fields = reading.fields
    pairs = fields.mapping(key)
    if pairs is None:
        return ()
    choices: list[Choice] = []
    written: dict[str, str] = {}
    for letter, node in pairs:
        if not _LETTER.fullmatch(letter.text):
            message = f"`{shorten(letter.text)}` is not a letter."
            help = cut_by_comma(node)
            bare = latin(letter.text.strip(_AROUND_A_LETTER))
            edits = (Edit(letter.place, bare),) if _LETTER.fullmatch(bare) and not help else ()
            help = help or of_another_alphabet(letter.text) + "Name each option with one letter: a, b, c …"
            fields.findings.add(letter.place, "Q202", message, help, edits=edits)
            if help:
                continue
        text = _text_of(reading, key, letter, node)
        if text is None:
            continue
        same = written.setdefault(" ".join(text.text.split()), letter.text)
        if same != letter.text:
            message = f"`{shorten(letter.text)}` says the same as `{same}`."
            fields.findings.add(text.place, "Q206", message, "Change one of the two, or take it out.")
        choices.append(Choice(letter.text, reading.inline(text)))
    if not LEAST <= len(pairs) <= MOST:
        message = f"There {'is' if len(pairs) == 1 else 'are'} {len(pairs)} in `{key}`."
        fields.findings.add(fields.key_place(key), "Q201", message, f"Write from {LEAST} to {MOST}.")
    return tuple(choices)


def _text_of(reading: Reading, key: str, letter: Scalar, node: Node) -> Scalar | None:
    findings = reading.fields.findings
    if isinstance(node, Scalar):
        if node.text.strip():
            return node
        findings.add(letter.place, "S202", f"`{shorten(letter.text)}` has no text.", "Write it after the colon.")
    else:
        shape = "list" if isinstance(node, Items) else "group of keys"
        message = f"`{shorten(letter.text)}` in `{key}` must be one text, not a {shape}."
        findings.add(node.place, "S203", message, "Put quotation marks around a text with a colon or brackets in it.")
    return None


def cut_by_comma(node: Node) -> str:
    """The help for a key without a value: inside braces it is most likely the rest of a text with a comma in it."""
    if isinstance(node, Scalar) and not node.text and not node.style:
        return "A comma ends a text inside { }: put the text in quotation marks."
    return ""


def known_letter(scalar: Scalar, choices: Sequence[Choice], what: str, findings: Findings) -> str | None:
    """The letter that a text names, None with a finding where there is no such option. `what` is its name in words."""
    letters = keys_of(choices)
    letter = scalar.text.strip()
    if letter in letters:
        return letter
    if not letters:
        # Without options there is a finding already, and every letter would only repeat it.
        return None
    several = [one for one in re.split(r"[\s,;&]+|\band\b|\bor\b", letter) if one]
    if set(letter) <= set(letters) and len(set(letter)) == len(letter):
        several = list(letter)
    meant = ""
    if len(several) > 1 and set(several) <= set(letters):
        meant = f"[{', '.join(several)}]"
        help = f"Write several as a list: {meant}"
    else:
        meant = _letter_meant(letter, choices)
        help = f"{of_another_alphabet(letter)}Did you mean `{meant}`?" if meant else did_you_mean(letter, letters)
    edits = (Edit(scalar.place, meant),) if meant else ()
    findings.add(scalar.place, "Q203", f"There is no {what} `{shorten(letter)}`.", help, edits=edits)
    return None


def _letter_meant(written: str, choices: Sequence[Choice]) -> str:
    """The letter of an option that was written in the other case, as `b)`, or with its whole text; else ""."""
    bare = latin(written.strip(_AROUND_A_LETTER)).casefold()
    found = [choice.key for choice in choices if choice.key.casefold() == bare or choice.html == escape(written)]
    return found[0] if len(found) == 1 else ""


def known_letters(
    scalars: Iterable[Scalar], choices: Sequence[Choice], what: str, findings: Findings
) -> tuple[str, ...]:
    """The letters that a list names, each once; what is unknown or there twice becomes a finding."""
    found: dict[str, None] = {}
    for scalar in scalars:
        letter = known_letter(scalar, choices, what, findings)
        if letter in found:
            findings.add(scalar.place, "Q204", f"`{letter}` is in this list twice.", "Name each letter once.")
        elif letter is not None:
            found[letter] = None
    return tuple(found)


def missing_letters(reading: Reading, key: str, named: Collection[str], choices: Sequence[Choice]) -> None:
    """A finding where a key that must name every letter leaves some out."""
    left_out = [letter for letter in keys_of(choices) if letter not in named]
    if left_out:
        message = f"`{key}` leaves out {listed(left_out, 'and')}."
        reading.fields.fault(key, "Q205", message, "Name every letter once.")


def keys_of(choices: Iterable[Choice]) -> tuple[str, ...]:
    return tuple(choice.key for choice in choices)


def steady_order(choices: Sequence[Choice], salt: str, telling: Sequence[str]) -> tuple[Choice, ...]:
    """An order of hashes: the same at each visit, and not the author's. It is never the one called `telling`."""
    order = sorted(choices, key=lambda choice: sha256(f"{salt}\0{choice.key}".encode()).digest())
    if len(order) > 1 and keys_of(order) == tuple(telling):
        order = [*order[1:], order[0]]
    return tuple(order)


def author_letters(drawn: Sequence[Choice], written: Sequence[Choice], given: Json) -> Iterator[str]:
    """The author's letters for what was chosen of a drawn question, whose options stand in the author's order."""
    letters = dict(zip(keys_of(drawn), keys_of(written), strict=True))
    for name in given if isinstance(given, list) else [given]:
        if name in letters:
            yield letters[name]


def texts_by_key(choices: Iterable[Choice]) -> dict[str, str]:
    return {choice.key: choice.html for choice in choices}


def written_choices(choices: Iterable[Choice], markdown: Markdown) -> dict[str, str]:
    """Options as an author wrote them, in the order of their letters."""
    return {choice.key: markdown(choice.html) for choice in sorted(choices, key=lambda choice: choice.key)}


def renamed(choices: Iterable[Choice], names: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(names[choice.key], choice.html) for choice in choices)


def new_names(letters: Iterable[str], stream: Stream) -> dict[str, str]:
    """A token of this attempt for every letter."""
    letters = tuple(letters)
    return dict(zip(letters, stream.tokens(len(letters)), strict=True))


def re_explained(solution: Solution, names: Mapping[str, str], rule: Rule) -> Solution:
    """The solution under new names: its rule as given, its explanations moved along."""
    why = {names.get(part, part): html for part, html in solution.why.items()}
    return replace(solution, key=replace(solution.key, rule=rule), why=why)


def public_choices(choices: Iterable[Choice]) -> list[Json]:
    return [{"key": choice.key, "html": choice.html} for choice in choices]


def accept_key(value: Json, choices: Sequence[Choice]) -> str | NotAnAnswer:
    if isinstance(value, str) and value in keys_of(choices):
        return value
    return NotAnAnswer(_("Choose one of the options that are shown."))


def accept_keys(value: Json, choices: Sequence[Choice]) -> list[str] | NotAnAnswer:
    """A list of different keys, in the order given."""
    known = keys_of(choices)
    if not isinstance(value, list) or len(value) > len(known):
        return NotAnAnswer(_("Send a list of the options that are shown, each at most once."))
    if not all(isinstance(one, str) and one in known for one in value):
        return NotAnAnswer(_("Choose only among the options that are shown."))
    if len(set(value)) < len(value):
        return NotAnAnswer(_("Name each option only once."))
    return list(value)


def lines(choices: Iterable[Choice], tag: str = "ul") -> str:
    """Options as an HTML list, or as themselves where there is one alone."""
    items = [choice.html for choice in choices]
    if len(items) == 1 and tag == "ul":
        return items[0]
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
