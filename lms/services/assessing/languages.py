"""The languages of an attempt: those that its paper was written in when it was drawn, whatever was edited since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.content.reading.languages import chosen
from lms.content.reading.model import Assessment, Catalog
from lms.questions.paper import Paper
from lms.questions.quiz import Json
from lms.store.attempts import AttemptRecord


@dataclass(frozen=True, slots=True)
class PaperLanguage:
    """An attempt in a language. `key` is the language that its texts are kept under, "" for the original's.

    `languages` are all that it can be read in, first that of the original; `in_part` are those that lack some question.
    """

    language: str
    key: str
    languages: tuple[str, ...]
    title: str
    title_language: str
    objectives: Mapping[str, str]
    in_part: tuple[str, ...] = ()

    def of(self, question: Json) -> str:
        """The language of one question: it may be left to be translated."""
        there = question.get("languages", {}).get(self.key)
        return self.key if there else self.languages[0] if self.languages else ""


def languages_to_json(catalog: Catalog, assessment: Assessment, paper: Paper, objectives: Mapping[str, str]) -> Json:
    """What an attempt keeps beside its policy: its language, and title and objectives in the others."""
    languages = {language for item in paper.items for language in item.translations}
    languages.update(language for language in assessment.languages if language != assessment.language)
    if not languages:
        return {}
    kept: dict[str, Json] = {}
    for language in sorted(languages):
        edition = catalog.editions[language]
        own = edition.assessments[assessment.id]
        kept[language] = {
            "objectives": {id: edition.objectives[id].text for id in objectives if id in edition.objectives}
        } | ({"title": own.title} if own.language_of("title") == language else {})
    return {"language": assessment.language, "languages": kept}


def paper_language(record: AttemptRecord, wanted: tuple[str, ...], questions: Sequence[Json] = ()) -> PaperLanguage:
    """The attempt in the first wanted language that it was kept in; else in that of its original.

    Where its stored `questions` are read with it, a language in which not one of them is there does not count.
    """
    usual = record.policy.get("language", "")
    asked = [one.get("languages", {}) for one in questions]
    others: Mapping[str, Json] = {
        language: own
        for language, own in record.policy.get("languages", {}).items()
        if not asked or any(one.get(language) for one in asked)
    }
    languages = (usual, *others) if others else ()
    key = chosen(wanted, languages)
    own: Mapping[str, Json] = others.get(key, {})
    return PaperLanguage(
        language=key or usual,
        key=key if key in others else "",
        languages=languages,
        title=own.get("title", record.title),
        title_language=key if "title" in own else usual,
        objectives={**record.policy["objectives"], **own.get("objectives", {})},
        in_part=tuple(language for language in others if not all(one.get(language) for one in asked)),
    )
