"""From links on a site on this machine to articles."""

import gzip
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from retrieval.adding import fetch_feed, links_of, read_link, read_page, read_upload
from retrieval.errors import FetchError, ReadingError
from retrieval.reading.documents import DOCUMENTS, FETCHED
from retrieval.reading.draft import Drafts
from retrieval.reading.files import SUFFIXES
from retrieval.reading.limits import Limits
from retrieval.reading.sandbox import Sandbox
from retrieval.reading.web import Known
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_feeds import STORY
from tests.retrieval.reading.test_html import PAGE

PLAIN = "<html><head><title>Übersicht</title></head><body><article><h1>Übersicht</h1><p>Die Fähre fährt um neun.</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def entry(link: str, title: str, text: str = "A teaser.") -> str:
    return (
        f"<item><title>{title}</title><guid>{title}</guid><link>{link}</link>"
        f"<pubDate>Sun, 31 Mar 2024 00:30:00 +0200</pubDate><description>{text}</description></item>"
    )


def rss(*entries: str) -> bytes:
    text = f'<rss version="2.0"><channel><title>The Coast</title><link>https://coast.test/</link>{"".join(entries)}'
    return answer(f"{text}</channel></rss>", type="application/rss+xml", ETag='"1"')


def test_a_page_becomes_its_article_with_its_metadata(site: Site, sandbox: Sandbox) -> None:
    site.pages["/bridge?from=mail"] = answer(PAGE.replace("https://example.org/bridge", site.link("/bridge")))
    (found,) = read_link(site.link("/bridge?from=mail"), site.web(), sandbox).articles
    assert found.source.url == site.link("/bridge")
    assert (found.source.title, found.source.outlet) == ("The bridge in numbers", "The Post")
    assert (found.source.author, str(found.source.published)) == ("Jo Falk", "2023-03-31")
    assert [paragraph.split()[0] for paragraph in found.paragraphs] == ["The", "It"]


def test_a_page_may_not_pass_for_another_hosts(site: Site, sandbox: Sandbox) -> None:
    site.pages["/bridge"] = answer(PAGE)  # which says that it is https://example.org/bridge
    (found,) = read_link(site.link("/bridge"), site.web(), sandbox).articles
    assert found.source.url == site.link("/bridge")


@pytest.mark.parametrize(
    ("type", "head", "encoding"),
    [
        ("text/html; charset=iso-8859-1", "", "iso-8859-1"),
        ("text/html", '<meta charset="windows-1252">', "windows-1252"),
        ("text/html", "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-9'>", "iso-8859-9"),
        ("text/html; charset=utf-8", '<meta charset="iso-8859-1">', "utf-8"),  # the host's word comes first
        ("text/html; charset=nonsense", "", "utf-8"),
        ("text/html; charset=zlib", "", "utf-8"),
        ("text/html; charset=ascii", "", "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_is_named(
    site: Site, sandbox: Sandbox, type: str, head: str, encoding: str
) -> None:
    site.pages["/"] = answer(PLAIN.replace("<head>", f"<head>{head}").encode(encoding), type=type)
    (found,) = read_link(site.link(), site.web(), sandbox).articles
    assert found.source.title == "Übersicht"
    assert found.paragraphs == ("Die Fähre fährt um neun.",)
    assert found.source.outlet == "site.test"


def test_other_formats_are_read_by_their_types(site: Site, sandbox: Sandbox) -> None:
    site.pages["/steps.md"] = answer("# Ninety steps\n\nThe keeper climbs them.\n", type="text/markdown")
    site.pages["/a"] = answer(json.dumps({"title": "T", "paragraphs": ["One."]}), type="application/x-ndjson")
    (found,) = read_link(site.link("/steps.md"), site.web(), sandbox).articles
    assert (found.source.title, found.paragraphs) == ("Ninety steps", ("The keeper climbs them.",))
    assert read_link(site.link("/a"), site.web(), sandbox).articles[0].paragraphs == ("One.",)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (answer("<p></p>"), "no article text"),
        (answer("", type="text/plain"), "no words"),
        (answer("https://example.org/a\n", type="text/plain"), "a link and no article"),
        (answer("<note/>", type="text/xml"), "no RSS or Atom feed"),
        (rss(), "a feed without entries"),
    ],
)
def test_a_page_without_an_article_is_refused_under_its_link(
    site: Site, sandbox: Sandbox, page: bytes, reason: str
) -> None:
    site.pages["/x"] = page
    with pytest.raises(ReadingError, match=reason) as error:
        read_link(site.link("/x"), site.web(), sandbox)
    assert error.value.file == site.link("/x")


def test_a_picture_is_not_fetched(site: Site, sandbox: Sandbox) -> None:
    site.pages["/x"] = answer(b"\x89PNG", type="image/png")
    with pytest.raises(FetchError, match='of the type "image/png"'):
        read_link(site.link("/x"), site.web(), sandbox)


def test_a_feeds_entries_are_read_from_their_pages_with_what_the_feed_says(site: Site, sandbox: Sandbox) -> None:
    site.pages["/feed"] = rss(
        entry(site.link("/bridge"), "A bridge"),
        entry(site.link("/plain"), "Plain"),
        entry(site.link("/gone"), "Whole in the feed", STORY),
        entry(site.link("/gone"), "Gone"),
        entry("file:///etc/passwd", "Elsewhere"),
    )
    site.pages["/bridge"], site.pages["/plain"] = answer(PAGE), answer(PLAIN)
    found = read_link(site.link("/feed"), site.web(), sandbox)
    told = [(article.source.title, article.source.outlet) for article in found.articles]
    assert told == [("A bridge", "The Post"), ("Plain", "The Coast"), ("Whole in the feed", "The Coast")]
    assert {str(article.source.published) for article in found.articles} == {"2024-03-31"}
    assert found.articles[2].paragraphs == (STORY,)
    assert [problem.split(": ")[-1] for problem in found.problems] == [
        "site.test answered with status 404",
        "an entry without a link and without enough text of its own",
    ]


def test_a_feeds_entries_come_with_whole_links_that_may_be_fetched(site: Site, sandbox: Sandbox) -> None:
    links = ["/bridge", "https://a.test/b", "file:///etc/passwd", "javascript:x()", ""]
    site.pages["/feed"] = rss(*(entry(link, f"Entry {link}") for link in links))
    page, feed = fetch_feed(site.link("/feed"), site.web(), sandbox, known=Known())
    assert feed is not None
    assert [draft.url for draft in feed.articles] == [site.link("/bridge"), "https://a.test/b", "", "", ""]
    site.pages["/feed"] = answer(status="304 Not Modified")
    assert fetch_feed(site.link("/feed"), site.web(), sandbox, known=Known(etag=page.etag))[1] is None


@pytest.mark.parametrize(("declared", "charset"), [("utf-8", "iso-8859-1"), ("iso-8859-1", "utf-8")])
def test_a_feed_is_read_in_the_encoding_that_the_host_names(
    site: Site, sandbox: Sandbox, declared: str, charset: str
) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Küste</title>'
    text += entry("", "Stufen", STORY) + "</channel></rss>"
    site.pages["/feed"] = answer(text.encode(charset), type=f"application/rss+xml; charset={charset}")
    assert read_link(site.link("/feed"), site.web(), sandbox).articles[0].source.outlet == "Küste"


def test_several_articles_of_one_page_have_links_of_their_own(site: Site, sandbox: Sandbox) -> None:
    lines = [json.dumps({"title": f"T{n}", "paragraphs": [f"Word {n}."]}) for n in (1, 2)]
    site.pages["/a"] = answer("\n".join(lines), type="application/x-ndjson")
    found = read_link(site.link("/a"), site.web(), sandbox).articles
    assert [article.source.url for article in found] == [site.link("/a#1"), site.link("/a#2")]


def test_a_page_that_takes_forever_to_read_is_given_up(site: Site) -> None:
    site.pages["/x"] = answer("<html><body><article>" + "<p><b>x" * 90_000)
    with Sandbox(Limits(seconds=1)) as hasty, pytest.raises(ReadingError, match="takes longer than 1 s"):
        read_page(site.web(max_bytes=10**6).fetch(site.link("/x"), lambda _: True), hasty)


def test_a_files_bytes_are_read_as_a_file_of_that_name(sandbox: Sandbox) -> None:
    (found,) = read_upload(
        b"# Ninety steps\n\nThe keeper climbs them.\n", "../steps.MD", sandbox, max_bytes=1000
    ).articles
    assert (found.source.title, found.paragraphs) == ("Ninety steps", ("The keeper climbs them.",))
    packed = gzip.compress(b"# Ninety steps\n\nThe keeper climbs them.\n")
    assert read_upload(packed, "steps.md.gz", sandbox, max_bytes=1000).articles[0].paragraphs == found.paragraphs
    with pytest.raises(ReadingError, match=r"steps\.exe: unknown format"):
        read_upload(b"MZ", "steps.exe", sandbox, max_bytes=1000)
    with pytest.raises(ReadingError, match="larger than"):
        read_upload(b"# T\n\n" + b"a" * 1000, "steps.md", sandbox, max_bytes=1000)


def test_only_a_list_of_links_has_links(tmp_path: Path) -> None:
    texts = {"a.txt": "https://a.test/1\nhttps://a.test/2\n", "b.txt": "The ferry\n", "c.md": "https://a.test/1\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "d.txt").write_bytes(b"\0\1")
    found = {name: links_of(tmp_path / name, max_bytes=1000) for name in (*texts, "d.txt")}
    assert found == {"a.txt": ("https://a.test/1", "https://a.test/2"), "b.txt": (), "c.md": (), "d.txt": ()}
    assert links_of(tmp_path / "a.txt", max_bytes=10) == ()


class Listening(Sandbox):
    """Tells which formats it has parsed."""

    def __init__(self) -> None:
        super().__init__()
        self.parsed: list[str] = []

    def parse(self, data: bytes, suffix: str) -> Drafts:
        self.parsed.append(suffix)
        return super().parse(data, suffix)


def test_every_format_of_an_upload_is_read_in_the_process_with_limits() -> None:
    assert {*SUFFIXES, *DOCUMENTS} <= FETCHED.keys()
    with Listening() as sandbox:
        for suffix in SUFFIXES:
            with suppress(ReadingError):
                read_upload(b"# T\n\nThe keeper climbs them.\n", f"t{suffix}", sandbox, max_bytes=1000)
        assert sandbox.parsed == [*SUFFIXES]
