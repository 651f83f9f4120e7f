"""PDF: the text in it, as paragraphs with the pages that they begin on. Pictures of text are not read."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from retrieval.reading.days import find_day, mentions_day
from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.limits import Limits
from retrieval.reading.page_lines import PageLine, without_furniture
from retrieval.reading.paragraphs import Block, blocks

if TYPE_CHECKING:
    import datetime

    from pypdf import PdfReader
    from pypdf._page import PageObject

_MADE_BY_PROGRAMS = (".doc", ".docx", ".indd", ".pdf", ".ps", ".qxd", ".tex", ".dvi", ".rtf", ".odt", ".ppt", ".pptx")
"""Endings of a title that is a file's name."""
_NO_TITLES = ("microsoft word -", "untitled", "untitled document", "(anonymous)", "none", "title")
_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What pypdf raises, beside its own errors, where a document is not built as it should be."""
_TOP = 20
"""Lines of the first page among which the day may stand."""


def read_pdf(data: bytes, limits: Limits) -> Drafts:
    """The document as one article. Raises ValueError when it is encrypted, damaged, too long, or without text."""
    reader = _opened(data)
    pages, problems = _pages(reader, limits)
    if not any(c.isalpha() for lines in pages for line in lines for c in line.text):
        raise ValueError(problems[0] if problems else "no text in it, as in a scan; run OCR over it and try again")
    found = blocks(without_furniture(pages)) or blocks(pages)
    told = _told(reader)
    title = told.get("title", "") or _largest(found)
    only_headings = all(block.is_heading for block in found)
    lines = [(block.text, block.is_heading and not only_headings) for block in found]
    paragraphs = under_headings(lines, title=title)
    draft = Draft(
        title=title,
        paragraphs=tuple(text for _, text in paragraphs),
        author=told.get("author", ""),
        published=_created(reader) or _day(pages[0]),
        pages=tuple(found[number].page for number, _ in paragraphs),
    )
    return Drafts((draft,), tuple(problems))


def _opened(data: bytes) -> "PdfReader":
    """The document, decrypted where it needs no password. Raises ValueError."""
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("encrypted; save it without a password")
    except DependencyError:
        raise ValueError("encrypted; save it without a password") from None
    except PyPdfError:
        raise ValueError("damaged, or not a PDF") from None
    return reader


def _pages(reader: "PdfReader", limits: Limits) -> tuple[list[list[PageLine]], list[str]]:
    """The lines of each page in reading order, and a problem for each page that can't be read. Raises ValueError."""
    from pypdf.errors import PyPdfError

    try:
        count = len(reader.pages)
    except (PyPdfError, *_MALFORMED):
        raise ValueError("damaged: its pages can't be listed") from None
    if count > limits.pages:
        raise ValueError(f"{count:,} pages; at most {limits.pages:,} are read, so split it")
    pages, problems = [], []
    for number in range(1, count + 1):
        try:
            pages.append(_lines(reader.pages[number - 1], number))
        except (
            PyPdfError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            RecursionError,
        ) as error:
            pages.append([])
            problems.append(f"page {number} can't be read ({type(error).__name__})")
    if not pages:
        raise ValueError("damaged, or without pages")
    return pages, problems


def _lines(page: "PageObject", number: int) -> list[PageLine]:
    """The page's lines. pypdf tells each piece of text with the matrices it is drawn by; a line stands where its first
    piece does, in the size of the most of it.
    """
    lines: list[PageLine] = []
    pieces: list[tuple[str, float, float, float]] = []  # text, x, y, size

    def end_line() -> None:
        text = "".join(piece[0] for piece in pieces)
        words = [piece for piece in pieces if piece[0].strip()]
        if words:
            size = max(words, key=lambda piece: len(piece[0]))[3]
            lines.append(PageLine(" ".join(text.split()), number, words[0][1], words[0][2], size))
        pieces.clear()

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], _font: Any, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        # The length of an upright letter once both matrices have turned and scaled it.
        up = (inner[2] * outer[0] + inner[3] * outer[2], inner[2] * outer[1] + inner[3] * outer[3])
        for count, part in enumerate(text.split("\n")):
            if count:
                end_line()
            if part:
                pieces.append((part, x, y, abs(size) * (up[0] ** 2 + up[1] ** 2) ** 0.5))

    page.extract_text(visitor_text=visit)
    end_line()
    return lines


def _told(reader: "PdfReader") -> dict[str, str]:
    """Title and author from the document's own metadata, where a person seems to have written them."""
    told = {}
    for name in ("title", "author"):
        text = " ".join(str(getattr(reader.metadata, name, None) or "").split())
        plain = text.lower()
        is_made = plain.endswith(_MADE_BY_PROGRAMS) or plain.startswith(_NO_TITLES[0]) or plain in _NO_TITLES
        if any(c.isalpha() for c in text) and not is_made:
            told[name] = text
    return told


def _created(reader: "PdfReader") -> "datetime.date | None":
    try:
        day = reader.metadata.creation_date if reader.metadata else None
    except (ValueError, OverflowError):
        return None
    return day.date() if day else None


def _largest(found: Sequence[Block]) -> str:
    """The largest heading on the first page that has words; "" where none is."""
    headings = [block for block in found if block.is_heading and block.page == found[0].page]
    return max(headings, key=lambda block: block.size).text if headings else ""


def _day(lines: Sequence[PageLine]) -> "datetime.date | None":
    """The first day that stands in a short line at the top of the first page."""
    days = (find_day(line.text) for line in lines[:_TOP] if mentions_day(line.text))
    return next((day for day in days if day), None)
