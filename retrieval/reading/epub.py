"""Electronic books: a chapter becomes an article, read as a web page is.

A chapter begins where the table of contents points to a part of the book, and goes on over parts that it does not
name; without a table of contents each part with words is one.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from retrieval.reading.days import parse_day
from retrieval.reading.decoding import decode
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.html import read_html
from retrieval.reading.language import language_of_tag
from retrieval.reading.limits import Limits
from retrieval.reading.package import Package

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_CONTENTS = "application/x-dtbncx+xml"


@dataclass(frozen=True)
class _Item:
    """A part of the book, as its manifest names it."""

    name: str  # in the package
    kind: str  # its media type
    properties: tuple[str, ...]


@dataclass(frozen=True)
class _Book:
    """What the package file says."""

    fields: Mapping[str, str]  # of Dublin Core, the first of each name
    items: Mapping[str, _Item]
    spine: tuple[_Item, ...]  # the pages in reading order


@dataclass
class _Chapter:
    title: str
    paragraphs: list[str]


def read_epub(data: bytes, limits: Limits) -> Drafts:
    """The book's chapters. Raises ValueError when it can't be opened, is encrypted or has no words."""
    package = Package(data, limits=limits)
    book = _book(package)
    _refuse_encrypted(package, book)
    problems: list[str] = []
    chapters = _chapters(package, book, problems)
    if not chapters:
        raise ValueError(problems[0] if problems else "no words in it")
    return Drafts(tuple(_draft(chapter, book, alone=len(chapters) == 1) for chapter in chapters), tuple(problems))


def _draft(chapter: _Chapter, book: _Book, *, alone: bool) -> Draft:
    fields = book.fields
    name = fields.get("title", "")
    both = [part for part in (name, chapter.title) if part]
    language = language_of_tag(fields.get("language", ""))
    source = fields.get("source", "")
    return Draft(
        title=(name or chapter.title) if alone or chapter.title == name else ": ".join(both),
        paragraphs=tuple(chapter.paragraphs),
        outlet=fields.get("publisher", ""),
        author=fields.get("creator", ""),
        published=parse_day(fields.get("date", "")),
        url=source if source.startswith(("http://", "https://")) else "",
        language=language if len(language) == 2 else "",
    )


def _book(package: Package) -> _Book:
    """What the package file says. Raises ValueError."""
    if _CONTAINER not in package:
        raise ValueError("not an EPUB: it has no META-INF/container.xml")
    path = package.xml(_CONTAINER).xpath("string(//*[local-name()='rootfile']/@full-path)")
    root = package.xml(str(path))
    folder = posixpath.dirname(str(path))
    fields: dict[str, str] = {}
    for element in _all(root, "//*[local-name()='metadata']/*"):
        text = _words(element)
        if text and isinstance(element.tag, str):
            fields.setdefault(etree.QName(element).localname, text)
    items = {
        element.get("id", ""): _Item(
            _joined(folder, element.get("href", "")),
            element.get("media-type", ""),
            tuple(element.get("properties", "").split()),
        )
        for element in _all(root, "//*[local-name()='manifest']/*[local-name()='item']")
    }
    order = [element.get("idref", "") for element in _all(root, "//*[local-name()='spine']/*[local-name()='itemref']")]
    spine = [items[id_] for id_ in dict.fromkeys(order) if id_ in items]
    pages = tuple(item for item in spine if item.kind in _PAGES and "nav" not in item.properties)
    return _Book(fields, items, pages)


def _refuse_encrypted(package: Package, book: _Book) -> None:
    """Raise ValueError where pages of the book are encrypted; fonts may be."""
    if _ENCRYPTION in package:
        told = _all(package.xml(_ENCRYPTION), "//*[local-name()='CipherReference']")
        if {unquote(element.get("URI", "")) for element in told} & {item.name for item in book.spine}:
            raise ValueError("encrypted; a copy without protection is needed")


def _chapters(package: Package, book: _Book, problems: list[str]) -> list[_Chapter]:
    """The chapters with words, in order; a part that can't be read is a problem."""
    contents = _contents(package, book)
    chapters: list[_Chapter] = []
    begins = True
    for item in book.spine:
        label = contents.get(item.name, "")
        begins = begins or bool(label) or not contents
        try:
            (page,) = read_html(decode(package.read(item.name))).articles
        except ValueError as error:
            if "no article text" not in str(error):  # a cover, a picture or a half-title has none
                problems.append(str(error))
            continue
        paragraphs = [text for text in page.paragraphs if text != label]
        if begins and paragraphs:
            chapters.append(_Chapter(label or page.title, paragraphs))
            begins = False
        elif paragraphs:
            chapters[-1].paragraphs += paragraphs
    return chapters


def _contents(package: Package, book: _Book) -> dict[str, str]:
    """The table of contents: the first label of each part, by the part's name. Empty where there is none."""
    labels: dict[str, str] = {}
    for item in book.items.values():
        if ("nav" not in item.properties and item.kind != _CONTENTS) or item.name not in package:
            continue
        for href, label in _links(package.xml(item.name)):
            labels.setdefault(_joined(posixpath.dirname(item.name), href), label)
        if labels:
            break
    return labels


def _links(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Reference and label of each entry of a table of contents, in either of its two formats."""
    for element in _all(root, "//*[local-name()='navPoint']"):
        yield (
            str(element.xpath("string(./*[local-name()='content']/@src)")),
            str(element.xpath("normalize-space(./*[local-name()='navLabel'])")),
        )
    for element in _all(root, "//*[local-name()='nav'][not(@hidden)]//*[local-name()='a'][@href]"):
        yield element.get("href", ""), _words(element)


def _all(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _joined(folder: str, href: str) -> str:
    """The name in the package that a reference means."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.split("#")[0])))
