"""A page's tree made ready for trafilatura, which loses some of what an article says and flattens some more.

What stays is the page's own words; only the elements around them are others.
"""

import re
from typing import TYPE_CHECKING

from retrieval.reading.days import beside_day, find_day, is_future, parse_day
from retrieval.reading.imprint import is_imprint
from retrieval.reading.lines import ends_sentence
from retrieval.reading.tables import INLINE, put_lines, row_told, tell_tables, words_of
from retrieval.sentences import asks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADS = "\u2e3f"
"""Begins a heading: a scribe's mark of old manuscripts, which no page has."""
LEAST_WORDS = 6
"""Of a line among paragraphs that is one itself; a shorter one may be a button."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_APART = ("table", "ul", "ol", "dl", "summary")
"""What a heading that stands in it does not end with."""
_BESIDE = ("aside", "nav")
"""What is beside an article: days that are told there are those of other articles."""
_A_DAY = "1 January 2000"
_INLINE = INLINE | {"br"}
_MARK = re.compile(r"\[\w{1,4}\]")
"""Of a footnote: "[1]"."""


def prepare(page: "HtmlElement") -> None:
    """Make the page's tables, terms, questions that unfold, paragraphs and headings come through, and take the days of
    other articles for words.
    """
    for mark in [mark for mark in page.iter("sup") if _MARK.fullmatch(mark.text_content().strip())]:
        mark.drop_tree()
    for part in page.find_class("mw-editsection"):  # "[edit]"
        part.drop_tree()
    times = list(page.iter("time"))
    own = next(filter(_dates_page, times), None)
    for time in times:
        if time is not own:
            time.tag = "span"
    tell_tables(page)
    for terms in list(page.iter("dl")):
        if next(terms.iterdescendants("dl"), None) is None:
            put_lines(_terms_told(terms), terms)
    for summary in list(page.iter("summary")):
        _unfold(summary)
    around = {paragraph.getparent() for paragraph in page.iter("p")}
    for line in list(page.iter("div", "section")):
        if _is_paragraph(line, among=line.getparent() in around):
            line.tag = "p"
    for heading in page.iter(*_HEADINGS):
        if next(heading.iterancestors(*_APART), None) is None:
            heading.text = f"{HEADS} {heading.text or ''}"


def _dates_page(time: "HtmlElement") -> bool:
    """Whether an element may tell the page's own day, which trafilatura leaves out of the text. Beside the article
    stand the days of others, below a heading of its parts those of events, and among other words a time is a part of
    what is told; one of the clock tells no day.
    """
    apart = next(time.iterancestors(*_BESIDE), None) is not None or time.xpath("boolean(preceding::h2)")
    day = parse_day((time.get("datetime") or "").partition("T")[0]) or find_day(words_of(time))
    if apart or day is None or is_future(day):
        return False
    line, part = _A_DAY, time
    while (parent := part.getparent()) is not None:
        before, after = part.getprevious(), part.getnext()
        left = f"{_inline_words(before)} {before.tail or ''}" if before is not None else parent.text or ""
        line = f"{left} {line} {part.tail or ''} {_inline_words(after)}"
        if parent.tag not in _INLINE:
            break
        part = parent
    line = " ".join(line.split())
    beside = beside_day(line)
    return is_imprint(line) or (beside is not None and all(_is_name(part) for part in beside))


def _is_name(words: str) -> bool:
    """Whether each word has a capital, as in a name: among machine-readable days a writer needs no "by"."""
    return all(not word[0].islower() for word in words.split())


def _inline_words(part: "HtmlElement | None") -> str:
    return words_of(part) if part is not None and part.tag in _INLINE else ""


def _terms_told(terms: "HtmlElement") -> list[str]:
    """A line for each of a list's terms: "Length: 212 metres"."""
    lines: list[str] = []
    name = ""
    for part in terms.iter("dt", "dd"):
        words = words_of(part)
        if part.tag == "dt":
            lines.append(name)
            name = words
        elif words:
            lines.append(row_told([words], [name]))
            name = ""
    return [*lines, name]


def _unfold(summary: "HtmlElement") -> None:
    """A question that unfolds stands above its answer as a heading."""
    from lxml import html

    if not asks(words_of(summary)):
        return
    summary.tag = "h3"
    below, summary.tail = summary.tail or "", None
    following = list(summary.itersiblings())
    if all(part.tag in _INLINE for part in following) and (below.strip() or following):
        answer = html.Element("p")
        answer.text = below
        answer.extend(following)
        summary.addnext(answer)
    else:
        summary.tail = below


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
