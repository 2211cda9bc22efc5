"""Tools: what they ask, what they give, and what was typed once more where something needs another look."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.gallery.scene import Scene
from tests.gallery.site import Stage

TIES = "/tools/ties"
WRITTEN = "They hope that I will write again."


def scenes(stage: Stage) -> Iterator[Scene]:
    yield Scene("tools", "/tools")
    for language in ("en-GB", "es", "ar"):
        yield Scene(f"a tool ({language})", TIES, language=language)
    yield Scene("a tool, with what it gave", TIES, act=_answer, quoted=(WRITTEN, "Rosa Lima"))
    yield Scene("a tool, to look at again", TIES, act=_forget, quoted=(WRITTEN, "twelve"))
    yield Scene("a tool in Arabic, with what it gave", "/tools/rawabit", act=_answer_in_arabic, language="ar")

    yield Scene("a tool, kept by a visitor", TIES, act=_keep, quoted=(WRITTEN, "Rosa Lima"))
    yield from _notebook(stage)


def _notebook(stage: Stage) -> Iterator[Scene]:
    """What somebody kept."""
    stage.person("keeper", "Ke Eper")
    yield Scene("my notebook, empty", "/notebook", who="keeper")
    yield Scene("my notebook: a new entry", TIES, who="keeper", act=_keep, quoted=(WRITTEN, "Rosa Lima"))
    yield Scene("my notebook: an older window", "/notebook/1/change", who="keeper", act=_overtaken, quoted=(WRITTEN,))
    yield Scene("my notebook", "/notebook", who="keeper", quoted=("Rosa Lima",))
    for language in ("en-GB", "ar"):
        name = f"my notebook: an entry ({language})"
        yield Scene(name, "/notebook/1", who="keeper", language=language, quoted=(WRITTEN, "Rosa Lima"))
    yield Scene("my notebook: a change", "/notebook/1/change", who="keeper", quoted=(WRITTEN, "Rosa Lima"))
    yield Scene("my notebook: asked once more", "/notebook/1/delete", who="keeper", quoted=(WRITTEN, "Rosa Lima"))


def _keep(page: Page) -> None:
    _fill(page)
    page.click("#asks [name=keep], #asks [formaction$='/notebook']")


def _overtaken(page: Page) -> None:
    page.evaluate("document.querySelector('[name=seq]').value = '0'")
    page.click("#asks [formaction^='/notebook/']")


def _answer(page: Page) -> None:
    _fill(page)
    page.click("#asks .btn-primary")


def _fill(page: Page) -> None:
    page.check("input[name='what.answer'][value=a]")
    page.fill("[name='worth.answer']", "12500")
    page.fill("[name='who.answer']", "Rosa Lima")
    page.fill("[name='why.answer']", WRITTEN)
    page.check("input[name='also.answer'][value=a]")
    page.check("input[name='also.answer'][value=b]")


def _forget(page: Page) -> None:
    page.check("input[name='what.answer'][value=a]")
    page.fill("[name='worth.answer']", "twelve")
    page.fill("[name='why.answer']", WRITTEN)
    page.click("#asks .btn-primary")


def _answer_in_arabic(page: Page) -> None:
    page.check("input[name='what.answer'][value=a]")
    page.fill("[name='who.answer']", "Health Union (UK)")
    page.fill("[name='page.answer']", "https://example.org/mine")
    page.click("#asks .btn-primary")
