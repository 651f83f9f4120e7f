"""Saved web pages with their tags: the article is what trafilatura finds, and all of a page without furniture."""

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from retrieval.reading.days import find_day, is_future, parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.imprint import outlet_of, tells_day
from retrieval.reading.language import language_of_tag
from retrieval.reading.lines import ends_sentence
from retrieval.reading.origin import CHANGED, site_after_title, writer_of
from retrieval.reading.page_tree import HEADS, prepare
from retrieval.reading.plain_page import is_plain, page_lines
from retrieval.reading.tables import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DATED = {"extensive_search": False, "original_date": True}
"""How htmldate looks for a page's day: where pages tell it, and neither in "© 2026" nor in a picture's address."""
HEAD = 3
"""First lines that may tell a page's day."""


def read_html(text: str) -> Drafts:
    """The page's article. Raises ValueError when it has none."""
    from trafilatura.utils import load_html

    page = load_html(text)
    if page is None:
        raise ValueError("no article text in the page")
    prepare(page)
    shown = " ".join(str(page.findtext(".//title") or "").split())  # above the page, by browsers
    whole = page_lines(page) if is_plain(page) else []
    record = _extracted(page)
    title = str(record.get("title") or shown).replace(HEADS, "").strip()
    told = [line for line in whole or _told(str(record.get("text") or "")) if line[1] or line[0] not in ("", title)]
    above = list(takewhile(lambda line: not line[1], told[:HEAD]))  # below a heading stand days of what it heads
    days = {number: line for number, (line, _) in enumerate(above) if tells_day(line) and not ends_sentence(line)}
    told = [line for number, line in enumerate(told) if number not in days]
    paragraphs = tuple(paragraph for _, paragraph in under_headings(told, title=title))
    if not paragraphs:
        raise ValueError("no article text in the page")
    language = str(record.get("language") or _declared(text))
    signed = sorted(days.values(), key=lambda line: CHANGED.search(line) is not None)
    published = (parse_day(str(record.get("date") or "")), *(find_day(line, language) for line in signed))
    outlet = str(record.get("source-hostname") or "").strip()
    if not outlet or title.startswith(outlet):
        outlet = _site(page, shown, title) or next(filter(None, map(outlet_of, signed)), "")
    draft = Draft(
        title=title,
        paragraphs=paragraphs,
        outlet=outlet,
        author=str(record.get("author") or "").strip() or next(filter(None, map(writer_of, signed)), ""),
        published=next((day for day in published if day is not None and not is_future(day)), None),
        url=str(record.get("source") or "").strip(),
        language=language,
    )
    return Drafts((draft,))


def _extracted(page: "HtmlElement") -> dict[str, Any]:
    """What trafilatura finds in a page; empty where it finds nothing."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")  # a short article is an article
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "0")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # its alarm works in the main thread alone
    found = trafilatura.extract(
        page,
        output_format="json",
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params=DATED,
        config=config,
    )
    return json.loads(found) if found else {}


def _told(text: str) -> list[tuple[str, bool]]:
    """The lines of what was found, and whether each is a heading."""
    lines = map(_as_written, text.split("\n"))
    return [(line.replace(HEADS, "").strip(), line.startswith(HEADS)) for line in lines]


def _site(page: "HtmlElement", shown: str, title: str) -> str:
    """The site's name behind the title that browsers show; behind a dash only where the page has it once more, as what
    stands there may be a part of the title.
    """
    name = site_after_title(shown, title)
    told = "|" in shown.removeprefix(title) or name in words_of(next(page.iter("body"), page))
    return name if name and told else ""


def _as_written(line: str) -> str:
    """A line without what trafilatura marks tables and lists by: a table's row is its cells, a blank between."""
    line = line.strip()
    if line.startswith("|"):
        return " ".join(cell.strip() for cell in line.split("|") if cell.strip(" -"))
    return line.removeprefix("- ")


def _declared(text: str) -> str:
    """The language in the page's own `lang` attribute, "" where there is none."""
    from lxml import etree, html

    try:
        tag = html.fromstring(text.encode("utf-8", "replace")).xpath("string(//html/@lang)")
    except (ValueError, etree.ParserError):
        return ""
    code = language_of_tag(str(tag))
    return code if len(code) == 2 and code.isalpha() else ""
