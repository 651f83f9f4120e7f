"""The lists of the library on one machine: SQL over the published articles, and the full-text index for names."""

from collections.abc import Callable, Mapping, Sequence

from retrieval.article import Passage, Source
from retrieval.catalogue import Bookmark, Outlet
from retrieval.embedded.database import Database
from retrieval.embedded.lexical import LexicalSearcher
from retrieval.embedded.rows import PASSAGE, SOURCE, date_of, passage_of, source_of

_AFTER = "(a.published, a.key) < (?, ?)"
_NEWEST = "ORDER BY a.published DESC, a.key DESC LIMIT ?"
_DIGITS = frozenset("0123456789abcdef")


class EmbeddedCatalogue:
    """A Catalogue. See retrieval/catalogue.py for its guarantees. `lexical` gives the published full-text index."""

    def __init__(self, database: Database, lexical: Callable[[], LexicalSearcher]) -> None:
        self._database = database
        self._lexical = lexical
        self._outlets: tuple[tuple[int, str], list[Outlet]] | None = None  # of what was published then

    def outlets(self) -> list[Outlet]:
        """All outlets, those with most articles first; counted once a publication."""
        published = self._database.published()
        counted = self._outlets
        if counted is None or counted[0] != published:
            counted = self._outlets = (published, self._count())
        return list(counted[1])

    def _count(self) -> list[Outlet]:
        rows = self._database.rows(
            "SELECT outlet, count(*), min(nullif(published, '')), max(published) FROM articles"
            " GROUP BY outlet ORDER BY 2 DESC, 1"
        )
        return [Outlet(name, articles, date_of(first), date_of(last)) for name, articles, first, last in rows]

    def newest(self, *, outlet: str | None, after: Bookmark | None, count: int) -> list[Source]:
        """The next `count` articles after a place, newest first, of one outlet or of all."""
        conditions: list[str] = []
        values: list[str | int] = []
        if outlet is not None:
            conditions.append("a.outlet = ?")
            values.append(outlet)
        if after is not None:
            conditions.append(_AFTER)
            values += [after.published.isoformat() if after.published else "", after.key]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        query = f"SELECT {SOURCE} FROM articles a {where} {_NEWEST}"
        return [source_of(row) for row in self._database.rows(query, (*values, count))]

    def keyed(self, first: int, last: int) -> list[Source]:
        """The articles whose key lies between these two, both included."""
        query = f"SELECT {SOURCE} FROM articles a WHERE a.key BETWEEN ? AND ? ORDER BY a.key, a.id"
        return [source_of(row) for row in self._database.rows(query, (first, last))]

    def hashed(self, digits: str) -> list[Passage]:
        """The passages whose sha256 begins with these hexadecimal digits, hashes checked."""
        if not digits or not set(digits) <= _DIGITS:
            raise ValueError(f"{digits!r} is no beginning of a sha256")
        query = (
            f"SELECT {PASSAGE} FROM passages p JOIN articles a ON a.id = p.article"
            " WHERE p.sha256 >= ? AND p.sha256 < ? ORDER BY p.id"
        )
        return [passage_of(row) for row in self._database.rows(query, (digits, f"{digits}g"))]

    def naming(self, terms: Sequence[str], *, most: int) -> Mapping[str, int]:
        """In how many articles, their titles included, each term stands; a term in more than `most` passages is left
        out.
        """
        lexical = self._lexical()
        counts = {}
        for term, passages in lexical.frequencies(terms).items():
            if passages <= most:
                counts[term] = self._articles([found.id for found in lexical.search([term], most)])
        return counts

    def _articles(self, passages: Sequence[int]) -> int:
        """How many articles these passages are of."""
        listed = ",".join(map(str, passages))
        query = f"SELECT count(DISTINCT article) FROM passages WHERE id IN ({listed})"
        return int(self._database.rows(query)[0][0])
