"""What a line of a saved page looks like, in numbers that do not depend on the site or the page's length.

Every line gets a row of features: how it is written, what it speaks of, where it stands, and how its neighbours
are written. Knows no model and no labels.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.reading.days import mentions_day
from retrieval.reading.furniture import (
    COMMENTS,
    CREDIT,
    CUT_SHORT,
    INVITATION,
    LINK,
    REMARK,
    SECTION_END,
    is_byline,
)
from retrieval.reading.lines import Line, longest_run, prose_runs

Floats = npt.NDArray[np.float64]

_INNER_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»」』)]*\s*(?=\S)")
_QUOTES = "\"'“‘«„「『"
_BULLET = re.compile(r"^(?:[-–—•·*▪►>|/]|\d{1,2}[.)]\s)")
_SEPARATOR = re.compile(r"\s[|•·»›>/]\s|[|•·»›]$")
_FAR = 40
"""Lines that count as "far away"."""

_WRITTEN = (
    "log_words", "log_word_length", "sentence", "ends_sentence", "ends_colon", "inner_ends", "commas", "marks",
    "capitals", "shouted", "digits", "lower_start", "quote_start", "bullet", "separators", "day", "byline",
    "invitation", "credit", "link", "section_end", "after_blank", "before_blank", "remark", "cut_short",
    "token_capitals", "short",
)  # fmt: skip
_SPOKEN = ("function_words", "topic_words", "topic_share", "repeated", "begins_repeated")
_PLACED = (
    "words_before", "lines_before", "in_run", "before_run", "after_run", "words_after_run", "ends_passed",
    "run_share", "own_run_size", "own_run_number", "log_prose_before", "prose_before", "comments_passed",
)  # fmt: skip
_MARKED = ("day", "byline", "signed", "remark")
_DISTANT = (*(f"{side}_{name}" for name in _MARKED for side in ("since", "until")),)
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_SHIFTED = ("log_words", "sentence", "day", "byline", "invitation", "section_end")
_PROSE_WINDOWS = (2, 5, 12)
_FORM_WINDOWS = (4, 10)
_FORMS = ("day", "remark", "cut_short", "log_words", "token_capitals", "short")
_LIKENESS_SHIFTS = (-2, -1, 1, 2)
_SURROUNDED = (
    *(f"{name}{shift:+d}" for shift in _SHIFTS for name in _SHIFTED),
    *(f"{name}_{side}{n}" for n in _PROSE_WINDOWS for side in ("before", "after") for name in ("prose", "sentences")),
    *(f"{name}_{side}{n}" for n in _FORM_WINDOWS for side in ("before", "after") for name in _FORMS),
    *(f"{name}{shift:+d}" for shift in _LIKENESS_SHIFTS for name in ("same_start", "other_length")),
)

FEATURES = _WRITTEN + _SPOKEN + _PLACED + _DISTANT + _SURROUNDED
"""The features' names, in the rows' order."""


def line_features(lines: Sequence[Line]) -> Floats:
    """A row for each line, float64 (n, len(FEATURES))."""
    if not lines:
        return np.zeros((0, len(FEATURES)))
    own = np.array([_written(line) for line in lines], dtype=np.float64)
    run = longest_run(lines)
    return np.column_stack([own, _spoken(lines, run), _placed(lines, run), _distant(own), _surrounded(lines, own)])


def _written(line: Line) -> list[float]:
    """How the line itself is written."""
    text, words = line.text, len(line.words)
    tokens = text.split()
    lettered = [token for token in tokens if token[0].isalpha()]
    return [
        np.log1p(words),
        np.log(len(text) / words),
        line.is_sentence,
        line.ends_sentence,
        text.endswith(":"),
        min(len(_INNER_END.findall(text)), 5),
        sum(text.count(comma) for comma in ",，、،") / words,
        sum(not c.isalnum() and not c.isspace() for c in text) / len(text),
        sum(token[0].isupper() for token in lettered) / max(1, len(lettered)),
        sum(token.isupper() and len(token) > 1 for token in lettered) / max(1, len(lettered)),
        sum(c.isdigit() for c in text) / len(text),
        text[0].islower(),
        text[0] in _QUOTES,
        _BULLET.match(text) is not None,
        min(len(_SEPARATOR.findall(text)), 3),
        mentions_day(text),
        is_byline(text),
        INVITATION.search(text) is not None,
        CREDIT.search(text) is not None,
        LINK.search(text) is not None,
        SECTION_END.match(text) is not None,
        line.after_blank,
        line.before_blank,
        REMARK.search(text) is not None,
        CUT_SHORT.search(text) is not None,
        sum(token[0].isupper() for token in tokens) / len(tokens),
        words <= 4,
    ]


def _spoken(lines: Sequence[Line], run: tuple[int, int]) -> Floats:
    """Which words the line has: the page's function words, those of its longest run of prose, and how often it
    stands in the page. Function words are taken from the page itself, so that no language needs a list.
    """
    sentences = Counter(word for line in lines if line.is_sentence for word in line.words)
    function = {word for word, _ in sentences.most_common(40) if not word.isdigit()}
    start, end = run
    topic = Counter(word for line in lines[start:end] for word in set(line.words) if word not in function)
    copies = Counter(line.words for line in lines)
    openings = Counter(line.words[:3] for line in lines)
    rows = []
    for number, line in enumerate(lines):
        inside = start <= number < end
        content = {word for word in line.words if word not in function}
        known = sum(topic[word] > inside for word in content)  # a line of the run does not vouch for itself
        rows.append([
            sum(word in function for word in line.words) / len(line.words),
            min(known, 8),
            known / max(1, len(content)),
            min(copies[line.words] - 1, 3),
            min(openings[line.words[:3]] - 1, 5),
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64)


def _placed(lines: Sequence[Line], run: tuple[int, int]) -> Floats:
    """Where the line stands: in the page, around its longest run of prose, and among its runs."""
    words = np.array([len(line.words) for line in lines], dtype=np.float64)
    prose = words * [line.is_sentence for line in lines]
    passed, prose_passed = np.cumsum(words) - words / 2, np.cumsum(prose) - prose
    start, end = run
    numbers = np.arange(len(lines))
    ends = [number >= start and SECTION_END.match(line.text) is not None for number, line in enumerate(lines)]
    comments = [len(line.words) < 9 and COMMENTS.match(line.text) is not None for line in lines]
    runs, sizes = prose_runs(lines)
    largest = max(sizes, default=1)
    return np.column_stack([
        passed / words.sum(),
        numbers / len(lines),
        (numbers >= start) & (numbers < end),
        np.log1p(np.maximum(0, start - numbers)),
        np.log1p(np.maximum(0, numbers - end + 1)),
        np.log1p(np.maximum(0, passed - words[:end].sum())),
        np.minimum(np.cumsum(ends), 4),
        np.full(len(lines), words[start:end].sum() / words.sum()),
        [sizes[own] / largest if own >= 0 else 0 for own in runs],
        np.clip(runs, 0, 6),
        np.log1p(prose_passed),
        prose_passed / max(1.0, prose.sum()),
        np.minimum(np.cumsum(comments), 3),
    ])  # fmt: skip


def _distant(own: Floats) -> Floats:
    """How many lines ago, and in how many, a day, a byline, either, or a comment's trappings stand."""
    marks = {name: own[:, _WRITTEN.index(name)] for name in ("day", "byline", "remark")}
    marks["signed"] = np.maximum(marks["day"], marks["byline"])
    columns = []
    for name in _MARKED:
        columns += [_since(marks[name]), _since(marks[name][::-1])[::-1]]
    return np.column_stack(columns)


def _since(marks: Floats) -> Floats:
    """The logarithm of how many lines ago the last mark stood, float64 (n,)."""
    distance, distances = _FAR, []
    for mark in marks:
        distances.append(min(distance, _FAR))
        distance = 0 if mark else distance + 1
    return np.log1p(np.array(distances, dtype=np.float64))


def _surrounded(lines: Sequence[Line], own: Floats) -> Floats:
    """How the neighbours are written: the nearest line by line, the wider ones on average."""
    columns = [_shifted(own[:, [_WRITTEN.index(name) for name in _SHIFTED]], shift, edge=-1) for shift in _SHIFTS]
    sentence = own[:, _WRITTEN.index("sentence")]
    prose = np.column_stack([sentence * own[:, _WRITTEN.index("log_words")], sentence])
    for window in _PROSE_WINDOWS:
        columns += [_mean_before(prose, window), _mean_before(prose[::-1], window)[::-1]]
    forms = own[:, [_WRITTEN.index(name) for name in _FORMS]]
    for window in _FORM_WINDOWS:
        columns += [_mean_before(forms, window), _mean_before(forms[::-1], window)[::-1]]
    starts = np.array([[_start(line.text)] for line in lines], dtype=np.float64)
    lengths = own[:, [_WRITTEN.index("log_words")]]
    for shift in _LIKENESS_SHIFTS:
        columns.append(_shifted(starts, shift, edge=-1) == starts)
        columns.append(np.abs(_shifted(lengths, shift, edge=-9) - lengths))
    return np.column_stack(columns)


def _start(text: str) -> int:
    """What the text begins with: a digit, a capital, a small letter or something else."""
    return 0 if text[0].isdigit() else 1 if text[0].isupper() else 2 if text[0].islower() else 3


def _shifted(values: Floats, shift: int, *, edge: float) -> Floats:
    """The values of the line `shift` further on, float64 (n, k); `edge` where the page has ended."""
    count = len(values)
    moved = np.full(values.shape, edge)
    if abs(shift) < count:
        moved[max(0, -shift) : count - max(0, shift)] = values[max(0, shift) : count + min(0, shift)]
    return moved


def _mean_before(values: Floats, window: int) -> Floats:
    """The mean of the `window` rows before each one, float64 (n, k); beyond the page counts as 0."""
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    ends = np.arange(len(values))
    means: Floats = (sums[ends] - sums[np.maximum(0, ends - window)]) / window
    return means
