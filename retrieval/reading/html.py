"""Saved web pages with their tags: the article is what trafilatura finds, and all of a page without furniture."""

import json
from typing import TYPE_CHECKING, Any

from retrieval.reading.days import find_day, is_future, parse_day, tells_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.language import language_of_tag
from retrieval.reading.lines import ends_sentence
from retrieval.reading.origin import site_after_title, writer_of
from retrieval.reading.page_tree import HEADS, prepare
from retrieval.reading.plain_page import is_plain, page_lines

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
    days = [line for line, is_heading in told[:HEAD] if not is_heading and _is_day(line)]
    told = [(line, is_heading) for line, is_heading in told if is_heading or line not in days]
    paragraphs = tuple(paragraph for _, paragraph in under_headings(told, title=title))
    if not paragraphs:
        raise ValueError("no article text in the page")
    language = str(record.get("language") or _declared(text))
    published = (parse_day(str(record.get("date") or "")), *(find_day(day, language) for day in days))
    outlet = str(record.get("source-hostname") or "").strip()
    draft = Draft(
        title=title,
        paragraphs=paragraphs,
        outlet=outlet if outlet and not title.startswith(outlet) else site_after_title(shown, title),
        author=str(record.get("author") or "").strip() or next(filter(None, map(writer_of, days)), ""),
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


def _is_day(line: str) -> bool:
    """Whether a line below the title tells when the page was published."""
    return tells_day(line) and not ends_sentence(line) and not is_future(find_day(line))


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
