"""The lists of a library on Milvus.

Milvus sorts nothing but what it searches by: an article's place among the newest is a vector of its day and its key,
and the newest are those with the largest inner product.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np

from retrieval.article import Passage, Source
from retrieval.catalogue import Bookmark, Outlet
from retrieval.milvus.batch import whole
from retrieval.milvus.connection import Connection, Row
from retrieval.milvus.publication import frequencies
from retrieval.milvus.rows import READ_FIELDS, day_of, ordinal, passage_of, source_of, token
from retrieval.milvus.schema import Names
from retrieval.milvus.state import State

_SPARE = 16
"""More than asked for, since a vector holds half of a key: so many articles of a day may share that half."""
_DIGITS = frozenset("0123456789abcdef")
_FIELDS = ("published", "key", "source")
_Result = TypeVar("_Result")


class Reading(Protocol):
    """Reads in one published state, whole."""

    def __call__(self, read: Callable[[State], _Result], /) -> _Result:
        """What `read` finds."""


class MilvusCatalogue:
    """A Catalogue. See retrieval/catalogue.py for its guarantees."""

    def __init__(self, connection: Connection, names: Names, reading: Reading) -> None:
        self._connection = connection
        self._names = names
        self._reading = reading

    def outlets(self) -> list[Outlet]:
        """All outlets, those with most articles first."""
        found = self._reading(lambda state: state.outlets)
        return [Outlet(name, articles, day_of(first), day_of(last)) for name, articles, first, last in found]

    def newest(self, *, outlet: str | None, after: Bookmark | None, count: int) -> list[Source]:
        """The next `count` articles after a place, newest first, of one outlet or of all."""
        conditions = []
        if outlet is not None:
            conditions.append(f"outlet == {_quoted(outlet)}")
        if after is not None:
            day = ordinal(after.published)
            conditions.append(f"(published < {day} or (published == {day} and key < {after.key}))")

        def read(state: State) -> list[Row]:
            where = " and ".join([state.shown, *conditions])
            newest = self._largest(where, [1.0, 0.0], count)
            if len(newest) < count:
                return newest
            last = newest[-1]["published"]  # of whose articles some did not fit: those with the largest keys stay
            of_last = self._largest(f"{where} and published == {last}", [0.0, 1.0], count + _SPARE)
            return [row for row in newest if row["published"] != last] + of_last

        rows = sorted(self._reading(read), key=lambda row: (-row["published"], -row["key"]))
        return [source_of(row["source"])[0] for row in rows[:count]]

    def keyed(self, first: int, last: int) -> list[Source]:
        """The articles whose key lies between these two, both included."""
        where = f"key >= {first} and key <= {last}"
        name = self._names.articles
        rows = self._reading(lambda s: self._connection.all(name, f"{where} and {s.shown}", fields=_FIELDS))
        found = [(row["key"], source_of(row["source"])[0]) for row in rows]
        return [source for _, source in sorted(found, key=lambda pair: (pair[0], pair[1].id))]

    def hashed(self, digits: str) -> list[Passage]:
        """The passages whose sha256 begins with these hexadecimal digits, hashes checked."""
        if not digits or not set(digits) <= _DIGITS:
            raise ValueError(f"{digits!r} is no beginning of a sha256")

        def read(state: State) -> list[Row]:
            where = f'sha256 like "{digits}%" and {state.shown}'
            rows = self._connection.all(self._names.passages, where, fields=READ_FIELDS)
            return whole(self._connection, self._names, rows)

        return sorted((passage_of(row) for row in self._reading(read)), key=lambda passage: passage.id)

    def naming(self, terms: Sequence[str], *, most: int) -> Mapping[str, int]:
        """In how many articles, their titles included, each term stands; a term in more than `most` passages is left
        out.
        """

        def read(state: State) -> dict[str, int]:
            tokens = {term: token(term) for term in terms}
            held = frequencies(self._connection, self._names, list(tokens.values()), published=state.published)
            return {
                term: self._articles(own, held[own], state) if held[own] else 0
                for term, own in tokens.items()
                if held[own] <= most
            }

        return self._reading(read)

    def _articles(self, word: str, passages: int, state: State) -> int:
        """How many articles these passages with the word are of."""
        rows = self._connection.nearest(
            self._names.passages, word, field="sparse", count=passages, where=state.shown, fields=["article"], effort={}
        )
        return len({row["article"] for row in rows})

    def _largest(self, where: str, direction: Sequence[float], count: int) -> list[Row]:
        vector = np.array(direction, dtype=np.float32)
        return self._connection.nearest(
            self._names.articles, vector, field="order", count=count, where=where, fields=_FIELDS, effort={}
        )


def _quoted(text: str) -> str:
    """The text as a filter takes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
