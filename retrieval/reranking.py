"""A second look at the first hits: they are read (retrieval/reader.py), and what was read joins what ranking knew.

Hits are read in their order until the patience is at its end, the next was ranked far behind, or no unread one is
likely to come near the first any more. A passage's relevance is the log-odds that it answers: the reader's, a
cross-encoder's, or the mean of both.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from retrieval.answer import Span
from retrieval.antecedent import Paragraphs, joined, lead_of
from retrieval.article import Passage
from retrieval.coefficients import Linear, Models, expect
from retrieval.dateline import dateline_end
from retrieval.features import Floats
from retrieval.glosses import find_glosses
from retrieval.objections import objections, years_asked
from retrieval.question import Question
from retrieval.ranking import Hit, best_first
from retrieval.reader import Marking, Reader
from retrieval.reasons import reasons_in

MOST_RELEVANCE = 25.0
"""Of log-odds, either way: beyond this a reader is no surer, and none may overrule everything else."""
HOPED = 12.0
"""Of log-odds: an unread hit is taken to become as sure as that at most, or as the first so far where it is surer. What
could not come near it so stays unread: a reading costs as much as all of retrieval (docs/evaluation.md).
"""
LEEWAY = 0.5
"""Of a score: a hit that could come so near the first is read as well, as copies and other articles of a story are."""
BEHIND = 4.5
"""Of log-odds of the first ranking: a hit so far behind its first is not read, as that changes no answer for the better
(docs/evaluation.md).
"""
DOUBTED = 4.0
"""Of log-odds: a first hit that is less sure may answer together with its title."""
LONGEST_TITLED = 600
"""Characters of a title and a passage that are read as one."""
UNREASONED = 0.0
"""Of log-odds: the most that a sentence without a reason's words has where a reason is asked for."""
OBJECTED = -10.0
"""Of log-odds: the most that a sentence has that something speaks against (retrieval/objections.py)."""

READ_PASSAGE_FEATURES = ("score", "unread", "relevance")
READ_SENTENCE_FEATURES = ("score", "relevance")


@dataclass(frozen=True)
class Patience:
    """How long hits are read."""

    passages: int = 8
    seconds: float = 0.25


class Marker(Protocol):
    """What a reader does with passages. A fitting script keeps what it marked."""

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        """The best span of each sentence of a passage."""


@dataclass(frozen=True)
class InContext:
    """A reader that is told what stands before a short passage and, where it was trained so, the article's title."""

    reader: Reader
    library: Paragraphs

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        """The best span of each sentence of a passage. Raises LibraryDamaged where the paragraph before is."""
        return self.reader.mark(
            question, passage.text, sentences, lead=lead_of(passage, self.library, titled=self.reader.leads)
        )


@dataclass(frozen=True)
class InTwoWordings:
    """A reader that is asked a question in other words as well; of both, the mean counts."""

    marker: Marker
    other: str

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        """The best span of each sentence, by the wording that is surer of it. Raises LibraryDamaged."""
        ways = [self.marker.mark(wording, passage, sentences) for wording in (question, self.other)]
        surer = np.argmax([way.scores for way in ways], axis=0)
        highlights = tuple(ways[way].highlights[place] for place, way in enumerate(surer.tolist()))
        return Marking(np.mean([way.scores for way in ways], axis=0), highlights)


@dataclass(frozen=True)
class OfReasons:
    """A reader that is asked for a reason: of a sentence in which no word begins one it is never sure."""

    marker: Marker

    def mark(self, question: str, passage: Passage, sentences: Sequence[Span]) -> Marking:
        """The best span of each sentence. Raises LibraryDamaged."""
        marking = self.marker.mark(question, passage, sentences)
        reasons = reasons_in(passage, sentences)
        if not reasons:
            return marking
        most = [MOST_RELEVANCE if reason else UNREASONED for reason in reasons]
        return Marking(np.minimum(marking.scores, most), marking.highlights)


class TextMarker(Protocol):
    """What a reader does with any text."""

    def mark(self, question: str, text: str, sentences: Sequence[Span]) -> Marking:
        """The best span of each sentence of a text."""


class Judge(Protocol):
    """What a cross-encoder does."""

    def score(self, question: str, text: str) -> float:
        """How much the text answers the question, as log-odds."""


def reread(
    question: Question,
    hits: Sequence[Hit],
    coefficients: Models,
    *,
    reader: Marker | None,
    reranker: Judge | None,
    patience: Patience,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Hit]:
    """The hits, the first of them read, best first again, the newest of equals first.

    A reader is asked the sentence that asks alone: it was trained on questions of one.
    """
    model = expect(coefficients.passage, READ_PASSAGE_FEATURES)
    end = clock() + patience.seconds
    seen: list[Hit] = []
    for place, hit in enumerate(hits):
        if place >= patience.passages or hit.score < hits[0].score - BEHIND:
            break
        if seen and (clock() >= end or not _may_come_near(hit, seen, model)):
            break
        done = read(question, hit, reader, reranker)
        score = float(model.scores(read_passage_features([done]))[0])
        seen.append(replace(done, score=score, sentence_scores=_sentence_scores(done, coefficients.sentence)))
    rest = list(hits[len(seen) :])
    if rest:
        scores = model.scores(read_passage_features(rest))
        rest = [replace(hit, score=float(score)) for hit, score in zip(rest, scores, strict=True)]
    return best_first([*seen, *rest])


def with_title(question: Question, hits: Sequence[Hit], reader: TextMarker) -> list[Hit]:
    """The hits, the first with the relevance that it has together with its title where it is doubted and that is surer.

    News answers in titles: "JetBlue announces a deal to buy Spirit Airlines" stands above a text that says the company.
    """
    first = hits[0] if hits else None
    if first is None or first.relevance is None or first.relevance >= DOUBTED or first.reasons:
        return list(hits)
    title = first.passage.source.title
    if not title:
        return list(hits)
    told = first.passage.text[dateline_end(first.passage.text) :]
    if not told or objected(question, first)[first.best]:
        return list(hits)
    text = f"{joined(title, '', told)} {told}"[:LONGEST_TITLED]
    titled = reader.mark(question.core, text, ((0, len(text)),)).score
    return [replace(first, relevance=max(first.relevance, titled)), *hits[1:]]


def read_passage_features(hits: Sequence[Hit]) -> Floats:
    """The features of hits with their first scores, float64 (n, len(READ_PASSAGE_FEATURES))."""
    return np.array(
        [[hit.score, 1.0, 0.0] if hit.relevance is None else [hit.score, 0.0, clipped(hit.relevance)] for hit in hits]
    ).reshape(len(hits), len(READ_PASSAGE_FEATURES))


def read_sentence_features(hit: Hit, marking: Marking) -> Floats:
    """The features of a read hit's sentences, float64 (s, len(READ_SENTENCE_FEATURES))."""
    return np.column_stack((hit.sentence_scores, np.clip(marking.scores, -MOST_RELEVANCE, MOST_RELEVANCE)))


def clipped(relevance: float) -> float:
    """A relevance within what may count."""
    return float(np.clip(relevance, -MOST_RELEVANCE, MOST_RELEVANCE))


def _may_come_near(hit: Hit, seen: Sequence[Hit], model: Linear) -> bool:
    """Whether an unread hit is likely to come near the best of those that were read."""
    best = max(seen, key=lambda other: other.score)
    hoped = replace(hit, relevance=max(HOPED, best.relevance or 0.0))
    return float(model.scores(read_passage_features([hoped]))[0]) > best.score - LEEWAY


def read(question: Question, hit: Hit, reader: Marker | None, reranker: Judge | None = None) -> Hit:
    """The hit with what they make of it; a reader is never sure of a sentence that something speaks against.

    Raises LibraryDamaged.
    """
    marking = reader.mark(question.core, hit.passage, hit.spans) if reader is not None else None
    if marking is not None:
        most = np.where(objected(question, hit), OBJECTED, np.inf)
        scores = np.minimum(marking.scores + max(0.0, hit.least - marking.score), most)
        marking = Marking(scores, marking.highlights)
    found = [marking.score] if marking is not None else []
    if reranker is not None:
        found.append(reranker.score(question.text, hit.passage.text))
    return replace(hit, marking=marking, relevance=sum(found) / len(found) if found else None)


def objected(question: Question, hit: Hit) -> list[bool]:
    """Whether something speaks against each sentence of a hit."""
    glosses = find_glosses(hit.passage, hit.spans) if years_asked(question) else ()
    return objections(question, hit.passage, hit.spans, glosses)


def _sentence_scores(hit: Hit, model: Linear) -> Floats:
    if hit.marking is None:
        return hit.sentence_scores
    return expect(model, READ_SENTENCE_FEATURES).scores(read_sentence_features(hit, hit.marking))
