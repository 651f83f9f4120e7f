"""The tables of a library's database, how an empty one is made, and what it says of itself."""

import secrets
import sqlite3
from dataclasses import dataclass

FORMAT = 3
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE changes (number INTEGER PRIMARY KEY, mark TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
  stamp TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL,
  author TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, paragraphs INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_by_file ON articles (file);
CREATE TABLE passages (id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, paragraph INTEGER NOT NULL,
  text TEXT NOT NULL, sha256 TEXT NOT NULL, terms INTEGER NOT NULL, change INTEGER NOT NULL,
  UNIQUE (article, paragraph));
CREATE INDEX passages_by_change ON passages (change);
CREATE INDEX passages_by_text ON passages (sha256);
CREATE TABLE removed (passage INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, change INTEGER NOT NULL);
CREATE TABLE embeddings (sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, vectors BLOB NOT NULL, spans BLOB NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (sha256, fingerprint));
"""


@dataclass(frozen=True)
class State:
    """What the database says of itself."""

    change: int  # the number of the last applied batch
    settled: int  # the number that the indexes have followed to
    fingerprint: str  # the encoder of the published indexes; "" before the first publication
    passages: int
    terms: int  # of all passages


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty library, inside a transaction that somebody else opens and commits."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    values = {"format": FORMAT, "change": 0, "settled": 0, "fingerprint": "", "passages": 0, "terms": 0}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    connection.execute("INSERT INTO changes VALUES (0, ?)", (secrets.token_hex(8),))
