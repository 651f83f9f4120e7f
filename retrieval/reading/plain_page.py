"""A page without a site's furniture, as people and text processors make them: it comes through whole.

trafilatura looks for an article among furniture, and of a page without any it takes loose words, lists and headings for
some.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.reading.page_tree import HEADS
from retrieval.reading.tables import INLINE, UNSEEN, is_hidden, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FURNITURE = ("nav", "aside", "footer", "header", "form", "button", "iframe", "menu", "main")
NAMED = re.compile(
    r"foot|side|menu|nav|tags|archive|comment|related|widget|banner|infobox|toc|share|crumb|social|login|search|cookie",
    re.IGNORECASE,
)
"""What sites call such parts where their elements say nothing."""
MOST_LINKED = 0.1
"""Of a page's words: with more of them in links it leads elsewhere."""
_INLINE = INLINE | frozenset("font big tt strike s nobr blink acronym center".split())
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAK = "\n"
_DAY = "\u2e3e"
"""Stands for the page's day, in a line that tells nothing else but its writer."""


def is_plain(page: "HtmlElement") -> bool:
    """Whether a page has nothing of a site around its article, and few links."""
    if next(page.iter(*FURNITURE), None) is not None or any(map(NAMED.search, page.xpath("//@id | //@class"))):
        return False
    linked = sum(len(words_of(link).split()) for link in page.iter("a") if link.get("href"))
    return linked <= MOST_LINKED * len(words_of(page).split())


def page_lines(page: "HtmlElement") -> list[tuple[str, bool]]:
    """The lines of a page that was made ready (page_tree.py), and whether each is a heading."""
    body = next(page.iter("body"), page)
    lines: list[tuple[str, bool]] = []
    for line in "".join(_pieces(body)).split(_BREAK):
        words = " ".join(line.split())
        told = words.replace(HEADS, "").strip()
        if told and _DAY not in told:
            lines.append((told, words.startswith(HEADS)))
    return lines


def _pieces(element: "HtmlElement") -> Iterator[str]:
    """An element's words, with a break wherever a line ends."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN or is_hidden(element):
        return
    if element.tag == "time":  # what is left of them tells the page's own day
        yield _DAY
        return
    if element.tag in _HEADINGS:
        yield f"{_BREAK}{words_of(element)}{_BREAK}"
        return
    end = "" if element.tag in _INLINE else " " if element.tag in ("td", "th") else _BREAK
    yield end
    yield _on_one_line(element.text, element)
    for part in element:
        yield from _pieces(part)
        yield _on_one_line(part.tail, element)
    yield end


def _on_one_line(text: str | None, element: "HtmlElement") -> str:
    """Words as a browser shows them: only in preformatted text does a line's end count."""
    return (text or "") if element.tag == "pre" else re.sub(r"\s+", " ", text or "")
