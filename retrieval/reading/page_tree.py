"""A page's tree made ready for trafilatura, which loses some of what an article says and flattens some more.

What stays is the page's own words; only the elements around them are others.
"""

import re
from typing import TYPE_CHECKING

from retrieval.reading.lines import ends_sentence
from retrieval.reading.tables import row_told, tell_tables

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADS = "\u2e3f"
"""Begins a heading: a scribe's mark of old manuscripts, which no page has."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code data dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split()
)
_MARK = re.compile(r"\[\w{1,4}\]")
"""Of a footnote: "[1]"."""
LEAST_WORDS = 6
"""Of a line among paragraphs that is one itself; a shorter one may be a button."""


def prepare(page: "HtmlElement") -> None:
    """Make the page's tables, terms, questions that unfold, paragraphs and headings come through."""
    for mark in [mark for mark in page.iter("sup") if _MARK.fullmatch(mark.text_content().strip())]:
        mark.drop_tree()
    tell_tables(page)
    for terms in list(page.iter("dl")):
        _tell_terms(terms)
    for summary in list(page.iter("summary")):
        _unfold(summary)
    around = {paragraph.getparent() for paragraph in page.iter("p")}
    for line in list(page.iter("div", "section")):
        if _is_paragraph(line, among=line.getparent() in around):
            line.tag = "p"
    for heading in page.iter(*_HEADINGS):
        heading.text = f"{HEADS} {heading.text or ''}"


def _tell_terms(terms: "HtmlElement") -> None:
    """Put, in the place of a list of terms, a line for each: "Length: 212 metres"."""
    from lxml import html

    told = html.Element("div")
    told.tail = terms.tail
    names: list[str] = []
    for part in terms.iter("dt", "dd"):
        words = " ".join("".join(part.itertext()).split())
        if part.tag == "dt":
            names = [words] if words else []
        elif words:
            line = html.Element("p")
            line.text = row_told([words], names)
            told.append(line)
    around = terms.getparent()
    if around is not None and len(told):
        around.replace(terms, told)


def _unfold(summary: "HtmlElement") -> None:
    """What unfolds under a line stands below it as a heading."""
    from lxml import html

    summary.tag = "h3"
    below, summary.tail = summary.tail or "", None
    if below.strip():
        line = html.Element("p")
        line.text = below
        summary.addnext(line)


def _is_paragraph(line: "HtmlElement", *, among: bool) -> bool:
    """Whether words stand among paragraphs, or below a heading, as one of them does: of such trafilatura takes the
    paragraphs alone.
    """
    if any(part.tag not in _INLINE for part in line.iterdescendants()):
        return False
    words = "".join(line.itertext()).strip()
    above = line.getprevious()
    below_heading = above is not None and above.tag in _HEADINGS
    return ends_sentence(words) and (below_heading or (among and len(words.split()) >= LEAST_WORDS))
