"""A design that all credentials share lies in certificates/ itself; what lies beside a credential comes first."""

from __future__ import annotations

from tests.content.sites import clean, compiled

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} 1"/>'
PAGE, STYLE = "<p>{{ holder }}</p>", "p { background: url(ornament.svg) }"
FRONT = "---\ntitle: Helper\nkind: course-certificate\nrequires: [courses/bees]\n---\n"
SECOND = {"certificates/helper/credential.md": f"{FRONT}Done.\n"}
SHARED = SECOND | {
    "certificates/certificate.html": PAGE,
    "certificates/certificate.css": STYLE,
    "certificates/helper/ornament.svg": SVG.format(size=2),
}


def test_a_credential_without_a_design_is_drawn_in_the_shared_one_with_its_own_pictures() -> None:
    catalog = clean(SHARED)
    design = catalog.credentials["helper"].design
    assert (design.html, design.css) == (PAGE, STYLE)
    assert design.files == {"ornament.svg": SVG.format(size=2).encode()}


def test_a_design_of_its_own_stays_as_it_is() -> None:
    assert clean(SHARED).credentials["keeper"].design == clean({}).credentials["keeper"].design


def test_a_picture_that_all_share_serves_whoever_has_none() -> None:
    shared = SHARED | {
        "certificates/ornament.svg": SVG.format(size=3),
        "certificates/other/credential.md": SECOND["certificates/helper/credential.md"].replace("Helper", "Other"),
    }
    credentials = clean(shared).credentials
    assert credentials["helper"].design.files["ornament.svg"] == SVG.format(size=2).encode()
    assert credentials["other"].design.files["ornament.svg"] == SVG.format(size=3).encode()


def test_what_the_shared_design_asks_for_must_lie_beside_the_credential_or_with_it() -> None:
    changes = {path: content for path, content in SHARED.items() if not path.endswith("ornament.svg")}
    _, (finding,) = compiled(changes)
    assert (finding.code, finding.place.file) == ("K108", "certificates/helper/credential.md")
    assert "certificates/certificate.css" in finding.message


def test_without_any_design_a_plain_one_is_drawn_and_found() -> None:
    _, (finding,) = compiled(SECOND)
    assert (finding.code, finding.place.file) == ("K105", "certificates/helper/credential.md")
