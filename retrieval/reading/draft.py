"""What a format's reader hands over: articles as far as the file itself tells, before ids and languages are
filled in.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """An article as its file tells it; "" and None where the file does not say."""

    title: str
    paragraphs: tuple[str, ...]
    id: str = ""
    outlet: str = ""
    author: str = ""
    published: datetime.date | None = None
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Drafts:
    """A file's articles in order, and one line for each part of it that could not be used."""

    articles: tuple[Draft, ...]
    problems: tuple[str, ...] = ()


Reader = Callable[[str], Drafts]
"""Reads a file's text. Raises ValueError with a reason on one line when the text is not of its format."""
