"""The name of a language inside of a sentence."""

from __future__ import annotations

import pickle

import pytest

from lms.wording.languages import Languages
from lms.wording.phrases import _
from lms.wording.pseudo import PSEUDO
from lms.wording.tongues import Tongue


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("en-GB", "Some of its questions are in Spanish alone."),
        ("es", "Algunas de sus preguntas están solo en español."),
        ("fr", "Certaines de ses questions n’existent qu’en espagnol."),
        ("ar", "بعض أسئلته متاح باللغة الإسبانية وحدها."),
    ],
)
def test_a_sentence_names_a_language_as_its_own_language_does(reader: str, said: str) -> None:
    words = _("Some of its questions are in %(original)s alone.", original=Tongue("es", "Español"))
    assert words.in_language(Languages().of(reader)) == said


def test_a_language_that_nobody_has_a_name_for_keeps_its_own() -> None:
    name = Tongue("qxx", "Qxx")
    assert (name, name.in_language(Languages().of("ar"))) == ("Qxx", "Qxx")


def test_a_form_of_a_language_says_so_and_the_name_can_be_kept() -> None:
    name = pickle.loads(pickle.dumps(Tongue("pt-BR", "Português (BR)")))
    assert (name, name.in_language(Languages().of("es"))) == ("Portuguese (Brazil)", "portugués (Brasil)")
    assert name.in_language(Languages().of(PSEUDO)) == "Portuguese (Brazil)"
