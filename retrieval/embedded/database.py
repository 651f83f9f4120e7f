"""The truth: articles, passages and their embeddings in one SQLite database, in WAL mode.

Every batch of changes is one transaction with the next change number. Synchronous is FULL: a batch that was reported as
applied is on the disk, and indexing spends its time on embedding, not here. Knows no index.
"""

import contextlib
import datetime
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.answer import Span
from retrieval.article import Article, Passage, Source, text_hash
from retrieval.embedded.indexes import Entry
from retrieval.errors import LibraryDamaged, LibraryError, LibraryForeign
from retrieval.library import Applied, Candidate, Embedding, FileChange, Summary, Vector
from retrieval.terms import terms

FORMAT = 1
FILE = "library.db"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL,
  author TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, paragraphs INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_by_file ON articles (file);
CREATE TABLE passages (id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, paragraph INTEGER NOT NULL,
  text TEXT NOT NULL, sha256 TEXT NOT NULL, terms INTEGER NOT NULL, change INTEGER NOT NULL, UNIQUE (article, paragraph));
CREATE INDEX passages_by_change ON passages (change);
CREATE INDEX passages_by_text ON passages (sha256);
CREATE TABLE removed (passage INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, change INTEGER NOT NULL);
CREATE TABLE embeddings (sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, vectors BLOB NOT NULL, spans BLOB NOT NULL,
  PRIMARY KEY (sha256, fingerprint)) WITHOUT ROWID;
"""
_SOURCE = "a.id, a.file, a.title, a.outlet, a.author, a.published, a.url, a.language"
_PASSAGE = f"p.id, p.paragraph, a.paragraphs, p.text, p.sha256, {_SOURCE}"
_FROM = "FROM passages p JOIN articles a ON a.id = p.article"


class Database:
    """The database of one data folder, under one encoder. Thread-safe: one connection, one lock."""

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        self._file = folder / FILE
        self._fingerprint = fingerprint
        self._lock = threading.RLock()
        with self._errors():
            self._connection = sqlite3.connect(self._file, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                self._create()
            found = self._meta("format")
        if found != FORMAT:
            raise LibraryForeign(
                f"{self._file} has format {found}, this version reads {FORMAT}; move the folder away and run: quoted index"
            )

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the database for everything read inside."""
        with self._transaction("BEGIN"):
            yield

    @property
    def change(self) -> int:
        """The number of the last applied change."""
        with self._errors():
            return int(self._meta("change"))

    @property
    def fingerprint(self) -> str:
        """The encoder under which every file is indexed; "" before the first publication."""
        with self._errors():
            return str(self._meta("fingerprint"))

    @property
    def size(self) -> tuple[int, float]:
        """How many passages there are, and how many terms they have on average."""
        with self._errors():
            passages, count = int(self._meta("passages")), int(self._meta("terms"))
        return passages, count / max(1, passages)

    def files(self) -> dict[str, str]:
        """The sha256 of each indexed file, by path; "" for one that was indexed under another encoder."""
        query = "SELECT path, CASE fingerprint WHEN ? THEN sha256 ELSE '' END FROM files"
        with self._errors():
            return dict(self._connection.execute(query, (self._fingerprint,)))

    def unknown(self, hashes: Iterable[str]) -> set[str]:
        """Those text hashes without an embedding under this encoder."""
        wanted = set(hashes)
        with self._errors():
            for some in _blocks(sorted(wanted)):
                marks = ",".join("?" * len(some))
                query = f"SELECT sha256 FROM embeddings WHERE fingerprint = ? AND sha256 IN ({marks})"  # noqa: S608
                wanted.difference_update(row[0] for row in self._connection.execute(query, (self._fingerprint, *some)))
        return wanted

    def apply(self, changes: Sequence[FileChange]) -> Applied:
        """Bring these files' articles in line, in one transaction."""
        with self._transaction("BEGIN IMMEDIATE"):
            change = int(self._meta("change")) + 1
            before = self._connection.total_changes
            added = removed = 0
            for item in changes:
                new = {article.source.id for article in item.articles}
                for (id_,) in self._connection.execute(
                    "SELECT id FROM articles WHERE file = ?", (item.file,)
                ).fetchall():
                    if id_ not in new:
                        removed += self._remove_paragraphs(id_, 0, change)
                        self._connection.execute("DELETE FROM articles WHERE id = ?", (id_,))
            for item in changes:
                self._embed(item)
                for article in item.articles:
                    more, less = self._put(article, change)
                    added, removed = added + more, removed + less
                self._note(item)
            if self._connection.total_changes > before:
                self._connection.execute("UPDATE meta SET value = ? WHERE key = 'change'", (change,))
            else:
                change -= 1
        return Applied(added, removed, change)

    def settle(self, applied: int) -> None:
        """Note that the indexes have applied this change under this encoder, and forget what nobody needs any more."""
        with self._transaction("BEGIN IMMEDIATE"):
            if self._meta("fingerprint") != self._fingerprint:
                self._connection.execute("UPDATE meta SET value = ? WHERE key = 'fingerprint'", (self._fingerprint,))
                self._connection.execute("DELETE FROM embeddings WHERE fingerprint != ?", (self._fingerprint,))
            self._connection.execute(
                "DELETE FROM embeddings WHERE sha256 IN (SELECT sha256 FROM removed WHERE change <= ?)"
                " AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.sha256 = embeddings.sha256)",
                (applied,),
            )
            self._connection.execute("DELETE FROM removed WHERE change <= ?", (applied,))

    def removed_since(self, change: int) -> list[int]:
        """The passages that left, or must be indexed again, after that change."""
        with self._errors():
            rows = self._connection.execute(
                "SELECT passage FROM removed WHERE change > ? UNION SELECT id FROM passages WHERE change > ?",
                (change, change),
            )
            return [row[0] for row in rows]

    def entries_since(self, change: int) -> Iterator[Entry]:
        """The passages that came or changed after that change, as the indexes take them."""
        with self._errors():
            rows = self._connection.execute(
                f"SELECT p.id, p.text, a.title, a.language, e.vectors, e.spans {_FROM} JOIN embeddings e"  # noqa: S608
                " ON e.sha256 = p.sha256 AND e.fingerprint = ? WHERE p.change > ? ORDER BY p.id",
                (self._fingerprint, change),
            )
            for id_, text, title, language, vectors, spans in rows:
                words = terms(text, language or "en") + terms(title, language or "en")
                yield Entry(id_, words, _decode(vectors, spans, text).paragraph)

    def candidates(self, cosines: dict[int, float | None], vector: Vector) -> list[Candidate]:
        """The passages with these ids that are still there, in the order of their ids, hashes checked."""
        found = []
        for some in _blocks(sorted(cosines)):
            marks = ",".join("?" * len(some))
            query = (
                f"SELECT {_PASSAGE}, e.vectors, e.spans {_FROM} JOIN embeddings e ON e.sha256 = p.sha256"  # noqa: S608
                f" AND e.fingerprint = ? WHERE p.id IN ({marks}) ORDER BY p.id"
            )
            with self._errors():
                rows = self._connection.execute(query, (self._fingerprint, *some)).fetchall()
            for *row, vectors, spans in rows:
                passage = _passage(row)
                embedding = _decode(vectors, spans, passage.text)
                cosine = cosines[passage.id]
                found.append(
                    Candidate(passage, embedding, float(embedding.paragraph @ vector) if cosine is None else cosine)
                )
        return found

    def passage(self, id_: int) -> Passage | None:
        """The passage with this id, hash checked."""
        with self._errors():
            row = self._connection.execute(f"SELECT {_PASSAGE} {_FROM} WHERE p.id = ?", (id_,)).fetchone()  # noqa: S608
        return _passage(row) if row else None

    def paragraphs(self, article: str, first: int, last: int) -> list[Passage]:
        """The article's paragraphs from `first` to `last`, hashes checked."""
        query = f"SELECT {_PASSAGE} {_FROM} WHERE p.article = ? AND p.paragraph BETWEEN ? AND ? ORDER BY p.paragraph"  # noqa: S608
        with self._errors():
            return [_passage(row) for row in self._connection.execute(query, (article, first, last)).fetchall()]

    def summary(self) -> Summary:
        """What is indexed."""
        with self._transaction("BEGIN"):
            articles, earliest, latest = self._connection.execute(
                "SELECT count(*), min(nullif(published, '')), max(nullif(published, '')) FROM articles"
            ).fetchone()
            outlets = self._connection.execute(
                "SELECT outlet, count(*) FROM articles WHERE outlet != '' GROUP BY outlet ORDER BY 2 DESC, 1"
            ).fetchall()
            return Summary(
                articles=articles,
                passages=self.size[0],
                outlets=tuple(outlets),
                earliest=_date(earliest),
                latest=_date(latest),
                change=self.change,
            )

    def _create(self) -> None:
        with self._transaction("BEGIN IMMEDIATE"):
            for statement in _SCHEMA.split(";\n"):
                if statement.strip():
                    self._connection.execute(statement)
            values = {"format": FORMAT, "change": 0, "fingerprint": "", "passages": 0, "terms": 0}
            self._connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())

    def _meta(self, key: str) -> int | str:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise LibraryDamaged(f"{self._file}: {key} is missing; move the folder away and run: quoted index")
        value: int | str = row[0]
        return value

    def _put(self, article: Article, change: int) -> tuple[int, int]:
        """Bring one article's row and passages in line; how many passages came and how many left."""
        source = article.source
        holder = self._connection.execute("SELECT file FROM articles WHERE id = ?", (source.id,)).fetchone()
        if holder and holder[0] != source.file:
            raise LibraryError(
                f'{source.file}: article id "{source.id}" is already in {holder[0]}; give one of them another id'
            )
        row = (*_source_row(source), len(article.paragraphs))
        old_row = self._connection.execute(
            f"SELECT {_SOURCE}, a.paragraphs FROM articles a WHERE a.id = ?", (source.id,)
        )  # noqa: S608
        moved = old_row.fetchone() != row
        if moved:
            self._connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        old = {
            paragraph: (id_, sha256)
            for id_, paragraph, sha256 in self._connection.execute(
                "SELECT id, paragraph, sha256 FROM passages WHERE article = ?", (source.id,)
            )
        }
        added = removed = 0
        for number, text in enumerate(article.paragraphs, 1):
            sha256 = text_hash(text)
            id_, before = old.get(number, (0, ""))
            if before == sha256 and text.strip():
                if moved:
                    self._connection.execute("UPDATE passages SET change = ? WHERE id = ?", (change, id_))
                continue
            if before:
                removed += self._remove(id_, change)
            if text.strip():
                added += self._add(source, number, text=text, sha256=sha256, change=change)
        removed += self._remove_paragraphs(source.id, len(article.paragraphs), change)
        return added, removed

    def _add(self, source: Source, number: int, *, text: str, sha256: str, change: int) -> int:
        if self.unknown([sha256]):
            raise LibraryError(f"{source.file}: paragraph {number} of {source.id} came without an embedding")
        count = len(terms(text, source.language or "en"))
        self._connection.execute(
            "INSERT INTO passages (article, paragraph, text, sha256, terms, change) VALUES (?, ?, ?, ?, ?, ?)",
            (source.id, number, text, sha256, count, change),
        )
        self._count(1, count)
        return 1

    def _remove_paragraphs(self, article: str, above: int, change: int) -> int:
        rows = self._connection.execute(
            "SELECT id FROM passages WHERE article = ? AND paragraph > ?", (article, above)
        ).fetchall()
        return sum(self._remove(id_, change) for (id_,) in rows)

    def _remove(self, id_: int, change: int) -> int:
        sha256, count = self._connection.execute("SELECT sha256, terms FROM passages WHERE id = ?", (id_,)).fetchone()
        self._connection.execute("DELETE FROM passages WHERE id = ?", (id_,))
        self._connection.execute("INSERT INTO removed VALUES (?, ?, ?)", (id_, sha256, change))
        self._count(-1, -int(count))
        return 1

    def _count(self, passages: int, count: int) -> None:
        self._connection.execute("UPDATE meta SET value = value + ? WHERE key = 'passages'", (passages,))
        self._connection.execute("UPDATE meta SET value = value + ? WHERE key = 'terms'", (count,))

    def _embed(self, item: FileChange) -> None:
        wanted = {text_hash(text) for article in item.articles for text in article.paragraphs}
        for sha256, embedding in (item.embeddings or {}).items():
            if sha256 in wanted:
                self._connection.execute(
                    "INSERT OR IGNORE INTO embeddings VALUES (?, ?, ?, ?)",
                    (sha256, self._fingerprint, *_encode(embedding)),
                )

    def _note(self, item: FileChange) -> None:
        """Keep the file's hash, or forget the file."""
        row = (item.file, item.sha256, self._fingerprint)
        if not item.sha256:
            self._connection.execute("DELETE FROM files WHERE path = ?", (item.file,))
        elif not self._connection.execute(
            "SELECT 1 FROM files WHERE (path, sha256, fingerprint) = (?, ?, ?)", row
        ).fetchone():
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", row)

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._errors():
            self._connection.execute(begin)
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

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
            except sqlite3.DatabaseError as error:
                raise LibraryDamaged(f"{self._file}: {error}; move the folder away and run: quoted index") from error


def _blocks(values: Sequence[int] | Sequence[str], size: int = 500) -> Iterator[Sequence[int] | Sequence[str]]:
    """The values in blocks that fit a statement's variables."""
    return (values[i : i + size] for i in range(0, len(values), size))


def _source_row(source: Source) -> tuple[str, ...]:
    published = source.published.isoformat() if source.published else ""
    return (source.id, source.file, source.title, source.outlet, source.author, published, source.url, source.language)


def _passage(row: Sequence[str | int]) -> Passage:
    """A passage from its row. Raises LibraryDamaged when the text does not match its hash."""
    id_, paragraph, paragraphs, text, sha256, *source = row
    article, file, title, outlet, author, published, url, language = (str(value) for value in source)
    if text_hash(str(text)) != sha256:
        raise LibraryDamaged(
            f"paragraph {paragraph} of {article} does not match its sha256; restore it from {file}: quoted index"
        )
    return Passage(
        id=int(id_),
        source=Source(article, file, title, outlet, author, _date(published), url, language),
        paragraph=int(paragraph),
        paragraphs=int(paragraphs),
        text=str(text),
        sha256=str(sha256),
    )


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _encode(embedding: Embedding) -> tuple[bytes, bytes]:
    """The vectors as float16, the paragraph's first, and the spans as int32; a lone sentence is the paragraph itself."""
    rows = [embedding.paragraph[None, :]]
    if len(embedding.spans) > 1:
        rows.append(embedding.sentences)
    return np.concatenate(rows).astype(np.float16).tobytes(), np.array(embedding.spans, dtype=np.int32).tobytes()


def _decode(vectors: bytes, spans: bytes, text: str) -> Embedding:
    bounds: tuple[Span, ...] = tuple((int(a), int(b)) for a, b in np.frombuffer(spans, dtype=np.int32).reshape(-1, 2))
    bounds = bounds or ((0, len(text)),)
    rows = np.frombuffer(vectors, dtype=np.float16).astype(np.float32)
    rows = rows.reshape(len(bounds) + 1 if len(bounds) > 1 else 1, -1)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Embedding(rows[0], rows[1:] if len(bounds) > 1 else rows, bounds)
