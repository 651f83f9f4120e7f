"""From a link or a file's bytes to articles: what can be added to the seeds, with what is known of each.

Nothing is written here but a file that is gone before a function returns (readers read files); keeping.py stores what
was found. Knows neither commands nor chats.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

import httpx

from retrieval.article import Article, Source
from retrieval.errors import FetchError, ReadingError
from retrieval.reading.decoding import decode
from retrieval.reading.documents import ENTRIES
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.files import COMPRESSED, format_of, read, unknown_format
from retrieval.reading.language import detect_language
from retrieval.reading.links import links_in
from retrieval.reading.sandbox import Sandbox
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
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")
_TEXTS = (".html", ".txt", ".md", ".jsonl")


@dataclass(frozen=True)
class Found:
    """The articles of a link or a file in order, and one line for each part of it that could not be used."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...] = ()


def is_readable(content_type: str) -> bool:
    """Whether a page of this type can become an article."""
    return bool(format_of(PurePath(f"page{TYPES.get(content_type, '')}")))


def find(link: str, web: Web, sandbox: Sandbox) -> Iterator[Found]:
    """What a link leads to: its article, or, one after the other as their pages are fetched, those of a feed's entries.

    Raises FetchError when the page can't be fetched, ReadingError when it holds no article; an entry that can't be read
    is a problem instead.
    """
    page = web.fetch(link, is_readable)
    if TYPES[page.content_type] not in FEEDS:
        yield read_page(page, sandbox)
        return
    feed = feed_of(page, sandbox)
    if feed.problems or not feed.articles:
        yield Found((), tuple(f"{link}: {problem}" for problem in feed.problems or ("a feed without entries",)))
    for entry in feed.articles:
        try:
            yield read_entry(entry, web, sandbox)
        except (FetchError, ReadingError) as error:
            yield Found((), (str(error),))


def read_link(link: str, web: Web, sandbox: Sandbox) -> Found:
    """All that `find` finds. Raises FetchError and ReadingError as it does, and where it finds no article."""
    parts = list(find(link, web, sandbox))
    articles = tuple(article for part in parts for article in part.articles)
    problems = tuple(problem for part in parts for problem in part.problems)
    if not articles:
        raise ReadingError(link, f"no article could be read ({problems[0]})" if problems else "no article")
    return Found(articles, problems)


def read_page(page: Page, sandbox: Sandbox) -> Found:
    """The articles of a fetched page, each with the page's link unless the page names another one of the same host, and
    the host's name where no outlet is known. Raises ReadingError.
    """
    drafts = _parsed(page, TYPES[page.content_type], sandbox)
    url = httpx.URL(page.url)
    own = PurePosixPath(url.path).stem or url.host
    found: list[Article] = []
    for number, draft in enumerate(drafts.articles, 1):
        part = str(url) if len(drafts.articles) == 1 else f"{url}#{number}"
        found.append(
            _article(
                replace(
                    draft,
                    title=draft.title or own,
                    outlet=draft.outlet or _outlet(url),
                    url=draft.url if _is_of(draft.url, url) else part,
                )
            )
        )
    if not found:
        raise ReadingError(page.url, f"holds no article ({'; '.join(drafts.problems[:1])})")
    return Found(tuple(found), tuple(f"{page.url}: {problem}" for problem in drafts.problems))


def read_upload(data: bytes, name: str, sandbox: Sandbox, *, max_bytes: int) -> Found:
    """The articles in a file's bytes, read as a file of that name is, but in the process with limits. Raises
    ReadingError.
    """
    suffix = format_of(PurePath(name))
    if not suffix:
        raise ReadingError(name, unknown_format(PurePath(name)))
    packed = COMPRESSED if PurePath(name).suffix.lower() == COMPRESSED else ""
    with tempfile.TemporaryDirectory(prefix="quoted-") as folder:
        path = Path(folder, f"file{suffix}{packed}")
        path.write_bytes(data)
        reading = read(path, name=name, max_bytes=max_bytes, sandbox=sandbox, confined=True)
    return Found(reading.articles, reading.problems)


def fetch_feed(link: str, web: Web, sandbox: Sandbox, *, known: Known) -> tuple[Page, Drafts | None]:
    """A feed and its entries as they are now, None for them where nothing changed since it was `known`. Raises
    FetchError, ReadingError.
    """
    page = web.fetch(link, lambda kind: TYPES.get(kind) in (*FEEDS, ".html", ".txt"), known=known)
    return page, None if page.unchanged else feed_of(page, sandbox)


def feed_of(page: Page, sandbox: Sandbox) -> Drafts:
    """The entries of the feed that a page is; those that bring only a teaser have no paragraphs. Raises ReadingError
    where it is no feed.
    """
    feed = _parsed(page, ENTRIES, sandbox)
    entries = (replace(entry, url=_joined(page.url, entry.url)) for entry in feed.articles)
    return replace(feed, articles=tuple(entries))


def read_entry(entry: Draft, web: Web, sandbox: Sandbox) -> Found:
    """The article of a feed's entry: that of its page, or its own text where the page can't be had or it has no link.

    What the feed says of title and day comes first, for it is no guess; its author and outlet count where the page
    tells none. Raises FetchError and ReadingError.
    """
    try:
        if not entry.url:
            raise ReadingError(entry.title or entry.id, "an entry without a link and without enough text of its own")
        found = read_page(web.fetch(entry.url, is_readable), sandbox)
    except (FetchError, ReadingError):
        if not entry.paragraphs:
            raise
        return Found((_article(entry),))
    return replace(found, articles=tuple(_completed(article, entry) for article in found.articles))


def links_of(path: Path, *, max_bytes: int) -> tuple[str, ...]:
    """The links of a file that is a list of links; none for any other file. Raises OSError."""
    if path.suffix.lower() not in (".url", ".txt") or path.stat().st_size > max_bytes:
        return ()
    try:
        return links_in(decode(path.read_bytes()))
    except ValueError:
        return ()


def _parsed(page: Page, reader: str, sandbox: Sandbox) -> Drafts:
    """What the page's bytes tell. Raises ReadingError."""
    try:
        return sandbox.parse(_as_utf8(page), reader)
    except ValueError as error:
        raise ReadingError(page.url, str(error)) from None


def _as_utf8(page: Page) -> bytes:
    """A text page's bytes in UTF-8 where the host, or else its own head, names another encoding that fits."""
    suffix = TYPES[page.content_type]
    declared = _META.search(page.body[:_META_BYTES]) if suffix == ".html" else None
    for name in (page.charset, declared[1].decode("ascii") if declared else ""):
        try:
            if name and suffix in (*_TEXTS, *FEEDS):
                text = page.body.decode(name)
                return _DECLARATION.sub("", text, count=1).encode("utf-8")
        except (LookupError, ValueError):
            continue
    return page.body


def _is_of(link: str, url: httpx.URL) -> bool:
    """Whether the link is one of that host: a page may not pass for another host's."""
    try:
        return httpx.URL(link).host == url.host
    except httpx.InvalidURL:
        return False


def _outlet(url: httpx.URL) -> str:
    return url.host.removeprefix("www.")


def _joined(base: str, link: str) -> str:
    """The link of an entry, "" where it has none that may be fetched."""
    try:
        url = httpx.URL(base).join(link)
    except httpx.InvalidURL:
        return ""
    return str(url) if link and url.scheme in ("http", "https") else ""


def _completed(article: Article, entry: Draft) -> Article:
    """The article of an entry's page with what the feed says."""
    source = article.source
    unknown = source.outlet == _outlet(httpx.URL(source.url))
    return replace(
        article,
        source=replace(
            source,
            title=entry.title or source.title,
            outlet=entry.outlet if entry.outlet and unknown else source.outlet,
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
        pages=draft.pages,
    )
    return Article(source, draft.paragraphs)
