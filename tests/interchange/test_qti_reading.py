"""QTI 2.1, 2.2 and 3: items written here after the public information models, with rules of many kinds."""

from __future__ import annotations

import pytest

from lms.interchange.importing import gather
from lms.interchange.packages import packed
from lms.interchange.report import Unreadable
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
        ('<gapMatchInteraction responseIdentifier="RESPONSE"/>', "words are dragged into its text"),
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
        ("<questestinterop/>", "This is QTI 1.2. Export it as QTI 2.1, 2.2 or 3 and try again."),
        ("<html/>", "This XML holds no item of QTI: it does not begin with assessmentItem or qti-assessment-item."),
        ("<assessmentItem", "This is not well-formed XML: line 1, unclosed token."),
    ],
)
def test_other_xml_is_refused_with_the_reason(xml: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        gather(xml.encode(), "qti", "media")
    assert str(refused.value) == why
