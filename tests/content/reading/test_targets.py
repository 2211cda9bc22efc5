from __future__ import annotations

import pytest

from lms.content.reading.targets import PART, SECTION, WHOLE, Target, own_id, target_of


@pytest.mark.parametrize(
    ("path", "target", "shape"),
    [
        ("courses/foundations", Target("courses", "foundations"), WHOLE),
        ("courses/foundations/telling", Target("courses", "foundations", part="telling"), PART),
        ("courses/foundations#voice", Target("courses", "foundations", section="voice"), SECTION),
        ("assessments/exam", Target("assessments", "exam"), WHOLE),
        ("banks/consent/rosa-photo", Target("banks", "consent", part="rosa-photo"), PART),
        ("account", Target("account", ""), WHOLE),
    ],
)
def test_a_target_is_its_path_taken_apart(path: str, target: Target, shape: str) -> None:
    assert target_of(path) == target
    assert target.shape == shape
    assert target.whole == Target(target.family, target.id)


def test_a_target_knows_its_path() -> None:
    for path in ("courses/foundations", "courses/foundations/telling", "courses/foundations#voice"):
        assert target_of(path).path == path


def test_a_thing_is_named_by_its_id_or_by_its_path() -> None:
    assert own_id("exam", "assessments") == own_id("assessments/exam", "assessments") == "exam"
