"""The library on one machine: the database, and the two indexes that follow its change number.

A writer applies batches to the database and then publishes the indexes. A reader looks for newer generations at every
question, so it sees a reindex within a second, and what it has open stays whole until then.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock

from retrieval.article import Passage
from retrieval.embedded.database import FILE, Database
from retrieval.embedded.dense import DenseEngine, DenseSearcher
from retrieval.embedded.generations import Generations
from retrieval.embedded.indexes import Engine
from retrieval.embedded.lexical import LexicalEngine, LexicalSearcher
from retrieval.errors import LibraryBusy, LibraryDamaged, LibraryError, LibraryForeign, LibraryMissing
from retrieval.library import Applied, Candidates, FileChange, Library, Summary, Vector
from retrieval.terms import FORMAT as TERMS_FORMAT

INDEXES = "indexes"
LOCK = "writer.lock"


@dataclass(frozen=True)
class _Open:
    """The generations in use; replaced as a whole."""

    dense: DenseSearcher
    lexical: LexicalSearcher
    changes: tuple[int, int]


class EmbeddedLibrary:
    """A Library in a folder. See retrieval/library.py for its guarantees."""

    def __init__(
        self, folder: Path, database: Database, *, engines: "Engines", lock: filelock.BaseFileLock | None
    ) -> None:
        self._folder = folder
        self._database = database
        self._engines = engines
        self._writer_lock = lock
        self._open: _Open | None = None
        self._opening = threading.Lock()

    def files(self) -> dict[str, str]:
        """The sha256 of each indexed file's bytes, by its path under seeds/; "" for one that must be read again."""
        return self._database.files()

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes that have no embedding under this library's encoder."""
        return self._database.unknown(hashes)

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line, in one transaction."""
        self._require_writer()
        return self._database.apply(changes)

    def publish(self) -> None:
        """Bring the indexes in line with the library; rebuild those that are missing, foreign or damaged."""
        self._require_writer()
        change = self._database.change
        try:
            for engine, generations in self._engines.pairs():
                base = generations.newest()
                if base is not None and base.change == change:
                    continue
                since = base.change if base is not None else -1
                with generations.building(base) as built:
                    gone = self._database.removed_since(since) if base is not None else []
                    engine.update(built, gone, self._database.entries_since(since))
                    generations.publish(built, change, leave_out=engine.is_lock)
        except (OSError, RuntimeError, ValueError) as error:  # FAISS raises RuntimeError, tantivy ValueError
            raise LibraryError(
                f"{self._folder / INDEXES} could not be written: {error}; the library is whole, free some space and run:"
                " quoted index"
            ) from error
        self._database.settle(change)

    def candidates(self, terms: Sequence[str], vector: Vector, *, count: int) -> Candidates:
        """The best `count` passages by cosine and the best `count` by BM25, joined."""
        indexes = self._current()
        dense = indexes.dense.search(vector, count)
        cosines: dict[int, float | None] = {found.id: None for found in indexes.lexical.search(terms, count)}
        cosines.update((found.id, found.score) for found in dense)
        with self._database.reading():
            passages, average = self._database.size
            found = self._database.candidates(cosines, vector)
        return Candidates(tuple(found), passages, average, indexes.lexical.frequencies(terms))

    def passage(self, id: int) -> Passage | None:  # noqa: A002 - the field's name
        """The passage with this id, its hash checked; None when it left."""
        return self._database.passage(id)

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, both included, as far as they exist, hashes checked."""
        return self._database.paragraphs(article, first, last)

    def summary(self) -> Summary:
        """What is indexed."""
        return self._database.summary()

    def close(self) -> None:
        """Release files and locks."""
        self._database.close()
        if self._writer_lock is not None:
            self._writer_lock.release()

    def _require_writer(self) -> None:
        if self._writer_lock is None:
            raise LibraryError(f"{self._folder}: opened for reading; writing needs open_library(write=True)")

    def _current(self) -> _Open:
        """The newest published generations, opened when they are newer than those in use."""
        newest = tuple(generations.newest_change() for _, generations in self._engines.pairs())
        current = self._open
        if current is not None and current.changes == newest:
            return current
        with self._opening:
            if self._open is None or self._open.changes != newest:
                self._open = self._engines.open(self._folder)
            return self._open


@dataclass(frozen=True)
class Engines:
    """The two kinds of index of a library, each with its generations."""

    dense: DenseEngine
    lexical: LexicalEngine
    dense_generations: Generations
    lexical_generations: Generations

    def pairs(self) -> tuple[tuple[Engine[Any], Generations], ...]:
        """Each engine with its generations."""
        return ((self.dense, self.dense_generations), (self.lexical, self.lexical_generations))

    def open(self, folder: Path) -> _Open:
        """The newest generations. Raises LibraryDamaged when one is missing or fails its hashes."""
        dense, lexical = self.dense_generations.newest(), self.lexical_generations.newest()
        if dense is None or lexical is None:
            name = self.dense.name if dense is None else self.lexical.name
            raise LibraryDamaged(
                f"{folder / INDEXES}: the {name} index is missing or damaged; rebuild it with: quoted index"
            )
        return _Open(self.dense.open(dense.folder), self.lexical.open(lexical.folder), (dense.change, lexical.change))


def open_library(folder: Path, *, fingerprint: str, dimension: int, write: bool = False) -> Library:
    """The library in this folder under this encoder.

    Writing makes the folder where need be and takes the writer's lock. Raises LibraryMissing, LibraryForeign, LibraryBusy.
    """
    lock = _lock_for_writing(folder) if write else None
    if not write and not (folder / FILE).exists():
        raise LibraryMissing(f"{folder}: there is no library yet; run: quoted index")
    try:
        database = Database(folder, fingerprint=fingerprint)
        if not write and database.fingerprint != fingerprint:
            raise LibraryForeign(f"{folder} was indexed with another encoder; bring it in line with: quoted index")
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    indexes = folder / INDEXES
    engines = Engines(
        dense=DenseEngine(dimension),
        lexical=LexicalEngine(),
        dense_generations=Generations(indexes, DenseEngine.name, fingerprint=fingerprint),
        lexical_generations=Generations(indexes, LexicalEngine.name, fingerprint=f"terms-{TERMS_FORMAT}"),
    )
    return EmbeddedLibrary(folder, database, engines=engines, lock=lock)


def _lock_for_writing(folder: Path) -> filelock.BaseFileLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise LibraryBusy(f"{folder}: another quoted index is running; wait for it to end") from None
    except OSError as error:
        raise LibraryError(
            f"{folder} can't be written: {error.strerror}; check the folder and its permissions"
        ) from error
    return lock
