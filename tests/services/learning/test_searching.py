"""Searching: what is found, in which order, by whom; and what nobody is told who may not read it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.questions.searchwords import Signs
from lms.services.ground.person import Person
from lms.services.learning import searching
from lms.services.learning.searching import Found, Hit
from lms.services.publishing import indexing
from lms.store import searching as index
from tests.services.walks import finish_course
from tests.support.site import FILES, House

DOOR = "content/courses/listening/03-silence.md"
FOR_TESTS: Mapping[str, str] = {
    **FILES,
    "content/courses/listening/02-asking.md": FILES["content/courses/listening/02-asking.md"].replace(
        "Then ask.", "Then *ask*. LANTERN <&> " + "One more sentence of no weight. " * 30
    ),
    DOOR: FILES[DOOR].replace("title: Silence", "title: ZEALOUS silence").replace("And wait.", "And wait. HARBOUR."),
    "content/pages/about.md": "---\ntitle: About harmonies\nsummary: Who sings.\n---\nWe sing. Lantern bearers.\n",
    "content/pages/about.es.md": "---\ntitle: Sobre las canciones\nsummary: Quién canta.\n---\nCantamos con él.\n",
    "content/pages/hidden.md": "---\ntitle: MEADOW\nsummary: Not yet.\ndraft: yes\n---\nMEADOW.\n",
    "content/glossary.md": "---\nterms:\n  Lantern: It gives light.\n  Oar: It moves a boat.\n---\n",
}


def serve(house: House, changes: Mapping[str, str] = FOR_TESTS) -> House:
    house.serve(changes)
    with house.context.database.writing() as session:
        index.keep(session, house.catalog.revision, indexing.searched(house.catalog))
    return house


def search(house: House, asked: str, person: Person | None = None, language: str = "en", after: str = "") -> Found:
    context = house.context.for_reader((language,))
    return searching.search(context, person, asked, language, after)


def addresses(found: Found) -> list[str]:
    return [one.address for one in found.hits]


def languages(found: Found) -> list[str]:
    return [one.language for one in found.hits]


def marked(hit: Hit) -> list[str]:
    return [piece.text for piece in (*hit.title, *hit.excerpt) if piece.marked]


@pytest.mark.postgres
def test_courses_lessons_publications_and_terms_are_found_on_either_database(any_house: House) -> None:
    house = serve(any_house)
    amal = house.person()
    assert addresses(search(house, "lantern", amal))[0] == "/glossary#lantern"
    assert set(addresses(search(house, "LANTÉRN", amal))) == {
        "/glossary#lantern",
        "/about",
        "/courses/listening/asking",
    }
    assert addresses(search(house, "how to list", amal)) == ["/courses/listening"]
    assert addresses(search(house, "singing", amal)) == []
    assert addresses(search(house, "harm", amal)) == ["/about"]
    assert addresses(search(house, "harm sings", amal)) == []
    assert addresses(search(house, "wait", amal)) == []
    finish_course(house, amal)
    assert addresses(search(house, "wait", amal)) == ["/courses/listening/silence"]


@pytest.mark.postgres
def test_whatever_is_typed_is_no_error_on_either_database(any_house: House) -> None:
    house = serve(any_house)

    @given(st.text(max_size=300))
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def typed(asked: str) -> None:
        found = search(house, asked)
        assert found.count >= len(found.hits)

    typed()
    for asked in ['"', "a OR", "NEAR(", "title:", "x*", "a & !b:*", "\\'", "(", "🙂", "\0", "a" * 5000, "la " * 99]:
        search(house, asked)


@given(st.text())
def test_nothing_that_is_typed_is_a_sign_to_the_databases(asked: str) -> None:
    words = Signs().words(asked)
    if words:
        anywhere, titled = index.fts_queries(words)
        assert anywhere.count('"') == 2 * len(words)
        assert titled == f"title : ({anywhere})"
        anywhere, titled = index.tsqueries(words)
        assert anywhere.count("'") == titled.count("'") == 2 * len(words)
        assert "\\" not in anywhere


@pytest.fixture
def served(house: House) -> House:
    return serve(house)


CANARIES = ("ZEALOUS", "HARBOUR", "MEADOW", "CANARY", "bank-1", "second of", "pilot-one")


def test_what_is_closed_a_draft_or_of_a_question_is_told_to_nobody(served: House) -> None:
    for person in (None, served.person(), served.person("Rosa Lima", role="admin")):
        for canary in CANARIES:
            for part in (canary, canary[:5]):
                assert search(served, part, person) == Found((), 0), (part, person)


def test_a_lesson_is_found_by_whom_it_is_open_for(served: House) -> None:
    amal, rosa = served.person(), served.person("Rosa Lima")
    finish_course(served, amal)
    for asked in ("zealous", "harbour", "silence"):
        assert addresses(search(served, asked, amal)) == ["/courses/listening/silence"]
        assert search(served, asked, rosa) == search(served, asked) == Found((), 0)
    for canary in ("CANARY", "bank-1", "MEADOW", "second of quiet"):
        assert search(served, canary, amal) == Found((), 0)


def test_who_is_not_signed_in_finds_the_first_lesson_of_a_course_alone(served: House) -> None:
    assert addresses(search(served, "quiet first")) == ["/courses/listening/quiet"]
    assert "/courses/listening/asking" not in addresses(search(served, "lantern"))
    assert search(served, "lantern").count == 2


def test_titles_come_before_texts(served: House) -> None:
    amal = served.person()
    assert addresses(search(served, "asking", amal)) == ["/courses/listening/asking"]
    assert addresses(search(served, "listen", amal))[0] == "/courses/listening"


def test_ones_own_language_comes_first_and_each_thing_once(served: House) -> None:
    assert languages(search(served, "sing")) == ["en"]
    assert languages(search(served, "canciones", language="es")) == ["es"]
    assert languages(search(served, "s", language="es"))[0] == "es"
    assert languages(search(served, "harmonies", language="es")) == ["en"]
    both = addresses(search(served, "c", language="es"))
    assert len(both) == len(set(both))


def test_words_are_marked_where_they_stand(served: House) -> None:
    (hit,) = search(served, "ask lantern", served.person()).hits
    assert marked(hit) == ["ask", "LANTERN"]
    assert "".join(piece.text for piece in hit.excerpt).startswith("Then ask. LANTERN <&> One more")
    (hit,) = search(served, "él", language="es").hits
    assert marked(hit) == ["él"]


def test_the_excerpt_is_what_stands_around_the_first_of_the_words(served: House) -> None:
    text = "One more sentence of no weight. " * 30 + "A needle. " + "And so on it goes. " * 30
    serve(served, {**FOR_TESTS, "content/pages/about.md": f"---\ntitle: About\nsummary: Us.\n---\n{text}\n"})
    (hit,) = search(served, "needle").hits
    excerpt = "".join(piece.text for piece in hit.excerpt)
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "A needle. And" in excerpt
    assert len(excerpt) < 300


def test_lists_go_on_after_the_last_of_them(served: House) -> None:
    terms = "".join(f"  Paddle{n:02}: It moves a boat.\n" for n in range(45))
    serve(served, {**FOR_TESTS, "content/glossary.md": f"---\nterms:\n{terms}---\n"})
    first = search(served, "paddle")
    second = search(served, "paddle", after=first.after)
    third = search(served, "paddle", after=second.after)
    seen = [*addresses(first), *addresses(second), *addresses(third)]
    assert (len(seen), len(set(seen)), first.count, third.after) == (45, 45, 45, "")
    assert addresses(search(served, "paddle", after="/nowhere")) == addresses(first)


def test_nothing_is_asked_for_by_spaces_and_signs(served: House) -> None:
    assert search(served, " ") == search(served, "!?🙂") == search(served, "\0") == Found((), 0)


def test_a_long_question_is_cut_and_says_so(served: House) -> None:
    assert search(served, "lantern " * 12).cut is False
    assert search(served, "lantern " * 13).cut is True
    assert search(served, "lantern" + " " * 500).count == search(served, "lantern").count


def test_before_there_is_an_index_it_is_said(house: House) -> None:
    house.serve(FOR_TESTS)
    assert search(house, "lantern").ready is False
    assert search(serve(house), "nowhere").ready is True
