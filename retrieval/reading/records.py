"""Articles as records: JSON Lines, one article a line, as docs/formats.md describes them.

Paragraphs are kept to the byte and none is left out, an empty one neither: others count them.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from retrieval.reading.days import parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.language import language_of_tag

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def read_records(text: str) -> Drafts:
    """The articles of a JSON Lines text; a line that is no article becomes a problem that names it."""
    articles: list[Draft] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            draft = _draft(json.loads(line))
            articles.append(draft)
            if draft.published is None and _said(line, "published"):
                problems.append(f'line {number}: "published" is not a date like 2022-10-31; the rest is used')
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: not JSON ({error.msg} at column {error.colno})")
        except RecursionError:
            problems.append(f"line {number}: not JSON that can be read (nested too deeply)")
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    return Drafts(tuple(articles), tuple(problems))


def _said(line: str, name: str) -> bool:
    return bool(json.loads(line).get(name))


def _draft(record: object) -> Draft:
    """The article of a record. Raises ValueError with what is missing or wrong."""
    if not isinstance(record, dict):
        raise ValueError("not an object")
    title = _word(record, "title").strip()
    if not title:
        raise ValueError("no title")
    language = language_of_tag(_word(record, "language"))
    paragraphs = _paragraphs(record)
    return Draft(
        title=title,
        paragraphs=paragraphs,
        id=_word(record, "id"),
        outlet=_word(record, "outlet").strip(),
        author=_word(record, "author").strip(),
        published=parse_day(_word(record, "published"), language),
        url=_word(record, "url").strip(),
        language=language,
        pages=_pages(record, len(paragraphs)),
    )


def _paragraphs(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The record's paragraphs as they stand, or its text's. Raises ValueError when no word is in them."""
    paragraphs = record.get("paragraphs")
    if paragraphs is None:
        paragraphs = [part for part in _BLANK.split(_word(record, "text").strip("\n")) if part.strip()]
    if not isinstance(paragraphs, list) or not all(isinstance(part, str) for part in paragraphs):
        raise ValueError('"paragraphs" is not a list of texts')
    if not any(part.strip() for part in paragraphs):
        raise ValueError("no paragraphs")
    for part in paragraphs:
        _check(part, "paragraphs")
    return tuple(paragraphs)


def _pages(record: Mapping[str, Any], count: int) -> tuple[int, ...]:
    """The page of each paragraph, where the record tells them. Raises ValueError where it tells them wrongly."""
    pages = record.get("pages")
    if pages is None:
        return ()
    if not isinstance(pages, list) or len(pages) != count or not all(type(page) is int and page > 0 for page in pages):
        raise ValueError('"pages" is not one number for each paragraph')
    return tuple(pages)


def _word(record: Mapping[str, Any], name: str) -> str:
    """A field's text, "" where it is absent or null; a number as its digits."""
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f'"{name}" is not a text')
    return _check(str(value), name)


def _check(text: str, name: str) -> str:
    """The text itself. Raises ValueError where it holds half a character (JSON can say \\ud800), which no file
    can.
    """
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(f'"{name}" holds half a character')
    return text
