"""Films and sounds of a lesson: fetched from the site itself, and from elsewhere only where a lesson names it."""

from __future__ import annotations

from tests.support.site import House
from tests.support.web import Caller
from tests.web.site import FILES

MEDIA = "content/courses/bees/media"
FILM = "\0\0\0\x18ftypisom" + "x" * 100


def serve(house: House, film: str) -> None:
    files = {
        "content/courses/bees/course.md": "---\ntitle: Bees\n---\n",
        "content/courses/bees/01-one.md": f"---\ntitle: One\n---\n![Bees]({film})\n",
        f"{MEDIA}/bees.mp4": FILM,
        f"{MEDIA}/bees.en.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n[Humming]\n",
        f"{MEDIA}/bees.transcript.md": "They hum.\n",
    }
    house.serve({**FILES, **files})


def test_a_film_of_the_site_is_played_from_the_site_alone(house: House, anyone: Caller) -> None:
    serve(house, "media/bees.mp4")
    answer = anyone.get("/courses/bees/one")
    assert '<video playsinline controls preload="metadata"' in answer.text
    assert "media-src 'self';" in answer.headers["Content-Security-Policy"]


def test_another_host_is_allowed_on_the_page_that_plays_from_it_and_on_no_other(house: House, anyone: Caller) -> None:
    serve(house, "https://films.example.org/2027/bees.mp4")
    policy = anyone.get("/courses/bees/one").headers["Content-Security-Policy"]
    assert "media-src 'self' https://films.example.org;" in policy
    assert policy.count("films.example.org") == 1
    assert "films.example" not in anyone.get("/courses/bees").headers["Content-Security-Policy"]


def test_a_part_of_a_film_can_be_asked_for(house: House, anyone: Caller) -> None:
    serve(house, "media/bees.mp4")
    whole = anyone.get("/courses/bees/media/bees.mp4")
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    assert whole.headers["Content-Type"] == "video/mp4"
    part = anyone.get("/courses/bees/media/bees.mp4", Range="bytes=4-7")
    assert (part.status_code, part.text) == (206, "ftyp")
    assert anyone.get("/courses/bees/media/bees.en.vtt").headers["Content-Type"].startswith("text/vtt")
