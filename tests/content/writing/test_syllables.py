"""Syllables of English words, counted by hand."""

from __future__ import annotations

import pytest

from lms.content.writing.syllables import syllables

COUNTED = {
    1: """a the you your of and to is it we they them this that these those which what who whom when where why how one
    two three four five health care life time day night year month ask asked say said tell told know known think
    thought read write wrote speak voice word help helped work worked live lived give take make made change
    changed own most least less though through tough rough might right light whole role rule smile league vague
    rogue friend friends don't can't it's you're clear size voice""",
    2: """table people little simple person story stories only very many any body leader leading patient patients
    doctor question questions answer open opened begin after before under over never wanted needed ended added
    didn't wasn't going doing being seeing trying saying buying social special science client quiet diet poet
    poem fluid ruin create trial dial giant prior lovely careful useful useless statement movement safely rarely
    likely hopeful something sometimes somewhere lifestyle guideline guidelines homework therefore lifetime
    baseline online boxes wishes watches reaches pages places causes houses raises changes faces closes handled
    settled tables handles centre metre fibre nation mission action section region conscious anxious cautious
    precious value issue rescue nephew argue argued player beyond layer million union onion senior junior
    hundred naked sacred business every evening soldier autumn column rhythm prism believe receive achieve
    review reviews series movies require required language guidance because always maybe yourself without advice
    notice service practice office promise purpose""",
    3: """idea area media radio audio video period previous serious various curious obvious medium premium actual
    usual gradual manual annual influence genuine continue continued easier earlier happier barrier carrier
    easiest family families animal hospital medicine medical clinical example important remember together
    another however whatever somebody caregiver caregivers everyone everything reaction creative creating
    behaviour opinion companion religion religious management requirement achievement awareness agreement
    settlement implement supplement element museum nucleus orient nutrient audience financial official potential
    essential initial beginning efficient considered delivered condition decision permission discussion autism
    heroic department government musician physician disagree guarantee""",
    4: """diabetes material immediate experience society variety anxiety reality january february appreciate associate
    negotiate initiate biology situation community ability activity necessary ordinary literacy information
    education conversation population everybody nevertheless recipient ingredient obedient continuous cooperate
    coordinate intuition legislation advocacy collaborate certificate participate professional confidential
    responsible available politician""",
    5: """individual participation organisation appreciation opportunity university communication examination
    creativity association collaboration""",
    6: "responsibility availability accessibility",
}


@pytest.mark.parametrize("count", COUNTED)
def test_words_that_were_counted_by_hand_have_as_many_syllables(count: int) -> None:
    assert {word: syllables(word) for word in COUNTED[count].split()} == dict.fromkeys(COUNTED[count].split(), count)


def test_capitals_accents_and_typographic_apostrophes_make_no_difference() -> None:
    assert [syllables(word) for word in ("HEALTH", "Café", "don’t", "naïve")] == [1, 2, 1, 2]


def test_a_word_of_two_parts_has_the_syllables_of_both() -> None:
    assert syllables("well-known") == 2
    assert syllables("evidence-based") == 4


@pytest.mark.parametrize("odd", ["", "7", "42", "'", "-", "ß", "健康", "здоровье", "xyz", "\u0301"])
def test_what_is_no_english_word_counts_as_one(odd: str) -> None:
    assert syllables(odd) == 1
