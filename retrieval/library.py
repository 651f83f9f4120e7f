"""The Protocol of a library of passages: what it can do, and what it guarantees.

Knows no engine. `embedded/` implements it on one machine; another engine is one more folder that passes
tests/contract/test_library.py.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.answer import Span
from retrieval.article import Article, Passage
from retrieval.catalogue import Catalogue

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Embedding:
    """A text's vectors under one encoder, all of unit length."""

    paragraph: Vector  # float32 (d,)
    sentences: Vector  # float32 (s, d), one row a sentence
    spans: tuple[Span, ...]  # s spans of the text, in order


@dataclass(frozen=True)
class FileChange:
    """What one file of the seeds now holds; no articles and no hash when it left."""

    file: str  # path under seeds/
    sha256: str  # of the file's bytes; "" when it left
    articles: tuple[Article, ...] = ()
    embeddings: Mapping[str, Embedding] | None = None  # by text hash; only texts that the library does not know
    stamp: str = ""  # what the indexer wants to remember of the file; the library only keeps it


@dataclass(frozen=True)
class Applied:
    """What a batch of file changes did."""

    added: int  # passages
    removed: int
    change: int  # the library's change number after it


@dataclass(frozen=True, eq=False)
class Candidate:
    """A passage that may answer, with what ranking needs to know of it."""

    passage: Passage
    embedding: Embedding
    cosine: float  # of the question and the paragraph
    words: bytes = b""  # its words, as retrieval/analysis.py packs them; empty where the library keeps none


@dataclass(frozen=True)
class Candidates:
    """Passages from both indexes, read from one state of the library."""

    found: tuple[Candidate, ...]  # the union, in no order that means anything
    passages: int  # in the whole library
    average_terms: float  # a passage's terms on average, its title's not counted
    frequencies: Mapping[str, int]  # for each question term, how many passages have it (text or title)


@dataclass(frozen=True)
class Summary:
    """What is indexed, for people."""

    articles: int
    passages: int
    outlets: tuple[tuple[str, int], ...]  # outlet and how many articles, most first
    earliest: datetime.date | None
    latest: datetime.date | None
    change: int  # that is published; grows with every applied batch


class Library(Protocol):
    """Passages with their embeddings, and candidates for a question.

    Atomic: a batch is applied whole or not at all, also after kill -9. Repeatable: applying what already holds changes
    nothing, not even the change number. Thread-safe: every method, from any thread. One writer at a time: a second one
    raises LibraryBusy. What is read is the published state, whole, also by the writer: applied batches show all at once
    when they are published, and readers see that within a second, without being opened again.

    Under another encoder articles stay and their texts are unknown: `files` says "" until a file is applied again with
    new embeddings, and readers under the old encoder go on until the next publication, then raise LibraryForeign or
    LibraryDamaged. What is damaged mends in the same way: a writer's `files` says "" for it. A batch that was applied
    but not published is found by the next publication, in whichever process.
    """

    def files(self, *, thorough: bool = False) -> dict[str, str]:
        """The sha256 of each indexed file's bytes, by its path under seeds/; "" for one that must be read again.

        `thorough` asks a writer to look for damage in all that it holds first, where only the seeds can mend it.
        """

    def is_check_due(self) -> bool:
        """Whether a writer should look for damage again, as `files` does where it is told to."""

    def stamps(self) -> dict[str, str]:
        """What the indexer noted of each indexed file, by its path under seeds/."""

    def restamp(self, stamps: Mapping[str, str]) -> None:
        """Note these of files that are indexed. No change of the library: its change number stays."""

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes that have no embedding under this library's encoder."""

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line, in one transaction. Passages whose text, place and source did not change
        keep their ids; articles may change places between these files. An article id that another file already holds
        raises ArticleRefused naming both files.
        """

    def publish(self) -> None:
        """Bring the indexes in line with the library, so that readers find what was applied."""

    def candidates(self, terms: Sequence[str], vector: Vector, *, count: int) -> Candidates:
        """The best `count` passages by cosine and the best `count` by BM25, joined.

        For a term that no passage has, an engine that can finds those with one that is spelled nearly like it.
        """

    def passage(self, id: int) -> Passage | None:
        """The passage with this id, its hash checked; None when it left. Raises LibraryDamaged."""

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist, hashes checked."""

    def summary(self) -> Summary:
        """What is indexed."""

    @property
    def catalogue(self) -> Catalogue:
        """What is indexed, listed."""

    def close(self) -> None:
        """Release files and locks. Closing twice is harmless."""
