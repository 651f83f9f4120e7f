"""Articles and their passages: what operators wrote, as the library keeps it.

Knows nothing of files' formats, of embeddings or of questions.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

ARTICLE_KEY_BITS = 48


@dataclass(frozen=True)
class Source:
    """Where an article comes from: everything about it but its words."""

    id: str  # the record's own id, or the file's path under seeds/ without its suffix
    file: str  # path under seeds/, with forward slashes
    title: str
    outlet: str = ""
    author: str = ""
    published: datetime.date | None = None
    url: str = ""
    language: str = ""  # ISO 639-1, "" when unknown
    pages: tuple[int, ...] = ()  # from 1, on which each paragraph begins; empty where that is not known


@dataclass(frozen=True)
class Article:
    """A source and its body's paragraphs, in order and word for word."""

    source: Source
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """One paragraph of an article, as it stands in a library."""

    id: int  # given by the library; stays while the text, its article and its place stay
    source: Source
    paragraph: int  # from 1
    paragraphs: int  # how many the article has
    text: str
    sha256: str  # of the text, as `text_hash` gives it

    @property
    def page(self) -> int | None:
        """The page that it begins on, from 1; None where that is not known."""
        return self.source.pages[self.paragraph - 1] if self.source.pages else None


def pages_text(pages: Sequence[int]) -> str:
    """Pages as a short text to be kept, such as "1x3 2x5": three paragraphs on the first, five on the second."""
    return " ".join(f"{page}x{len(list(own))}" for page, own in groupby(pages))


def pages_of(text: str) -> tuple[int, ...]:
    """The pages that `pages_text` wrote. Raises ValueError for another text."""
    parts = (part.split("x") for part in text.split())
    return tuple(int(page) for page, count in parts for _ in range(int(count)))


def text_hash(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def article_key(id: str) -> int:
    """A number of 48 bits for an article's id: what receipts and lists name it by, where the id has no room."""
    return int.from_bytes(hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()[: ARTICLE_KEY_BITS // 8], "big")
