"""Questions as they were in the revision that an attempt was drawn from, with their keys under the author's letters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from lms.content.kinds import KINDS
from lms.content.reading.site import gather
from lms.content.reading.targets import target_of
from lms.questions.quiz import Quiz
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile, tree_of
from lms.store import revisions


class DrawnQuestions:
    """Reads each bank file once, in whatever revisions it stands."""

    def __init__(self) -> None:
        self._by_revision: dict[str, Mapping[str, Quiz]] = {}
        self._by_file: dict[tuple[str, str], Mapping[str, Quiz]] = {}

    def of(self, session: Session, revision: str) -> Mapping[str, Quiz]:
        """The questions of a published revision by their source, "bank/id"; none of one that is not there."""
        known = self._by_revision.get(revision)
        if known is None:
            files = {
                path: hash for path, hash in revisions.hashes_of(session, revision).items() if _is_drawn_from(path)
            }
            self._read(session, files.items())
            known = self._by_revision[revision] = {
                source: quiz for file in files.items() for source, quiz in self._by_file[file].items()
            }
        return known

    def of_file(self, session: Session, path: str, hash: str) -> Mapping[str, Quiz]:
        """The questions of one stored bank file."""
        self._read(session, [(path, hash)])
        return self._by_file[path, hash]

    def _read(self, session: Session, files: Iterable[tuple[str, str]]) -> None:
        new = [file for file in files if file not in self._by_file]
        contents = revisions.contents(session, {hash for _, hash in new})
        for path, hash in new:
            self._by_file[path, hash] = _questions_in(SourceFile(path, contents[hash], hash))


def _is_drawn_from(path: str) -> bool:
    kind = KINDS.named(KINDS.of_file(path))
    return kind is not None and kind.drawn_from


def _questions_in(source: SourceFile) -> dict[str, Quiz]:
    kind = KINDS[KINDS.of_file(source.path)]
    alone = gather(tree_of({source.path: source.content}), {source.path: kind.read(source, Findings())}, KINDS)
    # Of two questions with one id the first holds it, as in the compiled bank.
    return {
        f"{target_of(asked.path).id}/{block.quiz.id}": block.quiz
        for asked in kind.quizzes(alone)
        for block in reversed(asked.blocks)
    }
