"""A table's rows as lines that can be read alone: each cell with the words at the head of its column."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_CELL = 300
"""Characters: a table with longer cells arranges a page and tells no figures."""
LONGEST_LABEL = 60
"""Characters: a longer head of a column is no label, and would stand in every row."""
MOST_SPAN = 50
"""Columns or rows that one cell may stand over."""
MOST_PLACES = 100_000
"""Of a table with such cells laid out; a page that wants more is none that people read."""
INLINE = frozenset(
    "a abbr b bdi bdo cite code data dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split()
)
_TELLING = INLINE | frozenset("table caption colgroup col thead tbody tfoot tr th td br".split())
"""What stands in a table that tells something; one with other elements arranges a page, or is furniture."""
UNSEEN = ("script", "style", "template")
"""Elements of which browsers show nothing."""


def row_told(cells: Sequence[str], head: Sequence[str] = ()) -> str:
    """A row on one line: "Line: 12 | First bus: 05:40", and without a head its cells as they are."""
    if not any(head) or len(head) < len(cells):
        return " ".join(cell for cell in cells if cell)
    labels = [label if len(label) <= LONGEST_LABEL else "" for label in head]
    return " | ".join(f"{label}: {cell}" if label else cell for label, cell in zip(labels, cells, strict=False) if cell)


def is_head(cells: Sequence[str]) -> bool:
    """Whether the cells that may head columns do: "Founded | 1931" tells something itself."""
    return len(cells) > 2 or not any(character.isdigit() for cell in cells for character in cell)


def tell_tables(page: "HtmlElement") -> None:
    """Put, in the place of each of a page's tables that tell something, the lines of its rows."""
    for table in list(page.iter("table")):
        rows = _rows(table)
        if not rows:
            continue
        head = [words_of(cell) for cell in rows[0]] if all(map(_heads, rows[0])) else []
        if not is_head(head):
            head = []
        lines = [words_of(caption) for caption in table.iter("caption")]
        lines += [_told(row, head) for row in rows[bool(head) :]]
        put_lines(lines, table)


def _heads(cell: "HtmlElement") -> bool:
    """Whether a cell of the first row heads its column: it says so, its words are bold, or it is an empty corner."""
    words = words_of(cell)
    bold = " ".join(words_of(part) for part in cell.iter("b", "strong"))
    return cell.tag == "th" or next(cell.iterancestors("thead"), None) is not None or bold == words


def _told(row: "Sequence[HtmlElement]", head: Sequence[str]) -> str:
    """A row on one line; one cell over all columns has no head."""
    if len(set(row)) == 1:
        return words_of(row[0])
    return row_told([words_of(cell) for cell in row], head)


def put_lines(lines: Sequence[str], place: "HtmlElement") -> None:
    """Put paragraphs with these lines in the place of an element, and one with what stands directly behind it."""
    from lxml import html

    around = place.getparent()
    if around is None:
        return
    told = html.Element("div", dict(place.attrib))  # which say whether it is shown, and whether it is furniture
    for line in (*lines, place.tail or ""):
        if line.strip():
            paragraph = html.Element("p")
            paragraph.text = line.strip()
            told.append(paragraph)
    place.tail = None
    around.replace(place, told)


def words_of(element: "HtmlElement") -> str:
    """An element's words on one line, those of a block or behind a break apart from those before."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: "HtmlElement") -> Iterator[str]:
    yield element.text or ""
    for part in element:
        space = "" if part.tag in INLINE else " "
        yield space
        if isinstance(part.tag, str) and part.tag not in UNSEEN and not is_hidden(part):
            yield from _pieces(part)
        yield space
        yield part.tail or ""


def is_hidden(element: "HtmlElement") -> bool:
    """Whether browsers show nothing of an element."""
    return "hidden" in element.attrib or "display:none" in (element.get("style") or "").replace(" ", "")


def _rows(table: "HtmlElement") -> "list[list[HtmlElement]]":
    """The cells of each row; nothing where it tells no figures or is no grid: with other tables or elements in it, a
    single column, long texts, a second head, or cells over thousands.
    """
    from lxml import etree

    parts = list(table.iterdescendants(etree.Element))
    if any(part.tag not in _TELLING or part.tag == "table" or is_hidden(part) for part in parts):
        return []
    rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if sum(_span(cell, "colspan") * _span(cell, "rowspan") for row in rows for cell in row) > MOST_PLACES:
        for cell in [cell for row in rows for cell in row]:
            cell.attrib.pop("colspan", None)  # trafilatura would lay them out, however long that takes
            cell.attrib.pop("rowspan", None)
        return []
    rows = _spread(rows)
    cells = [cell for row in rows for cell in row]
    is_grid = len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows)
    heads_again = any(len(set(row)) > 1 and all(cell.tag == "th" for cell in row) for row in rows[1:])
    is_told = is_grid and not heads_again
    return rows if is_told and all(len(words_of(cell)) <= LONGEST_CELL for cell in cells) else []


def _spread(rows: "Sequence[Sequence[HtmlElement]]") -> "list[list[HtmlElement]]":
    """The rows with each cell in every column and row that it stands over, as browsers lay a table out."""
    grid: list[list[HtmlElement]] = []
    above: dict[int, tuple[HtmlElement, int]] = {}  # by column, a cell that goes on downwards, and for how many rows
    for row in rows:
        cells = deque(row)
        spread: list[HtmlElement] = []
        while cells or len(spread) in above:
            column = len(spread)
            if column in above:
                cell, left = above.pop(column)
                if left > 1:
                    above[column] = (cell, left - 1)
                spread.append(cell)
                continue
            cell = cells.popleft()
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    above[len(spread)] = (cell, down - 1)
                spread.append(cell)
        grid.append(spread)
    return grid


def _span(cell: "HtmlElement", name: str) -> int:
    """How many columns or rows a cell stands over."""
    told = cell.get(name, "1").strip()
    return min(max(1, int(told)), MOST_SPAN) if told.isascii() and told.isdigit() else 1
