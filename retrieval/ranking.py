"""Candidates to hits: one score a passage, best first, each with its best sentence.

A passage's score is linear in its features (retrieval/features.py), and so is a sentence's; the weights are fitted as
conditional logits, so that a score's difference is the log-odds of one passage of a question against another.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.coefficients import Coefficients, expect
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Evidence, Floats, gather
from retrieval.library import Candidate, Candidates, Vector
from retrieval.question import Question
from retrieval.reader import Marking


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

    @property
    def best(self) -> int:
        """The index of the sentence that speaks most to the question."""
        return int(np.argmax(self.sentence_scores))

    @property
    def sentence(self) -> Span:
        """That sentence's span."""
        return self.spans[self.best]


def rank(question: Question, vector: Vector, candidates: Candidates, coefficients: Coefficients) -> list[Hit]:
    """The candidates as hits, best first; equals in the library's order."""
    if not candidates.found or not question.terms:
        return []
    evidence = gather(question, vector, candidates, coefficients.background)
    passages = expect(coefficients.passage, PASSAGE_FEATURES).scores(evidence.passages)
    sentences = expect(coefficients.sentence, SENTENCE_FEATURES).scores(evidence.sentences)
    order = np.argsort(-passages, kind="stable")
    return [
        _hit(
            question,
            candidates.found[i],
            score=float(passages[i]),
            place=int(i),
            evidence=evidence,
            sentences=sentences,
        )
        for i in order
    ]


def _hit(
    question: Question, candidate: Candidate, *, score: float, place: int, evidence: Evidence, sentences: Floats
) -> Hit:
    own = evidence.owner == place
    absent = ~evidence.presence[place]
    share = evidence.idf / evidence.idf.sum()
    return Hit(
        passage=candidate.passage,
        score=score,
        features=evidence.passages[place],
        spans=candidate.embedding.spans or ((0, len(candidate.passage.text)),),
        sentence_scores=sentences[own],
        sentence_features=evidence.sentences[own],
        missing=tuple(term for term, gone in zip(question.terms, absent, strict=True) if gone),
        heaviest_missing=float(np.max(share[absent], initial=0.0)),
    )
