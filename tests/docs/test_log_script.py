"""The script by which an outsider checks the log, taken from its page and run against a log that is honest, or not."""

from __future__ import annotations

import io
import re
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from lms.credentials.keys import KeyKind
from lms.services.keys import ring
from lms.services.keys.keyfiles import changing
from lms.services.keys.keymaking import make
from lms.services.log import logbook
from lms.store.tables import CertificateRow, CheckpointRow, LeafRow
from tests.docs.pages import DOCS
from tests.services.log.test_logbook import busy, issue
from tests.support.site import House, house_at
from tests.support.web import app_of

PAGE = DOCS / "how-to" / "check-the-log.md"
SITE = "https://learn.example.org"


class Outsider:
    """Somebody with a folder of their own, the script, and whatever the site answers."""

    def __init__(self, house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = app_of(house).test_client()
        self.script = folder / "check_log.py"
        self.script.write_text(script())
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["check_log.py", SITE])
        monkeypatch.setattr("urllib.request.urlopen", self.open)
        Path("log.key").write_text(self.get("/log/key").splitlines()[-1] + "\n")

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def open(self, address: str) -> Any:
        return io.BytesIO(self.get(address.removeprefix(SITE)).encode())

    def keep_checkpoint(self) -> None:
        Path("old.checkpoint").write_text(self.get("/log/checkpoint"))

    def finds_it_whole(self) -> bool:
        try:
            runpy.run_path(str(self.script))
        except SystemExit as ended:
            return ended.code is None
        except Exception:
            return False
        raise AssertionError("it did not end")


def script() -> str:
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def house(tmp_path: Path) -> Any:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as made:
        yield made


def with_a_plus_in_its_key(house: House) -> None:
    """The signs that part a verifier's key may stand in its Base64 as well."""
    settings, now = house.context.settings, house.clock()
    while "+" not in ring.active(settings, KeyKind.LOG, now).public_text:
        with changing(settings):
            make(settings, KeyKind.LOG, now)


def test_an_outsider_follows_the_log_from_every_size_to_the_newest(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_plus_in_its_key(house)
    busy(house)
    outsider = Outsider(house, tmp_path, monkeypatch)
    with house.context.database.reading() as session:
        notes = [row.note for row in session.query(CheckpointRow).order_by(CheckpointRow.size)]
    assert len(notes) == 13
    for note in notes:
        Path("old.checkpoint").write_text(note)
        assert outsider.finds_it_whole()


def test_an_outsider_sees_a_log_that_was_written_anew(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        issue(house, house.person(f"Person {'abc'[n]}"))
    outsider = Outsider(house, tmp_path, monkeypatch)
    outsider.keep_checkpoint()
    with house.context.database.writing() as session:
        session.query(LeafRow).delete()
        session.query(CheckpointRow).delete()
        session.query(CertificateRow).update({"leaf": None})
    for n in range(4):
        issue(house, house.person(f"Other {'abcd'[n]}"))
    assert logbook.checkpoint(house.context)
    assert not outsider.finds_it_whole()


def test_an_outsider_sees_a_log_that_was_cut(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(house)
    outsider = Outsider(house, tmp_path, monkeypatch)
    outsider.keep_checkpoint()
    with house.context.database.writing() as session:
        session.query(LeafRow).filter(LeafRow.n >= 10).delete()
        session.query(CheckpointRow).filter(CheckpointRow.size > 10).delete()
    assert not outsider.finds_it_whole()


def test_the_script_has_about_twenty_lines_of_code() -> None:
    assert sum(bool(line) for line in script().splitlines()) <= 24


def test_the_leaves_of_a_checkpoint_are_where_the_page_says(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(house, house.person("Person"))
    outsider = Outsider(house, tmp_path, monkeypatch)
    size = int(outsider.get("/log/checkpoint").splitlines()[1])
    page = " ".join(PAGE.read_text("utf-8").split())
    assert (
        "Leaves are at `/log/leaves/<first>-<last>`, up to 1,000 at once, one in a line; the last is one less" in page
    )
    assert len(outsider.get(f"/log/leaves/0-{size - 1}").splitlines()) == size
    assert outsider.client.get(f"/log/leaves/0-{size}").status_code == 404
