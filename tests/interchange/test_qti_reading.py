"""QTI 2.1, 2.2 and 3: items written here after the public information models, with rules of many kinds."""

from __future__ import annotations

import pytest

from lms.interchange.importing import gather
from lms.interchange.packages import packed
from lms.interchange.report import Unreadable
from lms.questions.quiz import Quiz
from tests.interchange.importing import PNG, brought_in

MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"
CHOICES = '<simpleChoice identifier="X1">one</simpleChoice><simpleChoice identifier="X2">two</simpleChoice>'
THREE = f'{CHOICES}<simpleChoice identifier="X3">three</simpleChoice>'


def item(declarations: str, body: str, processing: str, version: str = "v2p1", **attrs: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attrs.items())
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_{version}" identifier="item-1" title="An item" '
        f'timeDependent="false"{more}>{declarations}<outcomeDeclaration identifier="SCORE" cardinality="single" '
        f'baseType="float"/><itemBody>{body}</itemBody>{processing}</assessmentItem>'
    )


def response(correct: str = "", mapping: str = "", cardinality: str = "single", base: str = "identifier") -> str:
    values = "".join(f"<value>{one}</value>" for one in correct.split(","))
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{f'<correctResponse>{values}</correctResponse>' if correct else ''}{mapping}</responseDeclaration>"
    )


def mapping(more: str = "", **worth: str) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in worth.items())
    return f"<mapping{more}>{entries}</mapping>"


def template(name: str) -> str:
    return f'<responseProcessing template="{name}"/>'


def choice(options: str = CHOICES, most: str = "1") -> str:
    inner = f"<prompt>Which?</prompt>{options}"
    return f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="{most}">{inner}</choiceInteraction>'


def test_a_choice_marked_by_its_key() -> None:
    found = brought_in(item(response("X2"), f"<p>Look.</p>{choice()}", template(MATCH)), "qti").only
    assert (found.id, found.question.html) == ("item-1", "<p>Look.</p>\n<p>Which?</p>\n")
    assert found.solution.key.rule == {"right": ["b"], "credit": {}}


def test_a_choice_marked_by_a_mapping_keeps_partial_credit() -> None:
    xml = item(response("X1", mapping(X1="2", X2="0.5", X3="-1")), choice(THREE), template(MAP))
    outcome = brought_in(xml, "qti")
    assert outcome.only.solution.key.rule == {"right": ["a"], "credit": {"b": "1/4"}}
    assert "a wrong option cost points there, and earns nothing here" in outcome.changed


@pytest.mark.parametrize(
    ("declared", "rule", "credit", "ignored"),
    [
        (response("X1,X3", cardinality="multiple"), MATCH, "all or nothing", []),
        (
            response("X1,X3", mapping(' lowerBound="0"', X1="1", X3="1", X2="-1"), "multiple"),
            MAP,
            "each choice, wrong ones cost",
            [],
        ),
    ],
)
def test_several_choices_are_tried_set_by_set(declared: str, rule: str, credit: str, ignored: list[str]) -> None:
    found = brought_in(item(declared, choice(THREE, "0"), template(rule)), "qti").only
    assert found.solution.key.rule == {"right": ["a", "c"], "wrong": ["b"], "credit": credit}


def test_a_rule_that_contradicts_the_key_is_not_followed() -> None:
    xml = item(response("X1", mapping(X2="1")), choice(), template(MAP))
    assert brought_in(xml, "qti").left_out == ["its key and its marking do not agree"]


CUSTOM = (
    "<responseProcessing><responseCondition><responseIf><and><not><isNull><variable identifier='RESPONSE'/></isNull>"
    "</not>{}</and><setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue>"
    "</responseIf><responseElse><setOutcomeValue identifier='SCORE'><baseValue baseType='float'>0</baseValue>"
    "</setOutcomeValue></responseElse></responseCondition></responseProcessing>"
)


def test_rules_that_are_written_out_are_followed() -> None:
    right = "<match><variable identifier='RESPONSE'/><baseValue baseType='identifier'>X2</baseValue></match>"
    found = brought_in(item(response(), choice(), CUSTOM.format(right)), "qti").only
    assert found.solution.key.rule["right"] == ["b"]


@pytest.mark.parametrize("tag", ["customOperator", "patternMatch", "random", "lookupOutcomeValue"])
def test_rules_that_are_not_known_are_not_guessed_at(tag: str) -> None:
    xml = item(response("X1"), choice(), CUSTOM.format(f"<{tag}/>"))
    assert brought_in(xml, "qti").left_out == [f"its marking uses `{tag}`, which is not known here"]


def associable(name: str, most: str) -> str:
    return f"<simpleAssociableChoice identifier='{name}' matchMax='{most}'>{name}</simpleAssociableChoice>"


def test_order_and_pairs() -> None:
    lines = f'<p>Order.</p><orderInteraction responseIdentifier="RESPONSE">{THREE}</orderInteraction>'
    found = brought_in(item(response("X3,X1,X2", cardinality="ordered"), lines, template(MATCH)), "qti").only
    assert found.solution.key.rule == {"right": ["c", "a", "b"], "credit": "all or nothing"}
    sides = "".join(
        f"<simpleMatchSet>{''.join(associable(one, most) for one in names)}</simpleMatchSet>"
        for names, most in (("pq", "1"), ("uvw", "0"))
    )
    pairs = "".join(f'<mapEntry mapKey="{pair}" mappedValue="1"/>' for pair in ("p v", "q u"))
    declared = response("p v,q u", f"<mapping>{pairs}</mapping>", "multiple", "directedPair")
    body = (
        f'<p>Match.</p><matchInteraction responseIdentifier="RESPONSE" maxAssociations="2">{sides}</matchInteraction>'
    )
    found = brought_in(item(declared, body, template(MAP)), "qti").only
    assert found.solution.key.rule == {"right": {"a": "B", "b": "A"}, "credit": "each pair"}


def test_typed_words_keep_whether_capitals_count() -> None:
    entry = '<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    loose = '<mapping><mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/></mapping>'
    found = brought_in(item(response("York", loose, base="string"), f"<p>Where?</p>{entry}", template(MAP)), "qti").only
    assert found.solution.key.rule == {"accept": ["York"], "ignore_differences": ["case", "spaces"]}
    found = brought_in(item(response("York", base="string"), f"<p>Where?</p>{entry}", template(MATCH)), "qti").only
    assert found.solution.key.rule == {"accept": ["York"], "ignore_differences": ["spaces"]}


def test_a_number_with_bounds_of_each_kind() -> None:
    entry = '<p>How long? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    for mode, tolerance, within in (("absolute", "0.5 0.5", "0.5"), ("relative", "10 10", "10%"), ("exact", "", "0")):
        equal = (
            f"<equal toleranceMode='{mode}' tolerance='{tolerance}'><correct identifier='RESPONSE'/>"
            "<variable identifier='RESPONSE'/></equal>"
        )
        found = brought_in(item(response("2.50", base="float"), entry, CUSTOM.format(equal)), "qti").only
        assert found.solution.key.rule == {"right": "2.5", "within": within}
    open_bounds = (
        "<equal toleranceMode='absolute' tolerance='1 1' includeUpperBound='false'><correct identifier='RESPONSE'/>"
        "<variable identifier='RESPONSE'/></equal>"
    )
    outcome = brought_in(item(response("2", base="float"), entry, CUSTOM.format(open_bounds)), "qti")
    assert outcome.left_out == ["its bounds cannot be said here"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p>Only words.</p>", "it asks nothing: it is a text without answers"),
        (
            '<extendedTextInteraction responseIdentifier="RESPONSE"/>',
            "it asks for an essay, which is marked by a person",
        ),
        ('<hotspotInteraction responseIdentifier="RESPONSE"/>', "a place of a picture is chosen in it"),
        ('<gapMatchInteraction responseIdentifier="RESPONSE"/>', "its key does not fill every gap"),
        (choice() + choice(), "it asks several things at once"),
        (choice(f'<img src="a.png" alt=""/>{THREE}'), None),
        (
            f'<p><img src="a.png" alt="x"/></p>{choice()}',
            "it needs a file beside it: give the whole package, a zip file",
        ),
        (f"<p><printedVariable identifier='X'/></p>{choice()}", "a part of its text is worked out when it is shown"),
    ],
)
def test_what_cannot_be_carried_is_listed(body: str, why: str | None) -> None:
    outcome = brought_in(item(response("X1"), body, template(MATCH)), "qti")
    assert why is None or outcome.left_out == [why]


def test_adaptive_items_and_values_drawn_by_chance_are_listed() -> None:
    adaptive = item(response("X1"), choice(), template(MATCH), adaptive="true")
    assert brought_in(adaptive, "qti").left_out == ["it goes on after the answer"]
    drawn = item(f"{response('X1')}<templateDeclaration/>", choice(), template(MATCH))
    assert brought_in(drawn, "qti").left_out == ["its values are drawn by chance"]


VERSION_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="three" title="t"
 adaptive="false" time-dependent="false"><qti-response-declaration identifier="RESPONSE" cardinality="single"
 base-type="identifier"><qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
<qti-assessment-stimulus-ref identifier="s" href="../texts/s.xml"/>
<qti-item-body><p>See <img src="../img/map.png" alt="A map"/></p><qti-choice-interaction response-identifier="RESPONSE"
 max-choices="1"><qti-simple-choice identifier="A">a<qti-feedback-inline outcome-identifier="F" identifier="A"
 show-hide="show">Not a.</qti-feedback-inline></qti-simple-choice>
<qti-simple-choice identifier="B">b</qti-simple-choice>
</qti-choice-interaction></qti-item-body>
<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
<qti-modal-feedback outcome-identifier="F" identifier="B" show-hide="show"><qti-content-body>Yes, b.</qti-content-body>
</qti-modal-feedback></qti-assessment-item>"""
STIMULUS = """<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s" title="s">
<qti-stimulus-body><p>A shared text.</p></qti-stimulus-body></qti-assessment-stimulus>"""
LIST = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources><resource identifier="r" '
    'type="imsqti_item_xmlv3p0" href="items/three.xml"><file href="items/three.xml"/></resource></resources></manifest>'
)


def test_a_package_of_version_3_brings_pictures_shared_texts_and_explanations() -> None:
    files = {"imsmanifest.xml": LIST, "items/three.xml": VERSION_3, "texts/s.xml": STIMULUS}
    outcome = brought_in(packed({**{name: text.encode() for name, text in files.items()}, "img/map.png": PNG}), "qti")
    found = outcome.only
    assert found.question.scenario == "<p>A shared text.</p>\n"
    assert found.solution.why == {"a": "<p>Not a.</p>\n", "b": "<p>Yes, b.</p>\n"}
    assert outcome.imported.files["content/assessments/banks/media/strange/map.png"] == PNG


def test_a_package_that_lacks_a_file_carries_the_others() -> None:
    more = LIST.replace("<resources>", '<resources><resource type="imsqti_item_xmlv3p0" href="items/gone.xml"/>')
    plain = VERSION_3.replace('<qti-assessment-stimulus-ref identifier="s" href="../texts/s.xml"/>', "")
    files = {"imsmanifest.xml": more.encode(), "items/three.xml": plain.encode(), "img/map.png": PNG}
    outcome = brought_in(packed(files), "qti")
    assert list(outcome.quizzes) == ["three"]
    assert outcome.left_out == ["the list names it, and it is not in the package"]


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ("<questestinterop/>", "There is no question in this file of QTI 1.2."),
        ("<html/>", "This XML holds no item of QTI: it does not begin with assessmentItem or qti-assessment-item."),
        ("<assessmentItem", "This is not well-formed XML: line 1, unclosed token."),
    ],
)
def test_other_xml_is_refused_with_the_reason(xml: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        gather(xml.encode(), "qti", "media")
    assert str(refused.value) == why


def outcome(cardinality: str = "single") -> str:
    return f'<outcomeDeclaration identifier="SAID" cardinality="{cardinality}" baseType="identifier"/>'


def modal(name: str, text: str, more: str = "") -> str:
    return f'<modalFeedback outcomeIdentifier="SAID" identifier="{name}" showHide="show"{more}>{text}</modalFeedback>'


def says(name: str) -> str:
    value = f"<baseValue baseType='identifier'>{name}</baseValue>"
    return f"<setOutcomeValue identifier='SAID'>{value}</setOutcomeValue>"


SCORE_1 = "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue>"
BY_KEY = "<match><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></match>"
RIGHT_OR_WRONG = (
    f"<responseProcessing><responseCondition><responseIf>{BY_KEY}{SCORE_1}{says('yes')}</responseIf>"
    f"<responseElse>{says('no')}</responseElse></responseCondition></responseProcessing>"
)


def with_modals(xml: str, *said: str) -> str:
    return xml.replace("</assessmentItem>", f"{''.join(said)}</assessmentItem>")


def test_several_texts_of_one_outcome_stand_beside_the_choices_after_which_each_is_said() -> None:
    xml = item(response("X2") + outcome(), choice(THREE), RIGHT_OR_WRONG)
    found = brought_in(with_modals(xml, modal("yes", "Well seen."), modal("no", "Look again.")), "qti")
    assert found.only.solution.why == {
        "a": "<p>Look again.</p>\n",
        "b": "<p>Well seen.</p>\n",
        "c": "<p>Look again.</p>\n",
    }
    assert found.changed == []


def test_a_text_that_is_hidden_by_a_name_is_said_in_all_other_cases() -> None:
    xml = item(response("X2") + outcome(), choice(THREE), RIGHT_OR_WRONG)
    hidden = modal("yes", "Look again.").replace('"show"', '"hide"')
    assert set(brought_in(with_modals(xml, hidden), "qti").only.solution.why) == {"a", "c"}


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        (response("X1,X3", cardinality="multiple"), choice(THREE, "0")),
        (
            response("X3,X1,X2", cardinality="ordered"),
            f'<p>Order.</p><orderInteraction responseIdentifier="RESPONSE">{THREE}</orderInteraction>',
        ),
        (response("York", base="string"), '<p>Where? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'),
        (response("4", base="float"), '<p>How many? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'),
    ],
)
def test_where_choices_are_not_explained_one_by_one_what_is_said_of_wrong_answers_is_told(
    declared: str, body: str
) -> None:
    xml = item(declared + outcome(), body, RIGHT_OR_WRONG)
    found = brought_in(with_modals(xml, modal("yes", "Well seen."), modal("no", "Look again.")), "qti")
    assert found.only.solution.why == {"": "<p>Well seen.</p>\n"}
    assert found.changed == [
        "only those who were right read this there, and here all do, in `why`: “Well seen.”",
        "what was said after some answers is not kept: “Look again.”. Write it into `why` by hand.",
    ]


def test_several_texts_that_no_rule_tells_apart_are_told_and_never_joined() -> None:
    xml = item(response("X2") + outcome(), choice(THREE), template(MATCH))
    found = brought_in(with_modals(xml, modal("yes", "Well seen."), modal("no", "Look again.")), "qti")
    assert found.only.solution.why == {}
    assert [one.partition("“")[2][:11] for one in found.changed] == ["Well seen.”", "Look again."]


def test_texts_of_several_outcomes_are_each_read_by_their_own() -> None:
    both = RIGHT_OR_WRONG.replace(
        "</responseProcessing>",
        "<setOutcomeValue identifier='MORE'><baseValue baseType='identifier'>always</baseValue></setOutcomeValue>"
        "</responseProcessing>",
    )
    declared = outcome() + outcome().replace("SAID", "MORE")
    xml = item(response("X2") + declared, choice(THREE), both)
    always = modal("always", "So it is.", ' title="In short"').replace("SAID", "MORE")
    found = brought_in(with_modals(xml, modal("yes", "Well seen."), always), "qti").only
    assert found.solution.why == {"b": "<p>Well seen.</p>\n<p><strong>In short</strong></p>\n<p>So it is.</p>\n"}


def test_texts_in_the_question_itself_and_both_of_one_choice_are_kept_once() -> None:
    block = '<feedbackBlock outcomeIdentifier="SAID" identifier="X1" showHide="show"><p>Block.</p></feedbackBlock>'
    inline = '<feedbackInline outcomeIdentifier="SAID" identifier="X1" showHide="show">Inline.</feedbackInline>'
    options = CHOICES.replace("one</simpleChoice>", f"one{inline}{block}</simpleChoice>")
    xml = item(response("X2") + outcome(), f"{choice(options)}<p>{inline.replace('X1', 'X2')}</p>", template(MATCH))
    assert brought_in(xml, "qti").only.solution.why == {
        "a": "<p>Inline.</p>\n<p>Block.</p>\n",
        "b": "<p>Inline.</p>\n",
    }


ENTRY = '<textEntryInteraction responseIdentifier="RESPONSE"/>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (f"<p>How long?<br/>{ENTRY}</p>", "<p>How long?</p>\n"),
        (f"<p>How long?<br/><br/>{ENTRY}<br/></p>", "<p>How long?</p>\n"),
        (f"<p>How long?</p><p><br/>{ENTRY}</p>", "<p>How long?</p>\n"),
        (f"<div>How<br/>long?<br/> <span>{ENTRY}</span></div>", "<p>How<br>\nlong?</p>\n"),
        (f"<p>A path: C:\\<br/>{ENTRY}</p>", "<p>A path: C:\\</p>\n"),
        (f"<p><b>How long?<br/></b>{ENTRY}</p>", "<p><strong>How long?</strong></p>\n"),
        (f"<h2>How<br/>long?</h2><p>{ENTRY}</p>", "<h3>How long?</h3>\n"),
        (f"<p>Before {ENTRY}<br/>after.</p>", None),
    ],
)
def test_a_break_before_what_is_typed_into_leaves_nothing_behind(body: str, html: str | None) -> None:
    found = brought_in(item(response("York", base="string"), body, template(MATCH)), "qti").only
    if html is None:
        assert found.question.body.gaps == ("<p>Before ", "<br>\nafter.</p>\n")
    else:
        assert found.question.html == html
    assert "\\" not in found.question.html.replace("C:\\", "")


def test_a_break_before_a_choice_leaves_nothing_behind() -> None:
    body = f"<div>Which?<br/>{choice().replace('<prompt>Which?</prompt>', '')}</div>"
    assert brought_in(item(response("X2"), body, template(MATCH)), "qti").only.question.html == "<p>Which?</p>\n"


def test_every_word_that_the_rules_accept_is_kept() -> None:
    def same(text: str) -> str:
        both = f"<variable identifier='RESPONSE'/><baseValue baseType='string'>{text}</baseValue>"
        return f"<stringMatch caseSensitive='false'>{both}</stringMatch>"

    rules = (
        f"<responseProcessing><responseCondition><responseIf><or>{same('York')}{same('City of York')}</or>{SCORE_1}"
        "</responseIf></responseCondition></responseProcessing>"
    )
    xml = item(response("York", base="string"), f"<p>Where? {ENTRY}</p>", rules)
    assert brought_in(xml, "qti").only.solution.key.rule["accept"] == ["York", "City of York"]


def test_a_number_between_two_bounds_is_kept_and_a_second_number_is_told() -> None:
    def is_(tag: str, number: str) -> str:
        return f"<{tag}><variable identifier='RESPONSE'/><baseValue baseType='float'>{number}</baseValue></{tag}>"

    def rules(asks: str) -> str:
        return (
            f"<responseProcessing><responseCondition><responseIf>{asks}{SCORE_1}</responseIf></responseCondition>"
            "</responseProcessing>"
        )

    body = f"<p>How many? {ENTRY}</p>"
    between = rules(f"<and>{is_('gte', '3.5')}{is_('lte', '4.5')}</and>")
    found = brought_in(item(response(base="float"), body, between), "qti").only
    assert found.solution.key.rule == {"right": "4", "within": "0.5"}
    two = rules(f"<or>{is_('match', '4')}{is_('match', '9')}</or>")
    assert brought_in(item(response("4", base="float"), body, two), "qti").left_out == ["it accepts several numbers"]


def inline(name: str, *options: str) -> str:
    inner = "".join(f'<inlineChoice identifier="{one}">{one}</inlineChoice>' for one in options)
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{inner}</inlineChoiceInteraction>'


def of_gap(name: str, correct: str) -> str:
    return response(correct, mapping(**{correct: "1"})).replace('"RESPONSE"', f'"{name}"')


def added(*names: str) -> str:
    inner = "".join(f'<mapResponse identifier="{name}"/>' for name in names)
    total = f'<setOutcomeValue identifier="SCORE"><sum>{inner}</sum></setOutcomeValue>'
    return f"<responseProcessing>{total}</responseProcessing>"


def words_of(quiz: Quiz) -> dict[str, str]:
    left, right = ({one.key: one.html for one in side} for side in (quiz.question.body.left, quiz.question.body.right))
    return {left[here]: right[there] for here, there in quiz.solution.key.rule["right"].items()}


def test_words_that_are_chosen_in_a_text_are_a_choice_or_things_to_match() -> None:
    one = item(of_gap("A", "red"), f"<p>It is {inline('A', 'red', 'blue')}.</p>", added("A"))
    found = brought_in(one, "qti").only
    assert (found.question.html, found.solution.key.rule["right"]) == ("<p>It is _____.</p>\n", ["a"])
    body = f"<p>It is {inline('A', 'red', 'blue')}<br/>or {inline('B', 'blue', 'red')}.</p>"
    found = brought_in(item(of_gap("A", "red") + of_gap("B", "blue"), body, added("A", "B")), "qti").only
    assert found.question.html == "<p>It is (1) _____<br>\nor (2) _____.</p>\n"
    assert words_of(found) == {"(1)": "red", "(2)": "blue"}
    assert found.solution.key.rule["credit"] == "each pair"


GAP_WORDS = "".join(f'<gapText identifier="{one}" matchMax="1">{one}</gapText>' for one in ("w", "s", "x"))
GAP_MATCH = (
    f'<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill.</prompt>{GAP_WORDS}'
    '<p>Now is the <gap identifier="G1"/> of our <gap identifier="G2"/>.</p></gapMatchInteraction>'
)
GAP_ENTRIES = "".join(f'<mapEntry mapKey="{pair}" mappedValue="1"/>' for pair in ("w G1", "s G2"))
DRAGGED = item(
    response("w G1,s G2", f"<mapping>{GAP_ENTRIES}</mapping>", "multiple", "directedPair"), GAP_MATCH, template(MAP)
)


def test_words_that_are_dragged_into_a_text_are_things_to_match() -> None:
    found = brought_in(DRAGGED, "qti").only
    assert found.question.html == "<p>Fill.</p>\n<p>Now is the (1) _____ of our (2) _____.</p>\n"
    assert words_of(found) == {"(1)": "w", "(2)": "s"}
    assert len(found.question.body.right) == 3


HOTTEXT = (
    '<p>Which word is wrong?</p><hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><p>Bees '
    '<hottext identifier="X1">fly</hottext> and <hottext identifier="X2">swims</hottext>.</p></hottextInteraction>'
)


def test_words_of_a_text_that_are_chosen_are_its_options() -> None:
    found = brought_in(item(response("X2"), HOTTEXT, template(MATCH)), "qti").only
    assert found.question.html == "<p>Which word is wrong?</p>\n<p>Bees fly and swims.</p>\n"
    assert [one.html for one in found.question.body.options] == ["fly", "swims"]
    assert (found.solution.key.rule["right"], found.question.body.keep_order) == (["b"], True)


def test_places_that_options_keep_are_kept() -> None:
    def read(shuffle: str, fixed: str = "") -> tuple[bool, list[str]]:
        options = THREE.replace('"X3"', f'"X3"{fixed}')
        body = choice(options).replace('maxChoices="1"', f'maxChoices="1"{shuffle}')
        found = brought_in(item(response("X2"), body, template(MATCH)), "qti")
        return found.only.question.body.keep_order, found.changed

    assert read(' shuffle="true"') == (False, [])
    assert read(' shuffle="false"') == read("") == (True, [])
    assert read(' shuffle="true"', ' fixed="true"') == (
        True,
        ["only some of its options kept their places there, and here all do"],
    )


def test_what_an_item_has_besides_is_told() -> None:
    scorer = '<rubricBlock view="scorer"><p>Be kind.</p></rubricBlock>'
    masked = '<textEntryInteraction responseIdentifier="RESPONSE" patternMask="[0-9]+" placeholderText="a number"/>'
    rules = (
        RIGHT_OR_WRONG.replace("SAID", "RAW")
        .replace("identifier'>yes", "float'>2")
        .replace("identifier'>no", "float'>0")
    )
    raw = '<outcomeDeclaration identifier="RAW" cardinality="single" baseType="float"/>'
    xml = item(response("4", base="float") + raw, f"{scorer}<p>How many? {masked}</p>", rules)
    xml = xml.replace(
        "</assessmentItem>", '<catalogInfo>Read it aloud.</catalogInfo><stylesheet href="x.css"/></assessmentItem>'
    )
    assert brought_in(xml, "qti").changed == [
        "what is said to those who mark is not kept: “Be kind.”. Write it into `note` by hand.",
        "a pattern that answers had to fit is not kept: `[0-9]+`",
        "words that stood in its gap is not kept: `a number`",
        "its `catalogInfo` is not kept: “Read it aloud.”",
        "its `stylesheet` is not kept",
        "it counted points under another name too, `RAW`, which are not kept",
    ]


def test_the_number_of_choices_that_were_allowed_is_told() -> None:
    xml = item(response("X1,X3", cardinality="multiple"), choice(THREE, "2"), template(MATCH))
    assert "at most 2 of its options could be chosen there, and here any number" in brought_in(xml, "qti").changed


def test_the_title_of_an_item_is_kept_for_colleagues() -> None:
    assert brought_in(item(response("X2"), choice(), template(MATCH)), "qti").only.notes == {"note": "An item"}


def test_a_package_brings_words_to_find_items_by_and_tells_of_its_test() -> None:
    lom = "<metadata><lom><general><keyword><string>maps</string></keyword></general></lom></metadata>"
    listed = LIST.replace('href="items/three.xml"><', f'href="items/three.xml">{lom}<', 1)
    listed = listed.replace("</resources>", '<resource type="imsqti_test_xmlv3p0" href="test.xml"/></resources>')
    plain = VERSION_3.replace('<qti-assessment-stimulus-ref identifier="s" href="../texts/s.xml"/>', "")
    files = {"imsmanifest.xml": listed.encode(), "items/three.xml": plain.encode(), "img/map.png": PNG}
    found = brought_in(packed(files), "qti")
    assert found.only.tags == ("maps",)
    assert [(note.file, note.what) for note in found.imported.notes] == [
        ("test.xml", "what the test says of order, time, weights and choice is not kept: write it into an assessment")
    ]
