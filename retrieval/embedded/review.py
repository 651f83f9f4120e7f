"""What could be better in the articles themselves: dates, languages, furniture, copies, huge paragraphs.

Reads a library's database and changes nothing. Every finding is a warning: the library works as it is.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import combinations

from retrieval.finding import EXAMPLES, Finding, examples, warning

FURNITURE_FILES = 4
"""A paragraph that stands word for word in so many files is rarely the articles' own."""
COPY_SHARE = 0.8
"""Two articles that share so much of the shorter one's paragraphs tell the same story."""
LONGEST = 4000
"""Characters of a paragraph: more does not fit into one message, nor into an encoder's window."""
SHOWN = 70
"""Characters of a paragraph in a finding."""

Check = Callable[[sqlite3.Connection], Iterator[Finding]]


def review(connection: sqlite3.Connection) -> list[Finding]:
    """What an operator may want to better in the articles. Raises sqlite3.Error where the database is damaged."""
    return [finding for check in CHECKS for finding in check(connection)]


def _undated(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute("SELECT id FROM articles WHERE published = '' ORDER BY id").fetchall()
    if rows:
        yield warning(
            "content.dates",
            f"{_articles(len(rows))} without a date ({examples([row[0] for row in rows])}): answers can't say when it"
            ' was; put a date line or a record\'s "published" there',
        )


def _languageless(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute("SELECT id FROM articles WHERE language = '' ORDER BY id").fetchall()
    if rows:
        yield warning(
            "content.languages",
            f"{_articles(len(rows))} whose language could not be told ({examples([row[0] for row in rows])}): they are"
            ' indexed as English; say it in a record\'s "language"',
        )


def _furniture(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT p.text, count(DISTINCT a.file) files, min(a.file) FROM passages p JOIN articles a ON a.id = p.article"
        " GROUP BY p.sha256 HAVING files >= ? ORDER BY files DESC, p.text",
        (FURNITURE_FILES,),
    ).fetchall()
    for text, files, file in rows[:EXAMPLES]:
        yield warning(
            "content.furniture",
            f'"{_shown(text)}" stands in {files} files, such as {file}: if it is not the articles\' own, take it out'
            " of them",
        )
    if len(rows) > EXAMPLES:
        yield warning(
            "content.furniture",
            f"{len(rows) - EXAMPLES} more paragraphs stand in {FURNITURE_FILES} files or more; mend the first ones and"
            " look again",
        )


def _copies(connection: sqlite3.Connection) -> Iterator[Finding]:
    sizes = dict(connection.execute("SELECT article, count(*) FROM passages GROUP BY article"))
    shared: dict[tuple[str, str], int] = {}
    # What stands in many articles says nothing of two of them, and pairs of it would be many.
    query = (
        "SELECT json_group_array(article) FROM (SELECT DISTINCT sha256, article FROM passages ORDER BY article)"
        " GROUP BY sha256 HAVING count(*) BETWEEN 2 AND 10"
    )
    for (articles,) in connection.execute(query):
        for pair in combinations(sorted(json.loads(articles)), 2):
            shared[pair] = shared.get(pair, 0) + 1
    copies = [
        f"{one} = {other}"
        for (one, other), count in sorted(shared.items())
        if count >= COPY_SHARE * min(sizes.get(one, count), sizes.get(other, count))
    ]
    if copies:
        yield warning(
            "content.copies",
            f"{len(copies)} pairs of articles are copies ({examples(copies)}): the same answer is offered as another"
            " source; remove one file of each",
        )


def _huge(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(
        "SELECT article, paragraph, length(text) FROM passages WHERE length(text) > ? ORDER BY 3 DESC", (LONGEST,)
    ).fetchall()
    if rows:
        places = [f"paragraph {number} of {article}: {size:,} characters" for article, number, size in rows]
        yield warning(
            "content.paragraphs",
            f"{len(rows)} paragraphs longer than {LONGEST:,} characters ({examples(places)}): they are found badly and"
            " quoted in parts; split them by blank lines",
        )


CHECKS: tuple[Check, ...] = (_undated, _languageless, _furniture, _copies, _huge)
"""Every check of the content."""


def _articles(count: int) -> str:
    return f"{count} article{'s' if count != 1 else ''}"


def _shown(text: str) -> str:
    """The text's beginning on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN].rstrip()}..."
