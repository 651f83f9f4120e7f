"""Candidates to hits: one score a passage, best first, each with its best sentence.

A passage's score is linear in its features (retrieval/features.py), and so is a sentence's; the weights are fitted as
conditional logits, so that a score's difference is the log-odds of one passage of a question against another.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.coefficients import Coefficients, expect
from retrieval.dates import AskedTime
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Floats, gather
from retrieval.library import Candidates, Vector
from retrieval.objections import objections
from retrieval.question import Question
from retrieval.reader import Marking
from retrieval.reasons import Reason
from retrieval.timeliness import timeliness

OBJECTED = 6.0
"""Of log-odds, what a sentence loses that something speaks against (retrieval/objections.py)."""
LOOKED_AT = 16
"""First hits whose sentences are looked at for what speaks against them."""
EQUAL_DIGITS = 2
"""Of log-odds: scores that are the same to so many digits are equal."""


@dataclass(frozen=True, eq=False)
class Hit:
    """A passage in its place, and the sentence of it that speaks most to the question."""

    passage: Passage
    score: float
    features: Floats  # float64 (len(PASSAGE_FEATURES),)
    spans: tuple[Span, ...]  # of the passage's sentences
    sentence_scores: Floats  # float64 (s,)
    sentence_features: Floats  # float64 (s, len(SENTENCE_FEATURES))
    missing: tuple[str, ...]  # the question's terms that neither passage nor title has
    heaviest_missing: float  # share of the question's idf that the rarest of them has
    relevance: float | None = None  # log-odds that it answers, of those who read it; None before that
    marking: Marking | None = None  # what a reader marked in it
    reasons: tuple[Reason | None, ...] = ()  # that its sentences tell, where a question that only asks wants one
    nearest: int = 0  # the index of the sentence nearest to the question, whatever speaks against it
    least: float = -np.inf  # log-odds that it answers, by where it stands, whatever a reader makes of it

    @property
    def best(self) -> int:
        """The index of the sentence that speaks most to the question."""
        return int(np.argmax(self.sentence_scores))

    @property
    def sentence(self) -> Span:
        """That sentence's span."""
        return self.spans[self.best]


def rank(
    question: Question,
    vector: Vector,
    candidates: Candidates,
    coefficients: Coefficients,
    *,
    asked: AskedTime | None = None,
    today: datetime.date | None = None,
) -> list[Hit]:
    """The candidates as hits, best first, the newest of equals first; those of the time that is asked about gain, and
    so do fresh ones on the day of the question.
    """
    if not candidates.found or not question.terms:
        return []
    evidence = gather(question, vector, candidates, coefficients.background, asked=asked)
    models = coefficients.ranking(question.language)
    passages = expect(models.passage, PASSAGE_FEATURES).scores(evidence.passages)
    passages += timeliness([candidate.passage for candidate in candidates.found], asked, today)
    sentences = expect(models.sentence, SENTENCE_FEATURES).scores(evidence.sentences)
    starts = np.searchsorted(evidence.owner, np.arange(len(candidates.found) + 1))
    absent = ~evidence.presence
    heaviest = np.max(np.where(absent, evidence.idf / evidence.idf.sum(), 0.0), axis=1)
    hits = []
    for i in range(len(candidates.found)):
        candidate, own = candidates.found[i], slice(starts[i], starts[i + 1])
        spans = candidate.embedding.spans or ((0, len(candidate.passage.text)),)
        hits.append(
            Hit(
                passage=candidate.passage,
                score=float(passages[i]),
                features=evidence.passages[i],
                spans=spans,
                sentence_scores=sentences[own],
                sentence_features=evidence.sentences[own],
                missing=tuple(compress(question.terms, absent[i].tolist())),
                heaviest_missing=float(heaviest[i]),
                nearest=int(np.argmax(sentences[own])),
            )
        )
    ranked = best_first(hits)
    return [*(_less_objected(question, hit) for hit in ranked[:LOOKED_AT]), *ranked[LOOKED_AT:]]


def _less_objected(question: Question, hit: Hit) -> Hit:
    """The hit, its sentences less likely that something speaks against."""
    against = objections(question, hit.passage, hit.spans)
    return replace(hit, sentence_scores=hit.sentence_scores - OBJECTED * np.array(against)) if any(against) else hit


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """The hits by score, the newest of equals first; else in the order in which they came."""
    return sorted(hits, key=_place)


def _place(hit: Hit) -> tuple[float, int]:
    published = hit.passage.source.published
    return -round(hit.score, EQUAL_DIGITS), -(published.toordinal() if published else 0)
