"""A kind of publication that no module of ours knows: one module and one template must be all that it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema
import pytest

from lms.content.comparing.change import State
from lms.content.comparing.difference import differences
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing import manual, schema, vscode
from lms.content.editing.starters import start, starters
from lms.content.reading.for_whom import PATHS
from lms.content.reading.kind import Kind
from lms.content.translations.texts import texts_of
from lms.content.translations.writing import NOTHING, brought_up_to_date
from lms.content.writing.report import as_text, report_on
from tests.content.sites import SECOND, TODAY, clean, compiled, lesson, site_with
from tests.content.throwaway.notice import Notice, registered

PATH = "content/notices/look-up.md"
TEXT = """---
title: Look up
wall: north
summary: For once.
was: see-above
topics: [walls]
---
Look up, says {issuer.name}.
"""


@pytest.fixture(autouse=True)
def notice() -> Iterator[Kind]:
    with registered() as kind:
        yield kind


def test_it_is_read_with_what_all_have_and_what_it_has_besides() -> None:
    catalog = clean({PATH: TEXT})
    html = "<p>Look up, says The beekeepers.</p>\n"
    assert catalog.others["notice"] == {
        "look-up": Notice("look-up", "Look up", "For once.", "en", html, PATHS, "new", ("walls",), wall="north")
    }
    assert catalog.former.now("notices/see-above") == "notices/look-up"


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("wall: north", "where: north"), "S201", 3),
        (("wall: north\n", ""), "S202", 1),
        (("topics: [walls]", "topics: [symptoms]"), "P204", 6),
        (("topics: [walls]", "paths: [creater]"), "S205", 6),
        (("topics: [walls]", "review_by: 2026-01-01"), "C108", 6),
        (("topics: [walls]", "silence: {C108: It stays.}"), "W004", 6),
        (("issuer.name", "issuer.phone"), "P201", 8),
        (("Look up, says", "![](media/none.svg)"), "M107", 8),
    ],
)
def test_its_faults_are_found_as_those_of_all_are(change: tuple[str, str], code: str, line: int) -> None:
    tree = site_with({PATH: TEXT.replace(*change)})
    findings = [one for one in compile_catalog(tree, today=TODAY, writing=True)[1] if one.place.file == PATH]
    assert (code, line) in {(one.code, one.place.line) for one in findings}
    assert all(one.help for one in findings)


def test_lessons_lead_to_it_and_a_path_may_suggest_it() -> None:
    path = "---\ntitle: Keepers\nsteps: [notices/look-up]\n---\nWho walks here.\n"
    body = "See [above](../../notices/look-up.md)."
    catalog = clean({PATH: TEXT, SECOND: lesson(body), "content/paths/keepers.md": path})
    assert '<a href="/notices/look-up">' in catalog.courses["bees"].lessons["second"].passages[0].html
    assert catalog.others["path"]["keepers"].steps == ("notices/look-up",)


def test_a_draft_of_it_is_previewed_and_not_served() -> None:
    tree = site_with({PATH: TEXT.replace("wall:", "draft: yes\nwall:")})
    served, previewed = (compile_catalog(tree, today=TODAY, drafts=drafts)[0] for drafts in (False, True))
    assert served is not None
    assert previewed is not None
    assert ("notice" in served.others, "notice" in previewed.others) == (False, True)


def test_it_has_a_schema_a_snippet_and_its_tables_in_the_manual() -> None:
    validator = jsonschema.Draft202012Validator(schema.schema("notice"))
    assert validator.is_valid({"title": "Look up", "wall": "north", "paths": ["creator"]})
    assert not validator.is_valid({"title": "Look up"})
    files = vscode.files()
    places = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    assert places["./.vscode/schemas/notice.schema.json"] == "content/notices/*.md"
    page = manual.redrawn("<!-- keys of a notice -->\n<!-- end of keys -->\n")
    assert "| `wall` | text | where it hangs | needed |" in page
    assert "| `review_by` | a date | after this day a check warns | none |" in page
    assert {"title", "summary"} < set(manual.tables()["a translated notice"])


def test_it_can_be_started_and_its_start_checks_clean() -> None:
    assert "notice" in starters()
    files = start("notice", world_of(site_with({}), Cache()), "hall")
    assert clean(files).others["notice"]["hall"].wall == "north"


def test_it_is_translated_with_its_gaps_filled() -> None:
    tree = site_with({PATH: TEXT})
    begun = brought_up_to_date(texts_of(tree.files[PATH], "notice"), "notice", NOTHING)
    done = begun.replace("(untranslated)", "").replace("Look up, says", "Mira, dice").replace("Look up", "Mira arriba")
    done = done.replace("For once.", "Por una vez.")
    catalog, found = compiled({PATH: TEXT, "content/notices/look-up.es.md": done})
    assert found == ()
    spanish = catalog.editions["es"].others["notice"]["look-up"]
    assert (spanish.title, spanish.summary, spanish.wall) == ("Mira arriba", "Por una vez.", "north")
    assert "Mira, dice The beekeepers." in spanish.html


def _state(text: str) -> State:
    tree = site_with({PATH: text})
    catalog = compile_catalog(tree, today=TODAY)[0]
    assert catalog is not None
    return State(world_of(tree, Cache()), catalog)


def test_an_edit_of_it_is_told() -> None:
    changes = differences(_state(TEXT), _state(TEXT.replace("north", "south")))
    assert [(one.file, one.says) for one in changes] == [(PATH, "the notice changed")]


def test_the_report_tells_how_it_reads() -> None:
    cache = Cache()
    tree = site_with({PATH: TEXT})
    compile_catalog(tree, today=TODAY, writing=True, cache=cache)
    assert PATH in as_text(report_on(world_of(tree, cache), cache.writings, lambda file: True))
