"""A translation held against its original: what is done, what is missing, what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lms.content.kinds import KINDS
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import Address, Part, TranslationPart
from lms.content.reading.site import World
from lms.content.translations.texts import ASKING, CHANGED, FRONT, PROSE, QUIZ, SCENARIO, UNTRANSLATED, Texts, texts_of
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile
from lms.sources.suggest import listed
from lms.sources.yamltext import shorten

KnownTexts = dict[str, tuple[str, Texts]]
"""The texts of originals by file, with the hash of the file: they are not looked for again."""


class Known(NamedTuple):
    """An original: what was read of it, and its language."""

    kind: str
    part: Part
    language: str


class Fit(NamedTuple):
    """A translation with its original."""

    translation: TranslationPart
    original: Known
    texts: Texts


Fits = Mapping[str, Mapping[str, Fit]]
"""By the file of the original, and by language."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a translation is. `changed` were translated, and their original is another now."""

    complete: tuple[Address, ...] = ()
    missing: tuple[Address, ...] = ()
    changed: tuple[Address, ...] = ()
    unstamped: tuple[Address, ...] = ()


def originals_of(world: World) -> dict[tuple[str, str], Known]:
    """Everything that can be translated, by folder and name."""
    found: dict[tuple[str, str], Known] = {}
    for kind in KINDS.values():
        for part, language in kind.translatable(world) if kind.translation is not None else ():
            folder, _, name = part.head.file.rpartition("/")
            found.setdefault((folder, id_of_name(name)), Known(kind.name, part, language))
    return found


def match(world: World, known: KnownTexts, findings: Findings) -> Fits:
    """Every translation with its original; what fits none is a finding."""
    if not world.translations:
        return {}
    originals = originals_of(world)
    hidden = {(file.rpartition("/")[0], id_of_name(file.rpartition("/")[2])) for file in world.hidden_files}
    found: dict[str, dict[str, Fit]] = {}
    for file, part in world.translations.items():
        place = Place(file, 1, 1, 1, 1)
        original = originals.get((part.folder, part.name))
        if original is None or original.kind != part.kind:
            if (part.folder, part.name) not in hidden:
                _report_orphan(world, part, originals, findings)
        elif part.language == original.language:
            message = f"The original is in this language already: {original.part.head.file}"
            findings.add(place, "T102", message, "Name this file by its own language.")
        elif part.language:
            by_language = found.setdefault(original.part.head.file, {})
            source = world.tree.files[original.part.head.file]
            fit = Fit(part, original, _texts(source, part.kind, known))
            if by_language.setdefault(part.language, fit) is not fit:
                message = f"This is translated in {by_language[part.language].translation.head.file} already."
                findings.add(place, "T103", message, "Keep one of the two.")
    return found


def _texts(source: SourceFile, kind: str, known: KnownTexts) -> Texts:
    before = known.get(source.path)
    if before is None or before[0] != source.hash:
        before = known[source.path] = (source.hash, texts_of(source, kind))
    return before[1]


def _report_orphan(
    world: World, part: TranslationPart, originals: Mapping[tuple[str, str], Known], findings: Findings
) -> None:
    beside = [name for folder, name in originals if folder == part.folder]
    near = world.nearest(part.name, beside)
    help = f"Did you mean `{near}.{part.language}.md`?" if near else "Write the original first, or take this file away."
    message = f"There is no original `{shorten(part.name)}.md` beside this translation."
    findings.add(part.head.start, "T104", message, help)


def state_of(fit: Fit) -> State:
    """What is done of a translation. Quizzes that nobody is shown need none."""
    groups: dict[str, list[Address]] = {"complete": [], "missing": [], "changed": [], "unstamped": []}
    for address, text in fit.texts.shown():
        groups[_state(fit.translation, address, text.stamp)].append(address)
    return State(**{name: tuple(addresses) for name, addresses in groups.items()})


def _state(part: TranslationPart, address: Address, stamp: str) -> str:
    text = part.texts.get(address)
    if text is None or text.mark == UNTRANSLATED:
        return "missing"
    if text.mark == CHANGED:
        return "changed"
    before = part.stamps.get(address)
    if before is None:
        return "unstamped"
    return "complete" if before == stamp else "changed"


def check_translations(world: World, fits: Fits, findings: Findings) -> None:
    for by_language in fits.values():
        for fit in by_language.values():
            _check_names(world, fit, findings)
            if fit.translation.head.whole:
                _check_state(fit, findings)
            _check_pictures(fit, findings)


def _check_names(world: World, fit: Fit, findings: Findings) -> None:
    """Ids, letters and gaps that the original does not have."""
    part, texts = fit.translation, fit.texts
    scenarios = {address.group.partition(" ")[2] for address in texts.texts if address.group.startswith(SCENARIO)}
    asking = KINDS.translation(part.kind).blocks
    for kind, named, there in ((asking, part.quizzes, texts.quizzes), (SCENARIO, part.scenarios, scenarios)):
        for name, place in named.items():
            if name not in there and fit.original.part.head.whole:
                message = f"The original has no {kind} `{shorten(name)}`."
                findings.add(place, "T105", message, world.did_you_mean(name, there) or "Take it out.")
    groups = {address.group for address in texts.texts}
    for address, text in part.texts.items():
        if address in texts.texts or address.group == PROSE or (address.group not in groups and address.group != FRONT):
            continue
        own = [one.part for one in texts.texts if one.group == address.group]
        message = f"The original has no text `{shorten(address.part)}` here."
        findings.add(text.place, "T105", message, _in_place_of(address.part, own) or "Take it out.")
    for quiz, gaps in part.gaps.items():
        wanted = texts.accepting.get(quiz, frozenset())
        if quiz in texts.accepting and (set(gaps.names) != wanted or len(gaps.names) != len(wanted)):
            place = part.texts[Address(f"{QUIZ} {quiz}", "text")].place
            message = f"The gaps of this text are not those of the original: {listed(sorted(wanted), 'and')}."
            findings.add(place, "T110", message, "Put each gap of the original into the text, once.")
    for (quiz, gap), place in part.accepted_places.items():
        if quiz in texts.quizzes and gap not in texts.accepting.get(quiz, frozenset()):
            what = f"gap `{shorten(gap)}`" if gap else "words to accept"
            findings.add(place, "T105", f"The original has no {what} here.", "Take it out.")


def _in_place_of(part: str, there: list[str]) -> str:
    key, dot, _ = part.partition(".")
    letters = [one.partition(".")[2] for one in there if one.startswith(f"{key}.")]
    if dot and letters:
        return f"It has {listed(letters, 'and')} under `{key}`."
    if any(one == key or one.startswith(f"{key}.") for one in there):
        return f"Write `{key}` in the form of the original: {'one text' if key in there else 'by letter'}."
    return ""


def _check_state(fit: Fit, findings: Findings) -> None:
    part, state = fit.translation, state_of(fit)
    whole = [quiz for quiz in fit.texts.quizzes if quiz not in fit.texts.hidden and quiz not in part.quizzes]
    if whole:
        message = f"Not translated yet: {_some(whole, *_CALLED[KINDS.translation(part.kind).blocks])}."
        findings.warn(part.head.start, "T107", message, _HOW)
    missing: dict[str, list[str]] = {}
    for address in state.missing:
        if address.quiz not in whole:
            missing.setdefault(address.group, []).append(address.part)
    for group, parts in missing.items():
        message = f"Not translated yet: {_named(group, parts)}."
        findings.warn(_place_of(part, group, parts), "T107", message, _HOW)
    for address in state.changed:
        original = fit.texts.texts[address].place
        message = f"The original of {_named(address.group, [address.part])} has changed since."
        help = f"Compare it with line {original.line} of {original.file}, and mend it; then {_STAMP_IT}"
        findings.warn(part.texts[address].place, "T108", message, help)
    if state.unstamped:
        count = len(state.unstamped)
        texts = "text does" if count == 1 else "texts do"
        message = f"{count} {texts} not say which words of the original they translate."
        findings.warn(part.head.start, "T109", message, _STAMP_IT[0].upper() + _STAMP_IT[1:])


_STAMP_IT = "run `lms content translate` for this file."
_HOW = "Readers see the original there. `lms content translate` writes it into this file, to be translated."
_MOST_NAMED = 5
_CALLED = {QUIZ: ("quiz", "quizzes"), "ask": ("ask", "asks")}


def _named(group: str, parts: list[str]) -> str:
    if group == PROSE:
        return " and ".join(_stretch(part) for part in parts[:_MOST_NAMED]) + (" …" if len(parts) > _MOST_NAMED else "")
    return _some(parts, "text", "texts") if group != FRONT else listed(parts, "and")


def _stretch(name: str) -> str:
    words = {"end": "the prose after the last question", "body": "the text under the front matter"}
    return words.get(name, f"the prose before `{name}`")


def _some(names: list[str], one: str, many: str) -> str:
    more = len(names) - _MOST_NAMED
    words = listed(names[:_MOST_NAMED], "and") if more <= 0 else f"{listed(names[:_MOST_NAMED], 'and')} and {more} more"
    return f"the {one if len(names) == 1 else many} {words}"


def _place_of(part: TranslationPart, group: str, parts: list[str]) -> Place:
    for name in parts:
        if (text := part.texts.get(Address(group, name))) is not None:
            return text.place
    kind, _, name = group.partition(" ")
    named: Callable[[str], Place | None] = part.quizzes.get if kind in ASKING else part.scenarios.get
    return named(name) or part.head.start


def _check_pictures(fit: Fit, findings: Findings) -> None:
    for address, text in fit.translation.texts.items():
        original = fit.texts.texts.get(address)
        if original is not None and text.mark != UNTRANSLATED and text.pictures < original.written.count("!["):
            message = f"The original has a picture in {_named(address.group, [address.part])}."
            findings.warn(text.place, "T111", message, "Put it in, and translate its words: ![…](media/…)")
