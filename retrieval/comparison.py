"""Is one run better than another? Two runs over the same questions, compared question by question.

Differences come with a 95 % bootstrap interval and a paired test: McNemar's exact one for metrics that are yes or no
(McNemar, 1947), random flips of sign for the others (Fisher, 1935).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.errors import QuotedError
from retrieval.evaluation import METRICS, Case, Interval, bootstrap

Floats = npt.NDArray[np.float64]

FLIPS = 10_000


@dataclass(frozen=True)
class Difference:
    """How much better the first run is at a metric, over the questions that both have."""

    first: float
    second: float
    difference: Interval  # first less second
    p: float  # the chance of a difference as large where there is none


def compare(first: Sequence[Case], second: Sequence[Case]) -> dict[str, Difference]:
    """Each metric's difference over the paired questions. Raises QuotedError when no question is in both."""
    pairs = paired(first, second)
    if not pairs:
        raise QuotedError("the two runs have no question in common; compare runs over the same question file")
    found = {}
    for name, metric in METRICS.items():
        values = [(metric(one), metric(other)) for one, other in pairs]
        both = np.array([pair for pair in values if None not in pair], dtype=np.float64)
        if len(both):
            gaps = both[:, 0] - both[:, 1]
            found[name] = Difference(
                first=float(both[:, 0].mean()),
                second=float(both[:, 1].mean()),
                difference=bootstrap(gaps),
                p=mcnemar(gaps) if np.isin(both, (0.0, 1.0)).all() else flipped(gaps),
            )
    return found


def paired(first: Sequence[Case], second: Sequence[Case]) -> list[tuple[Case, Case]]:
    """The cases of the same question in both runs, by id."""
    others: Mapping[str, Case] = {case.id: case for case in second}
    return [(case, others[case.id]) for case in first if case.id in others]


def mcnemar(gaps: Floats) -> float:
    """The two-sided exact p value of yes-or-no differences, each 1, 0 or -1."""
    better, worse = int(np.sum(gaps > 0)), int(np.sum(gaps < 0))
    count, fewer = better + worse, min(better, worse)
    tail = sum(math.comb(count, k) for k in range(fewer + 1))
    return float(min(1.0, 2 * tail / 2**count))


def flipped(gaps: Floats, *, seed: int = 0) -> float:
    """The two-sided p value of paired differences under random flips of their signs."""
    random = np.random.default_rng(seed)
    observed = abs(gaps.mean())
    if observed == 0:
        return 1.0
    some = gaps[gaps != 0]
    beyond = sum(
        abs(float(np.sum(some * random.choice((-1.0, 1.0), len(some))))) / len(gaps) >= observed - 1e-12
        for _ in range(FLIPS)
    )
    return float((beyond + 1) / (FLIPS + 1))
