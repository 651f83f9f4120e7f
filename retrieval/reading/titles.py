"""Which line of a saved page is the article's title: the likeliest one above the body, by a linear model.

The weights are fitted by benchmarks/fit_page_text.py on pages whose address repeats the title's words.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from retrieval.reading.body import fitted_table
from retrieval.reading.days import mentions_day
from retrieval.reading.furniture import CREDIT, INVITATION, LINK, is_byline
from retrieval.reading.lines import Line

Floats = npt.NDArray[np.float64]

TITLE_FEATURES = (
    "known_share", "known", "copies", "log_distance", "log_distance_squared", "heads_body", "full_stop", "day",
    "invitation", "under_four_words", "words", "many_words", "repeats", "first_line", "separator", "contained",
    "alone",
)  # fmt: skip
"""The features' names, in the rows' order."""

_ABOVE = 80
"""Lines above the body that may be its title."""
_LONGEST_WORDS, _LONGEST = 35, 250
_SEPARATOR = re.compile(r"[|•·»›>]|\s[-–—]\s")


@dataclass(frozen=True, eq=False)
class Candidates:
    """Lines that may be the title, and a row of features for each, float64 (n, len(TITLE_FEATURES))."""

    numbers: tuple[int, ...]
    rows: Floats


def find_title(lines: Sequence[Line], body: Sequence[int], weights: Mapping[str, float]) -> int | None:
    """The number of the title's line, its first copy among the candidates; None where none may be it."""
    if not body:
        return None
    candidates = title_candidates(lines, body[0], body[-1] + 1)
    if not candidates.numbers:
        return None
    scores = candidates.rows @ np.array([weights[name] for name in TITLE_FEATURES])
    words = lines[candidates.numbers[int(np.argmax(scores))]].words
    return next(number for number in candidates.numbers if lines[number].words == words)


@cache
def fitted_weights() -> Mapping[str, float]:
    """The shipped weights."""
    weights: dict[str, float] = fitted_table()["title"]["weights"]
    return weights


def title_candidates(lines: Sequence[Line], start: int, end: int) -> Candidates:
    """The lines above a body, and its first where that is no sentence, that are short enough for a title."""
    body = Counter(word for line in lines[start:end] for word in line.words)
    function = {word for word, _ in body.most_common(30) if not word.isdigit()}
    copies = Counter(line.words for line in lines)
    page = " ".join(" ".join(line.words) for line in lines)
    numbers, rows, seen = [], [], set()
    for number in range(max(0, start - _ABOVE), min(len(lines), start + 1)):
        line = lines[number]
        if not 2 <= len(line.words) <= _LONGEST_WORDS or len(line.text) > _LONGEST:
            continue
        if number == start and line.is_sentence:
            continue
        if LINK.search(line.text) or CREDIT.search(line.text) or is_byline(line.text):
            continue
        content = {word for word in line.words if word not in function}
        known = sum(word in body for word in content)
        numbers.append(number)
        rows.append([
            known / (len(content) + 1),
            min(known, 6) / 6,
            min(copies[line.words] - 1, 2),
            *_written(line, max(0, start - number)),
            line.words in seen,
            number == 0,
            _SEPARATOR.search(line.text) is not None,
            len(line.words) > 3 and page.count(" ".join(line.words)) > copies[line.words],
            line.after_blank and line.before_blank,
        ])  # fmt: skip
        seen.add(line.words)
    return Candidates(tuple(numbers), np.array(rows, dtype=np.float64).reshape(len(rows), len(TITLE_FEATURES)))


def _written(line: Line, distance: int) -> list[float]:
    """How far above the body the line stands and how it is written."""
    count = len(line.words)
    return [
        np.log1p(distance),
        np.log1p(distance) ** 2 / 5,
        distance == 0,
        line.ends_sentence and not line.text.endswith(("?", "!")),
        mentions_day(line.text),
        INVITATION.search(line.text) is not None,
        count < 4,
        min(count, 12) / 12,
        max(0, count - 14) / 10,
    ]
