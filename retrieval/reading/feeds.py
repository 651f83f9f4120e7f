"""RSS and Atom: a feed's entries, and those of them that bring their whole text as articles.

Feeds are read in the process of their own that documents are read in: what parses them takes quadratic time for some.
"""

import datetime
import hashlib
import io
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from retrieval.reading.days import parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.html import read_html
from retrieval.reading.language import language_of_tag
from retrieval.reading.limits import Limits

ENOUGH_WORDS = 50
"""An entry of fewer words is a teaser: its page is the article."""
MOST_ENTRIES = 5_000
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)
_HEAD_BYTES = 20_000
"""Where a feed begins; what has no root of a feed there is spared a parser that takes long for deep XML, as are
feeds of too many entries."""


def read_feed(data: bytes, limits: Limits) -> Drafts:
    """The entries that bring their text as articles. Raises ValueError where the bytes are no feed."""
    feed = read_entries(data, limits)
    whole = tuple(draft for draft in feed.articles if draft.paragraphs)
    if len(whole) == len(feed.articles):
        return feed
    short = (
        f"{len(feed.articles) - len(whole)} of {len(feed.articles)} entries bring only a teaser; quoted add with the"
        " feed's address fetches their pages"
    )
    return Drafts(whole, (*feed.problems, short))


def read_entries(data: bytes, limits: Limits) -> Drafts:
    """Every entry in the feed's order; those that are only teasers have no paragraphs. An entry's outlet is the feed's
    title; its id stays the same each time the feed is read; its link may be relative to the feed's address.

    Raises ValueError where the bytes are no feed. What follows a fault in the XML is taken as far as it can be
    understood.
    """
    del limits  # of packages and pages; those of the process hold anyway
    plain = data.replace(b"\0", b"")  # UTF-16's
    if not _ROOT.search(plain[:_HEAD_BYTES]):
        raise ValueError("no RSS or Atom feed; other XML is not read")
    if sum(1 for _ in _ENTRY.finditer(plain)) > MOST_ENTRIES:
        raise ValueError(f"a feed of more than {MOST_ENTRIES:,} entries; split it")
    import feedparser

    headers = {"content-type": "application/xml"}  # so that the XML's own encoding counts
    found = feedparser.parse(io.BytesIO(data), response_headers=headers)  # a text would be taken for an address
    if not found.get("version"):
        raise ValueError("no RSS or Atom feed; other XML is not read")
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    fault = found.get("bozo_exception")
    problems: tuple[str, ...] = ()
    if fault and not isinstance(fault, harmless):
        reason = " ".join(str(fault).split())[:120] or type(fault).__name__
        problems = (f"not well-formed ({reason}); what could be read is used",)
    entries = tuple(_draft(entry, found.get("feed", {})) for entry in found.entries)
    return Drafts(entries, problems)


def _draft(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Draft:
    """What an entry of the feed tells."""
    texts = [str(part.get("value") or "") for part in entry.get("content", ())] + [_text(entry, "summary")]
    text = max(texts, key=len)
    title, link = _text(entry, "title"), _text(entry, "link")
    paragraphs = _paragraphs(text)
    own = _text(entry, "id") or link or title + text
    where = _text(feed, "link") or _text(feed, "title")
    language = language_of_tag(_text(feed, "language"))
    return Draft(
        title=title or "".join(paragraphs[:1])[:80],
        paragraphs=paragraphs,
        id=f"feed-{_hash(f'{where} {own}')}",
        outlet=_text(feed, "title"),
        author=_text(entry, "author"),
        published=_day(_text(entry, "published") or _text(entry, "updated")),
        url=link,
        language=language if len(language) == 2 else "",
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of an entry's text, none where that is only a teaser."""
    if len(text.split()) < ENOUGH_WORDS:
        return ()
    try:
        (found,) = read_html(f"<html><body><article>{text}</article></body></html>").articles
    except ValueError:
        return ()
    enough = sum(len(paragraph.split()) for paragraph in found.paragraphs) >= ENOUGH_WORDS
    return found.paragraphs if enough else ()


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _day(text: str) -> datetime.date | None:
    """The day at the place where it was written, not in Greenwich."""
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return parse_day(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
