"""A throw-away kind of content, which no module of ours knows, must work wherever content does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import jsonschema
import pytest

from lms.content.comparing.change import State
from lms.content.comparing.difference import differences
from lms.content.comparing.history import NothingKnown, faults
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing import manual, schema, vscode
from lms.content.editing.starters import start, starters
from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind
from lms.content.reading.register import UnknownKind
from lms.content.translations.matching import match, state_of
from lms.content.translations.texts import texts_of
from lms.content.translations.writing import NOTHING, brought_up_to_date
from lms.sources.diagnostics import Diagnostic, Findings
from lms.sources.files import tree_of
from tests.content.sites import COURSE, SECOND, TODAY, clean, compiled, good_files, lesson, site_with
from tests.content.throwaway.gathering import Gathering, registered

SPRING = "content/gatherings/spring.md"
TEXT = "---\ntitle: Spring gathering\n---\nCome and listen. See [the first day](../courses/bees/01-first.md).\n"
SPANISH = "content/gatherings/spring.es.md"


@pytest.fixture
def gathering() -> Iterator[Kind]:
    with registered() as kind:
        yield kind


def codes(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.place.file) for one in found]


def test_without_it_nothing_reads_its_files() -> None:
    assert codes(compiled({SPRING: TEXT})[1]) == [("S009", SPRING)]


def test_it_is_read_into_the_catalog_with_its_links(gathering: Kind) -> None:
    html = '<p>Come and listen. See <a href="/courses/bees/first">the first day</a>.</p>\n'
    assert clean({SPRING: TEXT}).others["gathering"] == {"spring": Gathering("spring", "Spring gathering", "en", html)}


def test_its_pictures_lie_in_a_folder_of_its_own(gathering: Kind) -> None:
    picture = f"{TEXT}\n![A tree](media/tree.svg)\n"
    catalog = clean({SPRING: picture, "content/gatherings/media/tree.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert '<img src="/gatherings/media/tree.svg" alt="A tree"' in catalog.others["gathering"]["spring"].html
    assert "gatherings/media/tree.svg" in catalog.media
    (found,) = compiled({SPRING: picture.replace("media/", ""), "content/gatherings/tree.svg": "<svg/>"})[1]
    assert (found.code, found.help) == ("M109", "Move it into `media` beside this file.")


def test_others_can_lead_to_it_and_wait_for_it(gathering: Kind) -> None:
    course = good_files()[COURSE].decode().replace("---\n", "---\nopens_after: [gatherings/spring]\n", 1)
    catalog = clean({SPRING: TEXT, COURSE: course, SECOND: lesson("See [spring](../../gatherings/spring.md).")})
    assert catalog.courses["bees"].opens_after == ("gatherings/spring",)
    assert 'href="/gatherings/spring"' in catalog.courses["bees"].lessons["second"].passages[0].html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitel: Spring\n---\nCome.", ["S201"]),
        ("---\ntitle: Spring\n---\n", ["C102"]),
        ("---\ntitle: Spring\nopens_after: [courses/none]\n---\nCome.", ["R101"]),
        ("---\ntitle: Spring\nopens_after: [gatherings/spring]\n---\nCome.", ["R103"]),
    ],
)
def test_its_faults_are_found_as_those_of_all_are(gathering: Kind, text: str, found: list[str]) -> None:
    assert sorted(one.code for one in compiled({SPRING: text})[1]) == found


def test_two_with_one_id_are_found(gathering: Kind) -> None:
    twin = TEXT.replace("title", "id: spring\ntitle", 1)
    other = "content/gatherings/zz.md"
    assert codes(compiled({SPRING: TEXT, other: twin})[1]) == [("I002", other)]


def test_its_prose_is_looked_at(gathering: Kind) -> None:
    text = "---\ntitle: Spring gathering\n---\nCome, and bring your IRB papers.\n"
    found = compile_catalog(site_with({SPRING: text}), today=TODAY, writing=True)[1]
    assert SPRING in {one.place.file for one in found}


def test_it_has_a_schema_a_snippet_and_a_place_in_the_editor(gathering: Kind) -> None:
    assert "gathering" in schema.kinds()
    validator = jsonschema.Draft202012Validator(schema.schema("gathering"))
    assert validator.is_valid({"title": "Spring", "opens_after": "courses/bees"})
    assert not validator.is_valid({"titel": "Spring"})
    files = vscode.files()
    places = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    assert places["./.vscode/schemas/gathering.schema.json"] == "content/gatherings/*.md"
    assert "gathering: front matter" in files[".vscode/lms.code-snippets"]


def test_it_has_its_tables_in_the_manual(gathering: Kind) -> None:
    page = manual.redrawn("<!-- keys of a gathering -->\n<!-- end of keys -->\n")
    (line,) = (line for line in page.splitlines() if line.startswith("| `opens_after` | a list: the name of a course,"))
    assert "a gathering" in line
    assert "a translated gathering" in manual.tables()


def test_it_can_be_started_and_its_start_checks_clean(gathering: Kind) -> None:
    assert "gathering" in starters()
    files = start("gathering", world_of(site_with({}), Cache()), "autumn")
    assert clean(files).others["gathering"]["autumn"].title == "Autumn"


def test_it_is_translated_and_its_translation_is_held_against_it(gathering: Kind) -> None:
    tree = site_with({SPRING: TEXT})
    texts = texts_of(tree.files[SPRING], "gathering")
    begun = brought_up_to_date(texts, "gathering", NOTHING)
    assert {one.code for one in compiled({SPRING: TEXT, SPANISH: begun})[1]} == {"T107"}
    done = begun.replace("(untranslated)", "").replace("Spring gathering", "Encuentro").replace("Come and", "Ven y")
    catalog, found = compiled({SPRING: TEXT, SPANISH: done})
    assert found == ()
    spanish = catalog.editions["es"].others["gathering"]["spring"]
    assert (spanish.title, spanish.language) == ("Encuentro", "es")
    assert "Ven y" in spanish.html
    assert 'href="/courses/bees/first"' in spanish.html
    assert catalog.others["gathering"]["spring"].title == "Spring gathering"
    world = world_of(site_with({SPRING: TEXT, SPANISH: done}), Cache())
    assert state_of(match(world, {}, Findings())[SPRING]["es"]).missing == ()


def _state(changes: dict[str, str | None]) -> State:
    tree = site_with(changes)
    catalog = compile_catalog(tree, today=date(2026, 11, 22))[0]
    assert catalog is not None
    return State(world_of(tree, Cache()), catalog)


def test_an_edit_of_it_is_told_and_its_going_is_a_fault_while_somebody_holds_on_to_it(gathering: Kind) -> None:
    class Held(NothingKnown):
        def holding(self, path: str) -> int | None:
            return 3 if path == "gatherings/spring" else 0

    before, after = _state({SPRING: TEXT}), _state({SPRING: TEXT.replace("Come", "Do come")})
    assert [(one.file, one.says) for one in differences(before, after)] == [(SPRING, "the gathering changed")]
    gone = faults(before.world, _state({}).world, Held())
    assert [(one.code, one.message) for one in gone] == [
        ("H107", "The gathering `spring` is gone, and 3 people have come to it.")
    ]


def test_its_former_name_leads_on_and_what_it_was_called_is_not_gone(gathering: Kind) -> None:
    class Held(NothingKnown):
        def holding(self, path: str) -> int | None:
            return 3

    renamed = TEXT.replace("---\n", "---\nwas: may\n", 1)
    before, after = _state({"content/gatherings/may.md": TEXT}), _state({SPRING: renamed})
    assert after.catalog.former.now("gatherings/may") == "gatherings/spring"
    assert faults(before.world, after.world, Held()) == ()
    assert (SPRING, "the gathering was called may") in {(one.file, one.says) for one in differences(before, after)}
    found = compiled({SPRING: renamed, "content/gatherings/may.md": TEXT})[1]
    assert codes(found) == [("I009", SPRING)]


def test_a_draft_of_it_is_nobodys_and_whoever_waits_for_it_is_told(gathering: Kind) -> None:
    draft = TEXT.replace("---\n", "---\ndraft: yes\n", 1)
    assert "gathering" not in clean({SPRING: draft}).others
    catalog, _ = compile_catalog(site_with({SPRING: draft}), today=TODAY, drafts=True)
    assert catalog is not None
    assert catalog.others["gathering"]["spring"].title == "Spring gathering"
    course = good_files()[COURSE].decode().replace("---\n", "---\nopens_after: [gatherings/spring]\n", 1)
    assert codes(compiled({SPRING: draft, COURSE: course})[1]) == [("R104", COURSE)]


def test_what_cannot_be_read_keeps_its_name(gathering: Kind) -> None:
    course = good_files()[COURSE].decode().replace("---\n", "---\nopens_after: [gatherings/spring]\n", 1)
    found = compiled({SPRING: b"\xff\xfe\x00", COURSE: course})[1]
    assert "R101" not in {one.code for one in found}


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(UnknownKind, match="gathering"):
        KINDS["gathering"]
    with pytest.raises(UnknownKind, match="gathering"):
        texts_of(tree_of({SPRING: TEXT.encode()}).files[SPRING], "gathering")


def test_no_kind_takes_the_name_of_another(gathering: Kind) -> None:
    with pytest.raises(ValueError, match="gathering"):
        KINDS.add(gathering)
