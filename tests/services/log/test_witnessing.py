"""Witnesses: honest, late, lying, away. Each has its word; none delays an act, and none is believed unchecked."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from lms.credentials import merkle
from lms.credentials.checkpoint import open_note, origin_of
from lms.credentials.cosignature import cosigned
from lms.services.log import checking, head_file, logbook, trouble, witnessing
from lms.services.log.bounded_post import Unanswered
from lms.services.log.witnessing import Declined, Patience
from lms.store import witnessed
from lms.store.leaves import Nodes
from lms.store.tables import CheckpointRow, LeafRow
from tests.services.log.test_kept_head import afresh
from tests.services.log.test_logbook import log_keys
from tests.support.site import House
from tests.support.watched import enter, honest, shown_to
from tests.support.witnesses import SIZE, Answer, Asked, Signing, Witness, read, served

HOUR = timedelta(hours=1)


def heads_kept(house: House) -> list[tuple[int, str]]:
    with house.context.database.reading() as session:
        return [(one.size, one.witness) for one in witnessed.cosignatures(session)]


def ask(house: House) -> None:
    witnessing.ask(house.context, house.context.settings.witnesses[0])


@contextmanager
def watching(house: House, witness: Witness) -> Iterator[House]:
    with served(witness.answer) as address:
        yield shown_to(house, (witness.signing.key, address))


@pytest.mark.postgres
def test_a_witness_signs_each_new_head_and_stands_after_the_log(any_house: House) -> None:
    witness = honest(any_house)
    with watching(any_house, witness) as house:
        for times in (1, 3, 5, 1):
            enter(house, times)
            ask(house)
    sizes = [size for size, _ in heads_kept(any_house)]
    assert sizes == [1, 4, 9, 10]
    assert [asked.old for asked in witness.asked] == [0, 1, 4, 9]
    note = logbook.checkpoint(any_house.context)
    lines = note.rpartition("\n\n")[2].splitlines()
    assert [line.split(" ")[1] for line in lines] == [origin_of(any_house.context.settings.host), "witness.example/w1"]
    assert open_note(note, origin_of(any_house.context.settings.host), log_keys(any_house)) is not None
    assert cosigned(note, lines, house.context.settings.witnesses[0]) is not None
    assert checking.verify(house.context).altered == ()


def test_nobody_is_asked_about_a_head_that_was_signed_or_about_an_empty_log(house: House) -> None:
    witness = honest(house)
    with watching(house, witness) as watched:
        ask(watched)
        enter(watched)
        ask(watched)
        ask(watched)
    assert len(witness.asked) == 1


def test_several_witnesses_sign_by_themselves_and_one_that_is_away_keeps_no_other_waiting(house: House) -> None:
    first, second = honest(house), honest(house, "witness.example/w2")
    enter(house)
    with served(first.answer) as one, served(second.answer) as two:
        keys = first.signing.key, second.signing.key
        away = Signing("away.example").key
        watched = shown_to(house, (away, "http://127.0.0.1:9"), (keys[0], one), (keys[1], two))
        witnessing.ask_all(watched.context, Patience())
    assert heads_kept(house) == [(1, "witness.example/w1"), (1, "witness.example/w2")]
    wrong = trouble.troubles(house.context.settings)
    assert list(wrong) == ["away.example"]
    assert "cannot be reached" in wrong["away.example"].words


@pytest.mark.parametrize("known", range(8))
def test_a_witness_that_knows_another_size_than_we_think_is_shown_the_way_from_there(house: House, known: int) -> None:
    witness = honest(house)
    enter(house, 7)
    with house.context.database.reading() as session:
        root = merkle.root(known, Nodes(session))
    if known:
        witness.seen[origin_of(house.context.settings.host)] = (known, root)
    with watching(house, witness) as watched:
        ask(watched)
    assert heads_kept(house) == [(7, "witness.example/w1")]
    assert [asked.old for asked in witness.asked] == ([0, known] if known else [0])
    shown = witness.asked[-1]
    if known:
        assert merkle.verify_consistency(known, 7, root, shown.root, shown.proof)


def test_a_new_origin_is_a_log_of_which_nobody_saw_anything(house: House) -> None:
    witness = honest(house)
    with watching(house, witness) as watched:
        enter(watched)
        ask(watched)
        with house.context.database.writing() as session:
            row = session.get_one(CheckpointRow, 1)
            row.note = row.note.replace("/log", "/log/before")
        enter(watched)
        witness.seen.clear()
        ask(watched)
    assert [asked.old for asked in witness.asked] == [0, 0]


def other_log(asked: Asked) -> Answer:
    return Answer(409, f"{asked.size}\n", SIZE)


def longer_log(asked: Asked) -> Answer:
    return Answer(409, f"{asked.size + 3}\n", SIZE)


REFUSALS: dict[str, tuple[Callable[[Asked], Answer], str]] = {
    "unknown": (lambda _: Answer(404), "does not know our log"),
    "another key": (lambda _: Answer(403), "does not know the key of our log"),
    "a wrong proof": (lambda _: Answer(422), "does not go on from what it saw"),
    "not understood": (lambda _: Answer(400), "does not understand our question"),
    "elsewhere": (lambda _: Answer(302), "answers 302"),
    "too many": (lambda _: Answer(429), "answers 429"),
    "broken": (lambda _: Answer(503), "answers 503"),
    "another log": (other_log, "saw another log than ours"),
    "a longer log": (longer_log, "it saw 4 entries, and our log has 1: entries are lost here"),
    "no size": (lambda _: Answer(409, "many\n", SIZE), "saw another log than ours"),
    "a size of another kind": (lambda _: Answer(409, "0\n"), "saw another log than ours"),
    "a huge size": (lambda _: Answer(409, "9" * 19, SIZE), "saw another log than ours"),
    "nothing": (lambda _: Answer(200), "holds no signature of its key"),
    "junk": (lambda _: Answer(200, "\x00\ud7ff" * 500), "holds no signature of its key"),
    "very much": (lambda _: Answer(200, "x" * 70_000), "far too long"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_whoever_does_not_sign_has_a_word_and_nothing_is_kept(house: House, name: str) -> None:
    answer, words = REFUSALS[name]
    enter(house)
    with served(lambda content: answer(read(content))) as address:
        watched = shown_to(house, (Signing("witness.example/w1").key, address))
        with pytest.raises((Declined, Unanswered), match=words):
            ask(watched)
        witnessing.ask_all(watched.context, Patience())
    assert heads_kept(house) == []
    told = trouble.troubles(house.context.settings)["witness.example/w1"]
    assert words in told.words
    assert told.since == house.clock()
    assert told.longer == (4 if name == "a longer log" else 0)
    assert "w1" not in logbook.checkpoint(house.context)


def of_another_tree(signing: Signing, asked: Asked) -> str:
    lines = asked.body.split("\n")
    lines[2] = base64.b64encode(hashlib.sha256(b"another").digest()).decode()
    return "\n".join(lines)


def answering(line: Callable[[Asked], str]) -> Callable[[str], Answer]:
    return lambda content: Answer(200, line(read(content)) + "\n")


def test_a_witness_that_signs_another_tree_or_with_another_key_is_not_believed(house: House) -> None:
    enter(house)
    signing = Signing("witness.example/w1")
    stranger = Signing("witness.example/w1")
    lies: list[Callable[[Asked], str]] = [
        lambda asked: signing.line(of_another_tree(signing, asked), house.clock()),
        lambda asked: signing.line(asked.body.replace("\n1\n", "\n2\n"), house.clock()),
        lambda asked: stranger.line(asked.body, house.clock()),
        lambda asked: signing.line(asked.body, house.clock()).replace("w1", "w2"),
        lambda asked: signing.line(asked.body, house.clock())[:-5] + "AAA==",
        lambda asked: asked.note.rpartition("\n\n")[2],
    ]
    for lie in lies:
        with served(answering(lie)) as address, pytest.raises(Declined, match="holds no signature"):
            ask(shown_to(house, (signing.key, address)))
    assert heads_kept(house) == []


def test_its_line_is_found_among_those_of_others(house: House) -> None:
    enter(house)
    witness, other = honest(house), Signing("other.example")

    def answer(content: str) -> Answer:
        asked = read(content)
        return Answer(200, other.line(asked.body, house.clock()) + "\n" + witness.answer(content).body)

    with served(answer) as address:
        ask(shown_to(house, (witness.signing.key, address)))
    assert heads_kept(house) == [(1, "witness.example/w1")]
    assert "other.example" not in logbook.checkpoint(house.context)


@pytest.mark.parametrize("away", [-HOUR, HOUR, timedelta(days=-4000), timedelta(days=36500)])
def test_a_witness_that_says_another_time_is_not_believed(house: House, away: timedelta) -> None:
    enter(house)
    witness = honest(house)
    now = house.clock()
    witness.now = lambda: now + away
    with watching(house, witness) as watched, pytest.raises(Declined, match="one of them is wrong"):
        ask(watched)
    assert heads_kept(house) == []


def test_a_few_minutes_between_the_clocks_do_not_matter_and_neither_does_a_late_signature(house: House) -> None:
    enter(house)
    witness = honest(house)
    now = house.clock()
    witness.now = lambda: now - timedelta(minutes=4)
    house.clock.turn(timedelta(days=3))
    with watching(house, witness) as watched:
        ask(watched)
    assert heads_kept(house) == [(1, "witness.example/w1")]


def test_a_log_that_was_written_anew_is_never_signed(house: House) -> None:
    witness = honest(house)
    with watching(house, witness) as watched:
        enter(watched, 3)
        ask(watched)
        with house.context.database.writing() as session:
            session.query(LeafRow).filter(LeafRow.n == 2).delete()
            session.query(CheckpointRow).filter(CheckpointRow.size == 3).delete()
        with pytest.raises(Declined, match="it saw 3 entries, and our log has 2: entries are lost here"):
            ask(watched)
        (house.context.settings.home / head_file.FILE).unlink()
        watched = afresh(watched)
        enter(watched, 2)
        with pytest.raises(Declined, match=r"does not go on from what it saw"):
            ask(watched)
    assert witness.seen[origin_of(house.context.settings.host)][0] == 3


def test_who_did_not_answer_is_asked_again_after_longer_and_longer(house: House) -> None:
    patience, now = Patience(), house.clock()
    waits = []
    for _ in range(9):
        patience.lost("w", now)
        minute = next(n for n in range(1, 200) if patience.is_over("w", now + timedelta(minutes=n)))
        waits.append(minute)
        assert not patience.is_over("w", now)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert patience.is_over("w", now - timedelta(hours=1)), "a clock that was ahead keeps nobody waiting until then"
    patience.found("w")
    assert patience.is_over("w", now)


def test_what_was_wrong_is_forgotten_when_it_is_right_again_and_known_since_the_first_time(house: House) -> None:
    enter(house)
    witness, patience = honest(house), Patience()
    began = house.clock()
    for _ in range(3):
        witnessing.ask_all(shown_to(house, (witness.signing.key, "http://127.0.0.1:9")).context, patience)
        house.clock.turn(HOUR)
    assert trouble.troubles(house.context.settings)["witness.example/w1"].since == began
    with watching(house, witness) as watched:
        witnessing.ask_all(watched.context, patience)
    assert trouble.troubles(house.context.settings) == {}


def test_no_transaction_is_open_while_a_witness_is_asked(house: House) -> None:
    enter(house, 2)
    witness = honest(house)
    done: list[int] = []

    def answer(content: str) -> Answer:
        enter(house)
        done.append(len(done))
        return witness.answer(content)

    with served(answer) as address:
        ask(shown_to(house, (witness.signing.key, address)))
    assert len(done) == 1
    assert heads_kept(house) == [(2, "witness.example/w1")]
    assert checking.verify(house.context).sound
