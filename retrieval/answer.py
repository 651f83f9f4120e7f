"""Answers: what people get. An answer is made of quotes, and a quote is a passage and offsets into it.

There is no field for words of our own: what is shown is always a slice of a stored paragraph.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from retrieval.article import Passage, Source
from retrieval.period import Period
from retrieval.receipt import Receipt

Span = tuple[int, int]
"""Start and end of some words in a text, in characters (code points), end exclusive."""


@dataclass(frozen=True)
class Gloss:
    """The calendar time that relative words of a paragraph mean: said beside the quote, never in it."""

    span: Span  # of the words, in the paragraph
    period: Period
    about: bool = False  # the words round


class Outcome(StrEnum):
    """Whether the first quote is offered as an answer."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Quote:
    """The words of a passage that answer: a sentence, and in it the words to highlight."""

    passage: Passage
    sentence: Span
    highlight: Span  # within the sentence; the whole sentence where no shorter span is sure
    score: float
    missing: tuple[str, ...] = ()  # words of the question, as asked, that neither the passage nor its title has
    glosses: tuple[Gloss, ...] = ()  # of the paragraph, in reading order
    also_in: tuple[Source, ...] = ()  # other outlets' articles with a copy of the paragraph, newest first
    before: Passage | None = None  # the paragraph before, where the sentence begins with "he", who is named there

    @property
    def text(self) -> str:
        """The whole paragraph, verbatim."""
        return self.passage.text


@dataclass(frozen=True)
class Ranked:
    """A passage's place in the ranking, by its article and paragraph."""

    article: str
    paragraph: int
    score: float


@dataclass(frozen=True)
class Coverage:
    """What the library does hold near a question that it can't answer."""

    until: datetime.date | None  # of its newest article, where the question asks about a later time
    names: tuple[tuple[str, int], ...]  # the question's names, as asked, and how many articles have them


@dataclass(frozen=True)
class About:
    """What a question that leans on the one before it was understood to ask."""

    question: str  # with the words that it leaves out
    words: tuple[str, ...]  # those words, carried over; none where only the article before was
    article: str  # that the answer before quoted; "" for none
    title: str


@dataclass(frozen=True)
class Respelled:
    """What a question with words that no article has was taken to ask."""

    question: str  # with words of articles for these
    words: tuple[tuple[str, str], ...]  # as asked, as read


@dataclass(frozen=True)
class Answer:
    """What the library says to a question, and how sure that is."""

    question: str
    outcome: Outcome
    confidence: float  # the calibrated probability that the first quote answers, 0 to 1
    quotes: tuple[Quote, ...]  # best first; empty when not found
    closest: tuple[Quote, ...]  # shown when not found, never as an answer
    candidates: tuple[Ranked, ...]  # the 20 best passages, whatever the outcome
    took_ms: Mapping[str, float]  # "encode", "search", "read", "total"
    coverage: Coverage | None = None  # when not found, where there is something to say
    newer: Quote | None = None  # of a later article of the first quote's story, which may answer as well
    differ: tuple[Quote, ...] = ()  # the first quote and one whose figure contradicts it, by date; or none
    about: About | None = None  # where the question was taken to lean on the one before it
    respelled: Respelled | None = None  # where words of it were read as others that are spelled nearly like them

    @property
    def understood(self) -> str:
        """The question as it was taken: with what it leans on, and with words read as others."""
        return self.about.question if self.about else self.respelled.question if self.respelled else self.question


def by_date(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes, oldest first; those without a date before them."""
    return tuple(sorted(quotes, key=lambda quote: quote.passage.source.published or datetime.date.min))


def gloss_record(gloss: Gloss) -> dict[str, Any]:
    """A gloss as a JSON object (docs/formats.md)."""
    first, last = gloss.period.first.isoformat(), gloss.period.last.isoformat()
    return {"span": list(gloss.span), "first": first, "last": last, "about": gloss.about}


def quote_record(quote: Quote) -> dict[str, Any]:
    """A quote as the JSON object that other tools rely on (docs/formats.md)."""
    source = quote.passage.source
    page = {} if quote.passage.page is None else {"page": quote.passage.page}
    return {
        "article": source.id,
        "paragraph": quote.passage.paragraph,
        **page,
        "text": quote.text,
        "sentence": list(quote.sentence),
        "highlight": list(quote.highlight),
        "title": source.title,
        "outlet": source.outlet,
        "author": source.author,
        "published": source.published.isoformat() if source.published else "",
        "url": source.url,
        "file": source.file,
        "sha256": quote.passage.sha256,
        "score": round(quote.score, 4),
        "missing": list(quote.missing),
        "receipt": str(Receipt.of(quote.passage, quote.sentence)),
        "glosses": [gloss_record(gloss) for gloss in quote.glosses],
        "also_in": [source_record(source) for source in quote.also_in],
        **({"before": {"paragraph": quote.before.paragraph, "text": quote.before.text}} if quote.before else {}),
    }


def source_record(source: Source) -> dict[str, Any]:
    """The source of a copy as a JSON object (docs/formats.md)."""
    published = source.published.isoformat() if source.published else ""
    return {"article": source.id, "outlet": source.outlet, "title": source.title, "published": published}


def coverage_record(coverage: Coverage) -> dict[str, Any]:
    """A coverage as a JSON object (docs/formats.md)."""
    until = {"until": coverage.until.isoformat()} if coverage.until else {}
    return {**until, "names": [{"name": name, "articles": articles} for name, articles in coverage.names]}


def about_record(about: About) -> dict[str, Any]:
    """What was understood, as a JSON object (docs/formats.md)."""
    article = {"article": about.article, "title": about.title} if about.article else {}
    return {"question": about.question, "words": list(about.words), **article}


def respelled_record(respelled: Respelled) -> dict[str, Any]:
    """What words were read as, as a JSON object (docs/formats.md)."""
    words = [{"asked": asked, "read": read} for asked, read in respelled.words]
    return {"question": respelled.question, "words": words}


def answer_record(answer: Answer, *, id: str = "") -> dict[str, Any]:
    """An answer as the JSON object that other tools rely on (docs/formats.md)."""
    return {
        "id": id,
        "question": answer.question,
        "outcome": answer.outcome.value,
        "confidence": round(answer.confidence, 4),
        "quotes": [quote_record(quote) for quote in answer.quotes],
        "candidates": [
            {"article": c.article, "paragraph": c.paragraph, "score": round(c.score, 4)} for c in answer.candidates
        ],
        "closest": [quote_record(quote) for quote in answer.closest],
        "took_ms": {step: round(ms, 2) for step, ms in answer.took_ms.items()},
        **({"coverage": coverage_record(answer.coverage)} if answer.coverage else {}),
        **({"newer": quote_record(answer.newer)} if answer.newer else {}),
        **({"differ": [quote_record(quote) for quote in answer.differ]} if answer.differ else {}),
        **({"about": about_record(answer.about)} if answer.about else {}),
        **({"respelled": respelled_record(answer.respelled)} if answer.respelled else {}),
    }
