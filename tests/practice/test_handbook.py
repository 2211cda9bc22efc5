"""What a candidate is told of a scheme, and that an earlier version is kept as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from lms.content.reading.model import Catalog
from lms.content.reading.schemes import stricter
from lms.practice.handbook import Handbook, Said, from_json, handbook
from tests.support.schemed import SCHEME, SCHEME_FILE, SCHEMED
from tests.support.site import FILES, catalog_of

H = timedelta(hours=1)
BANK = "content/assessments/banks/listening.md"


def named(path: str) -> Said:
    return Said(path.upper(), "en")


def book(catalog: Catalog) -> Handbook:
    made = handbook(catalog, catalog.credentials["guide"], catalog.schemes["guide"], named)
    assert made is not None
    return made


def test_it_has_everything_that_a_candidate_asks_for() -> None:
    told = book(catalog_of(SCHEMED))
    assert [(way.asks, way.statement) for way in told.ways] == [
        ((Said("COURSES/LISTENING", "en"),), ""),
        ((), "I have listened to people for two years."),
    ]
    assert [(part.title, part.weight, part.questions) for part in told.parts] == [
        ("Listening to the end", Fraction(1), 4)
    ]
    assert (told.questions, told.pilots, told.exact) == (4, 1, True)
    assert (told.within, told.policy.per_year, told.valid) == (timedelta(days=10), 2, (3, 0, 0))
    assert "I will guide." in told.code_html


def test_the_waits_are_those_of_examination_and_scheme_together() -> None:
    assert book(catalog_of(SCHEMED)).policy.wait_between == (2 * H, 48 * H)
    assert stricter((H, 2 * H), (3 * H,)) == (3 * H, 3 * H)
    assert stricter((), (H,)) == stricter((H,), ()) == (H,)


def test_it_says_about_where_papers_may_differ_in_their_parts() -> None:
    two = SCHEME.replace("weight: 100%", "weight: 75%").replace(
        "decision:", "  - {id: other, title: Other, weight: 25%, objectives: [asking]}\ndecision:", 1
    )
    course = "content/courses/listening/course.md"
    changes = {
        **SCHEMED,
        SCHEME_FILE: two,
        course: FILES[course].replace("modules:", "  asking: Ask.\nmodules:", 1),
        BANK: FILES[BANK].replace(
            "objective: listening\nquestion: What about bank-1?", "objective: asking\nquestion: So?"
        ),
    }
    told = book(catalog_of(changes))
    assert ([part.questions for part in told.parts], told.exact) == ([3, 1], False)


def test_what_is_kept_of_it_is_the_whole_of_it() -> None:
    told = replace(book(catalog_of(SCHEMED)), analysed=None)
    assert from_json(json.loads(json.dumps(told.to_json()))) == told


def test_without_its_examination_there_is_none() -> None:
    catalog = catalog_of(SCHEMED)
    lost = replace(catalog, assessments={})
    assert handbook(lost, catalog.credentials["guide"], catalog.schemes["guide"], named) is None
