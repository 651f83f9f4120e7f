"""What an operator sends to be added, a link or a file, and what it holds."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.operators.fields import changed
from retrieval.article import Article

_DIGITS = 16


@dataclass(frozen=True)
class Submission:
    """What was sent."""

    link: str = ""
    name: str = ""  # of a file, where it is one
    data: bytes = b""


@dataclass(frozen=True)
class Content:
    """What a submission holds."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...] = ()
    is_file: bool = False  # it is kept as the file that it came as

    @property
    def digest(self) -> str:
        """Digits that tell this content from another."""
        told = repr([(article.source, article.paragraphs) for article in self.articles])
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Neighbours:
    """What stands in the seeds already."""

    same: tuple[str, ...] = ()  # files that hold the same text, by their paths under the seeds
    replaced: str = ""  # the file that would be written over by other words; "" for none
    known: bool = False  # the same file with the same words stands there


def edited(content: Content, edits: Mapping[str, str]) -> Content:
    """The content with other metadata; kept as a record from then on. Of several articles none is edited."""
    if not edits or len(content.articles) != 1:
        return content
    (article,) = content.articles
    return replace(content, articles=(replace(article, source=changed(article.source, edits)),), is_file=False)
