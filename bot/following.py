"""An answerer that follows its library: to another encoder, and to another library in its place.

What was only reindexed the library itself follows. Here it is opened anew, with the encoder that it was made with, when
it says that it must be. Knows nothing of settings: how to open is the caller's affair.
"""

import datetime
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.answer import Answer
from retrieval.article import Passage
from retrieval.catalogue import Catalogue
from retrieval.context import Context
from retrieval.errors import LibraryForeign, LibraryReplaced
from retrieval.library import Library, Summary, Vector
from retrieval.news import News
from retrieval.proving import Proof
from retrieval.verifying import Verdict


class Answerer(Protocol):
    """Answers questions. Thread-safe."""

    def answer(self, text: str, /, *, after: Context | None = None, today: datetime.date | None = None) -> Answer:
        """What the library says to the question, which may lean on what was asked before. Raises QuotedError.

        "Last week" counts from `today`, by default the day in UTC.
        """

    def news(self, text: str, /, *, known: Sequence[str] | None) -> News:
        """What answers the question and was not known; None at the first time. Raises QuotedError."""

    def verify(self, text: str, /) -> Verdict | Proof:
        """What became of a quotation or a receipt. Raises QuotedError; ClaimError for what can't be checked."""

    def vector(self, text: str, /) -> Vector:
        """The question's vector, float32 (d,), of unit length."""

    @property
    def encoder(self) -> str:
        """The fingerprint of what encodes questions."""


Open = Callable[[], tuple[Answerer, Library]]
"""Opens the answerer of the library in force. Raises QuotedError."""


@dataclass(frozen=True)
class _Opened:
    answerer: Answerer
    library: Library


class Following:
    """An answerer with its library, opened again when it must be. Thread-safe.

    A question that finds the library gone and no other that can be opened gets the reason; the next one tries again.
    """

    def __init__(self, open_: Open) -> None:
        """Open it for the first time. Raises as `open_` does."""
        self._open = open_
        self._opening = threading.Lock()
        self._opened = _Opened(*open_())
        self._left: Library | None = None  # the one before, which others may still be reading

    def answer(self, text: str, /, *, after: Context | None = None, today: datetime.date | None = None) -> Answer:
        """What the library in force says to the question, which may lean on the one before. Raises QuotedError."""
        opened = self._opened
        try:
            return opened.answerer.answer(text, after=after, today=today)
        except (LibraryForeign, LibraryReplaced):
            return self._after(opened).answerer.answer(text, after=after, today=today)

    def news(self, text: str, /, *, known: Sequence[str] | None) -> News:
        """What in the library in force answers the question and was not known. Raises QuotedError."""
        opened = self._opened
        try:
            return opened.answerer.news(text, known=known)
        except (LibraryForeign, LibraryReplaced):
            return self._after(opened).answerer.news(text, known=known)

    def verify(self, text: str, /) -> Verdict | Proof:
        """What became of a quotation or a receipt in the library in force. Raises QuotedError."""
        opened = self._opened
        try:
            return opened.answerer.verify(text)
        except (LibraryForeign, LibraryReplaced):
            return self._after(opened).answerer.verify(text)

    def vector(self, text: str, /) -> Vector:
        """The question's vector under the encoder in force, float32 (d,), of unit length."""
        return self._opened.answerer.vector(text)

    @property
    def encoder(self) -> str:
        """The fingerprint of the encoder in force."""
        return self._opened.answerer.encoder

    def passage(self, id: int) -> Passage | None:
        """The passage with this id; None when it left. Raises QuotedError."""
        return self._opened.library.passage(id)

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises QuotedError."""
        return self._opened.library.paragraphs(article, first, last)

    def summary(self) -> Summary:
        """What is indexed. Raises QuotedError."""
        return self._opened.library.summary()

    @property
    def catalogue(self) -> Catalogue:
        """What is indexed, listed."""
        return self._opened.library.catalogue

    def close(self) -> None:
        """Release files."""
        self._opened.library.close()
        if self._left is not None:
            self._left.close()

    def _after(self, used: _Opened) -> _Opened:
        """What is open after this one, opened by the first thread that asks."""
        with self._opening:
            if self._opened is used:
                self._opened = _Opened(*self._open())
                if self._left is not None:
                    self._left.close()
                self._left = used.library
            return self._opened
