"""Two windows at once: one state takes the place of the one that it was made of, and none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.content.kinds.tool import Tool
from lms.questions.giving import Piece
from lms.services.ground.person import Person
from lms.services.learning import notebook
from lms.services.learning.forms import Given
from lms.services.learning.notebook import NewerKept
from lms.store.tables import AccountRow
from tests.support.site import House

TIES = Tool("ties", "Say what ties you", "", "en", "")
AT = "tools/ties"


def gave(words: str) -> Given:
    return Given({"who": words}, ((Piece(words),),))


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Each act in a thread of its own, begun together; what was raised."""
    barrier, raised = Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except BaseException as error:
            raised.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_of_two_windows_that_change_one_state_one_is_told_of_the_other(house: House) -> None:
    amal = house.person("Amal Haddad")
    entry = notebook.keep(house.context, amal, AT, TIES, gave("first"))

    def change(words: str) -> Callable[[], object]:
        return lambda: notebook.change(house.context, amal, entry.id, entry.seq, AT, TIES, gave(words))

    raised = at_once(change("one"), change("other"))
    kept = notebook.entry(house.context, amal, entry.id)
    assert [type(error) for error in raised] == [NewerKept]
    assert raised[0].entry == kept  # type: ignore[attr-defined]
    assert (kept.seq, kept.kept.gave) in ((2, "one\n"), (2, "other\n"))


def test_two_windows_that_keep_at_once_make_two_entries(house: House) -> None:
    amal = house.person("Amal Haddad")

    def keep(words: str) -> Callable[[], object]:
        return lambda: notebook.keep(house.context, amal, AT, TIES, gave(words))

    assert at_once(keep("one"), keep("other"), keep("third")) == []
    assert sorted(one.n for one in notebook.listed(house.context, amal)) == [1, 2, 3]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 3), max_size=8))
def test_whatever_the_windows_the_newest_state_is_made_of_the_one_before_it(house: House, windows: list[int]) -> None:
    person = amal_of(house)
    entry = notebook.keep(house.context, person, AT, TIES, gave("0"))
    seen = dict.fromkeys(range(4), entry.seq)
    for n, window in enumerate(windows, 1):
        before = notebook.entry(house.context, person, entry.id)
        if seen[window] == before.seq:
            kept = notebook.change(house.context, person, entry.id, before.seq, AT, TIES, gave(str(n)))
            assert (kept.seq, kept.kept.gave) == (before.seq + 1, f"{n}\n")
            seen[window] = kept.seq
        else:
            with pytest.raises(NewerKept) as newer:
                notebook.change(house.context, person, entry.id, seen[window], AT, TIES, gave(str(n)))
            assert newer.value.entry == before
            seen[window] = before.seq
    notebook.remove(house.context, person, entry.id)


def amal_of(house: House) -> Person:
    """The one person of this house, who is there from the first time on."""
    with house.context.database.reading() as session:
        row = session.query(AccountRow).filter_by(name="Amal Haddad").first()
        found = None if row is None else Person(row.id, row.email, row.name)
    return found or house.person("Amal Haddad")
