"""THE LINE for a receipt: whether the words that it was given for still stand, letter for letter, and where.

The words are looked for where they were, then wherever the same paragraph stands now, then in the whole article. Knows
no Telegram.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from retrieval.answer import Span
from retrieval.article import Passage
from retrieval.library import Library
from retrieval.receipt import Receipt, words_code
from retrieval.sentences import sentence_spans

LAST = 1 << 20
"""Beyond the number of any paragraph."""


class Fate(StrEnum):
    """What became of the quoted words."""

    STANDS = "stands"
    ALTERED = "altered"  # the article is there and the words are not
    GONE = "gone"  # neither is


@dataclass(frozen=True)
class Proof:
    """What became of a quotation, and where."""

    receipt: Receipt
    fate: Fate
    passage: Passage | None = None  # with the words; where altered, the one of the old number, if any
    words: Span | None = None  # in the passage's text; None but where they stand

    @property
    def moved(self) -> bool:
        """Whether the paragraph has another number now."""
        if self.fate is not Fate.STANDS or self.passage is None:
            return False
        return self.receipt.number not in (0, self.passage.paragraph)


def prove(receipt: Receipt, library: Library) -> Proof:
    """What became of the words of this receipt. Raises LibraryDamaged when a paragraph fails its hash."""
    first, last = receipt.keys
    articles = [source.id for source in library.catalogue.keyed(first, last)]
    same = library.catalogue.hashed(receipt.text)
    same.sort(key=lambda passage: (passage.source.id not in articles, passage.paragraph != receipt.number))
    found = _standing(receipt, same)
    for article in articles:
        found = found or _standing(receipt, library.paragraphs(article, 1, LAST))
    if found is not None:
        return Proof(receipt, Fate.STANDS, *found)
    if not articles:
        return Proof(receipt, Fate.GONE)
    there = library.paragraphs(articles[0], 1, LAST)
    return Proof(receipt, Fate.ALTERED, next((p for p in there if p.paragraph == max(1, receipt.number)), None))


def proof_record(proof: Proof) -> dict[str, Any]:
    """A proof as the JSON object that other tools rely on (docs/formats.md)."""
    return {
        "receipt": str(proof.receipt),
        "standing": proof.fate.value,
        **({"at": place_record(proof.passage)} if proof.passage else {}),
        "spans": [list(proof.words)] if proof.words else [],
        "moved": proof.moved,
    }


def place_record(passage: Passage) -> dict[str, Any]:
    """Where some words stand, for JSON."""
    source = passage.source
    return {
        "article": source.id,
        "paragraph": passage.paragraph,
        "paragraphs": passage.paragraphs,
        "text": passage.text,
        "sha256": passage.sha256,
        "title": source.title,
        "outlet": source.outlet,
        "author": source.author,
        "published": source.published.isoformat() if source.published else "",
        "url": source.url,
        "file": source.file,
    }


def _standing(receipt: Receipt, passages: Iterable[Passage]) -> tuple[Passage, Span] | None:
    """The first passage that has the words, and where."""
    for passage in passages:
        for start, end in _sentences(passage.text):
            if words_code(passage.text[start:end]) == receipt.words:
                return passage, (start, end)
    return None


def _sentences(text: str) -> Iterator[Span]:
    """Each sentence, then neighbouring ones together: what was one sentence may be cut otherwise some day."""
    spans = sentence_spans(text)
    yield from spans
    yield from ((one[0], other[1]) for i, one in enumerate(spans) for other in spans[i + 1 :])
    yield 0, len(text)
