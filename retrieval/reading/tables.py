"""A table's rows as lines that can be read alone: each cell with the words at the head of its column."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_CELL = 300
"""Characters: a table with longer cells arranges a page and tells no figures."""
_TELLING = frozenset(
    "table caption colgroup col thead tbody tfoot tr th td"
    " a abbr b bdi br cite code data em i mark q s small span strong sub sup time u wbr".split()
)
"""What stands in a table that tells something; one with other elements arranges a page, or is furniture."""


def row_told(cells: Sequence[str], head: Sequence[str] = ()) -> str:
    """A row on one line: "Line: 12 | First bus: 05:40", and without a head its cells as they are."""
    if not any(head):
        return " ".join(cell for cell in cells if cell)
    labels = [*head, *[""] * len(cells)]
    told = (f"{label}: {cell}" if label else cell for label, cell in zip(labels, cells, strict=False) if cell)
    return " | ".join(told)


def tell_tables(page: "HtmlElement") -> None:
    """Put, in the place of each of a page's tables that tell something, the lines of its rows."""
    from lxml import etree, html

    for table in list(page.iter("table")):
        rows = _rows(table)
        if not rows or any(element.tag not in _TELLING for element in table.iter(etree.Element)):
            continue
        head = [_words(cell) for cell in rows[0]] if all(cell.tag == "th" for cell in rows[0]) else []
        told = html.Element("div")
        told.tail = table.tail
        lines = [_words(caption) for caption in table.iter("caption")]
        lines += [row_told([_words(cell) for cell in row], head) for row in rows[bool(head) :]]
        for line in filter(None, lines):
            etree.SubElement(told, "p").text = line
        around = table.getparent()
        if around is not None:
            around.replace(table, told)


def _rows(table: "HtmlElement") -> "list[list[HtmlElement]]":
    """The cells of each row; nothing where it is no grid: a single column, cells over several, or long texts."""
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    is_grid = len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows)
    spanning = any(cell.get(span, "1") != "1" for cell in cells for span in ("colspan", "rowspan"))
    return rows if is_grid and not spanning and all(len(_words(cell)) <= LONGEST_CELL for cell in cells) else []


def _words(element: "HtmlElement") -> str:
    return " ".join("".join(element.itertext()).split())
