"""A design gets the facts as text, by the names it may use, and can reach nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError, UndefinedError

from lms.content.kinds.design.template import NAMES
from lms.content.reading.model import Design
from lms.credentials.design import fingerprint, page, qr_address, qr_picture
from tests.credentials.examples import PLAIN, claims


def _page(template: str, **changed: str) -> str:
    return page(claims(**changed), Design(template, ""))  # type: ignore[arg-type]


def test_a_design_gets_every_name_that_it_may_use() -> None:
    shown = _page("\n".join(f"{name}={{{{ {name} }}}}" for name in sorted(NAMES)))
    assert "holder=Amal Haddad" in shown
    assert "credential=Patient Leader, Foundations" in shown
    assert "criteria=<p>Passed the <em>Foundations</em> examination.</p>" in shown
    assert "issued=5 March 2027" in shown
    assert "expires=5 March 2030" in shown
    assert "host=certificates.example" in shown
    assert "verify_url=https://certificates.example/verify/2TB9-" in shown


def test_no_last_day_is_none_and_issuer_and_signatories_have_their_parts() -> None:
    template = (
        "{{ expires is none }} {{ issuer.name }} {% for one in signed_by %}{{ one.name }}/{{ one.role }};{% endfor %}"
    )
    assert _page(template, kind="course-certificate") == (
        "True Example Programme The Chair/Council;The Director/Programme;"
    )


def test_dates_are_in_the_language_of_the_credential() -> None:
    assert _page("{{ issued }}", language="de") == "5. März 2027"


def test_a_name_is_text_and_never_markup() -> None:
    assert _page("{{ holder }}", holder="<b>&'\"{{ 7 * 7 }}") == "&lt;b&gt;&amp;&#39;&#34;{{ 7 * 7 }}"


@pytest.mark.parametrize("name", ["salt", "revision", "claims", "range(9)", "lipsum()", "dict()", "namespace()"])
def test_what_is_not_among_the_names_is_not_there(name: str) -> None:
    with pytest.raises(TemplateError):
        _page(f"{{{{ {name} }}}}")


@pytest.mark.parametrize(
    "attack",
    [
        "{{ issuer.__class__.__mro__ }}",
        "{{ holder.__class__.__base__.__subclasses__() }}",
        "{{ signed_by.append(1) }}",
        "{{ objectives.clear() }}",
        "{{ (holder ~ '{0.__class__}').format.__globals__ }}",
    ],
)
def test_a_design_does_not_reach_behind_its_facts(attack: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        _page(attack)


def test_the_qr_picture_holds_the_address_and_keeps_its_quiet_zone() -> None:
    made = claims()
    picture = qr_picture(made).decode()
    modules = int(re.findall(r'viewBox="0 0 (\d+) \1"', picture)[0]) - 8
    assert (modules - 17) % 4 == 0
    assert 'fill="#ffffff"' in picture or 'fill="#fff"' in picture
    assert qr_address(made) == f"qr/{made.serial}.svg"
    assert qr_picture(made) == qr_picture(made)
    assert qr_picture(claims(base_url="https://other.example")) != picture.encode()


def test_a_changed_byte_is_another_design() -> None:
    designs = [
        PLAIN,
        replace(PLAIN, html=PLAIN.html + " "),
        replace(PLAIN, css=PLAIN.css + " "),
        replace(PLAIN, files={"a": b"b"}),
        replace(PLAIN, files={"a": b"c"}),
        replace(PLAIN, files={"ab": b""}),
    ]
    assert len({fingerprint(design) for design in designs}) == len(designs)
    assert fingerprint(replace(PLAIN)) == fingerprint(PLAIN)
