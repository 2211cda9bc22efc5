"""The board and the alerts ask for figures that the site gives, with labels that these have; the guide tells all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from lms.services.assessing import results
from lms.services.certifying import claiming, issuing
from lms.services.ground import last_done
from lms.services.log import witnessing
from lms.services.log.stamping import stamp_due
from lms.services.log.witnessing import Patience
from lms.services.operating import counters, measures, tallied
from lms.store import revisions
from tests.docs.pages import DOCS, ROOT
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House, house_at
from tests.support.timestamps import Stamper, stamping
from tests.support.watched import honest, shown_to, stamped_by
from tests.support.witnesses import served

BOARD = ROOT / "deploy" / "grafana" / "lms.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
GUIDE = DOCS / "how-to" / "watch-a-running-site.md"
NAME = re.compile(r"\blms_[a-z_]+")
ASKED = re.compile(r"\b(lms_[a-z_]+)\{([^}]*)\}")
GROUPED = re.compile(r"\bby \(([a-z_, ]+)\)")
OF_PROMETHEUS = {"job", "instance", "le"}


def by_board() -> list[str]:
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    return [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def by_alerts() -> list[str]:
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule["expr"] for group in groups for rule in group["rules"]]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """Each name of a site in which everything has happened once, with its labels."""
    home = tmp_path_factory.mktemp("watched")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home) as house:
        _live(house)
        yield _names(list(measures.metrics(house.context)))


def _live(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    serial = claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True).holding.serial
    assert serial is not None
    issuing.carry_on(house.context, serial)
    witness = honest(house)
    with served(witness.answer) as address, stamping(Stamper(house.clock)) as service:
        house.context = stamped_by(shown_to(house, (witness.signing.key, address)), service).context
        witnessing.ask_all(house.context, Patience())
        stamp_due(house.context, Patience())
    begin(house, amal, "open")
    home = house.context.settings.home
    last_done.note_backup(house.context.settings, house.clock() - timedelta(hours=1))
    shape = counters.Shape(("? ?", "GET /"), tallied.COLUMNS, tallied.WEB_OTHERS)
    counters.Tally(home, tallied.WEB, shape).add_row(1, 1, tallied.FIRST_BOUND, 0.001)
    counters.Tally(home, tallied.WORK, tallied.WORK_SHAPE).put(tallied.BEAT, 1.0)
    with house.context.database.writing() as session:
        revisions.held_revision(session)
        revisions.add(session, "abcdef0123456789", {}, house.clock())
        revisions.serve(session, "abcdef0123456789", house.clock())


def _names(found: list[Any]) -> dict[str, set[str]]:
    assert all(metric.samples for metric in found), [metric.name for metric in found if not metric.samples]
    return {
        sample.name: {label for one in metric.samples if one.name == sample.name for label in one.labels}
        for metric in found
        for sample in metric.samples
    }


@pytest.mark.parametrize("asked", [*by_board(), *by_alerts()])
def test_what_is_asked_for_is_given_with_the_labels_that_are_asked_for(asked: str, given: dict[str, set[str]]) -> None:
    names = set(NAME.findall(asked))
    assert names or asked.startswith("up{")
    assert names <= set(given)
    labels = set().union(*(given[name] for name in names)) | OF_PROMETHEUS
    for name, inside in ASKED.findall(asked):
        assert set(re.findall(r"([a-z_]+)\s*=", inside)) <= given[name] | OF_PROMETHEUS, name
    for group in GROUPED.findall(asked):
        assert {one.strip() for one in group.split(",")} <= labels


def test_every_figure_stands_on_the_board(given: dict[str, set[str]]) -> None:
    shown = set(NAME.findall(" ".join(by_board())))
    assert set(given) - shown == set()


def test_the_guide_tells_of_every_figure_and_of_every_alert(given: dict[str, set[str]]) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    told = set(re.findall(r"`(lms_[a-z_]+)`", text))
    assert told == {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in given}
    rules = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert set(re.findall(r"^\| `([A-Z][A-Za-z]+)`", text, re.MULTILINE)) == {rule["alert"] for rule in rules}


def test_panels_have_numbers_and_places_of_their_own() -> None:
    panels = json.loads(Path(BOARD).read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}) == len(panels)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)
