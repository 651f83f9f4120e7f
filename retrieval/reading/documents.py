"""What is read in a process of its own (sandbox.py): the formats that are no text, feeds, and whatever was fetched."""

from retrieval.reading.decoding import decode
from retrieval.reading.docx import read_docx
from retrieval.reading.draft import DocumentReader, Drafts, Reader
from retrieval.reading.epub import read_epub
from retrieval.reading.feeds import read_entries, read_feed
from retrieval.reading.html import read_html
from retrieval.reading.limits import Limits
from retrieval.reading.links import read_links
from retrieval.reading.markdown import read_markdown
from retrieval.reading.page_text import read_page_text
from retrieval.reading.pdf import read_pdf
from retrieval.reading.records import read_records


def _of_text(reader: Reader) -> DocumentReader:
    def read(data: bytes, limits: Limits) -> Drafts:
        del limits  # of packages and pages; those of the process hold anyway
        return reader(decode(data))

    return read


DOCUMENTS: dict[str, DocumentReader] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
"""The reader of each format, by the file's suffix in lower case."""

ENTRIES = "entries"
FETCHED: dict[str, DocumentReader] = {
    **DOCUMENTS,
    ".html": _of_text(read_html),
    ".htm": _of_text(read_html),
    ".txt": _of_text(read_page_text),
    ".md": _of_text(read_markdown),
    ".markdown": _of_text(read_markdown),
    ".jsonl": _of_text(read_records),
    ".url": _of_text(read_links),
    ENTRIES: read_entries,
}
"""The reader of what strangers sent, by suffix: every format; under ENTRIES that of a feed's entries, with teasers."""
