"""The words of passages, analysed and packed beside them: to analyse sixty takes longer than to encode a question.

Derived from a passage's text, language and sentences. What is missing, damaged or of another format costs its analysis
at the question; another format is replaced by the next writer. Opens no transaction.
"""

import sqlite3
import zlib

from retrieval.analysis import FORMAT, pack
from retrieval.embedded.rows import spans_of

_CHECK_BYTES = 4
_BLOCK = 1000
"""Passages in a transaction."""


def words_row(text: str, language: str, spans: bytes) -> bytes:
    """A passage's words as they are kept: a checksum of them and of the sentences' spans, and what was packed."""
    packed = pack(text, language or "en", spans_of(spans, text))
    return _check(packed, spans) + packed


def packed_words(row: bytes, spans: bytes) -> bytes:
    """What was packed, of a passage with these spans; empty where there is nothing, or it is not as written."""
    packed = row[_CHECK_BYTES:]
    return packed if packed and row[:_CHECK_BYTES] == _check(packed, spans) else b""


def _check(packed: bytes, spans: bytes) -> bytes:
    return zlib.crc32(spans, zlib.crc32(packed)).to_bytes(_CHECK_BYTES, "little")


def renew_some(connection: sqlite3.Connection, after: int) -> int | None:
    """Write the words of some passages behind this id, in a library that has none; the last one's id, or None where
    there is none left.
    """
    if "words" not in [row[1] for row in connection.execute("PRAGMA table_info(passage_versions)")]:
        connection.execute("ALTER TABLE passage_versions ADD COLUMN words BLOB NOT NULL DEFAULT x''")
    rows = connection.execute(
        "SELECT p.id, p.text, a.language, e.spans FROM passage_versions p"
        " JOIN article_versions a ON a.id = p.article AND a.gone IS NULL"
        " JOIN embeddings e ON e.sha256 = p.sha256"
        " AND e.fingerprint = (SELECT value FROM meta WHERE key = 'fingerprint')"
        " WHERE p.id > ? AND p.gone IS NULL ORDER BY p.id LIMIT ?",
        (after, _BLOCK),
    ).fetchall()
    if not rows:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('words', ?)", (FORMAT,))
        return None
    connection.executemany(
        "UPDATE passage_versions SET words = ? WHERE id = ?",
        [(words_row(text, language, spans), id_) for id_, text, language, spans in rows],
    )
    return int(rows[-1][0])
