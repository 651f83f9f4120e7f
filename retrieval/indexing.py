"""THE LINE for an article: find the files that changed, read them, embed what is new, apply, publish.

Repeatable and safe to interrupt: every batch of files is one transaction, and the next run goes on from there.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from retrieval.article import Article, text_hash
from retrieval.encoder import Encoder
from retrieval.errors import LibraryBusy, LibraryError, ReadingError
from retrieval.library import Embedding, FileChange, Library
from retrieval.reading.files import discover, read
from retrieval.sentences import sentence_spans

BATCH_BYTES = 2_000_000
"""Files are applied together until they hold so many bytes: small batches risk little, larger ones cost less."""


class Progress(Protocol):
    """Hears how far the run is, in bytes of changed files."""

    def begin(self, total: int) -> None:
        """So many bytes are to be read."""

    def advance(self, done: float) -> None:
        """So many more are in the library."""


@dataclass(frozen=True)
class Problem:
    """A file, or a part of one, that could not be used."""

    file: str
    reason: str


@dataclass
class Report:
    """What a run did."""

    files: int = 0  # in the seeds, readable or not
    changed: int = 0  # files read in this run
    left: int = 0  # files that are gone from the seeds
    added: int = 0  # passages
    removed: int = 0
    embedded: int = 0  # texts
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    name: str  # under seeds/
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class _Read:
    file: _File
    articles: tuple[Article, ...]


def index(seeds: Path, library: Library, encoder: Encoder, *, max_bytes: int, progress: Progress) -> Report:
    """Bring the library in line with the seeds and publish its indexes.

    A file that can't be read is reported, keeps what the library had of it, and stops nothing. Raises LibraryError when
    the library can't be written, and ReadingError when there is no seeds folder.
    """
    report = Report()
    known = library.files()
    files = list(_found(seeds, report))
    changed = [file for file in files if known.get(file.name) != file.sha256]
    progress.begin(sum(file.size for file in changed))
    gone = sorted(set(known) - {file.name for file in files} - {problem.file for problem in report.problems})
    _apply(library, [FileChange(name, "") for name in gone], report)
    report.left = len(gone)
    for batch in _batches(changed):
        readings = [reading for file in batch if (reading := _read(file, max_bytes, report))]
        _store(readings, library, encoder, report=report, progress=progress)
        progress.advance(sum(file.size for file in batch) - sum(reading.file.size for reading in readings))
    library.publish()
    return report


def _found(seeds: Path, report: Report) -> Iterator[_File]:
    """The seeds' readable files with their hashes; the others go into the report."""
    found = discover(seeds)
    report.files = len(found.files) + len(found.problems)
    report.problems.extend(Problem(name, reason) for name, reason in found.problems)
    for path in found.files:
        name = path.relative_to(seeds).as_posix()
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            yield _File(name, path, sha256, path.stat().st_size)
        except OSError as error:
            report.problems.append(Problem(name, error.strerror or str(error)))


def _batches(files: Sequence[_File]) -> Iterator[list[_File]]:
    batch: list[_File] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.size
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(file: _File, max_bytes: int, report: Report) -> _Read | None:
    try:
        reading = read(file.path, name=file.name, max_bytes=max_bytes)
    except ReadingError as error:
        report.problems.append(Problem(file.name, error.reason))
        return None
    report.changed += 1
    report.problems.extend(Problem(file.name, problem) for problem in reading.problems)
    return _Read(file, reading.articles)


def _store(
    readings: Sequence[_Read], library: Library, encoder: Encoder, *, report: Report, progress: Progress
) -> None:
    """Embed what is new in these files and apply them, together where that goes, else one by one."""
    texts = {
        text_hash(text): text
        for reading in readings
        for article in reading.articles
        for text in article.paragraphs
        if text.strip()
    }
    unknown = library.unknown(texts)
    size = sum(reading.file.size for reading in readings)
    embeddings = _embed([texts[key] for key in texts if key in unknown], encoder, progress=progress, size=size)
    report.embedded += len(embeddings)
    changes = [FileChange(reading.file.name, reading.file.sha256, reading.articles, embeddings) for reading in readings]
    try:
        _apply(library, changes, report)
    except LibraryBusy:
        raise
    except LibraryError:
        _apply_one_by_one(library, changes, report)


def _apply_one_by_one(library: Library, changes: Sequence[FileChange], report: Report) -> None:
    """Apply each file alone, so that the one that can't be applied is named and the rest goes on."""
    applied, failed = 0, []
    for change in changes:
        try:
            _apply(library, [change], report)
            applied += 1
        except LibraryError as error:
            failed.append(error)
            report.problems.append(Problem(change.file, str(error)))
    if failed and not applied:
        raise failed[0]


def _apply(library: Library, changes: Sequence[FileChange], report: Report) -> None:
    if changes:
        applied = library.apply(changes)
        report.added += applied.added
        report.removed += applied.removed


def _embed(texts: Sequence[str], encoder: Encoder, *, progress: Progress, size: int) -> dict[str, Embedding]:
    """The texts' embeddings by text hash: each paragraph, and each of its sentences where it has several."""
    spans = [sentence_spans(text) for text in texts]
    parts = [
        [text, *(text[start:end] for start, end in own)] if len(own) > 1 else [text]
        for text, own in zip(texts, spans, strict=True)
    ]
    flat = [part for own in parts for part in own]
    if not flat:
        progress.advance(size)
        return {}
    vectors = encoder.encode_passages(flat, done=lambda count: progress.advance(size * count / len(flat)))
    embeddings = {}
    at = 0
    for text, own_spans, own in zip(texts, spans, parts, strict=True):
        rows = vectors[at : at + len(own)]
        sentences = rows[1:] if len(own) > 1 else rows
        embeddings[text_hash(text)] = Embedding(
            rows[0], sentences, own_spans if len(own_spans) > 1 else ((0, len(text)),)
        )
        at += len(own)
    return embeddings
