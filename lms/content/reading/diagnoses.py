"""Words that ask for a diagnosis, which nobody is asked for here and which no table has a place for."""

from __future__ import annotations

import re
import unicodedata

_LISTED = """
ailment ailments comorbidity condition diagnosed diagnoses diagnosis disease diseases disorder disorders illness
illnesses impairment sickness symptom symptoms syndrome syndromes icd
afeccion diagnostico diagnosticos dolencia enfermedad enfermedades padecimiento sindrome sintoma sintomas trastorno
diagnostic diagnostics maladie maladies pathologie symptome symptomes
تشخيص تشخيصك التشخيص مرض مرضك المرض امراض الامراض اعراض الاعراض
"""
_PLAIN = frozenset(_LISTED.split())
_BESIDE = frozenset(("chronic", "health", "medical", "my", "own", "their", "your"))
"""Beside one of these, `conditions` are not those of a contract."""

_WORD = re.compile(r"\w+")


def asks_for_diagnosis(name: str) -> bool:
    """Whether an id or a topic names what somebody suffers from, in whatever case and with or without accents."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    words = _WORD.findall("".join(one for one in folded if not unicodedata.combining(one)).replace("_", " "))
    if any(word in _PLAIN for word in words):
        return True
    return "conditions" in words and (len(words) == 1 or any(word in _BESIDE for word in words))
