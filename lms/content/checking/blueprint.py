"""Whether the blueprint of every assessment can be drawn, for every learner and every seed."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from hashlib import sha256

from lms.content.checking.references import check_objective
from lms.content.reading.model import Draw
from lms.content.reading.parts import AssessmentPart, BankPart, DrawPart
from lms.content.reading.site import World
from lms.content.reading.targets import BANKS, Target
from lms.questions.blueprint import Shortage
from lms.questions.paper import undrawable
from lms.questions.quiz import Quiz
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.suggest import same_word
from lms.sources.yamltext import shorten

_PREFIXES = ("assessments/banks/", "banks/")

Proofs = MutableMapping[str, tuple[Shortage, ...]]
"""What was found out about a blueprint before, by the hash of all that it depends on."""


def bank_id(word: str) -> str | None:
    """The id of the bank that `from` names, None where the word names no bank at all."""
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            return word.removeprefix(prefix)
    return None


def check_blueprints(world: World, findings: Findings, proofs: Proofs) -> None:
    pools = {name: {block.quiz.id: block.quiz for block in bank.blocks} for name, bank in world.banks.items()}
    for assessment in world.assessments.values():
        known = [_check_line(world, line, findings) for line in assessment.draw]
        if all(known) and known:
            _check_drawable(world, assessment, pools, findings, proofs)


def draw_of(line: DrawPart) -> Draw:
    """A line of the blueprint as the catalog keeps it."""
    return Draw(
        bank=(bank_id(line.bank.text) or "") if line.bank is not None else "",
        use="" if line.use is None else line.use.text,
        take=1 if line.use is not None else line.take,
        objective="" if line.objective is None else line.objective.text,
        level=line.level,
        status=line.status,
    )


def _check_line(world: World, line: DrawPart, findings: Findings) -> bool:
    """Whether a line can be proven: its bank is there and whole, and what it asks for exists."""
    fine = line.usable
    if line.objective is not None:
        fine = check_objective(world, line.objective, findings) and fine
    if line.bank is None:
        return False
    name = bank_id(line.bank.text)
    bank = world.banks.get(name or "")
    if bank is None:
        if Target(BANKS, name or "").path not in world.hidden:
            _report_bank(world, line.bank.text, line.bank.place, findings)
        return False
    if line.use is not None:
        fine = _check_used(world, bank, line, findings) and fine
    return fine and bank.head.whole


def _report_bank(world: World, word: str, place: Place, findings: Findings) -> None:
    names = [Target(BANKS, name).path for name in world.banks]
    last = word.rsplit("/", 1)[-1].removesuffix(".md")
    meant = Target(BANKS, last).path if last in world.banks else same_word(word, names)
    help = f"Did you mean `{meant}`?" if meant else world.did_you_mean(word, names)
    message = f"There is no bank `{shorten(word)}`."
    edits = (Edit(place, meant),) if meant else ()
    findings.add(place, "A101", message, help or "Name it such as banks/consent.", edits=edits)


def _check_used(world: World, bank: BankPart, line: DrawPart, findings: Findings) -> bool:
    if line.use is None:
        return True
    quiz = next((block.quiz for block in bank.blocks if block.quiz.id == line.use.text), None)
    if quiz is None:
        if bank.head.whole:
            names = [block.quiz.id for block in bank.blocks]
            message = f"The bank has no question `{shorten(line.use.text)}`."
            meant = same_word(line.use.text, names)
            edits = (Edit(line.use.place, meant),) if meant else ()
            findings.add(line.use.place, "A102", message, world.did_you_mean(line.use.text, names), edits=edits)
        return False
    if quiz.status == line.status:
        return True
    message = f"`{quiz.id}` is {quiz.status}, and so it is not drawn here."
    if quiz.status == "pilot":
        help = "Add `status: pilot` to this line: then it is shown, and not scored."
    else:
        help = "Use another question, or make this one active."
    findings.add(line.use.place, "A103", message, help)
    return False


def _check_drawable(
    world: World,
    assessment: AssessmentPart,
    pools: Mapping[str, Mapping[str, Quiz]],
    findings: Findings,
    proofs: Proofs,
) -> None:
    wanted = [draw_of(line) for line in assessment.draw]
    proof = _fingerprint(world, assessment, wanted)
    shortages = proofs.get(proof)
    if shortages is None:
        shortages = proofs[proof] = undrawable(wanted, pools)
    for shortage in shortages:
        lines = [assessment.draw[n] for n in shortage.lines]
        place = lines[0].take_place if lines else assessment.draw_place
        others = "" if len(lines) < 2 else f" (lines {', '.join(str(line.place.line) for line in lines)})"
        findings.add(place, "A106", shortage.message.rstrip(".") + others + ".", shortage.help)


def _fingerprint(world: World, assessment: AssessmentPart, wanted: Sequence[Draw]) -> str:
    """The hash of everything that the proof depends on: the blueprint's file and those of its banks."""
    banks = sorted({world.banks[draw.bank].head.file for draw in wanted})
    files = [world.tree.files[file] for file in (assessment.head.file, *banks)]
    return sha256("\n".join(f"{file.path} {file.hash}" for file in files).encode()).hexdigest()
