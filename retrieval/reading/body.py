"""Which lines of a saved page are the article's body: a model of lines, and the best stretch under it.

The model is boosted trees of depth three, as benchmarks/fit_page_text.py fits and writes them to
coefficients/page_text.json; it runs on numpy alone. Knows no title and no date.
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
from retrieval.reading.line_features import FEATURES, line_features
from retrieval.reading.lines import Line, best_stretch

Floats = npt.NDArray[np.float64]

DEPTH = 3
LEAST = 0.3
"""The probability below which a line within the stretch is left out (fitted across pages: .25 to .35 are as
good).
"""
_ROUNDS = 8
_BLOCK = 4096
"""Rows that go through the trees at once: a huge file must not take memory for all its lines times all trees."""


@dataclass(frozen=True, eq=False)
class Trees:
    """Boosted trees, each complete: a node's children are 2i+1 (at or below the threshold) and 2i+2."""

    features: npt.NDArray[np.intp]  # (t, 2**DEPTH - 1), columns of the rows
    thresholds: npt.NDArray[np.float32]  # (t, 2**DEPTH - 1)
    leaves: Floats  # float64 (t, 2**DEPTH)
    bias: float

    def probabilities(self, rows: Floats) -> Floats:
        """The probability of each row, float64 (n,), from float64 (n, f)."""
        blocks = [self._block(rows[start : start + _BLOCK]) for start in range(0, len(rows), _BLOCK)]
        return np.concatenate([*blocks, np.zeros(0)])

    def _block(self, rows: Floats) -> Floats:
        values = rows.astype(np.float32)
        tree = np.arange(len(self.features))
        at = np.zeros((len(values), len(tree)), dtype=np.intp)
        line = np.arange(len(values))[:, None]
        for _ in range(DEPTH):
            at = 2 * at + 1 + (values[line, self.features[tree, at]] > self.thresholds[tree, at])
        scores = self.leaves[tree, at - (2**DEPTH - 1)].sum(axis=1) + self.bias
        probabilities: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return probabilities


def trees(table: Mapping[str, Any]) -> Trees:
    """The model of a fitted table. Raises QuotedError where it was fitted on other features than the code has."""
    if tuple(table["feature_names"]) != FEATURES:
        raise QuotedError("coefficients/page_text.json is for other features; run benchmarks/fit_page_text.py")
    return Trees(
        features=np.array(table["features"], dtype=np.intp),
        thresholds=np.array(table["thresholds"], dtype=np.float32),
        leaves=np.array(table["leaves"], dtype=np.float64),
        bias=table["bias"],
    )


@cache
def fitted_table() -> Mapping[str, Any]:
    """coefficients/page_text.json as it is shipped."""
    file = resources.files("retrieval") / "coefficients" / "page_text.json"
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return table


@cache
def fitted_trees() -> Trees:
    """The shipped model."""
    return trees(fitted_table()["lines"])


def body_lines(lines: Sequence[Line], model: Trees) -> list[int]:
    """The numbers of the body's lines, in order; none where no line looks like prose."""
    return best_body(model.probabilities(line_features(lines)), lines)


def best_body(probabilities: Floats, lines: Sequence[Line]) -> list[int]:
    """The stretch of lines with the highest expected F1 by words, less its unlikely lines.

    A set's expected F1 is 2·Σpw / (Σw in the set + Σpw over the page), a ratio; Dinkelbach's method turns the
    best ratio into a few best sums, each found in one pass.
    """
    words = np.array([len(line.words) + 2.0 for line in lines])  # a line break is worth two words
    expected = probabilities * words
    likely = probabilities >= LEAST
    ratio, chosen = 0.8, np.zeros(len(lines), dtype=bool)
    for _ in range(_ROUNDS):
        start, end = best_stretch((expected - words * ratio / 2).tolist())
        chosen = likely & (np.arange(len(lines)) >= start) & (np.arange(len(lines)) < end)
        found = 2 * expected[chosen].sum() / (words[chosen].sum() + expected.sum()) if chosen.any() else 0.0
        if abs(found - ratio) < 1e-4:
            break
        ratio = found
    return [int(number) for number in np.flatnonzero(chosen)]
