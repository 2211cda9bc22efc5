"""The languages of an attempt: those that its paper was written in when it was drawn, whatever was edited since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content.languages import chosen
from lms.content.model import Assessment, Catalog
from lms.questions.paper import Paper
from lms.questions.quiz import Json
from lms.store.attempts import AttemptRecord


@dataclass(frozen=True, slots=True)
class Tongue:
    """An attempt in a language. `key` is the language that its texts are kept under, "" for the original's.

    `languages` are all that it can be read in, first that of the original.
    """

    language: str
    key: str
    languages: tuple[str, ...]
    title: str
    title_language: str
    objectives: Mapping[str, str]

    def of(self, question: Json) -> str:
        """The language of one question: it may be left to be translated."""
        return self.key if self.key in question.get("languages", {}) else self.languages[0] if self.languages else ""


def tongues_to_json(catalog: Catalog, assessment: Assessment, paper: Paper, objectives: Mapping[str, str]) -> Json:
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


def tongue_of(record: AttemptRecord, wanted: tuple[str, ...]) -> Tongue:
    """The attempt in the first wanted language that it was kept in; else in that of its original."""
    usual = record.policy.get("language", "")
    others: Mapping[str, Json] = record.policy.get("languages", {})
    languages = (usual, *others) if others else ()
    key = chosen(wanted, languages)
    own: Mapping[str, Json] = others.get(key, {})
    return Tongue(
        language=key or usual,
        key=key if key in others else "",
        languages=languages,
        title=own.get("title", record.title),
        title_language=key if "title" in own else usual,
        objectives={**record.policy["objectives"], **own.get("objectives", {})},
    )
