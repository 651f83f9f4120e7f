"""Saved web pages with their tags: the article is what trafilatura finds."""

import json
from typing import Any

from retrieval.reading.days import parse_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.language import language_of_tag
from retrieval.reading.page_tree import HEADS, prepare


def read_html(text: str) -> Drafts:
    """The page's article. Raises ValueError when it has none."""
    import trafilatura
    from trafilatura.settings import use_config
    from trafilatura.utils import load_html

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")  # a short article is an article
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "0")
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # its alarm works in the main thread alone
    page = load_html(text)
    if page is None:
        raise ValueError("no article text in the page")
    prepare(page)
    found = trafilatura.extract(
        page, output_format="json", with_metadata=True, include_comments=False, include_tables=True, config=config
    )
    record: dict[str, Any] = json.loads(found) if found else {}
    title = str(record.get("title") or "").replace(HEADS, "").strip()
    lines = map(_as_written, str(record.get("text") or "").split("\n"))
    told = [(line.replace(HEADS, "").strip(), line.startswith(HEADS)) for line in lines]
    told = [(line, is_heading) for line, is_heading in told if is_heading or line not in ("", title)]
    paragraphs = tuple(paragraph for _, paragraph in under_headings(told, title=title))
    if not paragraphs:
        raise ValueError("no article text in the page")
    language = str(record.get("language") or _declared(text))
    draft = Draft(
        title=title,
        paragraphs=paragraphs,
        outlet=str(record.get("source-hostname") or "").strip(),
        author=str(record.get("author") or "").strip(),
        published=parse_day(str(record.get("date") or "")),
        url=str(record.get("source") or "").strip(),
        language=language,
    )
    return Drafts((draft,))


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
