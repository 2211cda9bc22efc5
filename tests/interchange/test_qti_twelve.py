"""QTI 1.2: items written here after the public specification, in the ways in which Canvas and Blackboard use it."""

from __future__ import annotations

import pytest

from lms.interchange.packages import packed
from lms.questions import marking
from lms.questions.quiz import Quiz
from tests.interchange.importing import PNG, Outcome, brought_in

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def material(text: str, form: str = "text/html") -> str:
    return f'<material><mattext texttype="{form}"><![CDATA[{text}]]></mattext></material>'


def labels(*texts: str, form: str = "text/plain") -> str:
    inner = "".join(
        f'<response_label ident="{n}00">{material(text, form)}</response_label>' for n, text in enumerate(texts, 1)
    )
    return f"<render_choice>{inner}</render_choice>"


def lid(inner: str, name: str = "response1", many: str = "Single", before: str = "") -> str:
    return f'<response_lid ident="{name}" rcardinality="{many}">{before}{inner}</response_lid>'


def equal(value: str, name: str = "response1", **attrs: str) -> str:
    more = "".join(f' {key}="{text}"' for key, text in attrs.items())
    return f'<varequal respident="{name}"{more}>{value}</varequal>'


def condition(asks: str, score: str = "", said: str = "", goes_on: bool = False, action: str = "Set") -> str:
    points = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{said}"/>' if said else ""
    follows = "Yes" if goes_on else "No"
    return f'<respcondition continue="{follows}"><conditionvar>{asks}</conditionvar>{points}{shown}</respcondition>'


def feedback(name: str, text: str) -> str:
    return f'<itemfeedback ident="{name}"><flow_mat>{material(text)}</flow_mat></itemfeedback>'


def item(kind: str, presented: str, rules: str, more: str = "", ident: str = "q", **noted: str) -> str:
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
        for name, value in {"question_type": kind, "points_possible": "1.0", **noted}.items()
    )
    marked = (
        '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{rules}</resprocessing>"
    )
    return (
        f'<item ident="{ident}" title="Question"><itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>'
        f"<presentation>{presented}</presentation>{marked}{more}</item>"
    )


def exam_of(*items: str, head: str = "", title: str = "Bees") -> str:
    inner = f'<section ident="root_section">{"".join(items)}</section>'
    return (
        f'<?xml version="1.0"?>\n<questestinterop xmlns="{SPACE}">'
        f'<assessment ident="g1" title="{title}">{head}{inner}</assessment></questestinterop>'
    )


def read(*items: str) -> Outcome:
    return brought_in(exam_of(*items), "qti")


def matched(quiz: Quiz) -> dict[str, str]:
    """What belongs together, in words."""
    body = quiz.question.body
    left, right = ({choice.key: choice.html for choice in side} for side in (body.left, body.right))
    return {left[here]: right[there] for here, there in quiz.solution.key.rule["right"].items()}


OTHER = condition("<other/>", said="general_fb", goes_on=True)
CHOICE = item(
    "multiple_choice_question",
    material("<p>What do <b>bees</b> drink?</p>") + lid(labels("Nectar", "Oil", "Ink")),
    OTHER
    + condition(equal("200"), said="200_fb", goes_on=True)
    + condition(equal("100"), "100", "correct_fb")
    + condition("<other/>", said="general_incorrect_fb"),
    feedback("general_fb", "Bees need both.")
    + feedback("200_fb", "Oil kills them.")
    + feedback("correct_fb", "Yes.")
    + feedback("general_incorrect_fb", "Look again."),
    points_possible="3.0",
)


def test_a_choice_keeps_each_text_that_is_said_beside_the_options_that_it_is_said_for() -> None:
    outcome = read(CHOICE)
    found = outcome.only
    assert found.question.html == "<p>What do <strong>bees</strong> drink?</p>\n"
    assert (found.question.points, found.tags, found.question.body.keep_order) == (3, ("bees",), True)
    assert found.solution.key.rule == {"right": ["a"], "credit": {}}
    assert found.solution.why == {
        "a": "<p>Yes.</p>\n<p>Bees need both.</p>\n",
        "b": "<p>Oil kills them.</p>\n<p>Look again.</p>\n",
        "c": "<p>Look again.</p>\n",
    }
    assert outcome.left_out == outcome.changed == []


def test_true_or_false_is_that() -> None:
    presented = material("Bees fly.") + lid(labels("True", "False"))
    found = read(item("true_false_question", presented, condition(equal("200"), "100"))).only
    assert (found.question.type, found.solution.key.rule) == ("true-or-false", {"right": False})


def test_several_answers_are_tried_set_by_set() -> None:
    presented = material("Which?") + lid(labels("a", "b", "c"), many="Multiple")
    asks = f"<and>{equal('100')}{equal('300')}<not>{equal('200')}</not></and>"
    found = read(item("multiple_answers_question", presented, condition(asks, "100"))).only
    assert found.solution.key.rule == {"right": ["a", "c"], "wrong": ["b"], "credit": "all or nothing"}


def test_several_answers_that_add_up_are_a_part_each() -> None:
    presented = material("Which?") + lid(labels("a", "b", "c"), many="Multiple")
    rules = condition(equal("100"), "50", action="Add", goes_on=True)
    rules += condition(equal("300"), "50", action="Add", goes_on=True)
    rules += condition(equal("200"), "50", action="Subtract", goes_on=True)
    key = read(item("multiple_answers_question", presented, rules)).only.solution.key
    assert marking.share(key, ["a"]) == marking.share(key, ["a", "b", "c"]) == pytest.approx(0.5)


def entry(name: str = "response1") -> str:
    return (
        f'<response_str ident="{name}" rcardinality="Single"><render_fib><response_label ident="answer1"/>'
        "</render_fib></response_str>"
    )


def test_every_accepted_word_of_a_short_answer_is_kept_also_those_of_one_condition() -> None:
    presented = material("The capital?") + entry()
    rules = condition(equal("Paris") + equal("City of Light"), "100")
    found = read(item("short_answer_question", presented, rules)).only
    assert found.solution.key.rule == {"accept": ["Paris", "City of Light"], "ignore_differences": ["case", "spaces"]}
    strict = condition(equal("Paris", case="Yes"), "100") + condition(equal("PARIS", case="Yes"), "100")
    assert read(item("short_answer_question", presented, strict)).only.solution.key.rule["accept"] == ["Paris", "PARIS"]


BETWEEN = '<vargte respident="response1">3.9</vargte><varlte respident="response1">4.1</varlte>'


@pytest.mark.parametrize(
    ("asks", "right", "within"),
    [
        (f"<or>{{equal}}<and>{BETWEEN}</and></or>", "4", "0.1"),
        ('<vargte respident="response1">2</vargte><varlte respident="response1">6</varlte>', "4", "2"),
        ("{equal}", "4", "0"),
    ],
)
def test_a_number_keeps_its_bounds(asks: str, right: str, within: str) -> None:
    presented = material("How many?") + entry()
    rules = condition(asks.format(equal=equal("4")), "100")
    found = read(item("numerical_question", presented, rules)).only
    assert found.solution.key.rule == {"right": right, "within": within}


def test_a_second_number_is_not_lost_but_told() -> None:
    presented = material("How many?") + entry()
    rules = condition(equal("4"), "100") + condition(equal("9"), "100")
    assert read(item("numerical_question", presented, rules)).left_out == ["it accepts several numbers"]


def test_gaps_with_words_to_type() -> None:
    text = material("<p>[one] are red, and [two] are blue.</p>")
    gaps = "".join(
        lid(labels(*words), f"response_{name}", before=material(name, "text/plain"))
        for name, words in (("one", ("Roses", "Poppies")), ("two", ("violets",)))
    )
    rules = "".join(
        condition(equal(value, f"response_{name}"), "50", action="Add", goes_on=True)
        for name, value in (("one", "100"), ("one", "200"), ("two", "100"))
    )
    found = read(item("fill_in_multiple_blanks_question", text + gaps, rules)).only
    assert found.question.body.gaps == ("<p>", " are red, and ", " are blue.</p>\n")
    assert [blank["accept"] for blank in found.solution.key.rule["blanks"].values()] == [
        ["Roses", "Poppies"],
        ["violets"],
    ]


def test_gaps_with_lists_are_matched_and_one_gap_is_a_choice() -> None:
    def made(*names: str) -> Outcome:
        text = material("<p>A [one] and a [two].</p>" if len(names) > 1 else "<p>A [one].</p>")
        lists = {"one": ("cat", "dog"), "two": ("hat", "cap")}
        gaps = [lid(labels(*lists[name]), f"response_{name}", before=material(name, "text/plain")) for name in names]
        rules = "".join(
            condition(equal("200", f"response_{name}"), f"{100 / len(names):g}", action="Add", goes_on=True)
            for name in names
        )
        return read(item("multiple_dropdowns_question", text + "".join(gaps), rules))

    found = made("one", "two").only
    assert found.question.html == "<p>A (1) _____ and a (2) _____.</p>\n"
    assert matched(found) == {"(1)": "dog", "(2)": "cap"}
    assert {choice.html for choice in found.question.body.right} == {"cat", "dog", "hat", "cap"}
    single = made("one").only
    assert (single.question.html, single.solution.key.rule["right"]) == ("<p>A _____.</p>\n", ["b"])
    assert made("one", "two").changed == [
        "each of its gaps had a list of its own there, and here all choose from one list"
    ]


def pairs(*right: str, idents: tuple[str, ...] = ("100", "200")) -> str:
    lists = "".join(
        lid(labels("meow", "woof", "moo"), f"response_{n}", before=material(text, "text/plain"))
        for n, text in enumerate(("cat", "dog"))
    )
    rules = "".join(
        condition(equal(value, f"response_{n}"), share, action="Add", goes_on=True)
        for n, (value, share) in enumerate(zip(idents, right, strict=True))
    )
    return item("matching_question", material("Match.") + lists, rules)


def test_pairs_keep_what_belongs_to_nothing() -> None:
    found = read(pairs("50.00", "50.00")).only
    assert matched(found) == {"cat": "meow", "dog": "woof"}
    assert "moo" in {choice.html for choice in found.question.body.right}
    assert found.solution.key.rule["credit"] == "each pair"


def test_pairs_that_count_differently_stay_behind() -> None:
    assert read(pairs("80.00", "20.00")).left_out == ["its pairs earn points in a way that has no like here"]


def test_an_order_keeps_its_places() -> None:
    presented = material("Order.") + lid(labels("one", "two", "three"), many="Ordered")
    asks = "".join(equal(value, index=str(n)) for n, value in enumerate(("300", "100", "200"), 1))
    found = read(item("", presented, condition(f"<and>{asks}</and>", "100"))).only
    assert found.solution.key.rule == {"right": ["c", "a", "b"], "credit": "all or nothing"}


def formatted(text: str) -> str:
    inner = f'<mat_extension><mat_formattedtext type="HTML">{text}</mat_formattedtext></mat_extension>'
    return f'<flow class="FORMATTED_TEXT_BLOCK"><material>{inner}</material></flow>'


LABELS = "".join(
    f'<flow_label class="Block"><response_label ident="{name}" shuffle="Yes"><flow_mat>{formatted(text)}</flow_mat>'
    "</response_label></flow_label>"
    for name, text in (("x1", "one"), ("x2", "two"))
)
BLACKBOARD = f"""<questestinterop><assessment title="Pool"><section><item maxattempts="0" title="">
<itemmetadata><bbmd_questiontype>Multiple Choice</bbmd_questiontype><qmd_absolutescore_max>2.0</qmd_absolutescore_max>
</itemmetadata><presentation><flow class="Block"><flow class="QUESTION_BLOCK">{formatted("&lt;p&gt;Which?&lt;/p&gt;")}
</flow><flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single" rtiming="No">
<render_choice maxnumber="0" minnumber="0" shuffle="Yes">{LABELS}</render_choice>
</response_lid></flow></flow></presentation><resprocessing scoremodel="SumOfScores"><outcomes>
<decvar defaultval="0" maxvalue="2.0" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
<respcondition title="correct"><conditionvar><varequal case="No" respident="response">x2</varequal></conditionvar>
<setvar action="Set" variablename="SCORE">SCORE.max</setvar><displayfeedback linkrefid="correct"/></respcondition>
<respcondition title="incorrect"><conditionvar><other/></conditionvar>
<setvar action="Set" variablename="SCORE">0</setvar><displayfeedback linkrefid="incorrect"/></respcondition>
</resprocessing><itemfeedback ident="correct"><flow_mat>{formatted("Right.")}</flow_mat></itemfeedback></item></section>
</assessment></questestinterop>"""


def test_what_blackboard_writes_is_read_from_its_own_package() -> None:
    listed = (
        '<manifest xmlns:bb="http://www.blackboard.com/content-packaging/"><resources><resource bb:file="res1.dat" '
        'identifier="res1" type="assessment/x-bb-qti-pool"/></resources></manifest>'
    )
    found = brought_in(packed({"imsmanifest.xml": listed.encode(), "res1.dat": BLACKBOARD.encode()}), "qti").only
    assert found.question.html == "<p>Which?</p>\n"
    assert (found.question.points, found.solution.key.rule["right"]) == (2, ["b"])
    assert found.question.body.keep_order is False
    assert found.solution.why == {"b": "<p>Right.</p>\n"}


@pytest.mark.parametrize(
    ("kind", "why", "by_hand"),
    [
        ("essay_question", "it asks for an essay, which is marked by a person", "`reflect`"),
        ("file_upload_question", "a file is handed in", "`reflect`"),
        ("calculated_question", "its numbers are calculated anew for everybody", "`number`"),
        ("text_only_question", "it asks nothing: it is a text without answers", "`scenario`"),
    ],
)
def test_what_cannot_be_carried_is_listed_with_its_place_and_how_to_write_it(kind: str, why: str, by_hand: str) -> None:
    outcome = read(item(kind, material("Write."), "", ident="lost"), CHOICE)
    assert len(outcome.quizzes) == 1
    (note,) = outcome.imported.notes
    assert (note.question, note.line, note.what) == ("lost", 2, why)
    assert by_hand in note.by_hand


@pytest.mark.parametrize(
    ("asks", "why"),
    [
        (f"<not>{equal('100')}</not>", None),
        (
            '<varsubstring respident="response1">x</varsubstring>',
            "its marking uses `varsubstring`, which is not known here",
        ),
        (equal("100", "elsewhere"), "its marking names `elsewhere`, which is not there"),
    ],
)
def test_a_rule_that_is_not_understood_makes_no_key(asks: str, why: str | None) -> None:
    presented = material("Which?") + lid(labels("a", "b", "c"))
    outcome = read(item("multiple_choice_question", presented, condition(asks, "100")))
    if why is None:
        assert outcome.only.solution.key.rule["right"] == ["b", "c"]
    else:
        assert outcome.left_out == [why]


def test_hints_solutions_and_notes_for_colleagues_are_kept() -> None:
    more = (
        f'<itemfeedback ident="h"><hint><hintmaterial>{material("Think.")}</hintmaterial></hint></itemfeedback>'
        f'<itemfeedback ident="s"><solution><solutionmaterial>{material("So it is.")}</solutionmaterial></solution>'
        "</itemfeedback>"
    )
    presented = material("Bees fly.") + lid(labels("yes", "no"))
    rules = condition("<other/>", said="s", goes_on=True) + condition(equal("100"), "100")
    found = read(item("multiple_choice_question", presented, rules, more, qmd_topic="flight")).only
    assert found.solution.hints == ("<p>Think.</p>\n",)
    assert found.solution.why == {"": "<p>So it is.</p>\n"}
    assert found.notes == {"note": "qmd_topic: flight"}


META = """<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0" identifier="g1"><title>Bees</title>
<description>&lt;p&gt;Read chapter 3.&lt;/p&gt;</description><shuffle_answers>true</shuffle_answers>
<time_limit>30</time_limit></quiz>"""
MANIFEST = """<manifest><resources><resource identifier="g1" type="imsqti_xmlv1p2"><file href="g1/g1.xml"/>
<dependency identifierref="d"/></resource><resource identifier="d" href="g1/assessment_meta.xml"
type="associatedcontent/imscc_xmlv1p1/learning-application-resource"><file href="g1/assessment_meta.xml"/></resource>
<resource identifier="p" type="webcontent" href="Uploaded Media/map.png"/>
<resource identifier="t" type="imsdt_xmlv1p1" href="talk.xml"/></resources></manifest>"""


def test_a_package_of_canvas_brings_its_pictures_and_tells_of_the_settings_of_its_test() -> None:
    text = '<p>See <img src="%24IMS-CC-FILEBASE%24/Uploaded%20Media/map.png?canvas_download=1" alt="A map"></p>'
    shown = item("true_false_question", material(text) + lid(labels("True", "False")), condition(equal("100"), "100"))
    head = "<selection_ordering><selection><selection_number>2</selection_number></selection></selection_ordering>"
    files = {
        "imsmanifest.xml": MANIFEST.encode(),
        "g1/g1.xml": exam_of(shown, head=head).encode(),
        "g1/assessment_meta.xml": META.encode(),
        "Uploaded Media/map.png": PNG,
    }
    outcome = brought_in(packed(files), "qti")
    assert 'alt="A map"' in outcome.only.question.html
    assert outcome.imported.files["content/assessments/banks/media/strange/map.png"] == PNG
    told = {note.what: note.file for note in outcome.imported.notes}
    meta = "g1/assessment_meta.xml"
    assert told == {
        "its description is not kept: “Read chapter 3.”. Write it into an assessment by hand.": meta,
        "what the test is set to is not kept: “shuffle_answers true, time_limit 30”. "
        "Write it into an assessment by hand.": meta,
        "it drew 2 of its questions each time; write that as `draw` in an assessment": "g1/g1.xml",
        "what is no question in it is not kept: 1 of `imsdt_xmlv1p1`": "imsmanifest.xml",
    }


@pytest.mark.parametrize("address", ["../../../etc/passwd", "/etc/passwd", "%2e%2e/x.png", "media/../../x"])
def test_no_file_outside_of_a_package_is_read(address: str) -> None:
    text = f'<p>See <img src="$IMS-CC-FILEBASE$/{address}" alt="A map"></p>'
    shown = item("true_false_question", material(text) + lid(labels("True", "False")), condition(equal("100"), "100"))
    files = {"imsmanifest.xml": MANIFEST.encode(), "g1/g1.xml": exam_of(shown).encode()}
    assert "it needs a file that is not in the package" in brought_in(packed(files), "qti").left_out


def test_a_key_is_never_taken_from_what_the_rules_do_not_reward() -> None:
    presented = material("Which?") + lid(labels("a", "b"))
    for rules in ("", condition(equal("100"), "0"), condition(equal("100"), "-5")):
        outcome = read(item("multiple_choice_question", presented, rules))
        assert outcome.left_out == ["no option of it earns points"]


@pytest.mark.parametrize("score", ["many", "1e9", "SCORE", ""])
def test_points_that_are_no_number_are_told(score: str) -> None:
    presented = material("Which?") + lid(labels("a", "b"))
    rules = condition(equal("100"), "100").replace(">100</setvar>", f">{score}</setvar>")
    outcome = read(item("multiple_choice_question", presented, rules))
    assert outcome.left_out == [f"its marking gives `{score}`, which is no number of points"]


PARTIAL = condition('<varequal respident="100" case="No"/>', "50")


def test_what_is_said_of_one_choice_by_its_own_name_is_kept_and_what_it_earns_so_is_told() -> None:
    presented = material("Which?") + lid(labels("a", "b"))
    right = condition(equal("200"), "SCORE.max") + condition("<other/>", "0")
    said = condition('<varequal respident="100" case="No"/>', "0", "x")
    found = read(item("", presented, right + said, feedback("x", "Not this."))).only
    assert (found.solution.key.rule["right"], found.solution.why) == (["b"], {"a": "<p>Not this.</p>\n"})
    outcome = read(item("", presented, right + PARTIAL))
    assert outcome.left_out == ["some of its options earn a part of the points"]


def test_where_nothing_is_earned_what_is_called_correct_is_which_is_told() -> None:
    presented = material("How many?") + entry()
    rules = condition(BETWEEN + equal("4"), said="correct") + condition("<other/>", "0", "incorrect")
    more = feedback("correct", "Yes.") + feedback("incorrect", "No.")
    outcome = read(item("numerical_question", presented, rules, more))
    assert outcome.only.solution.key.rule == {"right": "4", "within": "0.1"}
    assert outcome.only.solution.why == {"": "<p>Yes.</p>\n"}
    assert outcome.changed == [
        "it does not say what a right answer earns; here it earns everything, and each pair the same",
        "only those who were right read this there, and here all do, in `why`: “Yes.”",
        "what was said after some answers is not kept: “No.”. Write it into `why` by hand.",
    ]


def test_a_number_with_the_noise_of_a_sum_in_it_is_the_number_that_was_meant() -> None:
    presented = material("Pi?") + entry()
    bounds = BETWEEN.replace("3.9", "3.1300000000000003").replace("4.1", "3.15")
    rules = condition(f"<or>{equal('3.14')}<and>{bounds}</and></or>", "100")
    key = read(item("numerical_question", presented, rules)).only.solution.key
    assert key.rule == {"right": "3.14", "within": "0.01"}
