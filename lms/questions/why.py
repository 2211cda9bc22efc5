"""`why`: one explanation for the whole question, or one for each of its parts."""

from __future__ import annotations

from lms.questions.kind import Reading
from lms.questions.letters import cut_by_comma
from lms.questions.quiz import Key, Question
from lms.questions.register import AnyKind
from lms.sources.characters import shorten
from lms.sources.suggest import did_you_mean, listed
from lms.sources.yamltext import Mapping_, Scalar

# An author may say yes for true wherever a true or false is asked, here as in the answer.
_SAME = {"yes": "true", "no": "false"}


def read_why(reading: Reading, kind: AnyKind, question: Question, key: Key) -> dict[str, str]:
    """HTML by part, or under "" for the whole. That the key is nowhere explained is a warning."""
    fields = reading.fields
    node = fields.node("why")
    if isinstance(node, Mapping_):
        return _by_part(reading, kind, question, key)
    written = fields.scalar("why")
    if written is not None:
        return {"": reading.block(written)}
    if kind.scored and not fields.has("why") and not fields.is_misspelt("why"):
        help = "Add `why:`, and say in a sentence or two why the answer is right."
        fields.findings.warn(fields.place, "Q107", "This quiz does not say why its answer is right.", help)
    return {}


def _by_part(reading: Reading, kind: AnyKind, question: Question, key: Key) -> dict[str, str]:
    fields = reading.fields
    parts = kind.parts(question.body)
    found: dict[str, str] = {}
    for scalar, node in fields.mapping("why") or ():
        part = scalar.text.strip()
        part = _SAME.get(part, part) if parts and part not in parts else part
        if parts is None:
            message = f"A `{kind.name}` has no parts to explain one by one."
            fields.findings.add(scalar.place, "Q106", message, "Write one text after `why:`.")
        elif not parts:
            # The options could not be read, which is a finding already.
            continue
        elif part not in parts:
            message = f"`why` explains `{shorten(part)}`, and there is no such option."
            fields.findings.add(scalar.place, "Q106", message, cut_by_comma(node) or did_you_mean(part, parts))
        elif not isinstance(node, Scalar):
            fields.findings.add(node.place, "S203", f"The `why` of `{part}` must be a text.", "Write it as one text.")
        elif node.text.strip():
            found[part] = reading.block(node)
    unexplained = [part for part in kind.right_parts(key) if part not in found]
    if unexplained:
        message = f"`why` does not say why {listed(unexplained, 'and')} is right."
        fields.findings.warn(fields.key_place("why"), "Q107", message, f"Add a line for {listed(unexplained, 'and')}.")
    return found
