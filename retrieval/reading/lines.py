"""The lines of a saved page, and its longest stretches of prose. Knows no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters, as a range of a regular expression, of scripts that put no spaces between words."""
_WORD = re.compile(rf"[{UNSPACED}]{{1,2}}|(?:(?![{UNSPACED}])\w)+(?:['’-](?![{UNSPACED}])\w+)*")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»」』)\]]*(?:\s*[\[(]\d+[\])])*$")
_END = 40
"""Characters in which a sentence's end, its quotation marks and its footnotes find room."""
_RUN_GAP = 4
"""Lines of prose that stand further apart than this belong to different runs."""


@dataclass(frozen=True)
class Line:
    """A line that has words, without the white space around it."""

    text: str
    number: int  # from 0, in the page, blank lines counted
    words: tuple[str, ...]  # lower case; two characters each where a script puts no spaces between words
    after_blank: bool
    before_blank: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as sentences do."""
        return ends_sentence(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do and is long enough to be one."""
        return len(self.words) >= 5 and self.ends_sentence


def ends_sentence(text: str) -> bool:
    """Whether a text without white space at its end ends as sentences do."""
    return _SENTENCE_END.search(text[-_END:]) is not None


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


def longest_run(lines: Sequence[Line]) -> tuple[int, int]:
    """Start and end of the stretch of lines with the most words in sentences, less a toll for every line that
    is none.
    """
    return best_stretch([min(len(line.words), 60) if line.is_sentence else -12 for line in lines])


def best_stretch(gains: Sequence[float]) -> tuple[int, int]:
    """Start and end of the contiguous stretch with the largest sum, as Kadane's algorithm finds it; (0, 0) if
    none gains.
    """
    best, best_sum, start, running = (0, 0), 0.0, 0, 0.0
    for number, gain in enumerate(gains):
        if running <= 0:
            start, running = number, 0.0
        running += gain
        if running > best_sum:
            best, best_sum = (start, number + 1), running
    return best


def prose_runs(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """For each line the number of the run of prose that it stands in, -1 for none; and each run's words in
    sentences.
    """
    runs = [-1] * len(lines)
    sizes: list[int] = []
    last = -_RUN_GAP - 1
    for number, line in enumerate(lines):
        if not line.is_sentence:
            continue
        if number - last > _RUN_GAP:
            sizes.append(0)
        else:
            runs[last:number] = [len(sizes) - 1] * (number - last)
        runs[number] = len(sizes) - 1
        sizes[-1] += len(line.words)
        last = number
    return runs, sizes
