"""The fitted numbers that ranking, reading and judging use, as the scripts benchmarks/fit_*.py wrote them.

`answers.json`, `reading.json` and `spans.json` hold a weight for each feature by its name, with the data and the
figures it came from; `background.json` the share of ordinary English passages that have a term.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
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
class Models:
    """What ranks passages and their sentences, and judges the first of them."""

    passage: Linear
    sentence: Linear
    judge: Linear


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Everything fitted for answering."""

    english: Models
    foreign: Models  # for questions in other languages
    reading: Models  # once the first hits were read (retrieval/reranking.py)
    span: Linear
    background: Mapping[str, float]

    def ranking(self, language: str) -> Models:
        """What ranks for a question in this language, ISO 639-1."""
        return self.english if language == "en" else self.foreign


@cache
def load_coefficients() -> Coefficients:
    """The shipped coefficients. Raises QuotedError when the package is incomplete."""
    answers, background, reading = (read_table(name) for name in ("answers", "background", "reading"))
    return Coefficients(
        english=_models(answers["english"]),
        foreign=_models(answers["foreign"]),
        reading=_models(reading),
        span=linear(read_table("spans")["span"]),
        background=background["terms"],
    )


def _models(table: Mapping[str, Any]) -> Models:
    return Models(*(linear(table[field.name]) for field in fields(Models)))


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
