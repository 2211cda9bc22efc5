"""Words of ours are English text, and are said anew in another language, with all that stands in them."""

from __future__ import annotations

import ast
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from pickle import dumps, loads

import pytest
from markupsafe import Markup

from lms.credentials.dates import in_words, moment_in_words
from lms.questions import amounts
from lms.wording.languages import ENGLISH, Language, Languages
from lms.wording.phrases import HtmlPhrase, Phrase, _, in_context, listed, plural, said
from tests.wording import catalogues

OF_STAFF = ("console", "staff")
DAY = datetime(2027, 3, 5, 14, 2, tzinfo=UTC)


@pytest.fixture
def arabic(tmp_path: Path) -> Language:
    return catalogues.arabic(tmp_path)


@pytest.fixture
def pseudo() -> Language:
    return Languages().of("en-XA")


def lessons(number: int) -> Phrase:
    return plural("%(num)s lesson", "%(num)s lessons", number)


def test_to_whoever_knows_of_no_language_it_is_english_text() -> None:
    assert [lessons(n) for n in (0, 1, 2371)] == ["0 lessons", "1 lesson", "2,371 lessons"]
    assert f"{_('About %(time)s.', time=amounts.minutes(80))}" == "About 1 hour 20 minutes."
    assert _("%(share)s of it", share=Decimal("12.5")) == "12.5 of it"
    assert in_context("verb", "Open").in_language(ENGLISH) == "Open"


def test_it_is_said_in_the_form_that_the_number_asks_for(arabic: Language) -> None:
    forms = [lessons(n).in_language(arabic) for n in (0, 1, 2, 3, 11, 100, 2371)]
    assert forms == ["لا دروس", "درس واحد", "درسان", "3 دروس", "11 درسًا", "100 درس", "2,371 درسًا"]


def test_words_within_words_are_said_too_and_what_somebody_wrote_stays(arabic: Language) -> None:
    assert _("About %(time)s.", time=lessons(3)).in_language(arabic) == "نحو 3 دروس."
    assert _("About %(time)s.", time="3 lessons").in_language(arabic) == "نحو \u20683 lessons\u2069."
    assert said("Courses", arabic) == "Courses"


def test_what_nobody_has_translated_or_looked_at_stays_english(arabic: Language) -> None:
    assert _("Certificates").in_language(arabic) == "Certificates"
    assert _("Account").in_language(arabic) == "Account"


def test_in_html_the_message_is_markup_and_its_values_are_not(arabic: Language) -> None:
    phrase = HtmlPhrase("A <b>%(word)s</b>", {"word": "<i> & Co"})
    assert phrase.in_language(ENGLISH) == "A <b>&lt;i&gt; &amp; Co</b>"
    assert phrase.in_language(arabic) == Markup("<b>&lt;i&gt; &amp; Co</b>")
    assert HtmlPhrase("A %(word)s", {"word": Markup("<i>")}).in_language(ENGLISH) == "A <i>"


def test_amounts_and_days_know_how_to_be_said(arabic: Language, pseudo: Language) -> None:
    assert in_words(DAY) == "5 March 2027"
    assert said(in_words(DAY), arabic) == "5 مارس 2027"
    assert said(moment_in_words(DAY), pseudo).startswith("[5 March 2027 åţ 14:02 UTC")
    for words in (amounts.minutes(61), amounts.wait(timedelta(days=3)), amounts.left(timedelta()), amounts.lessons(0)):
        assert said(words, pseudo).startswith("[")
    assert said(amounts.percent(Fraction(3, 4)), pseudo) == "75%"


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_a_list_reads_as_one(parts: list[str], words: str) -> None:
    assert listed(parts) == words


def test_the_parts_of_a_list_are_said_too(arabic: Language) -> None:
    assert said(listed(["x", "y", lessons(2)]), arabic) == "\u2068x\u2069, \u2068y\u2069 and درسان"


def test_words_can_be_kept_and_copied(arabic: Language) -> None:
    for words in (lessons(2), loads(dumps(lessons(2))), deepcopy(lessons(2))):
        assert said(words, arabic) == "درسان"
    assert said(loads(dumps(in_words(DAY))), arabic) == "5 مارس 2027"


def test_a_text_from_left_to_right_keeps_its_order_in_a_sentence_from_right_to_left(tmp_path: Path) -> None:
    arabic = catalogues.arabic(tmp_path)
    about = _("About %(time)s.", time="Patient Leader, Foundations")
    assert about.in_language(arabic) == "نحو \u2068Patient Leader, Foundations\u2069."
    assert _("About %(time)s.", time="https://example.org/a").in_language(arabic) == "نحو https://example.org/a."
    assert _("About %(time)s.", time="أمل").in_language(arabic) == "نحو أمل."
    assert _("About %(time)s.", time=_("Courses")).in_language(arabic) == "نحو الدورات."
    assert str(about) == "About Patient Leader, Foundations."


def test_a_text_that_the_translation_keeps_in_order_is_not_kept_twice() -> None:
    for title in ("Where you stand", "أين تقف"):
        told = _("First finish all lessons of “%(title)s”.", title=title).in_language(Languages().of("ar"))
        assert f"«\u2068{title}\u2069»" in told
        assert told.count("\u2068") == 1


def test_what_pages_say_once_is_in_the_catalogue() -> None:
    """A text that is flashed goes through the reader's language first, but on pages for staff, which are English."""
    pages = Path(__file__).parents[2] / "lms" / "web" / "pages"
    bare = [
        f"{file.name}:{call.lineno}"
        for file in sorted(pages.rglob("*.py"))
        if file.parent.name not in OF_STAFF
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "flash"
        if not ast.unparse(call.args[0]).startswith("current.said(")
    ]
    assert not bare
