"""RSS and Atom: a feed's entries, and those of them that bring their whole text as articles.

Knows no network: a feed's bytes come from a file or from web.py.
"""

import datetime
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from retrieval.reading.days import parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.html import read_html

ENOUGH_WORDS = 50
"""An entry of fewer words is a teaser: its page is the article."""
LARGEST_BYTES = 10_000_000
MOST_ENTRIES = 5_000


@dataclass(frozen=True)
class Entry:
    """What a feed tells of an article; "" and None where it does not."""

    id: str  # the feed's own, its link, or a hash of its title: the same each time the feed is read
    link: str
    title: str
    author: str
    published: datetime.date | None
    html: str  # its text, or a teaser


@dataclass(frozen=True)
class Feed:
    """A feed's entries in its order, and why it may not be whole ("" when it is well-formed)."""

    title: str
    link: str
    language: str  # ISO 639-1, "" when the feed does not say
    entries: tuple[Entry, ...]
    problem: str = ""


def parse_feed(data: bytes, *, address: str = "", content_type: str = "") -> Feed:
    """The feed in these bytes, which came from `address` (relative links are joined to it) under `content_type`.

    Raises ValueError where they are none, or are too large. What follows a fault in the XML is taken as far as it can
    be understood.
    """
    import feedparser

    if len(data) > LARGEST_BYTES:
        raise ValueError(f"a feed larger than {LARGEST_BYTES:,} bytes; split it")
    headers = {"content-type": content_type or "application/xml"} | ({"content-location": address} if address else {})
    try:
        found = feedparser.parse(io.BytesIO(data), response_headers=headers)  # a text would be taken for an address
    except (LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise ValueError(f"a feed that can't be understood ({type(error).__name__})") from None
    if not found.get("version"):
        raise ValueError("no RSS or Atom feed; other XML is not read")
    about = found.get("feed", {})
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    fault = found.get("bozo_exception")
    wrong = str(fault).strip() or type(fault).__name__ if fault and not isinstance(fault, harmless) else ""
    return Feed(
        title=_text(about, "title"),
        link=_text(about, "link"),
        language=_text(about, "language").lower().replace("_", "-").split("-")[0],
        entries=tuple(_entry(entry) for entry in found.entries[:MOST_ENTRIES]),
        problem=f"not well-formed ({wrong.splitlines()[0][:120]}); what could be read is used" if wrong else "",
    )


def read_feed(text: str) -> Drafts:
    """The entries with enough text as articles. Raises ValueError where the text is no feed."""
    feed = parse_feed(text.encode("utf-8"), content_type="application/xml; charset=utf-8")
    articles: list[Draft] = []
    problems = [feed.problem] if feed.problem else []
    short = 0
    for entry in feed.entries:
        draft = entry_draft(entry, feed)
        if draft is None:
            short += 1
        else:
            articles.append(draft)
    if short:
        problems.append(
            f"{short} of {len(feed.entries)} entries bring only a teaser; quoted add with the feed's address fetches"
            " their pages"
        )
    return Drafts(tuple(articles), tuple(problems))


def entry_draft(entry: Entry, feed: Feed) -> Draft | None:
    """The article in an entry's own text, None where that is only a teaser."""
    if len(entry.html.split()) < ENOUGH_WORDS:
        return None
    try:
        (found,) = read_html(f"<html><body><article>{entry.html}</article></body></html>").articles
    except ValueError:
        return None
    if sum(len(paragraph.split()) for paragraph in found.paragraphs) < ENOUGH_WORDS:
        return None
    return Draft(
        title=entry.title or found.paragraphs[0][:80],
        paragraphs=found.paragraphs,
        id=f"feed-{_hash(f'{feed.link or feed.title} {entry.id}')}",
        outlet=feed.title,
        author=entry.author,
        published=entry.published,
        url=entry.link,
        language=feed.language if len(feed.language) == 2 else "",
    )


def _entry(entry: Mapping[str, Any]) -> Entry:
    texts = [str(part.get("value") or "") for part in entry.get("content", ())] + [_text(entry, "summary")]
    title, link = _text(entry, "title"), _text(entry, "link")
    return Entry(
        id=_text(entry, "id") or link or _hash(title + max(texts, key=len)),
        link=link if link.startswith(("http://", "https://")) else "",
        title=title,
        author=_text(entry, "author"),
        published=_day(_text(entry, "published") or _text(entry, "updated")),
        html=max(texts, key=len),
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day(text: str) -> datetime.date | None:
    """The day at the place where it was written, not in Greenwich."""
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return parse_day(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
