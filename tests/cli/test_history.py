"""`lms content diff`, `summary`, `rollback`, `revisions` and `correct` as one types them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Lms
from tests.cli.serving import write_site
from tests.sources.test_gittree import keep
from tests.support.site import question

BANK = "content/assessments/banks/listening.md"
CORRECTED = "corrections:\n  - {date: 2026-11-20, was: a, treat: rescore, because: It is so.}\n"


def edit(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_between_two_revisions_of_git_no_database_is_needed_and_none_is_made(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    keep(tmp_path)
    edit(tmp_path, "content/assessments/open.md", "50%", "60%")
    keep(tmp_path)
    done = lms("content", "diff", "HEAD~1", "HEAD")
    assert done.exit_code == 0, done.output
    assert "pass mark: 50% → 60%" in done.output
    assert "Attempts under way keep the rules of their start" in done.output
    assert "not known here" in done.output
    assert not list(tmp_path.rglob("*.sqlite*"))


def test_the_files_as_they_are_are_compared_where_one_revision_is_given(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    keep(tmp_path)
    assert "no difference" in lms("content", "diff", "HEAD").output
    edit(tmp_path, BANK, question("bank-0"), question("bank-0", "b"))
    done = lms("content", "diff", "HEAD", "--format", "json")
    assert done.exit_code == 1
    found = json.loads(done.output)
    assert [one["code"] for one in found["faults"]] == ["H103"]
    assert [(one["path"], one["changes"][0]["says"]) for one in found["things"]] == [
        ("banks/listening/bank-0", "answer: a → b")
    ]


def test_a_revision_that_is_not_there_is_wrong_use_in_one_sentence(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    assert (lms("content", "diff", "HEAD").exit_code, lms("content", "diff", "published").exit_code) == (2, 2)
    keep(tmp_path)
    for rev in ("nowhere", "published", "0123456789abcdef"):
        done = lms("content", "diff", rev)
        assert done.exit_code == 2
        assert len(done.output.strip().splitlines()) == 1
    assert lms("content", "diff").exit_code == 2


def test_the_text_of_a_pull_request_shows_numbers_of_a_summary_and_no_markup_of_the_file(
    lms: Lms, tmp_path: Path
) -> None:
    write_site(tmp_path)
    keep(tmp_path)
    edit(tmp_path, BANK, "What about bank-0?", "What about @everyone, <b>x</b> and [this](https://evil.example)?")
    file = tmp_path / "summary.json"
    counted = {"format": 1, "things": {"banks/listening/bank-0": {"met": 40, "answers": {"a": "fewer than 5"}}}}
    file.write_text(json.dumps(counted), encoding="utf-8")
    done = lms("content", "diff", "HEAD", "--summary", str(file), "--format", "markdown")
    assert done.exit_code == 0, done.output
    assert "40 finished attempts met it (a: fewer than 5)" in done.output
    for markup in ("@everyone", "<b>", "[this]("):
        assert markup not in done.output
    file.write_text("no summary", encoding="utf-8")
    assert lms("content", "diff", "HEAD", "--summary", str(file)).exit_code == 2


def test_a_published_revision_may_be_named_by_its_hash_and_by_the_word(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    assert lms("content", "publish").exit_code == 0
    [one] = json.loads(lms("content", "revisions", "--format", "json").stdout)
    edit(tmp_path, "content/assessments/open.md", "50%", "60%")
    for rev in ("published", one["revision"], one["revision"][:8].upper()):
        done = lms("content", "diff", rev)
        assert done.exit_code == 0, done.output
        assert "pass mark: 50% → 60%" in done.output


def test_a_check_finds_faults_against_what_is_published(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    clean = lms("content", "check")
    lms("content", "publish")
    assert lms("content", "check").output == clean.output
    edit(tmp_path, BANK, question("bank-0"), question("bank-0", "b"))
    for _ in range(2):
        done = lms("content", "check", "--format", "json")
        assert [one["code"] for one in json.loads(done.output) if one["code"].startswith("H")] == ["H103"]
    assert done.exit_code == 1
    edit(tmp_path, BANK, question("bank-0", "b"), question("bank-0", "b", CORRECTED))
    assert lms("content", "check").output == clean.output


def test_a_check_makes_no_database(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "check")
    assert not list(tmp_path.rglob("*.sqlite*"))


def test_publishing_says_what_changes(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    edit(tmp_path, "content/assessments/open.md", "50%", "60%")
    tried = lms("content", "publish", "--dry-run")
    assert "pass mark: 50% → 60%" in tried.output
    assert "would be published" in tried.output
    assert "pass mark: 50% → 60%" in lms("content", "publish").output


def test_a_fault_against_history_stops_a_publication(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    edit(tmp_path, BANK, question("bank-0"), question("bank-0", "b"))
    done = lms("content", "publish")
    assert done.exit_code == 1
    assert "H103" in done.output
    assert "Not published: 1 error to mend" in done.output


def test_going_back_and_what_was_served(lms: Lms, tmp_path: Path) -> None:
    assert "Nothing is published yet" in lms("content", "revisions").output
    assert lms("content", "rollback").exit_code == 1
    write_site(tmp_path)
    lms("content", "publish")
    edit(tmp_path, "content/assessments/open.md", "50%", "60%")
    lms("content", "publish")
    done = lms("content", "rollback")
    assert (done.exit_code, "is served now, in place of" in done.output) == (0, True)
    lines = lms("content", "revisions").output.splitlines()
    assert len(lines) == 3
    assert "rollback" in lines[0]
    assert lines[0].endswith("served now")


def test_a_summary_is_written_to_a_file_or_shown(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    file = tmp_path / "summary.json"
    assert lms("content", "summary", str(file)).exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(lms("content", "summary").stdout)


def test_correcting_needs_corrections_and_a_reason(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    nothing = lms("content", "correct", "listening/bank-0", "--preview")
    assert (nothing.exit_code, "no `corrections`" in nothing.output) == (1, True)
    edit(tmp_path, BANK, question("bank-0"), question("bank-0", "b", CORRECTED))
    assert lms("content", "publish").exit_code == 0
    seen = lms("content", "correct", "listening/bank-0", "--preview")
    assert seen.exit_code == 0, seen.output
    assert "Nothing changes." in seen.output
    assert lms("content", "correct", "listening/bank-0").exit_code == 1
    done = lms("content", "correct", "listening/bank-0", "--reason", "It is so.", "--format", "json")
    assert json.loads(done.stdout)["attempts"] == 0
