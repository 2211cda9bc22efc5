"""Films and sounds with what lies beside them: captions and a transcript, in the language of the text."""

from __future__ import annotations

import pytest

from lms.content.compiling.compiler import compile_catalog
from lms.sources.files import tree_of
from tests.content.examples import JPEG, LESSON, MEDIA, lesson_text, site
from tests.content.sites import TODAY

FILM = b"\0\0\0\x18ftypisom"
BESIDE = {
    f"{MEDIA}/rosa.mp4": FILM,
    f"{MEDIA}/rosa.en.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nI was nineteen.\n",
    f"{MEDIA}/rosa.es.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nTenía diecinueve años.\n".encode(),
    f"{MEDIA}/rosa.transcript.md": b"Rosa stands up. I was [nineteen](../01-what-is-leading.md).",
    f"{MEDIA}/rosa.jpg": JPEG,
}


def shown(text: str, language: str = "", **more: str) -> str:
    files = site() | BESIDE | {LESSON: lesson_text(text).encode()}
    files |= {f"content/courses/foundations/{name.replace('__', '.')}": one.encode() for name, one in more.items()}
    catalog, findings = compile_catalog(tree_of(files), today=TODAY)
    assert not [one for one in findings if one.code != "T111" and one.severity.name == "ERROR"]
    assert catalog is not None
    edition = catalog.editions[language] if language else catalog
    return "".join(one.html for one in edition.courses["foundations"].lessons["telling-your-story"].passages)


def test_a_film_has_captions_in_each_language_a_first_picture_and_its_transcript() -> None:
    html = shown("![Rosa speaks](media/rosa.mp4)")
    assert html.startswith(
        '<figure class="medium"><video poster="/courses/foundations/media/rosa.jpg" playsinline controls'
    )
    assert 'preload="metadata" aria-label="Rosa speaks"' in html
    assert '<source src="/courses/foundations/media/rosa.mp4" type="video/mp4">' in html
    assert 'rosa.en.vtt" srclang="en" label="English" default>' in html
    assert 'rosa.es.vtt" srclang="es" label="Español">' in html
    assert "<details><summary>Read what is said</summary><div><p>Rosa stands up." in html
    assert 'href="/courses/foundations/what-is-leading">nineteen</a>' in html
    assert "autoplay" not in html


def test_a_sound_has_no_captions_and_a_transcript() -> None:
    files = {f"{MEDIA}/rain.mp3": b"ID3 sound", f"{MEDIA}/rain.transcript.md": b"Rain."}
    tree = tree_of(site() | files | {LESSON: lesson_text("![Rain](media/rain.mp3)").encode()})
    catalog, findings = compile_catalog(tree, today=TODAY)
    assert catalog is not None
    assert not findings
    html = catalog.courses["foundations"].lessons["telling-your-story"].passages[0].html
    assert (
        '<audio controls preload="metadata" aria-label="Rain"><source src="/courses/foundations/media/rain.mp3"' in html
    )
    assert "<track" not in html


def test_what_the_page_says_itself_is_in_the_language_of_the_text() -> None:
    text = "> [!caution]\n> Ask.\n\nBees.[^1]\n\n[^1]: They fly.\n\n![Rosa](media/rosa.mp4)"
    spanish = {"telling-your-story__es__md": lesson_text(text, "title: Contar")}
    original, translated = shown(text, **spanish), shown(text, "es", **spanish)
    assert "Take care" in original
    assert 'aria-label="Note 1"' in original
    assert "Cuidado" in translated
    assert 'aria-label="Nota 1"' in translated
    assert 'srclang="es" label="Español" default>' in translated
    assert "<summary>Leer lo que se dice</summary>" in translated


def test_one_from_elsewhere_has_what_lies_beside_it_in_the_own_folder() -> None:
    html = shown("![Rosa speaks](https://films.example.org/2027/rosa.mp4)")
    assert '<source src="https://films.example.org/2027/rosa.mp4" type="video/mp4">' in html
    assert '<track kind="captions" src="/courses/foundations/media/rosa.en.vtt"' in html


def test_a_lesson_in_two_languages_keeps_the_notes_of_both() -> None:
    quiz = "```quiz\nid: rosa-asks\n{}```\n"
    asked = quiz.format("type: true-or-false\nquestion: Does she ask?\nanswer: yes\nwhy: She does.\n")
    original = f"Ask.[^a]\n\n{asked}\nWrite.[^b]\n\n[^a]: First.\n[^b]: Then.\n"
    translated = f"Pregunta.[^a]\n\n{quiz.format('')}\n[^a]: Primero.\n"
    html = shown(original, "es", **{"telling-your-story__es__md": lesson_text(translated, "title: x")})
    assert [name for name in ("note_a", "note_b") if html.count(f'<li id="{name}"') != 1] == []
    assert "Primero." in html
    assert "Then." in html


def faults(text: str, transcript: str = "Rosa stands up.") -> list[tuple[str, str, int]]:
    files = site() | BESIDE | {f"{MEDIA}/rosa.transcript.md": transcript.encode(), LESSON: lesson_text(text).encode()}
    _, findings = compile_catalog(tree_of(files), today=TODAY)
    return [(one.code, one.place.file.rpartition("/")[2], one.place.line) for one in findings]


def test_a_transcript_that_shows_its_own_film_is_a_finding_and_no_circle() -> None:
    fault = ("M110", "rosa.transcript.md", 3)
    assert faults("![Rosa](media/rosa.mp4)", "Rosa stands up.\n\n![Rosa](rosa.mp4)") == [fault]


def test_a_quiz_in_a_transcript_is_a_finding_and_not_shown_with_its_answer() -> None:
    quiz = "```quiz\nid: x\ntype: true-or-false\nquestion: Is it?\nanswer: yes\n```"
    assert faults("![Rosa](media/rosa.mp4)", quiz) == [("M203", "rosa.transcript.md", 1)]


def test_a_film_without_a_name_has_that_one_fault() -> None:
    assert [code for code, _, _ in faults("![](media/rosa.mp4)")] == ["M105"]


@pytest.mark.parametrize("host", ["*.example.org", "films.example.org;script-src", "films.example.org *", "سينما.org"])
def test_a_film_from_elsewhere_names_one_host_in_plain_letters(host: str) -> None:
    assert [code for code, _, _ in faults(f"![Rosa](<https://{host}/rosa.mp4>)")] == ["M104"]
