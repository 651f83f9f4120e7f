"""From which confidence on may a library answer, if at most so many questions that it can't answer may get an answer?

Questions that can't be answered are made by withholding: each known question is asked again with the articles that
answer it left out. The threshold is the lowest one whose error rate is, with 95 % confidence, no higher than wanted
(Clopper and Pearson, 1934, one-sided); where the questions are too few to be that sure, it is the one that meets the
wanted rate on them, and the calibration says so.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SURE = 0.95
"""How sure an upper bound is."""
STEPS = 50


@dataclass(frozen=True)
class Calibration:
    """A threshold and what it means."""

    threshold: float
    error: float  # the share of unanswerable questions that get an answer at it
    error_at_most: float  # with 95 % confidence
    kept: float  # the share of answerable questions that get one
    unanswerable: int  # questions
    answerable: int
    needed: int  # unanswerable questions from which a threshold can be that sure
    certain: bool  # whether the upper bound is within the wanted error


def calibrate(answerable: Floats, unanswerable: Floats, *, error: float) -> Calibration:
    """The threshold for this error, from confidences of both kinds of questions, at least one of each."""
    negatives = np.sort(unanswerable)[::-1]
    allowed = bisect_right(range(len(negatives)), error, key=lambda k: upper_bound(k, len(negatives))) - 1
    certain = allowed >= 0
    passing = allowed if certain else int(error * len(negatives))
    threshold = _just_above(float(negatives[passing]))
    let_through = int(np.sum(negatives >= threshold))
    return Calibration(
        threshold=threshold,
        error=let_through / len(negatives),
        error_at_most=upper_bound(let_through, len(negatives)),
        kept=float(np.mean(answerable >= threshold)),
        unanswerable=len(negatives),
        answerable=len(answerable),
        needed=math.ceil(math.log(1 - SURE) / math.log(1 - error)),
        certain=certain,
    )


def upper_bound(errors: int, trials: int) -> float:
    """The rate that is not exceeded, with 95 % confidence, when so many trials had so many errors."""
    if errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(errors, trials, middle) > 1 - SURE else (low, middle)
    return high


def _at_most(errors: int, trials: int, rate: float) -> float:
    """The chance of so many errors or fewer."""
    terms: Sequence[float] = (
        [
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * math.log(rate)
            + (trials - k) * math.log1p(-rate)
            for k in range(errors + 1)
        ]
        if 0 < rate < 1
        else []
    )
    return math.fsum(map(math.exp, terms)) if terms else float(rate <= 0)


def _just_above(confidence: float) -> float:
    """The next threshold of four digits above a confidence: settings are read by people."""
    return min(1.0, (math.floor(confidence * 10_000) + 1) / 10_000)
