"""Which words ask for a diagnosis."""

from __future__ import annotations

import pytest

from lms.content.reading.diagnoses import asks_for_diagnosis


@pytest.mark.parametrize(
    "name",
    [
        "condition",
        "my-condition",
        "Diagnosis",
        "DISEASES",
        "chronic conditions",
        "conditions",
        "diagnóstico",
        "enfermedad",
        "maladie",
        "symptôme",
        "تشخيص",
        "which_illness",
    ],
)
def test_a_word_for_what_somebody_suffers_from_asks_for_it(name: str) -> None:
    assert asks_for_diagnosis(name)


@pytest.mark.parametrize("name", ["terms and conditions", "appointments", "air-conditioning", "sleep", "", "🐝", "---"])
def test_other_words_do_not(name: str) -> None:
    assert not asks_for_diagnosis(name)
