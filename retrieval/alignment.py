"""Where in a text some words stand, and which of them differ: the cheapest alignment of them all with a part of it.

Sellers' algorithm (1980): edit distance on words, with the text's words before and after the part left free. A
quotation rather leaves words out than puts others in, so an asked word that is not met costs as much as two words left
out. Knows words as strings, nothing of articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Costs = npt.NDArray[np.int32]
Range = tuple[int, int]
NOT_MET = 2
LEFT_OUT = 1
"""What an asked word costs that stands otherwise or not at all in the text, and a word of the text in between."""


@dataclass(frozen=True)
class Difference:
    """Words that stand otherwise in the text; either range may be empty, where words were put in or left out."""

    asked: Range  # of the asked words, end exclusive
    found: Range  # of the text's words


@dataclass(frozen=True)
class Alignment:
    """The part of a text that is nearest to the asked words."""

    cost: int
    found: Range  # of the text's words; empty where none is like them
    differences: tuple[Difference, ...]  # in order, neighbouring ones joined

    @property
    def edits(self) -> int:
        """How many asked words are not met, and at how many places between the others words were left out."""
        return sum(max(1, difference.asked[1] - difference.asked[0]) for difference in self.differences)


def align(asked: Sequence[str], text: Sequence[str]) -> Alignment:
    """The cheapest alignment of all asked words with consecutive words of the text, the first of equal ones.

    Takes len(asked) steps on arrays of len(text).
    """
    costs = _costs(asked, text)
    end = int(costs[-1].argmin())
    cost = int(costs[-1, end])
    while cost and end < len(text) and costs[-1, end + 1] == cost:  # last words that were replaced, not put in
        end += 1
    start, pairs = _trace(costs, asked, text, end)
    return Alignment(cost, (start, end), _differences(pairs))


def _costs(asked: Sequence[str], text: Sequence[str]) -> Costs:
    """int32 (len(asked) + 1, len(text) + 1): the cost between the first i asked words and what ends at the j-th."""
    codes = {word: code for code, word in enumerate(dict.fromkeys((*asked, *text)))}
    row = np.array([codes[word] for word in text], dtype=np.int32)
    steps = np.arange(len(text) + 1, dtype=np.int32) * LEFT_OUT
    costs = np.zeros((len(asked) + 1, len(text) + 1), dtype=np.int32)
    for number, word in enumerate(asked, 1):
        above, here = costs[number - 1], costs[number]
        here[0] = number * NOT_MET
        np.minimum(above[:-1] + (row != codes[word]) * NOT_MET, above[1:] + NOT_MET, out=here[1:])
        # Each word of the text that was left out costs as much more than what stands before it.
        here[:] = np.minimum.accumulate(here - steps) + steps
    return costs


def _trace(costs: Costs, asked: Sequence[str], text: Sequence[str], end: int) -> tuple[int, list[tuple[Range, Range]]]:
    """Where the part begins, and its unequal steps, first to last, each as ranges of at most one word."""
    i, j = len(asked), end
    steps: list[tuple[Range, Range]] = []
    while i > 0:
        here = costs[i, j]
        if j > 0 and asked[i - 1] == text[j - 1] and here == costs[i - 1, j - 1]:
            i, j = i - 1, j - 1
            continue
        before = (i, j)
        if j > 0 and here == costs[i, j - 1] + LEFT_OUT:  # before a replacement: so more of the asked words are met
            j -= 1
        elif j > 0 and here == costs[i - 1, j - 1] + NOT_MET:
            i, j = i - 1, j - 1
        else:
            i -= 1
        steps.append(((i, before[0]), (j, before[1])))
    return j, steps[::-1]


def _differences(steps: Sequence[tuple[Range, Range]]) -> tuple[Difference, ...]:
    joined: list[Difference] = []
    for asked, found in steps:
        if joined and joined[-1].asked[1] == asked[0] and joined[-1].found[1] == found[0]:
            joined[-1] = Difference((joined[-1].asked[0], asked[1]), (joined[-1].found[0], found[1]))
        else:
            joined.append(Difference(asked, found))
    return tuple(joined)
