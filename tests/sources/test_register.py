"""One register for all that grows: by name, in order, one more, an unknown one refused by name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lms.content.kinds import KINDS as CONTENT
from lms.interchange.importers import IMPORTERS
from lms.progress.requirements import REQUIREMENTS
from lms.questions.kinds import KINDS as QUESTIONS
from lms.sources.register import Register, Unknown


@dataclass(frozen=True)
class Tune:
    name: str


def test_entries_stand_in_their_order_and_are_found_by_name() -> None:
    tunes = Register([Tune("waltz"), Tune("jig")])
    assert list(tunes) == ["jig", "waltz"]
    assert (tunes["jig"], tunes.named("reel"), "reel" in tunes, len(tunes)) == (Tune("jig"), None, False, 2)


def test_one_more_is_there_until_it_is_taken_out_and_no_other_takes_its_name() -> None:
    tunes = Register([Tune("jig")])
    tunes.add(Tune("reel"))
    with pytest.raises(ValueError, match="reel already"):
        tunes.add(Tune("reel"))
    tunes.remove("reel")
    assert list(tunes) == ["jig"]


@pytest.mark.parametrize("register", [QUESTIONS, CONTENT, REQUIREMENTS, IMPORTERS], ids=lambda one: type(one).__name__)
def test_every_register_refuses_an_unknown_name_and_says_it(register: Register[Tune]) -> None:
    assert isinstance(register, Register)
    with pytest.raises(Unknown, match=f"There is no {register.unknown.what} called `wonder`"):
        register["wonder"]
    with pytest.raises(Unknown, match="wonder"):
        register.remove("wonder")
