"""Files made to do harm: refused with the reason, quickly, and without a traceback."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.interchange import packages
from lms.interchange.decoding import MOST_BYTES
from lms.interchange.importing import FORMATS, gather, likely_format
from lms.interchange.media import kind_of_picture
from lms.interchange.packages import packed
from lms.interchange.report import Unreadable
from tests.interchange.importing import PNG, brought_in
from tests.interchange.test_moodle import GOOD, answer, question, quiz
from tests.interchange.test_qti_reading import LIST, VERSION_3


def refusal(content: bytes, form: str) -> str:
    with pytest.raises(Unreadable) as refused:
        gather(content, form, "media")
    return str(refused.value)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE quiz [<!ENTITY a "b">]>',
        '<!DOCTYPE quiz [<!ENTITY a "bbbbbbbbbb"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE quiz [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]>',
    ],
)
@pytest.mark.parametrize("form", ["moodle", "qti"])
def test_no_document_type_is_read(head: str, form: str) -> None:
    assert "document type" in refusal(f"{head}<quiz>&x;</quiz>".encode(), form)


def test_depth_and_number_of_elements_are_bounded() -> None:
    assert "nested too deeply" in refusal(b"<a>" * 100_000, "moodle")
    assert "more than 200,000 elements" in refusal(b"<quiz>" + b"<a/>" * 300_000 + b"</quiz>", "moodle")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(form: str) -> None:
    assert refusal(b" " * (MOST_BYTES + 1), form) == "This file is larger than 20 MiB. Please split it."


def test_deep_html_and_long_texts_do_not_bring_it_down() -> None:
    deep = question("truefalse", answer("true", "100") + answer("false", "0"), text="<div>" * 5_000 + "x")
    long = question("truefalse", answer("true", "100") + answer("false", "0"), text="x" * 70_000, name="long")
    outcome = brought_in(quiz(deep, long, GOOD), "moodle")
    assert outcome.left_out == ["one of its texts is longer than 65,536 characters"]
    assert set(outcome.quizzes) == {"q", "good"}


@pytest.mark.parametrize("name", ["../../evil.md", "/etc/evil", "..\\evil", "a/../../evil", "C:/evil"])
def test_a_name_that_leads_out_of_the_package_refuses_it(name: str) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("imsmanifest.xml", LIST)
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, b"x")
    assert "leads out" in refusal(made.getvalue(), "qti")


def test_a_picture_outside_the_package_is_not_fetched() -> None:
    for address in ("../../../etc/passwd", "file:///etc/passwd", "https://example.org/x.png", "/etc/passwd"):
        item = VERSION_3.replace("../img/map.png", address)
        item = item.replace('<qti-assessment-stimulus-ref identifier="s" href="../texts/s.xml"/>', "")
        outcome = brought_in(packed({"imsmanifest.xml": LIST.encode(), "items/three.xml": item.encode()}), "qti")
        assert outcome.left_out == ["it needs a file that is not in the package"]


def test_a_zip_bomb_is_stopped_while_it_unfolds(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({"imsmanifest.xml": b"<manifest>" + b" " * (packages.MOST_BYTES_OF_ONE + 1)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "qti") == "What is in this zip file is too large to be read."
    monkeypatch.setattr(packages, "MOST_BYTES", 1000)
    assert refusal(packed({"imsmanifest.xml": b"<manifest>" + b" " * 1001}), "qti").startswith("What is in this zip")


def test_a_lie_about_the_size_of_a_file_does_not_help() -> None:
    content = zlib.compress(b" " * 20_000_000)[2:-4]
    name = b"imsmanifest.xml"
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(content), 10, len(name), 0)
    local = b"PK\x03\x04" + fields + name + content
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    assert refusal(local + central + end, "qti") in (
        "What is in this zip file is too large to be read.",
        "A file in this zip file is damaged: imsmanifest.xml.",
    )


def test_a_package_with_too_many_files_or_one_name_twice_is_refused() -> None:
    many = packed({f"f{n}": b"" for n in range(packages.MOST_FILES + 1)})
    assert "more than 5,000 files" in refusal(many, "qti")
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("imsmanifest.xml", LIST)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("imsmanifest.xml", LIST)
    assert "twice" in refusal(made.getvalue(), "qti")


def test_only_pictures_that_are_what_they_say_are_kept() -> None:
    assert kind_of_picture(PNG) == ".png"
    assert kind_of_picture(b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>") == ".svg"
    for svg in (
        "<svg><script>alert(1)</script></svg>",
        "<svg onload='alert(1)'/>",
        "<svg><image href='https://example.org/x.png'/></svg>",
        "<svg><style>@import url(https://example.org)</style></svg>",
        "<svg><rect fill='url(https://example.org/#a)'/></svg>",
        "<svg><foreignObject/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
    ):
        assert kind_of_picture(svg.encode()) == "", svg
    html = base64.b64encode(b"<html><script>alert(1)</script></html>").decode()
    file = f'<file name="x.png" encoding="base64">{html}</file>'
    one = question("truefalse", answer("true", "100") + answer("false", "0"), text='<img src="@@PLUGINFILE@@/x.png">')
    outcome = brought_in(quiz(one.replace("</text></questiontext>", f"</text>{file}</questiontext>")), "moodle")
    assert outcome.left_out == ["a picture in it is no PNG, JPEG, GIF, WebP or plain SVG"]


def test_texts_cannot_end_their_block_or_begin_another() -> None:
    text = "```\n```quiz\nid: evil\n```\n---\n- !!python/object:os.system x: &a *a\n\t# %TAG"
    inner = answer("true", "100", text) + answer("false", "0")
    outcome = brought_in(quiz(question("truefalse", inner, text=f"<pre>{text}</pre>"), GOOD), "moodle")
    assert set(outcome.quizzes) == {"q", "good"}
    assert "!!python/object" in outcome.quizzes["q"].question.html


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(alphabet="{}=~#%:\\\n<>/&;\"'[]!-quizaestion type=,", max_size=200).map(str.encode)
)
def test_junk_is_refused_or_read_and_never_a_traceback(form: str, content: bytes) -> None:
    with suppress(Unreadable):
        gather(content, form, "media")


def test_what_a_file_is_can_be_told_or_is_asked_for() -> None:
    assert likely_format("a.gift", b"x") == "gift"
    assert likely_format("a.bin", b"PK\x03\x04") == "qti"
    assert likely_format("a.xml", b"<assessmentItem/>") == "qti"
    with pytest.raises(Unreadable, match="--format"):
        likely_format("a.bin", b"x")
