"""The tables of a library's database, how an empty one is made, and what it says of itself.

Articles and passages are kept in versions: each came with one change, and may have gone with a later one. What is
published is what stood at the change that the indexes have followed to; the views `articles` and `passages` show that,
so a batch that was applied shows all at once, when the library is published."""

import secrets
import sqlite3
import time
from dataclasses import dataclass

from retrieval.analysis import FORMAT as WORDS

FORMAT = 6
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE changes (number INTEGER PRIMARY KEY, mark TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
  stamp TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE article_versions (id TEXT NOT NULL, file TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL,
  author TEXT NOT NULL, published TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, pages TEXT NOT NULL,
  digest TEXT NOT NULL, paragraphs INTEGER NOT NULL, key INTEGER NOT NULL, came INTEGER NOT NULL, gone INTEGER,
  PRIMARY KEY (id, came)) WITHOUT ROWID;
CREATE INDEX articles_by_key ON article_versions (key);
CREATE INDEX articles_by_date ON article_versions (published, key);
CREATE INDEX articles_by_outlet ON article_versions (outlet, published, key);
CREATE INDEX articles_by_file ON article_versions (file);
CREATE INDEX articles_gone ON article_versions (gone) WHERE gone IS NOT NULL;
CREATE TABLE passage_versions (id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, paragraph INTEGER NOT NULL,
  text TEXT NOT NULL, sha256 TEXT NOT NULL, place TEXT NOT NULL, terms INTEGER NOT NULL, change INTEGER NOT NULL,
  came INTEGER NOT NULL, gone INTEGER, words BLOB NOT NULL DEFAULT x'');
CREATE INDEX passages_by_place ON passage_versions (article, paragraph);
CREATE INDEX passages_by_change ON passage_versions (change);
CREATE INDEX passages_by_text ON passage_versions (sha256);
CREATE INDEX passages_gone ON passage_versions (gone) WHERE gone IS NOT NULL;
CREATE TABLE removed (passage INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, change INTEGER NOT NULL);
CREATE TABLE embeddings (sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL, vectors BLOB NOT NULL, spans BLOB NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (sha256, fingerprint));
"""
_SETTLED = "(SELECT value FROM meta WHERE key = 'settled')"
_SHOWN = f"came <= {_SETTLED} AND (gone IS NULL OR gone > {_SETTLED})"
_VIEWS = f"""
CREATE VIEW articles AS SELECT * FROM article_versions WHERE {_SHOWN};
CREATE VIEW passages AS SELECT * FROM passage_versions WHERE {_SHOWN};
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class State:
    """What the database says of itself."""

    change: int  # the number of the last applied batch
    settled: int  # the number that the indexes have followed to
    fingerprint: str  # the encoder of the published indexes; "" before the first publication
    passages: int  # published
    terms: int  # of these passages
    words: str  # the format of the passages' words that are kept; "" where none are


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty library, inside a transaction that somebody else opens and commits."""
    for statement in (_TABLES + _VIEWS).split(";\n"):
        if statement.strip():
            connection.execute(statement)
    counts = dict.fromkeys(("change", "settled", "passages", "terms", "next_passages", "next_terms"), 0)
    values = {"format": FORMAT, "words": WORDS, "fingerprint": "", "checked": int(time.time()), **counts}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    connection.execute("INSERT INTO changes VALUES (0, ?)", (secrets.token_hex(8),))
