"""Full text: the words of passages as each kind of database finds them, by FTS5 on SQLite and tsvector on PostgreSQL.

Both are given words that are folded already, and questions in which each word is quoted: neither takes anything apart
by rules of its own. SQLite notes which words a passage has and not where they stand, which takes a quarter of the room:
for a phrase, the passages that have its words are to be looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import starmap

from sqlalchemy import ColumnElement, Connection, Select, bindparam, cast, column, delete, insert, literal, select, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from monitor.database.tables import passage_words
from monitor.records import Term

_ALL_COLUMNS: ColumnElement[str] = column(passage_words.name)  # hidden; no other can be asked without places
# The virtual table holds no text: to forget words, it must be told which they were.
_FORGET = text("INSERT INTO passage_words (passage_words, rowid, words) VALUES ('delete', :rowid, :words)")


def put(db: Connection, said: Mapping[int, Sequence[str]]) -> None:
    """Let passages be found, each number by its words."""
    if not said:
        return
    if _is_sqlite(db):
        db.execute(insert(passage_words), [*starmap(_line, said.items())])
    else:
        taken = insert(passage_words).values(rowid=bindparam("rowid"), words=cast(bindparam("words"), TSVECTOR))
        db.execute(taken, [{"rowid": number, "words": _vector(words)} for number, words in said.items()])


def remove(db: Connection, said: Mapping[int, Sequence[str]]) -> None:
    """Let passages be found no more, each number with the words that it was put with."""
    if not said:
        return
    if _is_sqlite(db):
        db.execute(_FORGET, [*starmap(_line, said.items())])
    else:
        db.execute(delete(passage_words).where(passage_words.c.rowid.in_(said)))


def is_exact(db: Connection, terms: Iterable[Term]) -> bool:
    """Whether all passages that match hold all terms, and not the words of a phrase somewhere."""
    return not _is_sqlite(db) or all(len(term.words) == 1 for term in terms)


def matching(db: Connection, terms: Iterable[Term]) -> Select[tuple[int]]:
    """The numbers of the passages that hold all terms, on SQLite of those that have all their words."""
    if _is_sqlite(db):
        is_one = _ALL_COLUMNS.op("MATCH")(" AND ".join(map(_words, terms)))
    else:
        is_one = passage_words.c.words.op("@@")(cast(literal(" & ".join(map(_query, terms))), TSQUERY))
    return select(passage_words.c.rowid).where(is_one)


def _is_sqlite(db: Connection) -> bool:
    return db.dialect.name == "sqlite"


def _line(number: int, words: Sequence[str]) -> dict[str, object]:
    return {"rowid": number, "words": " ".join(words)}


def _vector(words: Sequence[str]) -> str:
    """Each word once, with the places at which it stands."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


def _words(term: Term) -> str:
    return " AND ".join(f'"{word}"' for word in term.words) + (" *" if term.is_prefix else "")


def _query(term: Term) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_prefix else "") + ")"
