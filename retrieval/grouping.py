"""Questions grouped by meaning: several wordings of what asks for the same.

Average linkage over cosines, cut where two groups are less alike than ALIKE on average. Vectors alone put "When was it
built?" beside "Who built it?": two questions are never joined where one asks when and the other who, or where their
numbers differ. Measured by benchmarks/gaps/grouping.py.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.question import Kind, Question, analyse, question_language

ALIKE = 0.75
"""The least mean cosine of two groups that are joined; best on the tuning half of benchmarks/gaps/questions.jsonl."""
TELLING = (
    frozenset({Kind.PERSON}),
    frozenset({Kind.TIME, Kind.DURATION}),  # "How long will it last?" asks when it ends
    frozenset({Kind.PLACE}),
    frozenset({Kind.NUMBER}),
    frozenset({Kind.REASON}),
)
"""Kinds that tell one question from another; others ("What ...?", or no asking word at all) may ask for anything."""
_NEVER = -1e3
"""In place of a cosine: one such pair keeps two groups apart, as long as they have fewer than a thousand others."""
Matrix = npt.NDArray[np.float64]


def group(questions: Sequence[str], vectors: npt.NDArray[np.float32]) -> list[tuple[int, ...]]:
    """The questions' indices in groups, in order within each and by their first one.

    `vectors` is float32 (n, d), of unit length, one row a question. Takes memory and time of n squared: a second for
    1,000.
    """
    alike = _likeness(questions, vectors)
    groups = {index: [index] for index in range(len(questions))}
    while len(groups) > 1:
        first, second = sorted(divmod(int(np.argmax(alike)), len(questions)))
        if alike[first, second] < ALIKE:
            break
        _join(alike, first, second, sizes=(len(groups[first]), len(groups[second])))
        groups[first] = sorted(groups[first] + groups.pop(second))
    return sorted(tuple(indices) for indices in groups.values())


def _likeness(questions: Sequence[str], vectors: npt.NDArray[np.float32]) -> Matrix:
    """How alike each two questions are, float64 (n, n); none to itself."""
    analysed = [analyse(text, question_language(text)) for text in questions]
    alike: Matrix = (vectors @ vectors.T).astype(np.float64)
    marks = [_marks(question) for question in analysed]
    for index, own in enumerate(marks):
        for other in range(index):
            if not _may_join(own, marks[other]):
                alike[index, other] = alike[other, index] = _NEVER
    np.fill_diagonal(alike, -np.inf)
    return alike


Marks = tuple[frozenset[str], frozenset[Kind]]


def _marks(question: Question) -> Marks:
    """The question's numbers, and the telling kind that it is of; none for another."""
    kind = next((kinds for kinds in TELLING if question.kind in kinds), frozenset[Kind]())
    return frozenset(question.numbers), kind


def _may_join(one: Marks, other: Marks) -> bool:
    return one[0] == other[0] and (not one[1] or not other[1] or one[1] == other[1])


def _join(alike: Matrix, first: int, second: int, *, sizes: tuple[int, int]) -> None:
    """Let the first row and column stand for both groups, as the mean over their pairs, and the second for none."""
    mean = (alike[first] * sizes[0] + alike[second] * sizes[1]) / sum(sizes)
    mean[[first, second]] = -np.inf
    alike[first, :] = alike[:, first] = mean
    alike[second, :] = alike[:, second] = -np.inf
