"""With --reload an author sees on the page what is wrong; a learner's page never tells of it."""

from dataclasses import replace

import pytest

from lms.services import publishing
from lms.services.served import Served
from lms.web import authors
from lms.web.app import create_app
from tests.support.site import FILES, House

COURSE = "content/courses/listening/course.md"
KEY = "kJ8vQ2mX9bN4wR7tZ1pL6sD3fG5hY0cA"


@pytest.fixture
def site(house: House) -> House:
    for path, text in FILES.items():
        file = house.context.settings.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    settings = replace(house.context.settings, secret_key=KEY)
    house.context = replace(house.context, settings=settings, catalog=Served(house.context.database))
    publishing.publish(house.context)
    return house


def page(site: House, *, for_authors: bool) -> str:
    app = create_app(context=site.context)
    if for_authors:
        authors.install(app)
    return app.test_client().get("/courses").get_data(as_text=True)


def save(site: House, text: str) -> None:
    (site.context.settings.site / COURSE).write_text(text, encoding="utf-8")
    publishing.publish(site.context)


def test_a_fault_is_shown_to_the_author_on_the_last_good_page(site: House) -> None:
    save(site, FILES[COURSE] + "\n")
    clean = page(site, for_authors=True)
    assert "in the files" not in clean
    save(site, FILES[COURSE].replace("summary:", "<b>sumary</b>:"))
    faulty = page(site, for_authors=True)
    assert "How to listen." in faulty
    assert f"<code>{COURSE}</code>, line 3, column 1" in faulty
    assert "<b>sumary" not in faulty
    assert faulty.index("<main ") < faulty.index(COURSE) < faulty.index("</main>")


def test_a_learner_is_told_nothing_of_it(site: House) -> None:
    save(site, "---\ntitel: no\n---\n")
    assert COURSE not in page(site, for_authors=False)
