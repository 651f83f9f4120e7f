"""The lines of a PDF's pages with their places, and those that every page repeats.

A PDF holds no paragraphs, only words at places. Knows neither how the words were found nor how paragraphs are made.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

_EDGE = 2
"""Rows at the top and at the bottom of a page among which its header and its footer are."""
_NEAR = 4.0
"""Points by which a header's place may differ between pages."""
_DIGITS = re.compile(r"\d+")
_OUTER_NUMBER = re.compile(r"^\d{1,5}(?=\s)|(?<=\s)\d{1,5}$")
_PAGE_NUMBER = re.compile(r"\W*(?:\d{1,5}|[ivxlc]{1,7})\W*", re.IGNORECASE)
_FEW_PAGES = 4


@dataclass(frozen=True)
class PageLine:
    """A line of a page."""

    text: str  # without white space around it
    page: int  # from 1
    x: float  # of its first character, in points from the left
    y: float  # of its base line, in points from below
    size: float  # of most of its characters, in points


def without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages' lines without page numbers, and without headers and footers that pages repeat but for their
    numbers.
    """
    edges = [(rows[:_EDGE], rows[-_EDGE:][::-1]) for rows in map(_rows, pages)]
    places: Counter[tuple[str, int]] = Counter()  # the number of pages
    for top, bottom in edges:
        places.update({place for row in top + bottom for line in row for place in _places(line)})
    least = 2 if len(pages) <= _FEW_PAGES else 3

    def is_furniture(row: Sequence[PageLine]) -> bool:
        return all(
            _PAGE_NUMBER.fullmatch(line.text)
            or line.text.endswith(f"{line.page}/{len(pages)}")
            or max(places[place] for place in _places(line)) >= least
            for line in row
        )

    dropped = {
        line for page in edges for rows in page for row in takewhile(is_furniture, rows) for line in row
    }  # from the outside in: below a line of the article stands no header
    return [[line for line in lines if line not in dropped] for lines in pages]


def _rows(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """A page's lines by their heights, from the top."""
    rows: dict[int, list[PageLine]] = {}
    for line in sorted(lines, key=lambda line: -line.y):
        rows.setdefault(round(line.y), []).append(line)
    return list(rows.values())


def _places(line: PageLine) -> tuple[tuple[str, int], ...]:
    """What the line says without its numbers, and by how much a number at its start or end is ahead of the page's, in
    the two bands of height that it may be counted in.
    """
    says = [_DIGITS.sub("#", line.text)]
    says += [f"+{int(number.group()) - line.page}" for number in _OUTER_NUMBER.finditer(line.text)]
    band = int(line.y // _NEAR)
    return tuple((said, height) for said in says for height in (band, band + 1))
