"""PDF/A-3a and PDF/UA-1 in one file, by the word of veraPDF: before the seal and after it, for every name."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.credentials import conformance
from lms.credentials.attached import credential_file, receipt_file
from lms.credentials.render import draw
from lms.credentials.seal import seal
from tests.credentials.authorities import authority
from tests.credentials.examples import AWARDED, claims, shipped
from tests.credentials.test_render import NAMES
from tests.support.verapdf import complaints

FILES = (receipt_file(b'{"index":7}'), credential_file(json.dumps({"name": "Ελένη"}).encode()))


def drawn(name: str = "Amal Haddad", folder: str = "foundations") -> bytes:
    return draw(claims(name), shipped(folder), FILES)


def test_every_name_in_every_script_keeps_both_standards_before_the_seal_and_after_it() -> None:
    signer = authority().signer()
    files: dict[str, bytes] = {}
    for place, (script, name) in enumerate(NAMES.items()):
        folder = ("foundations", "foundations-course")[place % 2]
        files[f"{script} in {folder}"] = drawn(name, folder)
        files[f"{script} in {folder}, sealed"] = seal(files[f"{script} in {folder}"], signer, AWARDED).content
    assert {name: found for name, found in complaints(files).items() if found} == {}


def test_the_checker_finds_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.credentials.render.claim_both_standards", lambda _pdf: None)
    (found,) = complaints({"half": drawn()}).values()
    assert [one for one in found if one.startswith("PDFUA_1 5-1")]
    monkeypatch.setattr("lms.credentials.render.claim_both_standards", _without_its_schema)
    (found,) = complaints({"half": drawn()}).values()
    assert [one for one in found if one.startswith("PDFA_3_A 6.6.2.3")]


def _without_its_schema(pdf: object) -> None:
    only = conformance._PDF_UA.partition(b"\n<rdf:Description xmlns:pdfaExtension")[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conformance, "_PDF_UA", only)
        conformance.claim_both_standards(pdf)


def test_the_credential_and_the_receipt_travel_in_the_file_as_its_data() -> None:
    reader = PdfReader(BytesIO(drawn()))
    assert {name: content[0] for name, content in reader.attachments.items()} == {
        "openbadgecredential.json": FILES[1].content,
        "receipt.json": FILES[0].content,
    }
    associated = [one.get_object() for one in reader.root_object["/AF"]]  # type: ignore[attr-defined]
    assert [str(one["/AFRelationship"]) for one in associated] == ["/Data", "/Data"]
    dates = {str(one["/EF"]["/F"]["/Params"][key]) for one in associated for key in ("/ModDate", "/CreationDate")}
    assert dates == {"D:20270305140209Z"}


def test_the_order_in_which_files_are_attached_makes_no_difference() -> None:
    design = shipped("foundations")
    assert draw(claims(), design, FILES) == draw(claims(), design, FILES[::-1])
    assert draw(claims(), design, FILES) != draw(claims(), design, FILES[:1])
