"""Words of the glossary in a lesson: each is marked where it is first met, and no question is touched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lms.content.reading.explaining import explained
from lms.content.reading.model import Passage


@dataclass(frozen=True)
class Word:
    term: str
    html: str = "A meaning."


def marked(*html: str, terms: tuple[str, ...] = ("consent", "informed consent", "IRB", "Q&A")) -> str:
    found = explained([Passage(html=one) for one in html], [Word(one) for one in terms])
    return "".join(one.html for one in found)


def buttons(html: str) -> list[str]:
    return re.findall(r'<button type="button" class="term" popovertarget="term_\d">([^<]*)</button>', html)


def test_a_word_is_marked_the_first_time_that_a_lesson_has_it() -> None:
    html = marked("<p>Ask for consent. Consent is free.</p>", "<p>No consent.</p>")
    assert buttons(html) == ["consent"]
    assert html.count(" popover>") == 1
    assert html.index("Consent is free") < html.index(" popover>") < html.index("No consent")


def test_the_longest_word_is_taken_and_a_capital_at_the_beginning_is_no_other_word() -> None:
    assert buttons(marked("<p>Informed consent, and consent.</p>")) == ["Informed consent", "consent"]
    assert buttons(marked("<p>The irb, and the IRB.</p>")) == ["IRB"]
    assert buttons(marked("<p>A Q&amp;A.</p>")) == ["Q&amp;A"]


def test_a_part_of_a_word_is_none() -> None:
    assert buttons(marked("<p>consenting, non-consent, consents</p>")) == []


def test_headings_links_code_and_attributes_are_left_alone() -> None:
    html = '<h2>consent</h2><p><a href="/x">consent</a> <code>consent</code> <img alt="consent"></p>'
    assert marked(html) == html


def test_a_question_and_a_site_without_a_glossary_stay_as_they_are() -> None:
    passages = (Passage(quiz="consent"), Passage(html="<p>consent</p>"))
    assert explained(passages, [Word("consent")])[0] is passages[0]
    assert explained(passages, []) == passages
