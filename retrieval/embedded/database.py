"""The truth: articles, passages and their embeddings in one SQLite database, in WAL mode.

Every batch of changes is one transaction with the next change number and a mark of its own; an index that remembers
both knows whether it followed this database or another one (a new one, or a restored copy). Synchronous is FULL: what
was reported as applied is on the disk, and indexing spends its time on embedding, not here. Knows no index.
"""

import contextlib
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.analysis import FORMAT as WORDS
from retrieval.article import Passage
from retrieval.embedded import mending, words
from retrieval.embedded.batch import Batch
from retrieval.embedded.connection import open_file
from retrieval.embedded.indexes import Entry
from retrieval.embedded.rows import PASSAGE, date_of, embeddings_of, paragraph_vector, passage_of
from retrieval.embedded.schema import FORMAT, State, create
from retrieval.embedded.settling import note_mixed, settle
from retrieval.errors import LibraryDamaged, LibraryError, LibraryForeign, LibraryMissing
from retrieval.library import Applied, Candidate, FileChange, Summary, Vector

FILE = "library.db"
BLOCK = 500
"""Rows asked for in one statement; SQLite takes at least 999 variables."""
_FROM = "FROM passages p JOIN articles a ON a.id = p.article"
_NEXT = "FROM passage_versions p JOIN article_versions a ON a.id = p.article AND a.gone IS NULL"
_EMBEDDING = "JOIN embeddings e ON e.sha256 = p.sha256 AND e.fingerprint = ?"
_EMBEDDED = f"{_FROM} {_EMBEDDING}"


class Database:
    """The database of one data folder, under one encoder. Thread-safe: one connection, one lock."""

    def __init__(self, folder: Path, *, fingerprint: str, write: bool) -> None:
        self._file = folder / FILE
        self._fingerprint = fingerprint
        self._lock = threading.RLock()
        with self._errors():
            self._connection, self._standing = open_file(self._file, write=write)
        try:
            self._prepare(write)
        except BaseException:
            self._connection.close()
            raise

    def is_replaced(self) -> bool:
        """Whether another file stands where this one was opened; one that was only deleted can still be read."""
        return self._standing.is_replaced(self._file)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    @property
    def state(self) -> State:
        """The change numbers, the encoder and the sizes, all of one moment."""
        with self._errors():
            found = {"words": ""} | dict(self._connection.execute("SELECT key, value FROM meta"))
        try:
            return State(*(found[name] for name in ("change", "settled", "fingerprint", "passages", "terms", "words")))
        except KeyError as error:
            raise self._damaged(f"{error} is missing") from None

    def marks(self) -> dict[int, str]:
        """The marks of those changes that an index may have followed to and can go on from."""
        with self._errors():
            return dict(self._connection.execute("SELECT number, mark FROM changes"))

    def published(self) -> tuple[int, str]:
        """The change that readers see, and its mark: a library made anew or restored has another under that number."""
        settled = self.state.settled
        return settled, self.marks().get(settled, "")

    def files(self) -> dict[str, str]:
        """The sha256 of each indexed file, by path; "" for one that was indexed under another encoder."""
        query = "SELECT path, CASE fingerprint WHEN ? THEN sha256 ELSE '' END FROM files"
        with self._errors():
            return dict(self._connection.execute(query, (self._fingerprint,)))

    def stamps(self) -> dict[str, str]:
        """What the indexer noted of each file when it last read it, by path."""
        with self._errors():
            return dict(self._connection.execute("SELECT path, stamp FROM files"))

    def restamp(self, stamps: Mapping[str, str]) -> None:
        """Note these of files that are known; no change for any index."""
        if stamps:
            with self._transaction("BEGIN IMMEDIATE"):
                rows = [(stamp, path) for path, stamp in stamps.items()]
                self._connection.executemany("UPDATE files SET stamp = ? WHERE path = ?", rows)

    def mend(self) -> list[str]:
        """The files that must be read again because something of theirs is damaged; reads the whole database.

        Raises LibraryDamaged for what can't be mended.
        """
        with self._transaction("BEGIN IMMEDIATE"):
            return mending.mend(self._connection, self._fingerprint)

    def is_check_due(self) -> bool:
        """Whether nobody looked for damage for a day, or what was found was not read again."""
        with self._errors():
            return mending.is_due(self._connection)

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes without an embedding under this encoder."""
        wanted = set(hashes)
        with self._errors():
            for some in _blocks(sorted(wanted)):
                query = f"SELECT sha256 FROM embeddings WHERE fingerprint = ? AND sha256 IN ({_marks(some)})"
                wanted.difference_update(row[0] for row in self._connection.execute(query, (self._fingerprint, *some)))
        return wanted

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line, in one transaction."""
        with self._transaction("BEGIN IMMEDIATE"):
            change = self.state.change + 1
            before = self._connection.total_changes
            batch = Batch(self._connection, fingerprint=self._fingerprint, change=change)
            for item in changes:  # first, so that an article can move from one file to another
                batch.remove_left(item)
            for item in changes:
                batch.put(item)
            if self._connection.total_changes == before:
                return Applied(0, 0, change - 1)
            self._next_change()
            if self.state.fingerprint != self._fingerprint:
                note_mixed(self._connection, True)
            self._add("next_passages", batch.added - batch.removed)
            self._add("next_terms", batch.terms)
        return Applied(batch.added, batch.removed, change)

    def advance(self) -> int:
        """Another change number, under which the indexes can be published anew; no passage changes."""
        with self._transaction("BEGIN IMMEDIATE"):
            return self._next_change()

    def settle(self, applied: int) -> None:
        """Show what was applied, now that the indexes have followed to it, and forget what nobody needs any more.

        Which passages left is remembered for one publication longer, so that the index before the newest is a base to
        go on from; their texts are not.
        """
        state = self.state
        if (state.settled, state.fingerprint) != (applied, self._fingerprint):
            with self._transaction("BEGIN IMMEDIATE"):
                settle(self._connection, applied, before=state.settled, fingerprint=self._fingerprint)

    def removed_since(self, change: int) -> list[int]:
        """The passages that left after that change, in order."""
        with self._errors():
            query = "SELECT passage FROM removed WHERE change > ? UNION SELECT id FROM passage_versions WHERE gone > ?"
            return sorted(row[0] for row in self._connection.execute(query, (change, change)))

    def changed_since(self, change: int) -> list[int]:
        """The passages that came, or must be indexed again, after that change, in order.

        Sorted here: to give them in order SQLite would rather walk through all passages than use the changes' index.
        """
        with self._errors():
            query = "SELECT id FROM passage_versions WHERE change > ? AND gone IS NULL"
            return sorted(row[0] for row in self._connection.execute(query, (change,)))

    def entries(self, ids: Sequence[int]) -> Iterator[Entry]:
        """Those of these passages that have an embedding, as the indexes take them."""
        for some in _blocks(ids):
            query = (
                f"SELECT p.id, p.text, a.title, a.language, e.vectors, e.spans {_NEXT} {_EMBEDDING}"
                f" WHERE p.id IN ({_marks(some)}) ORDER BY p.id"
            )
            with self._errors():
                rows = self._connection.execute(query, (self._fingerprint, *some)).fetchall()
            for id_, text, title, language, vectors, spans in rows:
                yield Entry(id_, text, title, language or "en", paragraph_vector(vectors, spans))

    def candidates(self, ids: Iterable[int], vector: Vector) -> tuple[list[Candidate], State]:
        """Those of these passages that are still there, by id, hashes checked, and the state they were read from."""
        rows = []
        with self._transaction("BEGIN"):
            state = self.state
            kept = "p.words" if state.words == WORDS else "x''"
            columns = f"{PASSAGE}, {kept}, e.vectors, e.spans, e.digest"
            for some in _blocks(sorted(ids)):
                query = f"SELECT {columns} {_EMBEDDED} WHERE p.id IN ({_marks(some)}) ORDER BY p.id"
                rows += self._connection.execute(query, (self._fingerprint, *some)).fetchall()
        passages = [passage_of(row[:-4]) for row in rows]
        embeddings = embeddings_of([row[-3:] for row in rows], passages)
        found = [
            Candidate(passage, embedding, float(embedding.paragraph @ vector), words.packed_words(row[-4], row[-2]))
            for passage, embedding, row in zip(passages, embeddings, rows, strict=True)
        ]
        return found, state

    def passage(self, id_: int) -> Passage | None:
        """The passage with this id, hash checked."""
        with self._errors():
            row = self._connection.execute(f"SELECT {PASSAGE} {_FROM} WHERE p.id = ?", (id_,)).fetchone()
        return passage_of(row) if row else None

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, hashes checked."""
        query = f"SELECT {PASSAGE} {_FROM} WHERE p.article = ? AND p.paragraph BETWEEN ? AND ? ORDER BY p.paragraph"
        return [passage_of(row) for row in self.rows(query, (article, first, last))]

    def rows(self, query: str, values: Sequence[int | str] = ()) -> list[tuple[Any, ...]]:
        """What a query that only reads brings."""
        with self._errors():
            return self._connection.execute(query, values).fetchall()

    def summary(self) -> Summary:
        """What is indexed."""
        with self._transaction("BEGIN"):
            state = self.state
            articles, earliest, latest = self._connection.execute(
                "SELECT count(*), min(nullif(published, '')), max(nullif(published, '')) FROM articles"
            ).fetchone()
            outlets = self._connection.execute(
                "SELECT outlet, count(*) FROM articles WHERE outlet != '' GROUP BY outlet ORDER BY 2 DESC, 1"
            ).fetchall()
        return Summary(
            articles=articles,
            passages=state.passages,
            outlets=tuple(outlets),
            earliest=date_of(earliest),
            latest=date_of(latest),
            change=state.settled,
        )

    def _prepare(self, write: bool) -> None:
        """Make an empty database ready, and refuse one of another format."""
        with self._errors():
            mending.prepare(self._connection)
            if write:
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = FULL")
            made = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
            if not made and not write:
                raise LibraryMissing(f"{self._file} is empty; fill it with: quoted index")
            if not made:
                with self._transaction("BEGIN IMMEDIATE"):
                    create(self._connection)
            found = self._connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if found != (FORMAT,):
            raise LibraryForeign(
                f"{self._file} has format {found and found[0]}, not {FORMAT}; move the file away and run: quoted index"
            )

        last = 0 if write and self.state.words != WORDS else None  # an older library
        while last is not None:
            with self._transaction("BEGIN IMMEDIATE"):
                last = words.renew_some(self._connection, last)

    def _next_change(self) -> int:
        """Raise the change number by one, with a mark of its own, and give it."""
        change = self.state.change + 1
        self._connection.execute("INSERT INTO changes VALUES (?, ?)", (change, secrets.token_hex(8)))
        self._add("change", 1)
        return change

    def _add(self, key: str, more: int) -> None:
        self._connection.execute("UPDATE meta SET value = value + ? WHERE key = ?", (more, key))

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._errors():
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite itself rolls back when the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Hold the lock, and turn SQLite's errors into ours."""
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise LibraryError(
                    f"{self._file}: {error}; check disk space and permissions, then run again"
                ) from error
            except sqlite3.ProgrammingError as error:
                raise LibraryError(f"{self._file}: {error}; open the library again") from error
            except sqlite3.DatabaseError as error:
                raise self._damaged(str(error)) from error

    def _damaged(self, what: str) -> LibraryDamaged:
        return LibraryDamaged(f"{self._file}: {what}; move the file away and run: quoted index")


def _blocks(values: Sequence[int] | Sequence[str]) -> Iterator[Sequence[int] | Sequence[str]]:
    """The values in blocks that fit a statement's variables."""
    return (values[i : i + BLOCK] for i in range(0, len(values), BLOCK))


def _marks(values: Sequence[int] | Sequence[str]) -> str:
    return ",".join("?" * len(values))
