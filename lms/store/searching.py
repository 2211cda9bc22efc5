"""What is found by its words, by the database's own full text: FTS5 on SQLite, a tsvector on PostgreSQL.

Both get words that are folded already, and neither folds, stems or splits any further. The index is made of what is
published, and made anew where it is missing: it is in no copy of the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from lms.content.reading.searched import Searched
from lms.questions.searchwords import Signs
from lms.store.tables import SearchIndexRow, SearchTextRow
from lms.store.upserts import insert_into

THE_ROW = 1
RULES = "1"
"""Of what the words are made, and how. Whoever changes that counts on, and every index is made anew."""

AT_ONCE = 200
MOST_WORDS = 20_000
"""Of one text; what comes behind is not found. PostgreSQL takes a megabyte of words in a row."""


@dataclass(frozen=True, slots=True)
class Match:
    """A text that has the words asked for. `in_title`: its title has them all. The better it fits, the higher."""

    id: int
    address: str
    language: str
    needs: str
    in_title: bool
    fit: float


def revision_found(session: Session) -> str | None:
    """The revision that is searched; None where there is no index, or one made by other rules."""
    rules, _, revision = (session.scalar(select(SearchIndexRow.made_of)) or "").partition(" ")
    return revision if rules == RULES else None


def keep(session: Session, revision: str, things: Iterable[Searched]) -> None:
    """From the end of this transaction on, this is what is searched. What stands there already is left as it is."""
    wanted = {_hash(one): one for one in things}
    there = {row.hash: row.id for row in session.execute(select(SearchTextRow.hash, SearchTextRow.id))}
    if revision_found(session) is None:
        _forget(session, list(there.values()))
        there = {}
    _forget(session, [id for hash, id in there.items() if hash not in wanted])
    new = [(hash, one) for hash, one in wanted.items() if hash not in there]
    signs = Signs()
    for start in range(0, len(new), AT_ONCE):
        _add(session, new[start : start + AT_ONCE], signs)
    made_of = f"{RULES} {revision}"
    insert = insert_into(session, SearchIndexRow).values(id=THE_ROW, made_of=made_of)
    session.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"made_of": made_of}))


def _hash(one: Searched) -> str:
    return hashlib.sha256("\0".join(one).encode()).hexdigest()


def _forget(session: Session, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        if not _on_postgresql(session):
            session.execute(text("DELETE FROM search_words WHERE rowid = :id"), [{"id": id} for id in some])
        session.execute(delete(SearchTextRow).where(SearchTextRow.id.in_(some)))


def _add(session: Session, some: Sequence[tuple[str, Searched]], signs: Signs) -> None:
    values = [{"hash": hash, **one._asdict()} for hash, one in some]
    insert = insert_into(session, SearchTextRow).returning(SearchTextRow.hash, SearchTextRow.id)
    ids = {row.hash: row.id for row in session.execute(insert, values)}
    words = [(ids[hash], signs.words(one.title)[:MOST_WORDS], signs.words(one.text)[:MOST_WORDS]) for hash, one in some]
    if _on_postgresql(session):
        rows = [{"id": id, "words": _vector(title, body)} for id, title, body in words]
        session.execute(text("INSERT INTO search_words (id, words) VALUES (:id, CAST(:words AS tsvector))"), rows)
    else:
        rows = [{"id": id, "title": " ".join(title), "body": " ".join(body)} for id, title, body in words]
        session.execute(text("INSERT INTO search_words (rowid, title, body) VALUES (:id, :title, :body)"), rows)


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    """The words with their places, as PostgreSQL writes a tsvector; those of the title weigh most."""
    titled = [f"'{word}':{place}A" for place, word in enumerate(title, 1)]
    return " ".join([*titled, *(f"'{word}':{place}" for place, word in enumerate(body, len(title) + 1))])


def matches(session: Session, words: Sequence[str]) -> list[Match]:
    """The texts that have all of these words, and one that begins as the last of them. No order."""
    if not words:
        return []
    query = _IN_POSTGRESQL if _on_postgresql(session) else _IN_SQLITE
    made = tsqueries(words) if _on_postgresql(session) else fts_queries(words)
    found = session.execute(query, {"anywhere": made[0], "titled": made[1]})
    return [Match(row.id, row.address, row.language, row.needs, bool(row.in_title), row.fit) for row in found]


def fts_queries(words: Sequence[str]) -> tuple[str, str]:
    """What FTS5 is asked for, anywhere and in the title. Words are letters and digits, so nothing in them is a sign."""
    anywhere = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}" *'])
    return anywhere, f"title : ({anywhere})"


def tsqueries(words: Sequence[str]) -> tuple[str, str]:
    """The same for PostgreSQL."""
    anywhere = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    titled = " & ".join([*(f"'{word}':A" for word in words[:-1]), f"'{words[-1]}':*A"])
    return anywhere, titled


_IN_SQLITE = text(
    "SELECT t.id, t.address, t.language, t.needs, -bm25(search_words, 8.0, 1.0) AS fit,"
    " search_words.rowid IN (SELECT rowid FROM search_words WHERE search_words MATCH :titled) AS in_title"
    " FROM search_words JOIN search_texts t ON t.id = search_words.rowid WHERE search_words MATCH :anywhere"
)
_IN_POSTGRESQL = text(
    "SELECT t.id, t.address, t.language, t.needs, ts_rank(w.words, CAST(:anywhere AS tsquery)) AS fit,"
    " w.words @@ CAST(:titled AS tsquery) AS in_title"
    " FROM search_words w JOIN search_texts t ON t.id = w.id WHERE w.words @@ CAST(:anywhere AS tsquery)"
)


def texts(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and text of each."""
    query = select(SearchTextRow.id, SearchTextRow.title, SearchTextRow.text).where(SearchTextRow.id.in_(list(ids)))
    return {id: (title, body) for id, title, body in session.execute(query)}


def _on_postgresql(session: Session) -> Any:
    return session.get_bind().dialect.name == "postgresql"
