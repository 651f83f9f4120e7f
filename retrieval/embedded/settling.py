"""Showing what was applied, once the indexes have followed to it, inside a transaction that somebody else opens."""

import sqlite3
from collections.abc import Mapping

MIXED = "mixed"


def settle(connection: sqlite3.Connection, applied: int, *, before: int, fingerprint: str) -> None:
    """Show the state of this change under this encoder in place of the one before, and forget what nobody needs.

    Which passages left since then is remembered for one publication longer, so that the index before the newest is a
    base to go on from; their texts are not.
    """
    said = dict(connection.execute("SELECT key, value FROM meta"))
    if said["fingerprint"] != fingerprint or said.get(MIXED, 1):  # else the whole table would be looked at for nothing
        connection.execute("DELETE FROM embeddings WHERE fingerprint != ?", (fingerprint,))
        note_mixed(connection, False)
    if applied > before:
        connection.execute("DELETE FROM removed WHERE change <= ?", (before,))
        connection.execute("DELETE FROM changes WHERE number < ?", (before,))
        _forget_gone(connection, applied)
    counts = {name: said[f"next_{name}"] for name in ("passages", "terms")}
    set_values(connection, {"fingerprint": fingerprint, "settled": applied, **counts})


def note_mixed(connection: sqlite3.Connection, mixed: bool) -> None:
    """Note whether there may be embeddings of another encoder than the published one."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MIXED, int(mixed)))


def set_values(connection: sqlite3.Connection, values: Mapping[str, int | str]) -> None:
    """What the database says of itself."""
    rows = [(value, key) for key, value in values.items()]
    connection.executemany("UPDATE meta SET value = ? WHERE key = ?", rows)


def _forget_gone(connection: sqlite3.Connection, applied: int) -> None:
    """Drop the versions that were gone by that change, and the embeddings that no passage has any more."""
    gone = "passage_versions WHERE gone <= ?"
    connection.execute(f"INSERT INTO removed SELECT id, sha256, gone FROM {gone}", (applied,))  # noqa: S608 - our words
    connection.execute(f"DELETE FROM {gone}", (applied,))  # noqa: S608
    connection.execute("DELETE FROM article_versions WHERE gone <= ?", (applied,))
    connection.execute(
        "DELETE FROM embeddings WHERE sha256 IN (SELECT sha256 FROM removed)"
        " AND NOT EXISTS (SELECT 1 FROM passage_versions p WHERE p.sha256 = embeddings.sha256)"
    )
