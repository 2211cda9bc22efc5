"""Each check of what people read finds what it is there for, and leaves good words alone."""

from __future__ import annotations

import pytest

from tests.gallery import markup
from tests.gallery.reading import PATTERNS, Piece, faults, forgotten, short_texts, strangers, unwritten, vocabulary

BAD = {
    "markup": ['<span lang="en-GB">True</span>', "a <b>bold</b> word", "<br>", "</span>", 'lang="es"'],
    "an entity": ["Ask &amp; listen", "&lt;b", "it&#39;s", "&nbsp;"],
    "a word of a template": ["{{ name }}", "{% if x %}", "Hello %(name)s", "Hello {name}", "${total}", "%s left"],
    "an object's representation": [
        "Issuer(name='Your organisation', url=…)",
        "<lms.content.reading.model.Issuer object at 0x7f1>",
        "<function plain at 0x7f>",
        "Markup('a')",
        "Status.VALID",
        "['a', 'b']",
        "{'a': 1}",
        "b'bytes'",
        "datetime.datetime(2026, 1, 1)",
        "Fraction(3, 4)",
        "Undefined",
    ],
    "a value as a program writes it": ["Its last day is None.", "undefined minutes", "NaN %", "Open: True, closed"],
    "a time as a program writes it": ["2026-11-22T12:00", "at 12:00:00", "2026-11-22 12:00:00+00:00"],
    "a date in another way": ["2027-03-05", "5/3/2027", "March 5, 2027", "5th March", "5 Mar 2027", "05 March 2027"],
    "a time in another way": ["at 2 pm", "at 2:30 pm", "at 14.02 UTC", "at 9:05"],
    "a span of time in another way": ["about an hour left", "1 hour and 5 minutes", "5 min", "90 minutes", "0 minutes"],
    "a share in another way": ["66.6 %", "66.6%", "75 per cent", "75 percent"],
    "two ways of a share": ["75 %", "75\N{NO-BREAK SPACE}%"],
    "two spaces": ["one  two", "one \N{NO-BREAK SPACE}two"],
    "a missing space": [
        "checked on30 November 2026",
        "30November",
        "a word.Next",
        "one,two",
        "3lessons done",
        "(here)since",
        "Chrome(here)",
        "“Begin”now",
        "Why:Ask",
    ],
    "words run together": ["checkedNovember", "TrueFalse"],
    "a space before a sign": ["Done .", "One , two"],
    "signs doubled": ["Ask first..", "What counts?.", "()", "“”", "One.,"],
    "a word doubled": ["the the end", "of of it"],
    "a plural in brackets": ["3 lesson(s)"],
    "one of many": ["1 lessons", "1 minutes"],
}
GOOD = [
    "True",
    "False.",
    "Question 3 · True or false?",
    "True. The test asks what the act does.",
    "None is offered just now.",
    "Here will be your certificates. None of them is ready.",
    "You reached 75% of the points; 80% are needed.",
    "It opens on 5 March 2027 at 14:02.",
    "About 1 hour 20 minutes left. 12 minutes.",
    "A limit of 60 minutes.",
    "No lessons, 1 lesson, 2,371 people, 1 of 3 lessons done.",
    "May 2027 is a month; in March 2027 too.",
    "Look at the site … then go on...",
    "“What counts?” is a lesson. First finish “What counts?”.",
    "Add it to LinkedIn. Write to hello@programme.example.",
    "Your certificate is at https://programme.example/verify/ABCD-EFGH",
    "A letter (to parliament), and another.",
    "Open https://programme.example/confirm/uPrwbYfIDYJvg7Mpb, please.",
    "We send three mails an hour to one address at most.",
    "He knew that that was so.",
    "5 < 6 and 7 > 6",
    "3–5 minutes",
]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_what_nobody_should_read_is_found(name: str, text: str) -> None:
    assert [one for one in faults(text) if one.startswith(f"{name}:")]


@pytest.mark.parametrize("text", GOOD)
def test_good_words_are_left_alone(text: str) -> None:
    assert faults(text) == []


def test_every_check_has_an_example_that_it_finds() -> None:
    assert set(PATTERNS) <= set(BAD)


def test_a_share_has_a_space_where_the_language_writes_one() -> None:
    assert faults("Apruebas con el 75 % de los puntos.", "es") == []


@pytest.mark.parametrize(
    "piece",
    [
        Piece("es", "Choose one"),
        Piece("es", "Your answer"),
        Piece("es", "consentimiento or permiso"),
        Piece("es", "2371 personas (from 2252 to 2490)"),
        Piece("es", "False"),
        Piece("ar", "Show a hint"),
        Piece("en-GB", "¿Qué dirías?"),
        Piece("en-GB", "Primero, pregunta a los demás, que es lo más fácil para todos"),
        Piece("en", "الكلام عن الآخرين"),
    ],
)
def test_words_in_another_language_than_the_page_says_are_found(piece: Piece) -> None:
    assert strangers([piece])


@pytest.mark.parametrize(
    "piece",
    [
        Piece("es", "Pregunta a los Health Leaders, y escucha."),
        Piece("ar", "ماذا تفعل أولاً؟ 5 A"),
        Piece("en-GB", "Choose one, and save"),
        Piece("en-GB", "أمل عبد الرحمن", own=True),
        Piece("en-GB", "Valid: \N{FIRST STRONG ISOLATE}أمل الحدّاد\N{POP DIRECTIONAL ISOLATE} holds it."),
        Piece("fr", "The whole page"),
    ],
)
def test_words_in_the_language_that_the_page_says_are_left_alone(piece: Piece) -> None:
    assert strangers([piece]) == []


WRITTEN = vocabulary(["answer: ¿Qué pides? consentimiento, permiso", "unit: personas"])


@pytest.mark.parametrize("words", ["consentimiento or permiso", "Gap 1", "personas (from 2 to 3)", "Whatever"])
def test_words_that_no_author_wrote_in_a_language_are_found(words: str) -> None:
    assert unwritten([Piece("es", words), Piece("es-MX", words)], "es", WRITTEN) != []


@pytest.mark.parametrize(
    "piece",
    [
        Piece("es", "¿Qué pides? 2371 personas"),
        Piece("es", "¿Qué pides? ⟨typed⟩"),
        Piece("en", "consentimiento or permiso"),
    ],
)
def test_words_of_an_author_and_words_that_say_to_be_english_are_left_alone(piece: Piece) -> None:
    assert unwritten([piece], "es", WRITTEN) == []


TEXTS = short_texts(["title: Being quiet\nlessons: [a]\n# First *step*\n- Ask first\n"])


@pytest.mark.parametrize("words", ["Done", "About 5 minutes.", "It opens on 5 March 2027 at 14:02 UTC."])
def test_words_that_a_language_forgot_are_found(words: str) -> None:
    assert list(forgotten([Piece("en-XA", words)], TEXTS)) == [words]


@pytest.mark.parametrize(
    "piece",
    [
        Piece("en-XA", "[Ðöñé ẋ]"),
        Piece("en-XA", "5 March 2027, 75%"),
        Piece("en-XA", "Being quiet"),
        Piece("en-XA", "Amal Haddad", own=True),
        Piece("en-GB", "Programme staff"),
    ],
)
def test_words_that_a_language_says_and_those_of_others_are_left_alone(piece: Piece) -> None:
    assert list(forgotten([piece], TEXTS)) == []


def test_the_words_of_a_page_are_read_with_their_languages() -> None:
    html = (
        '<html lang="en-XA"><title>Courses</title><body><img alt="[Å ẋ]"><p>Hello <bdi lang="es">Hola<br>tú</bdi> you'
        '</p><code>lms</code><a class="brand">Us</a><nav aria-label="Main"></nav>'
    )
    assert markup.pieces(html) == [
        Piece("en-XA", "Courses", own=True),
        Piece("en-XA", "[Å ẋ]"),
        Piece("en-XA", "Hello"),
        Piece("es", "Hola"),
        Piece("es", "tú"),
        Piece("en-XA", "you"),
        Piece("en-XA", "lms", own=True),
        Piece("en-XA", "Us", own=True),
        Piece("en-XA", "Main"),
    ]


def test_a_drawing_among_the_words_leaves_them_in_their_language() -> None:
    page = '<html lang="en-XA"><h1><svg><path d="M0"/><circle r="1"/><ellipse rx="1"/></svg>Forgotten</h1></html>'
    assert list(forgotten(markup.pieces(page), frozenset())) == ["Forgotten"]
