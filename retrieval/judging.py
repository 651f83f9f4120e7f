"""How sure: the probability that the first hit's sentence answers the question.

A logistic regression over a few things that the first hits show, fitted on questions with and without an answer
(benchmarks/fit_answers.py). Its output is calibrated: of the answers given with .8, eight in ten are right. More
features than these judged no better on articles that the fit had not seen. Questions in other languages have a
judge of their own: an encoder that learned English finds less likeness there, and says as much with it.
"""

from collections.abc import Sequence

import numpy as np

from retrieval.coefficients import Coefficients, expect
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Floats
from retrieval.ranking import Hit
from retrieval.reranking import MOST_RELEVANCE, clipped

MOST_MARGIN = 5.0
"""Of log-odds. A lead beyond this says no more, and a lone hit has just this."""

_OF_PASSAGE = ("cosine", "best_sentence_coverage_with_title", "length")
_OF_SENTENCE = ("cosine", "coverage_with_title")
JUDGE_FEATURES = (
    *(f"passage_{name}" for name in _OF_PASSAGE),
    *(f"sentence_{name}" for name in _OF_SENTENCE),
    "score",
    "margin",
    "heaviest_missing",
)
READ_JUDGE_FEATURES = (*JUDGE_FEATURES, "relevance", "relevance_of_sentence", "relevance_lead")


def judge_features(hits: Sequence[Hit]) -> Floats:
    """The features of a question's hits, float64 (len(JUDGE_FEATURES),). There is at least one hit."""
    first = hits[0]
    sentence = first.sentence_features[first.best]
    second = next((hit for hit in hits[1:] if hit.passage.sha256 != first.passage.sha256), None)
    margin = MOST_MARGIN if second is None else min(MOST_MARGIN, first.score - second.score)
    return np.array(
        [
            *(first.features[PASSAGE_FEATURES.index(name)] for name in _OF_PASSAGE),
            *(sentence[SENTENCE_FEATURES.index(name)] for name in _OF_SENTENCE),
            first.score,
            margin,
            first.heaviest_missing,
        ]
    )


def read_judge_features(hits: Sequence[Hit]) -> Floats:
    """The features of hits of which the first ones were read, float64 (len(READ_JUDGE_FEATURES),)."""
    first = hits[0]
    relevance = clipped(first.relevance if first.relevance is not None else -MOST_RELEVANCE)
    others = [hit.relevance for hit in hits[1:] if hit.relevance is not None]
    sentence = first.marking.scores[first.best] if first.marking is not None else relevance
    lead = clipped(relevance - clipped(max(others))) if others else MOST_RELEVANCE
    return np.array([*judge_features(hits), relevance, clipped(float(sentence)), lead])


def confidence(hits: Sequence[Hit], coefficients: Coefficients, *, language: str = "en", less: float = 0.0) -> float:
    """The probability that the first hit's sentence answers, 0 to 1; 0 without hits.

    `language` is the question's, ISO 639-1. `less` log-odds are taken off for what speaks against it and no feature
    shows.
    """
    if not hits:
        return 0.0
    if any(hit.relevance is not None for hit in hits):
        row = read_judge_features(hits)
        logit = expect(coefficients.reading.judge, READ_JUDGE_FEATURES).scores(row[None, :])[0]
    else:
        judge = coefficients.ranking(language).judge
        logit = expect(judge, JUDGE_FEATURES).scores(judge_features(hits)[None, :])[0]
    return float(1.0 / (1.0 + np.exp(less - logit)))
