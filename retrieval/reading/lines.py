"""What a line of a saved page looks like, in numbers that do not depend on the site or the page's length.

Every line with words gets a row of features: how it is written, what it speaks of, where it stands, and how its
neighbours are written. Knows no model and no labels.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.reading.furniture import CREDIT, INVITATION, LINK, SECTION_END, is_byline, mentions_day

Floats = npt.NDArray[np.float64]

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|(?:(?![{_UNSPACED}])\w)+(?:['’-](?![{_UNSPACED}])\w+)*")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»」』)\]]*(?:\s*[\[(]\d+[\])])*$")
_INNER_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»」』)]*\s*(?=\S)")
_QUOTES = "\"'“‘«„「『"
_BULLET = re.compile(r"^(?:[-–—•·*▪►>|/]|\d{1,2}[.)]\s)")
_SEPARATOR = re.compile(r"\s[|•·»›>/]\s|[|•·»›]$")


@dataclass(frozen=True)
class Line:
    """A line that has words, without the white space around it."""

    text: str
    number: int  # from 0, in the page, blank lines counted
    words: tuple[str, ...]  # lower case; two characters each where a script puts no spaces between words
    after_blank: bool
    before_blank: bool

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do and is long enough to be one."""
        return len(self.words) >= 5 and _SENTENCE_END.search(self.text) is not None


def split_lines(text: str) -> list[Line]:
    """The lines with words, in order."""
    raw = text.split("\n")
    lines = []
    for number, line in enumerate(raw):
        words = tuple(match.group().lower() for match in _WORD.finditer(line))
        if words:
            after = number == 0 or not raw[number - 1].strip()
            before = number + 1 == len(raw) or not raw[number + 1].strip()
            lines.append(Line(line.strip(), number, words, after, before))
    return lines


def line_features(lines: Sequence[Line]) -> Floats:
    """A row for each line, float64 (n, len(FEATURES))."""
    if not lines:
        return np.zeros((0, len(FEATURES)))
    own = np.array([_written(line) for line in lines])
    columns = [own, _spoken(lines), _placed(lines), _surrounded(lines, own)]
    return np.column_stack(columns)


_WRITTEN = (
    "log_words", "log_word_length", "sentence", "ends_sentence", "ends_colon", "inner_ends", "commas", "marks",
    "capitals", "shouted", "digits", "lower_start", "quote_start", "bullet", "separators", "day", "byline",
    "invitation", "credit", "link", "section_end", "after_blank", "before_blank",
)  # fmt: skip


def _written(line: Line) -> list[float]:
    """How the line itself is written."""
    text, words = line.text, len(line.words)
    tokens = text.split()
    letters = [token for token in tokens if token[0].isalpha()]
    return [
        np.log1p(words),
        np.log(len(text) / words),
        line.is_sentence,
        _SENTENCE_END.search(text) is not None,
        text.endswith(":"),
        min(len(_INNER_END.findall(text)), 5),
        (text.count(",") + text.count("，") + text.count("、") + text.count("،")) / words,
        sum(not c.isalnum() and not c.isspace() for c in text) / len(text),
        sum(token[0].isupper() for token in letters) / max(1, len(letters)),
        sum(token.isupper() and len(token) > 1 for token in letters) / max(1, len(letters)),
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
    ]


_SPOKEN = ("function_words", "topic_words", "topic_share", "repeated", "begins_repeated")


def _spoken(lines: Sequence[Line]) -> Floats:
    """Which words the line has: the page's function words, those of its longest run of sentences, and how often it stands
    in the page. Function words are taken from the page itself, so that no language needs a list.
    """
    sentences = Counter(word for line in lines if line.is_sentence for word in line.words)
    function = {word for word, _ in sentences.most_common(40) if not word.isdigit()}
    start, end = longest_run(lines)
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


_PLACED = (
    "words_before",
    "lines_before",
    "in_run",
    "before_run",
    "after_run",
    "words_after_run",
    "ends_passed",
    "run_share",
)


def _placed(lines: Sequence[Line]) -> Floats:
    """Where the line stands: in the page, and around its longest run of sentences."""
    count = len(lines)
    words = np.array([len(line.words) for line in lines], dtype=np.float64)
    passed = np.cumsum(words) - words / 2
    start, end = longest_run(lines)
    numbers = np.arange(count)
    ended = np.cumsum(
        [SECTION_END.match(line.text) is not None and number >= start for number, line in enumerate(lines)]
    )
    run_end = words[:end].sum()
    return np.column_stack([
        passed / words.sum(),
        numbers / count,
        (numbers >= start) & (numbers < end),
        np.log1p(np.maximum(0, start - numbers)),
        np.log1p(np.maximum(0, numbers - end + 1)),
        np.log1p(np.maximum(0, passed - run_end)),
        np.minimum(ended, 4),
        np.full(count, words[start:end].sum() / words.sum()),
    ])  # fmt: skip


_SHIFTS = (-3, -2, -1, 1, 2, 3)
_SHIFTED = ("log_words", "sentence", "day", "byline", "invitation", "section_end")
_WINDOWS = (2, 5, 12)
_SURROUNDED = (
    *(f"{name}{shift:+d}" for shift in _SHIFTS for name in _SHIFTED),
    *(
        f"{name}_{side}{window}"
        for window in _WINDOWS
        for side in ("before", "after")
        for name in ("prose", "sentences")
    ),
)


def _surrounded(lines: Sequence[Line], own: Floats) -> Floats:
    """How the neighbours are written: the nearest line by line, the wider ones on average."""
    count = len(lines)
    at = [_WRITTEN.index(name) for name in _SHIFTED]
    columns = []
    for shift in _SHIFTS:
        moved = np.full((count, len(at)), -1.0)  # -1: the page has ended
        source = own[:, at]
        if abs(shift) < count:
            moved[max(0, -shift) : count - max(0, shift)] = source[max(0, shift) : count + min(0, shift)]
        columns.append(moved)
    sentence = own[:, _WRITTEN.index("sentence")]
    prose = sentence * own[:, _WRITTEN.index("log_words")]
    for window in _WINDOWS:
        for before in (True, False):
            columns.extend(_window_mean(values, window, before=before)[:, None] for values in (prose, sentence))
    return np.column_stack(columns)


def _window_mean(values: Floats, window: int, *, before: bool) -> Floats:
    """The mean of the `window` values before or after each one, float64 (n,); beyond the page counts as 0."""
    if not before:
        return _window_mean(values[::-1], window, before=True)[::-1]
    sums = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(len(values))
    means: Floats = (sums[ends] - sums[np.maximum(0, ends - window)]) / window
    return means


def longest_run(lines: Sequence[Line]) -> tuple[int, int]:
    """Start and end of the stretch of lines with the most words in sentences, less a toll for every line that is none
    (the best sum of a contiguous stretch, as Kadane's algorithm finds it).
    """
    best, best_sum, start, running = (0, 0), 0.0, 0, 0.0
    for number, line in enumerate(lines):
        if running <= 0:
            start, running = number, 0.0
        running += min(len(line.words), 60) if line.is_sentence else -12.0
        if running > best_sum:
            best, best_sum = (start, number + 1), running
    return best


FEATURES = _WRITTEN + _SPOKEN + _PLACED + _SURROUNDED
"""The features' names, in the rows' order."""
