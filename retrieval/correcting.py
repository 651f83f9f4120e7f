"""THE LINE for a quotation that was shown: does it still stand, and if not, what does its source say now.

A quotation stands as long as its source has its words, whatever happened to the file, the paragraph's number or the
typography around them. Knows no Telegram, and not who was shown what.
"""

from dataclasses import dataclass
from typing import Protocol

from retrieval.answer import Quote, Span
from retrieval.article import Passage, article_key
from retrieval.catalogue import Catalogue
from retrieval.proving import LAST, Fate
from retrieval.sentences import sentence_spans
from retrieval.verifying import Standing, compare


class Sources(Protocol):
    """Where quotations are looked for: a part of a Library."""

    def passage(self, id: int) -> Passage | None:
        """The passage with this id; None when it left."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist."""

    @property
    def catalogue(self) -> Catalogue:
        """What bears a key or a hash."""


@dataclass(frozen=True)
class Quotation:
    """A quote's sentence as it was shown: all that it takes to look for it again."""

    passage: int  # the passage's id
    article: str
    paragraph: int
    sha256: str  # of the paragraph
    title: str
    outlet: str
    words: str

    @classmethod
    def of(cls, quote: Quote) -> "Quotation":
        """What is kept of a quote."""
        passage, source = quote.passage, quote.passage.source
        words = quote.text[slice(*quote.sentence)]
        return cls(passage.id, source.id, passage.paragraph, passage.sha256, source.title, source.outlet, words)


@dataclass(frozen=True)
class Correction:
    """What became of a quotation that no longer stands."""

    fate: Fate  # ALTERED where the article is there, else GONE
    now: Quote | None = None  # the sentences in its place, what differs highlighted; None where nothing is like it


def correction_of(quotation: Quotation, library: Sources) -> Correction | None:
    """What became of the words; None where they stand. Raises LibraryDamaged when a paragraph fails its hash."""
    passage = library.passage(quotation.passage)
    if passage is not None and passage.sha256 == quotation.sha256:
        return None
    article = library.paragraphs(quotation.article, 1, LAST)
    if any(quotation.words in there.text for there in article) or _moved(quotation, library):
        return None
    key = article_key(quotation.article)
    if all(source.id != quotation.article for source in library.catalogue.keyed(key, key)):
        return Correction(Fate.GONE)
    verdict = compare(quotation.words, article)
    if verdict.standing in (Standing.EXACT, Standing.TYPOGRAPHY):
        return None
    if verdict.passage is None or not verdict.spans:
        return Correction(Fate.ALTERED)
    stands = verdict.spans[0][0], verdict.spans[-1][1]
    changed = next((change.span for change in verdict.changes if change.span[0] < change.span[1]), stands)
    return Correction(Fate.ALTERED, _quote(verdict.passage, stands, changed))


def _moved(quotation: Quotation, library: Sources) -> bool:
    """Whether the same paragraph stands in an article of another id that is the same but for its file's name."""
    return any(
        (passage.source.title, passage.source.outlet) == (quotation.title, quotation.outlet)
        for passage in library.catalogue.hashed(quotation.sha256)
    )


def _quote(passage: Passage, stands: Span, changed: Span) -> Quote:
    """The whole sentences that hold these words, the change in them highlighted."""
    spans = [span for span in sentence_spans(passage.text) if span[0] < stands[1] and stands[0] < span[1]] or [stands]
    sentence = spans[0][0], spans[-1][1]
    within = sentence[0] <= changed[0] and changed[1] <= sentence[1]
    return Quote(passage, sentence, changed if within else stands, 0.0)
