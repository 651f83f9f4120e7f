"""What a library holds, listed: outlets, articles newest first, and what bears a key, a hash or a name.

Every list goes by an index, so that it takes the time of what it returns, however many articles there are. Knows no
engine; `embedded/` implements it on one machine.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from retrieval.article import Passage, Source, article_key


@dataclass(frozen=True)
class Outlet:
    """An outlet and what it published."""

    name: str  # "" for articles that name none
    articles: int
    earliest: datetime.date | None
    latest: datetime.date | None

    @property
    def key(self) -> int:
        """48 bits that name the outlet where its name has no room."""
        return article_key(self.name)


@dataclass(frozen=True)
class Bookmark:
    """A place in the articles, newest first: it stays one when articles come and go."""

    published: datetime.date | None  # articles without a date come last
    key: int  # of the article

    @classmethod
    def of(cls, source: Source) -> Self:
        """The place of this article."""
        return cls(source.published, article_key(source.id))


class Catalogue(Protocol):
    """Lists of what was published. Thread-safe."""

    def outlets(self) -> list[Outlet]:
        """All outlets, those with most articles first."""

    def newest(self, *, outlet: str | None, after: Bookmark | None, count: int) -> list[Source]:
        """The next `count` articles after a place, newest first, of one outlet or of all."""

    def keyed(self, first: int, last: int) -> list[Source]:
        """The articles whose key lies between these two, both included."""

    def hashed(self, digits: str) -> list[Passage]:
        """The passages whose sha256 begins with these hexadecimal digits, hashes checked."""

    def naming(self, terms: Sequence[str], *, most: int) -> Mapping[str, int]:
        """In how many articles, their titles included, each term stands; a term in more than `most` passages is left
        out.
        """
