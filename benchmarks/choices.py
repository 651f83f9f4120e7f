"""Conditional logits: models that choose among rows of features, fitted on choices whose right rows are known.

One softmax a question over its candidates, its sentences or its spans (McFadden, 1974); several rows may be right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from retrieval.coefficients import Linear

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]

RIDGE = 1.0
MOST_STEPS = 120


@dataclass(frozen=True, eq=False)
class Choice:
    """Rows of features of which some are right."""

    fold: int
    weight: float
    set: str
    rows: Rows  # float32 (n, f)
    right: Rows  # float32 (n,), 0 or 1, at least one 1


def fit_choices(choices: Sequence[Choice], features: Sequence[str]) -> Linear:
    """The conditional logit that makes the right rows likely, with a ridge on standardised weights."""
    rows = np.concatenate([choice.rows for choice in choices]).astype(np.float32)
    mean, deviation = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64) + 1e-9
    rows -= mean.astype(np.float32)
    rows /= deviation.astype(np.float32)
    sizes = [len(choice.rows) for choice in choices]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    owner = np.repeat(np.arange(len(choices)), sizes)
    right = np.concatenate([choice.right for choice in choices]).astype(np.float64)
    weight = np.array([choice.weight for choice in choices])

    def loss(beta: Floats) -> tuple[float, Floats]:
        scores = (rows @ beta.astype(np.float32)).astype(np.float64)
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts) + 1e-12
        slope = ((likely / total[owner] - likely * right / good[owner]) * weight[owner]).astype(np.float32)
        return float(-(weight * np.log(good / total)).sum() + RIDGE * beta @ beta / 2), rows.T @ slope + RIDGE * beta

    options = {"maxiter": MOST_STEPS}
    beta = minimize(loss, np.zeros(len(features)), jac=True, method="L-BFGS-B", options=options).x
    return Linear(tuple(features), np.round(beta / deviation, 5), 0.0)
