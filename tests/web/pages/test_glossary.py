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
