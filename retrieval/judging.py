"""How sure: the probability that the first hit's sentence answers the question.

A logistic regression over what the first hits look like together, fitted on questions with and without an answer
(benchmarks/fit_answers.py). Its output is calibrated: of the answers given with .8, eight in ten are right.
"""

from collections.abc import Sequence

import numpy as np

from retrieval.coefficients import Coefficients, expect
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Floats
from retrieval.question import Question
from retrieval.ranking import Hit

MOST_MARGIN = 5.0
"""Of log-odds. A lead beyond this says no more, and a lone hit has just this."""

JUDGE_FEATURES = (
    *(f"passage_{name}" for name in PASSAGE_FEATURES),
    *(f"sentence_{name}" for name in SENTENCE_FEATURES),
    "score",
    "margin",
    "sentence_margin",
    "heaviest_missing",
    "same_article",
    "terms",
)


def judge_features(question: Question, hits: Sequence[Hit]) -> Floats:
    """The features of a question's first hits, float64 (len(JUDGE_FEATURES),). There is at least one hit."""
    first = hits[0]
    others = [hit for hit in hits[1:] if hit.passage.sha256 != first.passage.sha256]
    rest = np.sort(first.sentence_scores)[::-1][1:]
    neighbours = [float(hit.passage.source.id == first.passage.source.id) for hit in hits[1:5]]
    together = np.array(
        [
            first.score,
            min(MOST_MARGIN, first.score - others[0].score) if others else MOST_MARGIN,
            min(MOST_MARGIN, first.sentence_scores[first.best] - rest[0]) if len(rest) else MOST_MARGIN,
            first.heaviest_missing,
            np.mean(neighbours or [1.0]),
            np.log1p(len(question.terms)),
        ]
    )
    return np.concatenate((first.features, first.sentence_features[first.best], together))


def confidence(question: Question, hits: Sequence[Hit], coefficients: Coefficients) -> float:
    """The probability that the first hit's sentence answers, 0 to 1; 0 without hits."""
    if not hits:
        return 0.0
    logit = expect(coefficients.judge, JUDGE_FEATURES).scores(judge_features(question, hits)[None, :])[0]
    return float(1.0 / (1.0 + np.exp(-logit)))
