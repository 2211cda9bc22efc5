"""The glossary on the web: there for anyone, where the site has one."""

from __future__ import annotations

from tests.support.site import House
from tests.support.web import Caller
from tests.web.site import FILES

GLOSSARY = "---\ntitle: Words we use\nterms:\n  IRB: The *group* that looks at <studies>.\n---\nIn our own words.\n"


def test_it_is_there_for_anyone_and_named_at_the_foot_of_every_page(house: House, anyone: Caller) -> None:
    house.serve({**FILES, "content/glossary.md": GLOSSARY})
    page = anyone.get("/glossary").text
    assert '<h1 lang="en" dir="ltr">Words we use</h1>' in page
    assert '<dt id="irb">IRB</dt>' in page
    assert "<dd>The <em>group</em> that looks at &lt;studies&gt;.</dd>" in page
    assert "<p>In our own words.</p>" in page
    for address in ("/courses", "/courses/welcome/every-kind", "/verify"):
        assert '<a href="/glossary">Words we use</a>' in anyone.get(address).text


def test_a_site_without_one_says_so_and_names_it_nowhere(house: House, anyone: Caller) -> None:
    house.serve(FILES)
    answer = anyone.get("/glossary")
    assert answer.status_code == 404
    assert "This site has no glossary yet." in answer.text
    assert "/glossary" not in anyone.get("/courses").text


def test_a_word_of_a_lesson_is_explained_in_the_language_of_the_lesson(house: House, anyone: Caller) -> None:
    english = "---\nterms: {silence: Saying nothing.}\n---\n"
    spanish = "---\ntitle: Palabras\nterms: {silencio: No decir nada.}\n---\n"
    lesson = "---\ntitle: One\n---\nIn silence, and en silencio.\n"
    files = {
        "content/courses/bees/course.md": "---\ntitle: Bees\n---\n",
        "content/courses/bees/01-one.md": lesson,
        "content/courses/bees/one.es.md": lesson.replace("One", "Uno"),
        "content/glossary.md": english,
        "content/glossary.es.md": spanish,
    }
    house.serve({**FILES, **files})
    page = anyone.get("/courses/bees/one").text
    assert '<button type="button" class="term" popovertarget="term_1">silence</button>' in page
    assert '<div class="meaning" id="term_1" popover><p><strong>silence</strong></p><div>Saying nothing.</div>' in page
    translated = anyone.get("/courses/bees/one", **{"Accept-Language": "es"}).text
    assert ">silencio</button>" in translated
    assert ">silence</button>" not in translated
    assert "Palabras" in anyone.get("/glossary", **{"Accept-Language": "es"}).text
    assert "Saying nothing." in anyone.get("/glossary").text


def test_the_foot_leads_to_the_glossary_of_the_pages_language_alone(house: House, anyone: Caller) -> None:
    words = {"content/glossary.md": GLOSSARY, "content/glossary.es.md": GLOSSARY.replace("Words", "Palabras")}
    about = {
        "content/pages/about.md": "---\ntitle: About\n---\n",
        "content/pages/about.es.md": "---\ntitle: Sobre\n---\n",
    }
    house.serve({**FILES, **words, **about})
    english, spanish = anyone.get("/about").text, anyone.get("/about", **{"Accept-Language": "es"}).text
    assert (english.count('href="/glossary"'), spanish.count('href="/glossary"')) == (1, 1)
    assert "Words we use" in english
    assert "Palabras we use" in spanish
