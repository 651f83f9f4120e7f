"""What a format's reader hands over: articles as far as the file itself tells, before ids and languages are
filled in.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.reading.limits import Limits


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
    pages: tuple[int, ...] = ()  # from 1, on which each paragraph begins; empty where the format has none


@dataclass(frozen=True)
class Drafts:
    """A file's articles in order, and one line for each part of it that could not be used."""

    articles: tuple[Draft, ...]
    problems: tuple[str, ...] = ()


Reader = Callable[[str], Drafts]
"""Reads a file's text. Raises ValueError with a reason on one line when the text is not of its format."""

DocumentReader = Callable[[bytes, Limits], Drafts]
"""Reads a file's bytes, in a process of its own. Raises ValueError with a reason on one line when they are not of its
format or want more than the limits; what else it raises, the process that it runs in turns into one line.
"""
