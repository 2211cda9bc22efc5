"""Paths, resources and whatever else is published: their pages, lists, months and feed, and what leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.content.throwaway.gathering import TEMPLATES
from tests.content.throwaway.notice import registered
from tests.services.walks import finish_course
from tests.support.site import FILES, House, house_at
from tests.support.web import API, Caller, app_of, signed_in, stranger

ATOM = "{http://www.w3.org/2005/Atom}"
CANARY = "Canary of a draft"
SITE = {
    **FILES,
    "content/paths/keepers.md": (
        "---\ntitle: Bee keepers\nsummary: Keep bees well.\norder: 1\nwas: beekeepers\n"
        "steps: [courses/listening, courses/listening/quiet, resources/visit, notices/look-up]\n"
        "endorsement: certificates/listener\n---\nPeople with *hives*.\n"
    ),
    "content/paths/tellers.md": "---\ntitle: Story tellers\norder: 2\n---\nPeople with stories.\n",
    "content/paths/hidden.md": f"---\ntitle: {CANARY}\ndraft: yes\n---\n{CANARY}\n",
    "content/resources/2027-03-visit.md": (
        "---\ntitle: A visit & more\nsummary: What to ask.\nkind: template\nprint: yes\nfile: media/one.pdf\n"
        "paths: [keepers]\ntopics: [visits]\nwas: [call, phone]\n---\nAsk, says {issuer.name}. <b>Now</b>\n"
    ),
    "content/resources/2027-02-energy.md": "---\ntitle: Energy\nlevel: practising\ndate: 2027-02-14\n---\nRest.\n",
    "content/resources/there.md": "---\ntitle: There\nkind: link\naddress: https://example.org/a?b=c&d=e\n---\nGo.\n",
    "content/resources/hidden.md": f"---\ntitle: {CANARY}\nmonth: 2027-03\ndraft: yes\n---\n{CANARY}\n",
    "content/resources/media/one.pdf": "%PDF-1.4\n%%EOF\n",
    "content/courses/short/course.md": "---\ntitle: Short\npaths: [tellers]\ntopics: [bees]\n---\nA short one.\n",
    "content/courses/short/01-only.md": "---\ntitle: Only\nminutes: 90\n---\nRead.\n",
    "content/notices/look-up.md": "---\ntitle: Look up\nwall: north\n---\nLook up.\n",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("publications")
    with registered(), house_at(f"sqlite:///{folder / 'lms.sqlite'}", folder, SITE) as made:
        yield made


@pytest.fixture(scope="module")
def app(house: House) -> Flask:
    made = app_of(house)
    loader = made.jinja_env.loader
    assert loader is not None
    made.jinja_env.loader = ChoiceLoader([loader, FileSystemLoader(TEMPLATES)])
    return made


@pytest.fixture
def reader(app: Flask) -> Caller:
    return stranger(app)


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


# The programme, and the way to it


def test_the_programme_leads_to_each_kind_that_there_is_something_of(reader: Caller) -> None:
    page = main(reader.get("/programme").text)
    assert re.findall(r'<h2 id="programme_(\w+)">', page) == ["courses", "paths", "resources", "notices"]
    assert 'href="/notices/look-up">Look up</a>' in page
    assert "On every wall." in page


def test_the_head_leads_to_the_programme_where_there_is_something(reader: Caller) -> None:
    def places(address: str) -> list[str]:
        head = reader.get(address).text.partition("<header")[2].partition("</header>")[0]
        return re.findall(r'<li><a href="[^"]*"[^>]*>([^<]+)</a></li>', head)

    assert places("/courses") == ["Courses", "Programme", "Sign in", "Join"]
    assert 'href="/programme" aria-current="page"' in reader.get("/resources/visit").text
    assert 'href="/programme" aria-current="page"' not in reader.get("/courses").text


def test_learners_have_five_places(app: Flask, house: House) -> None:
    head = (
        signed_in(app, house, house.person("Amal Haddad"))
        .get("/programme")
        .text.partition("<header")[2]
        .partition("</header>")[0]
    )
    assert re.findall(r"<li><a [^>]*>([^<]+)</a>", head) == [
        "Courses",
        "Programme",
        "My learning",
        "Certificates",
        "Account",
    ]


# A path


def test_a_path_shows_its_steps_in_order_and_what_stands_at_its_end(reader: Caller) -> None:
    page = main(reader.get("/paths/keepers").text)
    assert "<em>hives</em>" in page
    steps = page.partition('id="path_steps"')[2].partition("</ol>")[0]
    assert re.findall(r'<a href="([^"]+)"', steps) == [
        "/courses/listening",
        "/courses/listening/quiet",
        "/resources/visit",
        "/notices/look-up",
    ]
    assert "What stands at the end" in page
    assert 'href="/courses?path=keepers"' in page
    assert 'href="/resources?path=keepers"' in page


def test_a_path_shows_its_reader_how_far_they_are(app: Flask, house: House) -> None:
    ben = house.person("Ben Okafor")
    reader = signed_in(app, house, ben)
    assert "Done" not in main(reader.get("/paths/keepers").text)
    finish_course(house, ben)
    steps = main(reader.get("/paths/keepers").text).partition('id="path_steps"')[2].partition("</ol>")[0]
    assert steps.count("Done") == 2
    assert "Done" not in main(stranger(app).get("/paths/keepers").text)


def test_a_path_is_followed_and_left_on_its_own_page(app: Flask, house: House) -> None:
    reader = signed_in(app, house, house.person("Cleo Marin"))
    assert "/paths/keepers/following" in reader.get("/paths/keepers").text
    assert reader.form("/paths/keepers/following", {}).location == "/paths/keepers"
    page = reader.get("/paths/keepers").text
    assert "You follow this path." in page
    assert 'action="/paths/keepers/following/end"' in page
    reader.form("/paths/keepers/following/end", {})
    assert "You follow this path." not in reader.get("/paths/keepers").text
    assert reader.form("/paths/creator/following", {}).status_code == 404
    assert "following" not in main(stranger(app).get("/paths/keepers").text)


def test_the_former_name_of_a_path_leads_on(reader: Caller) -> None:
    for address, now in (("/paths/beekeepers", "/paths/keepers"), ("/resources/phone", "/resources/visit")):
        moved = reader.get(address)
        assert (moved.status_code, moved.location) == (301, now)
    assert reader.get(f"{API}/paths/beekeepers").location == f"{API}/paths/keepers"


# Resources


def test_a_resource_leads_to_its_file_and_says_that_it_prints_on_one_page(reader: Caller) -> None:
    page = main(reader.get("/resources/visit").text)
    assert 'href="/resources/media/one.pdf" download' in page
    assert 'class="reading one-page"' in page
    assert "Template" in page
    assert "says The Test Programme" in page
    assert reader.get("/resources/media/one.pdf").mimetype == "application/pdf"


def test_a_link_leads_elsewhere_and_tells_nobody_where_from(reader: Caller) -> None:
    page = main(reader.get("/resources/there").text)
    assert 'href="https://example.org/a?b=c&amp;d=e" rel="noopener noreferrer"' in page


def test_the_list_has_the_latest_first_and_can_be_narrowed(reader: Caller) -> None:
    def listed(question: str) -> list[str]:
        return re.findall(r'<h2 class="h3"[^>]*><a href="/resources/([^"]+)"', reader.get(f"/resources{question}").text)

    assert listed("") == ["visit", "energy", "there"]
    assert listed("?path=keepers") == ["visit", "energy", "there"]
    assert listed("?path=tellers") == ["energy", "there"]
    assert listed("?topic=visits") == ["visit"]
    assert listed("?level=practising&topic=visits") == []
    assert listed("?level=practising&path=tellers") == ["energy"]
    assert listed("?topic=<script>&path=nobody") == ["visit", "energy", "there"]
    assert "<script>&" not in reader.get("/resources?topic=<script>&").text


def test_a_month_has_a_page(reader: Caller) -> None:
    page = main(reader.get("/resources/2027-03").text)
    assert "<h1>March 2027</h1>" in page
    assert 'href="/resources/visit"' in page
    assert 'href="/resources/energy"' not in page
    assert '<a href="/resources/2027-02">' in page
    for none in ("2027-05", "2027-13", "0000-00"):
        assert reader.get(f"/resources/{none}").status_code == 404
    assert "marzo de 2027" in reader.get("/resources/2027-03?language=es").text


def test_the_feed_is_what_the_standard_of_feeds_asks_for(reader: Caller) -> None:
    answer = reader.get("/resources.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert [len(one.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(r"https?://\S+", one.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The Test Programme"
    own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == ["http://127.0.0.1:8000/resources.atom"]
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["A visit & more", "Energy"]
    content = entries[0].find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert (content.text or "").startswith("<p>Ask, says The Test Programme.")


def test_the_feed_knows_a_resource_by_the_first_name_that_it_had(reader: Caller) -> None:
    feed = ElementTree.fromstring(reader.get("/resources.atom").data)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "http://127.0.0.1:8000/resources/call"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://127.0.0.1:8000/resources/visit"


# What holds for all


PAGES = ("/programme", "/paths", "/paths/keepers", "/resources", "/resources/visit", "/resources/2027-03", "/notices")


@pytest.mark.parametrize("address", [*PAGES, "/resources.atom"])
def test_a_visitors_copy_is_known_again_and_small(reader: Caller, address: str) -> None:
    first = reader.get(address)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    assert len(first.data) < 100_000
    assert reader.get(address, if_none_match=first.headers["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "address",
    [*PAGES, "/", "/courses", "/resources.atom", f"{API}/paths", f"{API}/resources", f"{API}/courses"],
)
def test_a_draft_is_nowhere(reader: Caller, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert "/hidden" not in answer.text


def test_the_page_of_a_draft_is_not_there(reader: Caller) -> None:
    for address in ("/paths/hidden", "/resources/hidden", f"{API}/paths/hidden", f"{API}/resources/hidden"):
        answer = reader.get(address)
        assert answer.status_code == 404
        assert CANARY not in answer.text


def test_programs_are_given_what_pages_show(reader: Caller) -> None:
    path = reader.get(f"{API}/paths/keepers").get_json()
    assert (path["id"], path["endorsement"]) == ("keepers", "certificates/listener")
    assert path["steps"] == ["courses/listening", "courses/listening/quiet", "resources/visit", "notices/look-up"]
    visit = reader.get(f"{API}/resources/visit").get_json()
    assert {key: visit[key] for key in ("kind", "month", "print", "file", "address", "paths", "topics")} == {
        "kind": "template",
        "month": "2027-03",
        "print": True,
        "file": "/resources/media/one.pdf",
        "address": None,
        "paths": ["keepers"],
        "topics": ["visits"],
    }
    assert [one["id"] for one in reader.get(f"{API}/resources?after=energy").get_json()] == ["there", "visit"]


def test_a_kind_of_publication_from_outside_has_its_page_list_and_json(reader: Caller) -> None:
    assert "<p>north</p>" in reader.get("/notices/look-up").text
    assert 'href="/notices/look-up">Look up</a>' in reader.get("/notices").text
    assert reader.get("/notices/none").status_code == 404
    assert reader.get(f"{API}/notices/look-up").get_json()["wall"] == "north"
    described = reader.get(f"{API}/openapi.json").get_json()["paths"]
    assert {"/notices", "/notices/{id}"} <= described.keys()


def test_the_catalogue_can_be_narrowed_by_the_paths_that_the_site_describes(reader: Caller) -> None:
    page = reader.get("/courses?path=keepers").text
    assert '<option value="keepers" selected>Bee keepers</option>' in page
    assert "Legislative advocacy" not in page


def test_a_course_shorter_than_the_time_that_somebody_has_is_found(reader: Caller) -> None:
    def found(question: str) -> list[str]:
        return re.findall(r'<h2[^>]*><a href="/courses/(\w+)"', reader.get(f"/courses?{question}").text)

    assert found("minutes=60") == ["listening"]
    assert found("minutes=120") == ["listening", "short"]
    assert found("minutes=-1") == ["listening", "short"]
    assert found("topic=bees") == ["short"]
    assert found("topic=bees&minutes=30") == []
    assert found("path=keepers") == ["listening"]
    assert '<option value="60" selected>Up to 1 hour</option>' in reader.get("/courses?minutes=60").text


def test_a_long_list_has_several_pages_none_of_which_is_heavy(tmp_path: Path) -> None:
    many = {
        f"content/resources/r{n:03}.md": f"---\ntitle: Resource {n:03}\nsummary: {'Words. ' * 20}\n---\nText.\n"
        for n in range(130)
    }
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, many) as house:
        reader = stranger(app_of(house))
        address, told = "/resources", list[str]()
        for _ in range(3):
            page = reader.get(address)
            assert len(page.data) < 100_000
            told += re.findall(r'href="/resources/(r\d+)"', main(page.text))
            following = re.search(r'rel="next" href="([^"]+)"', page.text)
            address = following[1].replace("&amp;", "&") if following else ""
        assert (told, address) == ([f"r{n:03}" for n in range(130)], "")


def test_a_published_folder_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as empty:
        reader = stranger(app_of(empty))
        for address in ("/programme", "/paths", "/resources"):
            page = reader.get(address)
            assert page.status_code == 200
            assert 'href="/programme"' not in page.text.partition("<header")[2].partition("</header>")[0]
        assert "There is nothing here yet." in reader.get("/resources").text
        assert reader.get("/resources.atom").status_code == 404
