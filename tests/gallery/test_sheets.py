"""Contact sheets: every picture is on one of its shape, a long one in strips, and all words are beside them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.gallery.scene import Seen, Sheet, Words
from tests.gallery.sheets import GAP, LABEL, TALLEST, lay


def picture(height: int, colour: str = "#a01010") -> bytes:
    written = BytesIO()
    Image.new("RGB", (240, height), colour).save(written, "JPEG", quality=95)
    return written.getvalue()


def test_each_shape_has_its_sheet_and_those_of_before_are_gone(tmp_path: Path) -> None:
    (tmp_path / "320-dark-7.jpg").touch()
    shapes = ("320 light", "320 light", "1280 dark", "paper")
    seen = Seen([Sheet(f"scene {n}", shape, picture(90)) for n, shape in enumerate(shapes)])
    assert [path.name for path in lay(seen, tmp_path)] == ["320-light-1.jpg", "1280-dark-1.jpg", "paper-1.jpg"]
    assert not (tmp_path / "320-dark-7.jpg").exists()


def test_a_picture_stands_on_its_sheet_as_it_was_taken(tmp_path: Path) -> None:
    (path,) = lay(Seen([Sheet("scene", "320 light", picture(90))]), tmp_path)
    with Image.open(path) as sheet:
        red, green, blue = sheet.convert("RGB").getpixel((GAP + 120, GAP + 45))  # type: ignore[misc]
        assert sheet.height == GAP + 90 + LABEL + GAP
    assert red > 120 > 60 > max(green, blue)


def test_a_long_page_is_cut_into_strips_and_fills_further_sheets(tmp_path: Path) -> None:
    long = [Sheet(f"scene {n}", "320 light", picture(4 * TALLEST)) for n in range(5)]
    written = lay(Seen(long), tmp_path)
    assert [path.name for path in written] == ["320-light-1.jpg", "320-light-2.jpg"]


def test_all_words_are_kept_under_the_names_of_their_scenes(tmp_path: Path) -> None:
    lay(Seen(words=[Words("first", "One.\nTwo."), Words("second", "Three.")]), tmp_path)
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "=== first\nOne.\nTwo.\n\n=== second\nThree.\n"
