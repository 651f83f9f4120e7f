"""Paragraphs from the lines of pages: which lines go on, where a word was cut, and what goes on over the page's end.

Distances are told in the document's own measures (its leading, its size, its longest lines), so nothing here knows a
paper size or a language.
"""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.coefficients import load_coefficients
from retrieval.reading.lines import UNSPACED, ends_sentence
from retrieval.reading.page_lines import PageLine
from retrieval.terms import terms

_BULLET = re.compile(r"[•‣◦▪●○■□–—*-]\s|[•‣◦▪●○■□]$|(?:\d{1,3}|[a-z])[.)]\s")
_CUT = re.compile(r"(\w*[^\W\d_])[-\u2010\u00ad]$")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
"""Letters that a font has in one piece; the article has them apart."""
_LETTERS = re.compile(r"\w+")
_NO_SPACE = re.compile(rf"[{UNSPACED}\u3000-\u303f\uff00-\uffef]")
_SAME_SIZE = 0.08
"""By how much of itself a size may differ and count as the same."""
_HEADING = 1.15
_LONGEST_HEADING = 200
_WIDE_GAP = 1.3
_SAME_ROW = 0.4
_INDENT = 0.8
"""Of the size of the letters."""
_SHORT = 0.7
"""Of the document's long lines; a paragraph's last line is often shorter, and no other."""


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a paragraph or a heading."""

    text: str
    page: int  # on which it begins
    size: float
    is_heading: bool


@dataclass(frozen=True)
class _Measures:
    """What is usual in a document."""

    size: float  # of most characters, in points
    leading: float  # from line to line, in points
    length: float  # of its long lines, in characters
    words: frozenset[str]  # in lower case, of the middles of lines


def blocks(pages: Sequence[Sequence[PageLine]]) -> list[Block]:
    """The document's paragraphs and headings, in reading order."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    measures = _measures(lines)
    groups: list[list[PageLine]] = []
    for page in pages:
        own = _groups(page, measures)
        if groups and own:
            _join_over_break(groups, own, measures)
        groups += own
    return [_block(group, measures) for group in groups]


def _measures(lines: Sequence[PageLine]) -> _Measures:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if _is_like(line.size, size)] or list(lines)
    gaps = Counter(
        round((a.y - b.y) * 2) / 2
        for a, b in pairwise(body)
        if a.page == b.page and size * 0.7 < a.y - b.y < size * 3  # neither the same row nor a column's end
    )
    lengths = sorted(len(line.text) for line in body)
    words = Counter(word for line in lines for word in _LETTERS.findall(line.text.lower())[1:-1])
    return _Measures(
        size=size,
        leading=gaps.most_common(1)[0][0] if gaps else size * 1.2,
        length=statistics.mean(lengths[len(lengths) * 3 // 4 :]),
        words=frozenset(words),
    )


def _groups(page: Sequence[PageLine], measures: _Measures) -> list[list[PageLine]]:
    """A page's lines by paragraph."""
    groups: list[list[PageLine]] = []
    for line in page:
        if groups and _goes_on(groups[-1], line, measures):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: Sequence[PageLine], line: PageLine, measures: _Measures) -> bool:
    """Whether the line belongs to the lines before it, on the same page."""
    last = group[-1]
    gap = last.y - line.y
    leading = max(measures.leading, line.size * 1.1) if line.size > measures.size else measures.leading
    if not _is_like(line.size, last.size):
        return False
    if abs(gap) < _SAME_ROW * line.size:
        return True
    if gap < 0:  # the next column
        return _is_unfinished(last, line, measures)
    if gap > _WIDE_GAP * leading or _BULLET.match(line.text):
        return False
    is_short = len(last.text) < _SHORT * measures.length
    is_indented = line.x - last.x > _INDENT * line.size and not _BULLET.match(group[0].text)
    return not (ends_sentence(last.text) and (is_short or is_indented))


def _join_over_break(before: list[list[PageLine]], after: list[list[PageLine]], measures: _Measures) -> None:
    """Move the first paragraph of a page to the last one of the page before, where that goes on there.

    Notes at the foot of the page are smaller, and stay where they are.
    """
    first = after[0]
    if not _is_like(first[0].size, measures.size):
        return
    for group in reversed(before):
        if group[-1].page < first[0].page - 1:
            return
        if _is_like(group[-1].size, measures.size):
            if _is_unfinished(group[-1], first[0], measures):
                group += first
                del after[0]
            return


def _is_unfinished(last: PageLine, line: PageLine, measures: _Measures) -> bool:
    """Whether a sentence goes on from the last line of a page or a column to the first of the next."""
    if ends_sentence(last.text) or _BULLET.match(line.text):
        return False
    return line.text[0].islower() or len(last.text) >= _SHORT * measures.length


def _block(group: Sequence[PageLine], measures: _Measures) -> Block:
    text = _joined([line.text for line in group], measures.words)
    size = group[0].size
    is_large = size >= _HEADING * measures.size
    is_heading = is_large and len(text) <= _LONGEST_HEADING and (text.endswith("?") or not ends_sentence(text))
    return Block(text, group[0].page, size, is_heading)


def _joined(lines: Iterable[str], words: frozenset[str]) -> str:
    """The lines as one, with a space between them where the script has spaces, and cut words whole where that is
    sure: at a soft hyphen, or where the whole word stands elsewhere in the document or is known to be usual.
    """
    text = ""
    for line in lines:
        cut = _CUT.search(text)
        if not text or (_NO_SPACE.match(text[-1]) and _NO_SPACE.match(line[0])):
            text += line
        elif cut and line[0].islower():
            text = (text[:-1] if _is_one_word(text[-1], cut[1], line, words) else text) + line
        else:
            text += f" {line}"
    return _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text.replace("\u00ad", ""))


def _is_one_word(hyphen: str, start: str, line: str, words: frozenset[str]) -> bool:
    """Whether the hyphen between a line's end and the next line is none of the word's own."""
    end = _LETTERS.match(line)
    whole = (start + (end.group() if end else "")).lower()
    return hyphen == "\u00ad" or whole in words or _is_usual(whole)


def _is_usual(word: str) -> bool:
    """Whether ordinary English writing has the word."""
    background = load_coefficients().background
    return any(term in background for term in terms(word))


def _is_like(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_SIZE * max(size, other)
