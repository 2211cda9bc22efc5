"""`lms content import` and `lms content export`, as an author types them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Lms
from tests.cli.serving import write_site
from tests.content.throwaway.notice import registered
from tests.support.site import FILES
from tests.support.spanish import FILES as SPANISH

GIFT = "::sky:: Is the sky up? {T#No.#Yes.}\n\n::essay:: Write. {}\n"


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    write_site(tmp_path)
    file = tmp_path / "questions.gift"
    file.write_text(GIFT)
    return file


def banks(site: Path) -> Path:
    return site / "content" / "assessments" / "banks"


def test_an_import_writes_a_bank_that_checks_clean_and_says_what_stayed_behind(lms: Lms, gift: Path) -> None:
    done = lms("content", "import", str(gift), "--bank", "sky")
    assert done.exit_code == 0
    assert "line 3 (essay): it asks for an essay" in done.output
    assert "1 question written to content/assessments/banks/sky.md." in done.output
    assert lms("content", "check", str(banks(gift.parent) / "sky.md")).exit_code == 0


def test_what_is_left_out_says_how_to_write_it_and_what_happens_to_many_is_said_once(lms: Lms, gift: Path) -> None:
    gift.write_text("::a:: Write. {}\n\n::b:: Write more. {}\n\n::c:: Fine? {T}\n")
    said = lms("content", "import", str(gift), "--bank", "sky").output
    assert (
        "line 1 (a), line 3 (b): it asks for an essay, which is marked by a person\n    Write it as a `reflect`" in said
    )
    assert said.count("essay") == 1


def test_many_places_are_counted(lms: Lms, gift: Path) -> None:
    gift.write_text("::c:: Fine? {T}\n\n" + "".join(f"::q{n}:: Write. {{}}\n\n" for n in range(25)))
    assert "and 5 more (--json names them): it asks" in lms("content", "import", str(gift), "--bank", "sky").output


def test_aiken_is_found_by_looking(lms: Lms, gift: Path) -> None:
    file = gift.with_name("questions.txt")
    file.write_text("Is the sky up?\nA. Yes\nB. No\nANSWER: A\n")
    assert "1 question written" in lms("content", "import", str(file), "--bank", "sky").output


def test_the_report_can_be_read_by_programs(lms: Lms, gift: Path) -> None:
    told = json.loads(lms("content", "import", str(gift), "--bank", "sky", "--json").stdout)
    assert told["banks"] == ["content/assessments/banks/sky.md"]
    assert told["written"] is True
    assert told["carried"] == [{"id": "sky", "type": "true-or-false", "question": "sky", "line": 1}]
    assert [(one["line"], one["question"]) for one in told["left_out"]] == [(3, "essay")]


def test_a_dry_run_writes_nothing(lms: Lms, gift: Path) -> None:
    before = sorted(gift.parent.rglob("*"))
    done = lms("content", "import", str(gift), "--bank", "sky", "--dry-run")
    assert "1 question would be written" in done.output
    assert sorted(gift.parent.rglob("*")) == before


def test_a_bank_that_is_there_is_written_over_only_when_asked(lms: Lms, gift: Path) -> None:
    assert lms("content", "import", str(gift), "--bank", "sky").exit_code == 0
    file = banks(gift.parent) / "sky.md"
    file.write_text("mine")
    refused = lms("content", "import", str(gift), "--bank", "sky")
    assert refused.exit_code == 1
    assert "There is a file content/assessments/banks/sky.md already." in refused.output
    assert file.read_text() == "mine"
    assert lms("content", "import", str(gift), "--bank", "sky", "--replace").exit_code == 0
    assert file.read_text() != "mine"


def test_nothing_to_carry_writes_nothing_and_ends_with_1(lms: Lms, gift: Path) -> None:
    gift.write_text("::essay:: Write. {}\n")
    done = lms("content", "import", str(gift), "--bank", "sky")
    assert done.exit_code == 1
    assert not (banks(gift.parent) / "sky.md").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--bank", "Sky High"), 2, "Did you mean sky-high?"),
        (("--bank", "sky", "--objective", "nothing-like-it"), 1, "nothing-like-it"),
        (("--bank", "sky", "--format", "moodle"), 1, "This is not well-formed XML"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], status: int, said: str, lms: Lms, gift: Path) -> None:
    done = lms("content", "import", str(gift), *arguments)
    assert done.exit_code == status
    assert said in done.output
    assert not (banks(gift.parent) / "sky.md").exists()


def test_a_huge_file_is_refused_without_being_read(lms: Lms, gift: Path) -> None:
    with gift.open("r+b") as file:
        file.truncate(50 * 1024 * 1024)
    assert "larger than 20 MiB" in lms("content", "import", str(gift), "--bank", "sky").output


def test_half_an_import_is_never_there(lms: Lms, gift: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(gift.parent.rglob("*"))
    monkeypatch.setattr("lms.cli.content.written_files.os.fsync", full)
    done = lms("content", "import", str(gift), "--bank", "sky")
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert sorted(gift.parent.rglob("*")) == before


def test_nothing_is_written_through_a_link(lms: Lms, gift: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    folder = banks(gift.parent)
    moved = folder.rename(elsewhere / "banks")
    folder.symlink_to(moved)
    before = sorted(elsewhere.rglob("*"))
    done = lms("content", "import", str(gift), "--bank", "sky")
    assert done.exit_code == 1
    assert sorted(elsewhere.rglob("*")) == before


def test_banks_kept_elsewhere_are_imported_there(lms: Lms, gift: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    assert lms("content", "import", str(gift), "--bank", "sky", LMS_BANKS=str(private)).exit_code == 0
    assert (private / "sky.md").exists()


@pytest.mark.parametrize("form", ["qti3", "csv"])
def test_a_bank_goes_out_and_comes_back(form: str, lms: Lms, gift: Path, tmp_path: Path) -> None:
    lms("content", "import", str(gift), "--bank", "sky")
    out = tmp_path / f"out.{'zip' if form == 'qti3' else 'csv'}"
    done = lms("content", "export", "banks/sky", "--format", form, "--out", str(out))
    assert (done.exit_code, done.stdout) == (0, f"Wrote {out}\n")
    back = lms("content", "import", str(out), "--bank", "back", "--json")
    assert [one["id"] for one in json.loads(back.stdout)["carried"]] == ["sky"]
    refused = lms("content", "export", "banks/sky", "--format", form, "--out", str(out))
    assert refused.exit_code == 1
    assert "already" in refused.output


@pytest.mark.parametrize("form", ["epub", "html"])
def test_a_course_goes_out_as_a_book(form: str, lms: Lms, gift: Path, tmp_path: Path) -> None:
    course = next(path.name for path in (tmp_path / "content" / "courses").iterdir())
    out = tmp_path / f"out.{form}"
    assert lms("content", "export", f"courses/{course}", "--format", form, "--out", str(out)).exit_code == 0
    assert zipfile.is_zipfile(out)


def test_a_course_goes_out_in_another_language(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path, SPANISH)
    done = lms("content", "export", "courses/listening", "--format", "epub", "--language", "es")
    assert done.exit_code == 0
    with zipfile.ZipFile("listening.es.epub") as book:
        assert "Estar en silencio" in book.read("EPUB/nav.xhtml").decode()


def test_a_publication_of_whatever_kind_is_exported_as_a_course_is(lms: Lms, tmp_path: Path) -> None:
    notice = "---\ntitle: Look up\nwall: north\n---\nLook up, says {issuer.name}.\n\n![A bee](media/bee.svg)\n"
    bee = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    write_site(tmp_path, {**FILES, "content/notices/up.md": notice, "content/notices/media/bee.svg": bee})
    with registered():
        done = lms("content", "export", "notices/up", "--format", "html", "--out", "up.zip")
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile("up.zip") as book:
            assert "Look up, says The Test Programme." in book.read("up/01-up.html").decode()
            assert any(name.startswith("up/media/bee") for name in book.namelist())
        assert "There is no notice down." in lms("content", "export", "notices/down", "--format", "pdf").output
    assert lms("content", "export", "notices/up", "--format", "html").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("banks/sky", "--format", "epub"), 2, "banks/sky can be made into qti3 or csv, not epub."),
        (("sky", "--format", "csv"), 2, "write banks/ID or courses/ID"),
        (("banks/nothing", "--format", "csv"), 1, "There is no bank nothing."),
        (("banks/sky", "--format", "csv", "--language", "es"), 2, "leave --language out"),
        (("courses/listening", "--format", "epub", "--language", "es"), 1, "is not written in es. It is in: en."),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    arguments: tuple[str, ...], status: int, said: str, lms: Lms, gift: Path
) -> None:
    done = lms("content", "export", *arguments)
    assert done.exit_code == status
    assert said in done.output
