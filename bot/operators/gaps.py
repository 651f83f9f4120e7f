"""What people asked in vain, grouped by meaning; and where no question is kept, which articles came near some.

Words are there only where privacy.question_days keeps them. Counts of the nearest articles are there in any case.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from bot.state import BotState, Question
from retrieval.article import Passage, Source
from retrieval.grouping import group
from retrieval.library import Vector

MOST_GROUPED = 1000
"""Wordings, the latest ones: grouping takes a second for so many."""
_ID_DIGITS = 12


@dataclass(frozen=True)
class Wording:
    """A question as it was asked, written alike but for case and its end."""

    text: str  # as it was asked last
    texts: tuple[str, ...]  # as it was kept each time
    last: float  # seconds since 1970

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that name it."""
        return hashlib.sha256(_plain(self.text).encode("utf-8", "replace")).hexdigest()[:_ID_DIGITS]


@dataclass(frozen=True)
class Gap:
    """Questions that ask for the same, and had no answer."""

    wordings: tuple[Wording, ...]  # the one asked most comes first

    @property
    def id(self) -> str:
        """That of the wording asked most."""
        return self.wordings[0].id

    @property
    def text(self) -> str:
        """The wording asked most."""
        return self.wordings[0].text

    @property
    def count(self) -> int:
        """How often it was asked, in whatever words."""
        return sum(len(wording.texts) for wording in self.wordings)

    @property
    def last(self) -> float:
        """When it was asked last, in seconds since 1970."""
        return max(wording.last for wording in self.wordings)


@dataclass(frozen=True)
class Gaps:
    """What was asked in vain."""

    found: tuple[Gap, ...]  # the one asked most often comes first
    left_out: int = 0  # earlier wordings, too many to be grouped

    def find(self, id: str) -> Gap | None:
        """The gap that one of whose wordings has this id."""
        return next((gap for gap in self.found if any(wording.id == id for wording in gap.wordings)), None)


@dataclass(frozen=True)
class Near:
    """An article that came nearest to questions without an answer."""

    article: str  # its id; "" where none came near
    source: Source | None  # None also where it has left
    questions: int


class Articles(Protocol):
    """Reads articles; a part of retrieval's Library."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist. Raises QuotedError."""


def nearest(state: BotState, articles: Articles, *, days: int, most: int) -> list[Near]:
    """The articles that came nearest to questions without an answer in so many days. Raises QuotedError."""
    found = []
    for article, questions in state.tallies.misses(days, most=most):
        first = articles.paragraphs(article, 1, 1) if article else []
        found.append(Near(article, first[0].source if first else None, questions))
    return found


@dataclass
class GapFinder:
    """Groups the questions that are kept. `vector` gives a question's vector, of unit length, and `encoder` the
    fingerprint of what encodes it, which may change at any time.

    Vectors are remembered, in memory, for as long as their questions are kept. Not thread-safe.
    """

    state: BotState
    vector: Callable[[str], Vector]
    encoder: Callable[[], str] = str  # "", of one that never changes
    _vectors: dict[str, Vector] = field(default_factory=dict)
    _encoded_by: str = ""

    def gaps(self) -> Gaps:
        """All of them. Raises StateError, and QuotedError as `vector` does."""
        wordings = _wordings(self.state.unanswered())
        newest = sorted(wordings, key=lambda wording: -wording.last)[:MOST_GROUPED]
        texts = [wording.text for wording in newest]
        found = [_gap([newest[index] for index in indices]) for indices in self._groups(texts)]
        found.sort(key=lambda gap: (-gap.count, -gap.last, gap.id))
        return Gaps(tuple(found), len(wordings) - len(newest))

    def dismiss(self, gap: Gap) -> None:
        """Forget its questions. Raises StateError."""
        self.state.dismiss({text for wording in gap.wordings for text in wording.texts})

    def _groups(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        return group(texts, np.stack(self._encoded(texts))) if texts else []

    def _encoded(self, texts: Sequence[str]) -> list[Vector]:
        """The texts' vectors, all by one encoder."""
        while True:
            encoder = self.encoder()
            known = self._vectors if encoder == self._encoded_by else {}
            self._vectors = {text: known[text] if text in known else self.vector(text) for text in texts}
            self._encoded_by = encoder
            if self.encoder() == encoder:
                return [self._vectors[text] for text in texts]


def _wordings(questions: Sequence[Question]) -> list[Wording]:
    """The questions, those that are written alike together. They come oldest first."""
    alike: dict[str, list[Question]] = {}
    for question in questions:
        alike.setdefault(_plain(question.text), []).append(question)
    return [Wording(own[-1].text, tuple(one.text for one in own), own[-1].at) for own in alike.values()]


def _gap(wordings: Sequence[Wording]) -> Gap:
    return Gap(tuple(sorted(wordings, key=lambda wording: (-len(wording.texts), -wording.last, wording.id))))


def _plain(text: str) -> str:
    """The text without what makes no other question of it."""
    return " ".join(text.split()).casefold().rstrip("?!.…؟ ")
