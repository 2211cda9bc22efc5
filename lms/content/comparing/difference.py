"""What an edit means: every difference between two states of the content, in an author's words."""

from __future__ import annotations

from collections.abc import Iterator

from lms.content.comparing.change import About, Change, Means, State, came_and_went
from lms.content.comparing.courses import course_changes
from lms.content.comparing.history import quizzes_of
from lms.content.comparing.questions import question_changes
from lms.content.comparing.renamed import renamings, state_led_on
from lms.content.comparing.rules import assessment_changes, credential_changes, issuer_changes, media_changes
from lms.content.comparing.schemes import scheme_changes
from lms.content.kinds import KINDS
from lms.content.reading.register import TRANSLATION
from lms.content.reading.targets import BANKS, Target


def differences(before: State, after: State) -> tuple[Change, ...]:
    """Every difference, thing by thing: courses with their lessons, banks, assessments, credentials, pictures."""
    renamed = list(renamings(before, after))
    before = state_led_on(before, after.world.former)
    found = [
        *renamed,
        *course_changes(before, after),
        *_bank_changes(before, after),
        *assessment_changes(before, after),
        *credential_changes(before, after),
        *scheme_changes(before, after),
        *issuer_changes(before, after),
        *media_changes(before, after),
        *_other_files(before, after),
    ]
    # What is about one thing stands together, in the order in which the things were first met.
    order = {key: place for place, key in enumerate(dict.fromkeys((one.file, one.thing, one.title) for one in found))}
    return tuple(sorted(found, key=lambda one: order[one.file, one.thing, one.title]))


def _is_whole(kind: str) -> bool:
    known = KINDS.named(kind)
    return kind == TRANSLATION if known is None else known.compared_as_a_whole


def _other_files(before: State, after: State) -> Iterator[Change]:
    """Files that are compared as a whole: what they say shows elsewhere."""
    old, new = before.world.tree.files, after.world.tree.files
    for path in sorted(old.keys() | new.keys()):
        kind = KINDS.of_file(path)
        if not _is_whole(kind) or (path in old and path in new and old[path].hash == new[path].hash):
            continue
        how = "is new" if path not in old else "is gone" if path not in new else "changed"
        about = About(path, path, path.rpartition("/")[2])
        yield about.change(kind, f"the {kind} {how}", Means.SHOWN)


def _bank_changes(before: State, after: State) -> Iterator[Change]:
    old, new = before.world.banks, after.world.banks
    gone, came = came_and_went(old, new)
    for id in came:
        yield _bank(after, id).change("bank", f"a new bank with {len(new[id].blocks)} questions", Means.DRAWN)
    for id in gone:
        yield _bank(before, id).change("bank", "the bank is gone", Means.DRAWN)
    quizzes_before, quizzes_now = quizzes_of(before.world), quizzes_of(after.world)
    for id in new:
        if id in old:
            about, scope = _bank(after, id), Target(BANKS, id).path
            yield from about.plain("wording", "title", Means.SHOWN, old[id].title, new[id].title)
            yield from question_changes(about.file, scope, quizzes_before[scope], quizzes_now[scope])


def _bank(state: State, id: str) -> About:
    part = state.world.banks[id]
    return About(part.head.file, Target(BANKS, id).path, part.title)
