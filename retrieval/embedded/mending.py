"""Finding what is damaged in a library's database, and marking what must be read again.

SQLite checks its structure but not what stands in it, and a flipped bit mostly keeps the structure: so texts, places,
sources and embeddings have hashes of their own. Whatever a file of the seeds can bring back is read from there again.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable
from functools import partial

from retrieval.article import text_hash
from retrieval.embedded.rows import embedding_hash, place_hash, source_hash
from retrieval.embedded.settling import set_values

EVERY_S = 24 * 3600
"""Between two looks at everything, where none is asked for."""
_HASHES = ((text_hash, 1), (place_hash, 3), (source_hash, 9))
_PLACE = "CAST(p.article AS BLOB), p.paragraph, CAST(p.sha256 AS BLOB)"
_SOURCE = ", ".join(
    f"CAST(a.{name} AS BLOB)" for name in "id file title outlet author published url language pages".split()
)
DAMAGED_PLACE = f"place_hash({_PLACE}) != p.place"
DAMAGED_PASSAGE = f"(text_hash(CAST(p.text AS BLOB)) != p.sha256 OR {DAMAGED_PLACE})"
DAMAGED_SOURCE = f"source_hash({_SOURCE}) != a.digest"
_DAMAGED_EMBEDDING = "embedding_hash(vectors, spans) != digest"
_COUNT = "SELECT count(*), coalesce(sum(terms), 0) FROM"
_LOST = f"(p.article NOT IN (SELECT id FROM article_versions) OR {DAMAGED_PLACE})"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the hashes known to a connection, and have it read text that is no UTF-8: the hash then does not match."""
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.create_function("embedding_hash", 2, embedding_hash, deterministic=True)
    for function, arguments in _HASHES:
        connection.create_function(function.__name__, arguments, _of_bytes(function), deterministic=True)


def _decoded(value: bytes | int) -> str | int:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _of_bytes(function: Callable[..., str]) -> Callable[..., str]:
    return lambda *values: function(*map(_decoded, values))


def is_due(connection: sqlite3.Connection) -> bool:
    """Whether nobody looked for damage for a day."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'checked'").fetchone()
    return row is None or abs(time.time() - float(row[0])) > EVERY_S


def mend(connection: sqlite3.Connection, fingerprint: str) -> list[str]:
    """Look at everything, inside a transaction, and mend what can be: 0.1 ms a passage.

    Gives the files that must be read again; until they were, the look stays due. Damaged embeddings are dropped, so
    that they are made again. Raises sqlite3.DatabaseError where tables are not whole.
    """
    whole = _is_whole(connection)
    connection.execute(f"DELETE FROM embeddings WHERE {_DAMAGED_EMBEDDING}")
    if not whole or _has_lost_its_place(connection):
        _read_all_again(connection)
    damaged = _damaged_files(connection, fingerprint)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('checked', ?)", (0 if damaged else int(time.time()),))
    return damaged


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the tables and their indexes agree; indexes that do not are made anew."""
    query = "PRAGMA integrity_check(1)"
    if connection.execute(query).fetchone() == ("ok",):
        return True
    connection.execute("REINDEX")
    (said,) = connection.execute(query).fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError(" ".join(str(said).split()))
    return False


def _damaged_files(connection: sqlite3.Connection, fingerprint: str) -> list[str]:
    """The files with a source or a passage that does not match its hash, or a passage that has lost its embedding."""
    passages = (
        "SELECT a.file FROM passage_versions p JOIN article_versions a ON a.id = p.article AND a.gone IS NULL"
        " LEFT JOIN embeddings e ON e.sha256 = p.sha256 AND e.fingerprint = ?"
        f" WHERE p.gone IS NULL AND (e.sha256 IS NULL OR {DAMAGED_PASSAGE})"
    )
    sources = f"SELECT file FROM article_versions a WHERE gone IS NULL AND {DAMAGED_SOURCE}"
    rows = connection.execute(f"{passages} UNION {sources}", (fingerprint,))
    return [row[0] for row in rows]


def _has_lost_its_place(connection: sqlite3.Connection) -> bool:
    """Whether passages are missing, stand where they do not belong, or the last change has lost its mark."""
    said = dict(connection.execute("SELECT key, value FROM meta"))
    lost = connection.execute(f"SELECT 1 FROM passage_versions p WHERE {_LOST} LIMIT 1").fetchone()
    mark = connection.execute("SELECT 1 FROM changes WHERE number = ?", (said["change"],)).fetchone()
    return lost is not None or mark is None or not _counts(connection).items() <= said.items()


def _read_all_again(connection: sqlite3.Connection) -> None:
    """Mark every file and every passage: the next run reads all, and the indexes take all anew.

    What stands where it does not belong is dropped.
    """
    (before,) = connection.execute("SELECT value FROM meta WHERE key = 'change'").fetchone()
    change = before + 1
    lost = f"passage_versions AS p WHERE {_LOST}"
    connection.execute(f"INSERT OR REPLACE INTO removed SELECT id, sha256, ? FROM {lost}", (change,))
    connection.execute(f"DELETE FROM {lost}")
    connection.execute("UPDATE passage_versions SET change = ?, came = min(came, ?)", (change, before))
    connection.execute("UPDATE article_versions SET came = ? WHERE came > ?", (before, before))
    connection.execute("UPDATE files SET sha256 = '', stamp = ''")
    connection.execute("INSERT OR REPLACE INTO changes VALUES (?, ?)", (change, secrets.token_hex(8)))
    set_values(connection, {"change": change, **_counts(connection)})


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """What the database should say of the passages that it shows, and of those that it will."""
    shown = connection.execute(f"{_COUNT} passages").fetchone()
    next_ = connection.execute(f"{_COUNT} passage_versions WHERE gone IS NULL").fetchone()
    return dict(zip(("passages", "terms", "next_passages", "next_terms"), (*shown, *next_), strict=True))
