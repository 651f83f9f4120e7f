"""Is the library whole? Its database page by page, every passage and embedding by its hash, and its indexes against it.

Reads and changes nothing, and needs no encoder. What it finds says what to do.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from retrieval.embedded.connection import is_refused, open_unchanged
from retrieval.embedded.database import FILE
from retrieval.embedded.engines import Engines
from retrieval.embedded.mending import DAMAGED_PASSAGE, DAMAGED_SOURCE, prepare
from retrieval.embedded.review import review
from retrieval.embedded.schema import FORMAT
from retrieval.finding import Finding, error, examples, warning

FATAL = ("library", "library.pages")
"""Checks after whose findings nothing else can be examined."""

Check = Callable[[sqlite3.Connection], Iterator[Finding]]


def inspect(folder: Path) -> list[Finding]:
    """What is wrong with the library in this folder, and what could be better in its articles."""
    file = folder / FILE
    if not file.is_file():
        return [error("library", f"{file}: there is no library yet; run: quoted index")]
    try:
        with closing(_opened(file)) as connection:
            found = _database(connection, file)
            if any(finding.check in FATAL for finding in found):
                return found
            return [*found, *_indexes(connection, folder), *review(connection)]
    except sqlite3.Error as failure:
        return [_unread(file, failure)]


def inspect_database(file: Path) -> list[Finding]:
    """What is wrong with a library's database alone, wherever it stands."""
    try:
        with closing(_opened(file)) as connection:
            return _database(connection, file)
    except sqlite3.Error as failure:
        return [_unread(file, failure)]


def _opened(file: Path) -> sqlite3.Connection:
    connection = open_unchanged(file)
    prepare(connection)
    return connection


def _database(connection: sqlite3.Connection, file: Path) -> list[Finding]:
    if found := list(_pages(connection, file)):
        return found
    return [finding for check in CHECKS for finding in check(connection)]


def _pages(connection: sqlite3.Connection, file: Path) -> Iterator[Finding]:
    """Damage that makes every further check pointless."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        yield _damaged(file, " ".join(found[0].split()))
        return
    row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    if row != (FORMAT,):
        yield error(
            "library",
            f"{file} has format {row and row[0]}, not {FORMAT}; move the file away and run: quoted index",
        )


def _passages(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT a.file, count(*) FROM passages p JOIN articles a ON a.id = p.article"
        f" WHERE {DAMAGED_PASSAGE} GROUP BY a.file ORDER BY a.file"
    ).fetchall()
    if rows:
        yield error(
            "library.passages",
            f"{sum(count for _, count in rows)} passages do not match their sha256, in"
            f" {examples([file for file, _ in rows])}: restore them from these files with: quoted index --thorough",
        )


def _sources(connection: sqlite3.Connection) -> Iterator[Finding]:
    query = f"SELECT a.id, a.file FROM articles a WHERE {DAMAGED_SOURCE} ORDER BY a.id"
    if rows := connection.execute(query).fetchall():
        yield error(
            "library.sources",
            f"the sources of {len(rows)} articles do not match their hash ({examples([id_ for id_, _ in rows])}):"
            f" restore them from {examples(sorted({file for _, file in rows}))} with: quoted index --thorough",
        )


def _embeddings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Under whichever encoder: while another one takes over, some passages have theirs under the new one alone."""
    rows = connection.execute(
        "SELECT a.file, count(DISTINCT p.id) FROM passages p JOIN articles a ON a.id = p.article"
        " LEFT JOIN embeddings e ON e.sha256 = p.sha256"
        " WHERE e.sha256 IS NULL OR embedding_hash(e.vectors, e.spans) != e.digest GROUP BY a.file ORDER BY a.file"
    ).fetchall()
    if rows:
        yield error(
            "library.embeddings",
            f"{sum(count for _, count in rows)} passages have lost their embedding or it does not match its sha256, in"
            f" {examples([file for file, _ in rows])}: embed them again with: quoted index --thorough",
        )


def _counts(connection: sqlite3.Connection) -> Iterator[Finding]:
    said = dict(connection.execute("SELECT key, value FROM meta"))
    held = connection.execute("SELECT count(*), coalesce(sum(terms), 0) FROM passages").fetchone()
    if (said["passages"], said["terms"]) != held:
        yield error(
            "library.counts",
            f"the library says that it holds {said['passages']} passages of {said['terms']} terms, and holds {held[0]}"
            f" of {held[1]}: mend it with: quoted index --thorough",
        )


CHECKS: tuple[Check, ...] = (_passages, _sources, _embeddings, _counts)
"""Every check of the database's content."""


def _indexes(connection: sqlite3.Connection, folder: Path) -> Iterator[Finding]:
    state = dict(connection.execute("SELECT key, value FROM meta"))
    marks = dict(connection.execute("SELECT number, mark FROM changes"))
    if not state["fingerprint"]:
        yield error("library.indexes", f"{folder}: the library was never finished; run: quoted index")
        return
    settled = state["settled"]
    if settled != state["change"]:
        waiting = state["change"] - settled
        yield warning("library.indexes", f"{folder}: {waiting} batches wait to be published; go on with: quoted index")
    query = "SELECT p.id FROM passages p JOIN embeddings e ON e.sha256 = p.sha256 AND e.fingerprint = ?"
    held = {row[0] for row in connection.execute(query, (state["fingerprint"],))}
    for engine, generations in Engines.of(folder, fingerprint=state["fingerprint"]).pairs():
        check = f"library.indexes.{engine.name}"
        newest = generations.newest(marks, upto=settled)
        if newest is None:
            yield error(check, f"{folder}: this index is missing or damaged; rebuild it with: quoted index")
        elif generations.glance(settled).change != newest.change:
            yield error(check, f"{newest.folder}: a newer generation is damaged; rebuild it with: quoted index")
        elif newest.change != settled:
            yield warning(
                check,
                f"{newest.folder} follows change {newest.change} of {settled}; go on with: quoted index",
            )
        elif (indexed := engine.open(newest.folder).passages()) != held:
            yield error(
                check,
                f"{newest.folder} lacks {len(held - indexed)} passages and has {len(indexed - held)} that left; delete"
                " that folder and run: quoted index",
            )


def _unread(file: Path, failure: sqlite3.Error) -> Finding:
    """What it means that the database could not be read to its end."""
    if is_refused(failure):
        return error("library.pages", f"{file}: {failure}; check disk space and permissions")
    return _damaged(file, str(failure))


def _damaged(file: Path, what: str) -> Finding:
    return error(
        "library.pages",
        f"{file}: {what}; bring back a copy with: quoted restore FILE, or move the file away and run: quoted index",
    )
