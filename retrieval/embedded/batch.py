"""A batch of file changes, written into the database inside a transaction that somebody else opens and commits.

Passages keep their ids as long as their text, their article and their place stay. Whatever the indexes must look at
again gets the batch's change number.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.article import Article, article_key, text_hash
from retrieval.embedded.rows import SOURCE, embedding_row, place_hash, source_row
from retrieval.embedded.words import words_row
from retrieval.errors import ArticleRefused, LibraryError
from retrieval.library import FileChange
from retrieval.terms import terms


@dataclass(frozen=True)
class _Stored:
    """A passage as the database holds it."""

    id: int
    text: str
    sha256: str
    place: str
    terms: int


class Batch:
    """Writes file changes and counts what they did. For one transaction and one thread."""

    def __init__(self, connection: sqlite3.Connection, *, fingerprint: str, change: int) -> None:
        self._connection = connection
        self._fingerprint = fingerprint
        self._change = change
        self.added = 0
        self.removed = 0
        self.terms = 0  # by how many the library's terms grew

    def remove_left(self, item: FileChange) -> None:
        """Take out the file's articles that it no longer holds."""
        stay = {article.source.id for article in item.articles}
        query = "SELECT id FROM article_versions WHERE file = ? AND gone IS NULL"
        for (article,) in self._connection.execute(query, (item.file,)).fetchall():
            if article not in stay:
                self._remove(self._stored(article).values())
                self._leave(article)

    def put(self, item: FileChange) -> None:
        """Bring the file's articles, their embeddings and the file's hash in line.

        Raises ArticleRefused for an article id that is already taken, and LibraryError for a text without an embedding.
        """
        self._embed(item)
        seen: set[str] = set()
        for article in item.articles:
            if article.source.id in seen:
                raise ArticleRefused(
                    item.file, f'article id "{article.source.id}" is there twice; give one of them another id'
                )
            seen.add(article.source.id)
            self._put(article)
        self._note(item)

    def _put(self, article: Article) -> None:
        moved = self._put_source(article)
        old = self._stored(article.source.id)
        new = {number: text for number, text in enumerate(article.paragraphs, 1) if text.strip()}
        hashes = {number: text_hash(text) for number, text in new.items()}
        # All are compared: each may be damaged, and then the passage is written again.
        written = {n: (text, hashes[n], place_hash(article.source.id, n, hashes[n])) for n, text in new.items()}
        same = {n for n, row in old.items() if written.get(n) == (row.text, row.sha256, row.place)}
        self._remove(row for number, row in old.items() if number not in same)
        self._add(article, {number: (new[number], hashes[number]) for number in sorted(new.keys() - same)})
        if moved:  # the title and the language are indexed too
            self._renew(article, [old[number] for number in sorted(same)])

    def _put_source(self, article: Article) -> bool:
        """Whether the article's own row changed or is new."""
        source = article.source
        query = "SELECT file FROM article_versions WHERE id = ? AND gone IS NULL"
        holder = self._connection.execute(query, (source.id,)).fetchone()
        if holder and holder[0] != source.file:
            raise ArticleRefused(
                source.file,
                f'article id "{source.id}" is already in {holder[0]}; give one of them another id',
                holder=holder[0],
            )
        row = (*source_row(source), len(article.paragraphs))
        query = f"SELECT {SOURCE}, a.paragraphs FROM article_versions a WHERE a.id = ? AND gone IS NULL"  # noqa: S608 - fixed columns
        if self._connection.execute(query, (source.id,)).fetchone() == row:
            return False
        self._leave(source.id)
        marks = ", ".join("?" * len(row))
        self._connection.execute(
            f"INSERT INTO article_versions VALUES ({marks}, ?, ?, NULL)",  # noqa: S608 - question marks
            (*row, article_key(source.id), self._change),
        )
        return True

    def _leave(self, article: str) -> None:
        query = "UPDATE article_versions SET gone = ? WHERE id = ? AND gone IS NULL"
        self._connection.execute(query, (self._change, article))

    def _stored(self, article: str) -> dict[int, _Stored]:
        rows = self._connection.execute(
            "SELECT paragraph, id, text, sha256, place, terms FROM passage_versions WHERE article = ? AND gone IS NULL",
            (article,),
        )
        return {number: _Stored(*row) for number, *row in rows}

    def _add(self, article: Article, paragraphs: dict[int, tuple[str, str]]) -> None:
        language = article.source.language or "en"
        rows = []
        for number, (text, sha256) in paragraphs.items():
            spans = self._spans(sha256)
            if spans is None:
                raise LibraryError(
                    f"{article.source.file}: paragraph {number} of {article.source.id} came without an embedding"
                )
            count = len(terms(text, language))
            place = place_hash(article.source.id, number, sha256)
            words = words_row(text, language, spans)
            rows.append((article.source.id, number, text, sha256, place, count, self._change, self._change, words))
        self._connection.executemany(
            "INSERT INTO passage_versions (article, paragraph, text, sha256, place, terms, change, came, words)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self.added += len(rows)
        self.terms += sum(row[5] for row in rows)

    def _remove(self, passages: Iterable[_Stored]) -> None:
        rows = list(passages)
        self._connection.executemany(
            "UPDATE passage_versions SET gone = ? WHERE id = ?", [(self._change, row.id) for row in rows]
        )
        self.removed += len(rows)
        self.terms -= sum(row.terms for row in rows)

    def _renew(self, article: Article, passages: Iterable[_Stored]) -> None:
        """Have the indexes look at these again; their terms may have changed with the language."""
        language = article.source.language or "en"
        for row in passages:
            count = len(terms(row.text, language))
            spans = self._spans(row.sha256)
            self._connection.execute(
                "UPDATE passage_versions SET terms = ?, change = ?, words = ? WHERE id = ?",
                (count, self._change, words_row(row.text, language, spans) if spans is not None else b"", row.id),
            )
            self.terms += count - row.terms

    def _spans(self, sha256: str) -> bytes | None:
        """Those of the text's embedding; None where it has none."""
        query = "SELECT spans FROM embeddings WHERE (sha256, fingerprint) = (?, ?)"
        row = self._connection.execute(query, (sha256, self._fingerprint)).fetchone()
        return row[0] if row else None

    def _embed(self, item: FileChange) -> None:
        """Keep the embeddings of the file's passages. Passages that had none under this encoder are indexed again."""
        wanted = {text_hash(text) for article in item.articles for text in article.paragraphs if text.strip()}
        renew = "UPDATE passage_versions SET change = ? WHERE sha256 = ? AND gone IS NULL"
        for sha256, embedding in (item.embeddings or {}).items():
            if sha256 in wanted:
                row = (sha256, self._fingerprint, *embedding_row(embedding))
                if self._connection.execute("INSERT OR IGNORE INTO embeddings VALUES (?, ?, ?, ?, ?)", row).rowcount:
                    self._connection.execute(renew, (self._change, sha256))

    def _note(self, item: FileChange) -> None:
        """Keep the file's hash, or forget the file."""
        row = (item.file, item.sha256, self._fingerprint, item.stamp)
        query = "SELECT 1 FROM files WHERE (path, sha256, fingerprint, stamp) = (?, ?, ?, ?)"
        if not item.sha256:
            self._connection.execute("DELETE FROM files WHERE path = ?", (item.file,))
        elif not self._connection.execute(query, row).fetchone():
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", row)
