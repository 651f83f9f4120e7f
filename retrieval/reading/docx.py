"""Word documents: paragraphs, list items and table rows, the headings above what they head.

Text boxes, footnotes, comments, headers and footers are left out, and so is what was deleted under tracked changes.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from retrieval.reading.draft import Draft, Drafts
from retrieval.reading.headings import under_headings
from retrieval.reading.language import language_of_tag
from retrieval.reading.limits import Limits
from retrieval.reading.package import DAMAGED, Package
from retrieval.reading.tables import is_head, row_told

if TYPE_CHECKING:
    from docx.document import Document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SKIPPED = {f"{_WORD}moveFrom", f"{_WORD}pict", f"{_WORD}object", f"{_WORD}drawing", f"{_WORD}pPr", _CHOICE}
_WRAPPERS = {f"{_WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_CHARACTERS = {f"{_WORD}{name}": c for name, c in (("tab", " "), ("br", " "), ("cr", " "), ("noBreakHyphen", "-"))}


def read_docx(data: bytes, limits: Limits) -> Drafts:
    """The document as one article. Raises ValueError when it can't be opened or has no paragraph."""
    document = _opened(data, limits)
    lines = list(_lines(document))
    told = document.core_properties
    headings = [text for style, text in lines if style]
    shown = next((text for style, text in lines if style == "title"), "")
    title = shown or _plain(told.title) or next(iter(headings), "")
    found = under_headings([(text, bool(style)) for style, text in lines], title=title)
    if len(headings) == len(lines):
        raise ValueError("no paragraphs")
    draft = Draft(
        title=title,
        paragraphs=tuple(text for _, text in found),
        author=_plain(told.author),
        published=told.created.date() if told.created else None,
        language=_language(told.language),
    )
    return Drafts((draft,))


def _opened(data: bytes, limits: Limits) -> "Document":
    """The document. Raises ValueError."""
    Package(data, limits=limits)  # before a library that trusts archives opens it
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, etree.XMLSyntaxError, *DAMAGED):
        raise ValueError("damaged, or not a Word document") from None


def _lines(document: "Document") -> Iterator[tuple[str, str]]:
    """Every paragraph and table row with words, in order: the lower-case style of a heading or "", and the text."""
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    table, head = None, list[str]()  # the row at the top of each page, where the table says that it is one
    for block in _blocks(document.element.body):
        style = ""
        if block.tag == f"{_WORD}tr":
            cells = [_cell(cell) for cell in block.iterchildren(f"{_WORD}tc")]
            own = next(block.iterancestors(f"{_WORD}tbl"))
            if own is not table:
                table, head = own, []
            if not head and _heads(block) and is_head(cells):
                head = cells
                continue
            text = row_told(cells, head if len(cells) == len(head) else ())
        else:
            text = _text(block)
            style = styles.get(block.style or "", "")
        if text:
            yield (style if style == "title" or style.startswith("heading") else ""), text


def _heads(row: Any) -> bool:
    """Whether a row says that it stands at the top of each page, as a head does."""
    head = row.find(f"{_WORD}trPr/{_WORD}tblHeader")
    return head is not None and head.get(f"{_WORD}val", "1") not in ("0", "false", "off")


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and table rows in an element, in order, whatever content controls stand around them."""
    for child in parent.iterchildren():
        if child.tag in (f"{_WORD}p", f"{_WORD}tr"):
            yield child
        elif child.tag == f"{_WORD}tbl" or child.tag in _WRAPPERS:
            yield from _blocks(child)


def _cell(cell: Any) -> str:
    return " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{_WORD}p"))))


def _text(element: Any) -> str:
    """The element's words on one line."""
    return " ".join("".join(_characters(element)).split())


def _characters(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _characters(child)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _language(code: str | None) -> str:
    """The two letters of a code such as de-AT; "" for anything else."""
    short = language_of_tag(code or "")
    return short if len(short) == 2 and short.isalpha() else ""
