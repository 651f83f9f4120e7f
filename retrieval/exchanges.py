"""In an interview, a chat or a list of questions and answers, what answers stands below the question that asks it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from retrieval.antecedent import Paragraphs
from retrieval.article import Passage
from retrieval.features import SENTENCE_FEATURES
from retrieval.objections import asks_too
from retrieval.question import Question
from retrieval.ranking import Hit, best_first
from retrieval.sentences import sentence_spans

LOOKED_AT = 8
"""Hits of which what stands below them is looked at."""
REACH = 3
"""Paragraphs below a question in which its answer begins."""
OF_ITS_ANSWER = 0.5
"""Of log-odds, by which the answer stays behind what its question had."""
ANSWERS = 6.0
"""Of log-odds that it answers: what stands below the very question."""
THE_VERY = 0.85
"""The share of the question's words, by their weight, that the very question has."""
AT_ONCE = 4.0
"""Of log-odds a sentence, by which each that stands further below the very question is less likely to answer it."""
OF_A_QUESTION = 1.0
"""What a passage loses that only asks what the one below it answers."""


def with_answers(question: Question, hits: Sequence[Hit], library: Paragraphs) -> list[Hit]:
    """The hits, best first: in the place of one that ends with the question asked is what stands below it.

    Raises LibraryDamaged.
    """
    found = {hit.passage.id: hit for hit in hits}
    for hit in hits[:LOOKED_AT]:
        if not _ends_asking(question, hit):
            continue
        below = _below(question, hit.passage, library)
        if below is None:
            continue
        found[hit.passage.id] = replace(hit, score=hit.score - OF_A_QUESTION)
        known = found.get(below.id)
        if known is None or known.score < hit.score - OF_ITS_ANSWER:
            found[below.id] = _answering(hit, below)
    return best_first(found.values())


def _ends_asking(question: Question, hit: Hit) -> bool:
    """Whether the sentence that speaks most to the question asks itself, and no sentence behind it tells something."""
    return all(asks_too(question, hit.passage, span) for span in hit.spans[hit.nearest :])


def _below(question: Question, passage: Passage, library: Paragraphs) -> Passage | None:
    """The next paragraph that tells something; None where none of the next few does."""
    for other in library.paragraphs(passage.source.id, passage.paragraph + 1, passage.paragraph + REACH):
        if not all(asks_too(question, other, span) for span in sentence_spans(other.text)):
            return other
    return None


def _answering(hit: Hit, passage: Passage) -> Hit:
    """A hit of the passage below: it has what its question had, and its first sentence is the likeliest."""
    spans = sentence_spans(passage.text)
    least = _least(hit)
    step = AT_ONCE if least == ANSWERS else 1.0
    return replace(
        hit,
        passage=passage,
        score=hit.score - OF_ITS_ANSWER,
        spans=spans,
        sentence_scores=-step * np.arange(len(spans), dtype=np.float64),
        least=least,
        sentence_features=np.tile(hit.sentence_features[hit.nearest], (len(spans), 1)),
    )


def _least(asking: Hit) -> float:
    """How sure it is, by the question alone, that what stands below it answers."""
    coverage = float(asking.sentence_features[asking.nearest][SENTENCE_FEATURES.index("coverage")])
    return ANSWERS if coverage >= THE_VERY else -np.inf
