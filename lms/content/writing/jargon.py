"""Jargon: words of medicine, research and business for which there are plain ones, or which want a line of explanation.

The list is short on purpose, and holds only words that hardly anybody uses at home. A term is fine where the glossary
has it, or where the text itself says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lms.content.writing.reading import Page
from lms.sources.diagnostics import Place

PLAIN = {
    "adherence": "taking a medicine as agreed",
    "adverse event": "harm during a treatment",
    "adverse events": "harm during a treatment",
    "aetiology": "cause",
    "ambulatory": "able to walk; without staying overnight",
    "analgesic": "painkiller",
    "asymptomatic": "without symptoms",
    "benchmarking": "comparing with others",
    "biomarker": "a sign that can be measured in the body",
    "comorbidities": "other illnesses at the same time",
    "comorbidity": "another illness at the same time",
    "contraindicated": "not safe for you",
    "contraindication": "a reason not to take it",
    "deliverables": "what has to be done",
    "double-blind": "neither side knows who gets what",
    "efficacy": "how well it works",
    "endpoint": "what a study measures at its end",
    "epidemiology": "how illness spreads among people",
    "etiology": "cause",
    "fair market value": "what others pay for the same work",
    "haemorrhage": "heavy bleeding",
    "hemorrhage": "heavy bleeding",
    "hypertension": "high blood pressure",
    "hypotension": "low blood pressure",
    "iatrogenic": "caused by treatment",
    "idiopathic": "without a known cause",
    "incidence": "how many people newly fall ill",
    "informed consent": "agreeing after being told what it means",
    "multimorbidity": "several illnesses at once",
    "myocardial infarction": "heart attack",
    "nephrology": "care of the kidneys",
    "oedema": "swelling",
    "off-label": "for a use that the medicine is not approved for",
    "palliative": "to ease symptoms",
    "pathogenesis": "how an illness begins",
    "pharmacokinetics": "what the body does with a medicine",
    "pharmacovigilance": "watching medicines for harm",
    "placebo-controlled": "compared with a dummy treatment",
    "polypharmacy": "taking many medicines at once",
    "prevalence": "how many people have it",
    "prognosis": "how an illness will probably go on",
    "prophylactic": "to prevent",
    "prophylaxis": "prevention",
    "randomised": "by chance",
    "randomized": "by chance",
    "renal": "of the kidneys",
    "sequelae": "lasting effects",
    "stakeholder": "somebody concerned",
    "stakeholders": "those concerned",
    "subcutaneous": "under the skin",
    "titration": "changing a dose step by step",
    "utilisation": "use",
    "utilization": "use",
}
_ANY = "|".join(sorted(map(re.escape, PLAIN), key=len, reverse=True))
_TERMS = re.compile(rf"(?<![^\W_])(?:{_ANY})(?![^\W_])", re.IGNORECASE)
_BEGINNINGS = sorted({term[:5] for term in PLAIN})
_EXPLAINED = (
    r"[\"”’*_]{0,3}(?:\s*\(|\s?[:–—]"
    r"|, or [^,.;:]{3,60},|,? (?:means?|meaning|(?:is|are) (?:an?|the|how|what|when)|that is|in other words|which)\b)"
)
_EXPLAINING = r"(?:\(|\b(?:or|called|known as|means|named|term|word)\s+(?:an?\s+|the\s+)?)[\"“‘*_]{0,3}"


def used(page: Page) -> dict[str, Place]:
    """The terms of the list that a text uses, each with the place of its first use."""
    first: dict[str, Place] = {}
    for stretch in page.stretches:
        small = stretch.blanked.casefold()
        if stretch.kind != "heading" and any(beginning in small for beginning in _BEGINNINGS):
            for found in _TERMS.finditer(stretch.blanked):
                if found[0].casefold() not in first:
                    first[found[0].casefold()] = stretch.place(*found.span())
    return first


def explained(page: Page, terms: Collection[str]) -> frozenset[str]:
    """Those of some terms that a text explains, sets apart by emphasis, or puts into quotation marks."""
    whole = "\n".join(stretch.text for stretch in page.stretches)
    return frozenset(term for term in terms if _explains(whole, re.escape(term)))


def _explains(text: str, term: str) -> bool:
    forms = (rf"\b{term}{_EXPLAINED}", rf"{_EXPLAINING}{term}\b", rf"[*_\"“]{{1,3}}{term}[*_\"”]{{1,3}}")
    return any(re.search(form, text, re.IGNORECASE) is not None for form in forms)
