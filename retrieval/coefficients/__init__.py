"""The fitted numbers that ranking, reading and judging use, as the scripts benchmarks/fit_*.py wrote them.

`answers.json`, `reading.json` and `spans.json` hold a weight for each feature by its name, with the data and the
figures it came from; `background.json` the share of ordinary English passages that have a term.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.errors import QuotedError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Linear:
    """A linear model over named features."""

    features: tuple[str, ...]
    weights: Floats  # float64 (f,)
    bias: float = 0.0

    def scores(self, rows: Floats) -> Floats:
        """The score of each row, float64 (n,), from rows of features, float64 (n, f)."""
        scores: Floats = rows @ self.weights + self.bias
        return scores


@dataclass(frozen=True, eq=False)
class Reading:
    """What is fitted for answering once the first hits were read (retrieval/reranking.py)."""

    passage: Linear
    sentence: Linear
    judge: Linear


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Everything fitted for answering."""

    passage: Linear
    sentence: Linear
    judge: Linear
    span: Linear
    background: Mapping[str, float]
    reading: Reading


@cache
def load_coefficients() -> Coefficients:
    """The shipped coefficients. Raises QuotedError when the package is incomplete."""
    answers, background, reading = (read_table(name) for name in ("answers", "background", "reading"))
    return Coefficients(
        passage=linear(answers["passage"]),
        sentence=linear(answers["sentence"]),
        judge=linear(answers["judge"]),
        span=linear(read_table("spans")["span"]),
        background=background["terms"],
        reading=Reading(**{name: linear(reading[name]) for name in ("passage", "sentence", "judge")}),
    )


def linear(record: Mapping[str, Any]) -> Linear:
    """A linear model from {"bias": number, "weights": {feature: number}}."""
    weights: Mapping[str, float] = record["weights"]
    return Linear(tuple(weights), np.array(list(weights.values()), dtype=np.float64), record["bias"])


def expect(model: Linear, features: Sequence[str]) -> Linear:
    """The same model, when it was fitted on just these features in this order. Raises QuotedError otherwise."""
    if model.features != tuple(features):
        differing = sorted(set(model.features) ^ set(features)) or ["their order"]
        raise QuotedError(
            f"the shipped coefficients and the code differ in {len(differing)} features, such as {differing[0]}; run"
            " the fitting scripts benchmarks/fit_answers.py and fit_spans.py"
        )
    return model


def read_table(name: str) -> dict[str, Any]:
    """One file of retrieval/coefficients/ as it stands."""
    file = resources.files("retrieval") / "coefficients" / f"{name}.json"
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return table
