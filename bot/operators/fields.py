"""What an operator may edit of a source, field by field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from retrieval.article import Source
from retrieval.reading.days import parse_day

FIELDS = ("title", "outlet", "author", "published", "url")
LONGEST = 300
"""Characters of a field."""
EMPTY = frozenset("-–—")
"""What is written for nothing."""


class NotThat(ValueError):
    """What was given for a field can't stand there."""


def checked(name: str, value: str) -> str:
    """The value of a field as it is kept; "" for none. Raises NotThat for what can't stand there."""
    value = " ".join(value.split())
    if value in EMPTY:
        value = ""
    if len(value) > LONGEST or (name == "title" and not value):
        raise NotThat(value)
    if name == "published" and value:
        day = parse_day(value)
        if day is None:
            raise NotThat(value)
        return day.isoformat()
    if name == "url" and value and not value.startswith(("http://", "https://")):
        raise NotThat(value)
    return value


def value_of(source: Source, name: str) -> str:
    """A field of a source as text; "" for none."""
    if name == "published":
        return source.published.isoformat() if source.published else ""
    return str(getattr(source, name))


def changed(source: Source, edits: Mapping[str, str]) -> Source:
    """The source with these fields as they were checked."""
    told: dict[str, Any] = {**edits}
    if "published" in edits:
        told["published"] = parse_day(edits["published"])
    return replace(source, **told)
