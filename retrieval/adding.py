"""From a link or a file's bytes to articles: what can be added to the seeds, with what is known of each.

Nothing is written here but a file that is gone before a function returns (readers read files); keeping.py stores what
was found. Knows neither commands nor chats.
"""

import codecs
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

import httpx

from retrieval.article import Article, Source
from retrieval.errors import FetchError, ReadingError
from retrieval.reading.decoding import decode
from retrieval.reading.draft import Draft
from retrieval.reading.feeds import Entry, Feed, entry_draft, parse_feed
from retrieval.reading.files import COMPRESSED, format_of, read, unknown_format
from retrieval.reading.language import detect_language
from retrieval.reading.links import links_in
from retrieval.reading.web import Known, Page, Web

TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""The suffix under which a page of a type is read, if there is a reader for it."""
FEEDS = (".rss", ".atom", ".xml")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_META_BYTES = 1024
_TEXTS = (".html", ".txt", ".md", ".jsonl")


@dataclass(frozen=True)
class Found:
    """The articles of a link or a file in order, and one line for each part of it that could not be used."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...] = ()


def is_readable(content_type: str) -> bool:
    """Whether a page of this type can become an article."""
    return bool(format_of(PurePath(f"page{TYPES.get(content_type, '')}")))


def find(link: str, web: Web) -> Iterator[Found]:
    """What a link leads to: its article, or, one after the other as their pages are fetched, those of a feed's entries.

    Raises FetchError when the page can't be fetched, ReadingError when it holds no article; an entry that can't be read
    is a problem instead.
    """
    page = web.fetch(link, is_readable)
    if TYPES[page.content_type] not in FEEDS:
        yield read_page(page, max_bytes=web.limits.max_bytes)
        return
    feed = feed_of(page)
    if feed.problem or not feed.entries:
        yield Found((), (f"{link}: {feed.problem or 'a feed without entries'}",))
    for entry in feed.entries:
        try:
            yield read_entry(entry, feed, web)
        except (FetchError, ReadingError) as error:
            yield Found((), (str(error),))


def read_link(link: str, web: Web) -> Found:
    """All that `find` finds. Raises FetchError and ReadingError as it does, and where it finds no article."""
    parts = list(find(link, web))
    articles = tuple(article for part in parts for article in part.articles)
    problems = tuple(problem for part in parts for problem in part.problems)
    if not articles:
        raise ReadingError(link, f"no article could be read ({problems[0]})" if problems else "no article")
    return Found(articles, problems)


def read_page(page: Page, *, max_bytes: int) -> Found:
    """The articles of a fetched page, each with the page's link unless the page names another one of the same host, and
    the host's name where no outlet is known. Raises ReadingError.
    """
    suffix = TYPES[page.content_type]
    data = _as_utf8(page) if suffix in _TEXTS else page.body
    url = httpx.URL(page.url)
    name = PurePosixPath(url.path).stem or url.host
    try:
        found = read_upload(data, f"{name}{suffix}", max_bytes=max_bytes)
    except ReadingError as error:
        raise ReadingError(page.url, error.reason) from None
    return Found(tuple(_linked(article, url) for article in found.articles), found.problems)


def read_upload(data: bytes, name: str, *, max_bytes: int) -> Found:
    """The articles in a file's bytes, read as a file of that name is. Raises ReadingError."""
    suffix = format_of(PurePath(name))
    if not suffix:
        raise ReadingError(name, unknown_format(PurePath(name)))
    packed = COMPRESSED if PurePath(name).suffix.lower() == COMPRESSED else ""
    with tempfile.TemporaryDirectory(prefix="quoted-") as folder:
        path = Path(folder, f"file{suffix}{packed}")
        path.write_bytes(data)
        reading = read(path, name=name, max_bytes=max_bytes)
    return Found(reading.articles, reading.problems)


def fetch_feed(link: str, web: Web, known: Known) -> tuple[Page, Feed | None]:
    """A feed as it is now, None where it did not change since it was `known`. Raises FetchError, ReadingError."""
    page = web.fetch(link, lambda kind: TYPES.get(kind) in (*FEEDS, ".html", ".txt"), known=known)
    return page, None if page.unchanged else feed_of(page)


def feed_of(page: Page) -> Feed:
    """The feed that a page is. Raises ReadingError where it is none."""
    kind = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
    try:
        return parse_feed(page.body, address=page.url, content_type=kind)
    except ValueError as error:
        raise ReadingError(page.url, str(error)) from None


def read_entry(entry: Entry, feed: Feed, web: Web) -> Found:
    """An entry's article: that of its page, or its own text where the page can't be had or the entry has no link.

    What the feed says of date, author and title stands where the page is silent. Raises FetchError and ReadingError.
    """
    own = entry_draft(entry, feed)
    try:
        if not entry.link:
            raise ReadingError(entry.title or entry.id, "an entry without a link and without enough text of its own")
        found = read_page(web.fetch(entry.link, is_readable), max_bytes=web.limits.max_bytes)
    except (FetchError, ReadingError):
        if own is None:
            raise
        return Found((_article(own),))
    return replace(found, articles=tuple(_completed(article, entry, feed) for article in found.articles))


def links_of(path: Path, *, max_bytes: int) -> tuple[str, ...]:
    """The links of a file that is a list of links; none for any other file. Raises OSError."""
    if path.suffix.lower() not in (".url", ".txt") or path.stat().st_size > max_bytes:
        return ()
    try:
        return links_in(decode(path.read_bytes()))
    except ValueError:
        return ()


def _as_utf8(page: Page) -> bytes:
    """The page's bytes in UTF-8 where the host, or else the page's own head, names another encoding that fits."""
    declared = _META.search(page.body[:_META_BYTES])
    for name in (page.charset, declared[1].decode("ascii") if declared else ""):
        try:
            if name and codecs.lookup(name).name != "utf-8":
                return page.body.decode(name).encode("utf-8")
        except (LookupError, ValueError):
            continue
        if name:
            break
    return page.body


def _linked(article: Article, url: httpx.URL) -> Article:
    """The article with a link that is the host's own: a page may not pass for another host's."""
    source = article.source
    try:
        own = httpx.URL(source.url).host == url.host
    except httpx.InvalidURL:
        own = False
    outlet = source.outlet or url.host.removeprefix("www.")
    return replace(article, source=replace(source, url=source.url if own else str(url), outlet=outlet))


def _completed(article: Article, entry: Entry, feed: Feed) -> Article:
    """The article of an entry's page with what the feed says: its metadata are no guesses."""
    source = article.source
    host = httpx.URL(source.url).host.removeprefix("www.")
    return replace(
        article,
        source=replace(
            source,
            title=entry.title or source.title,
            outlet=feed.title if feed.title and source.outlet == host else source.outlet,
            author=source.author or entry.author,
            published=entry.published or source.published,
        ),
    )


def _article(draft: Draft) -> Article:
    source = Source(
        id=draft.id,
        file="",
        title=draft.title,
        outlet=draft.outlet,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        language=draft.language or detect_language(draft.paragraphs),
    )
    return Article(source, draft.paragraphs)
