"""A batch of file changes, planned against the library's rows before anything is written.

Passages keep their ids as long as their text, their article and their place stay, also under another encoder. Nothing
is visible until the library's state names the change; what a killed writer left behind is undone by `undo`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retrieval.article import Article, text_hash
from retrieval.errors import ArticleRefused, LibraryError
from retrieval.library import Embedding, FileChange
from retrieval.milvus.connection import Connection, Row
from retrieval.milvus.rows import Numbers, article_row, embedding_of, joined, passage_row, piece_keys, source_of
from retrieval.milvus.schema import ALIVE, ARTICLE_FIELDS, FILE_FIELDS, NOTHING, PASSAGE_FIELDS, Names, key_of

STANDING = f"gone == {ALIVE}"


@dataclass
class Found:
    """The rows that a batch may change, as they stand."""

    files: dict[str, Row] = field(default_factory=dict)  # by file
    articles: dict[str, Row] = field(default_factory=dict)  # by article
    passages: dict[str, dict[int, Row]] = field(default_factory=dict)  # by article and paragraph
    others: dict[str, dict[int, Row]] = field(default_factory=dict)  # the same under the published encoder, if another
    embeddings: dict[str, Embedding] = field(default_factory=dict)  # by text hash


@dataclass
class Plan:
    """What is to be written, all of it with one change number."""

    passages: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    pieces: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    added: int = 0  # passages
    removed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the library holds all of it already."""
        return not (self.passages or self.others or self.articles or self.files)


def find(connection: Connection, names: Names, changes: Sequence[FileChange], *, published: Names | None) -> Found:
    """The rows that these changes may touch; `published` names the collections of a published encoder, if another."""
    files = {key_of(item.file) for item in changes}
    asked = {key_of(article.source.id) for item in changes for article in item.articles}
    rows = connection.among(names.articles, "file", files, fields=ARTICLE_FIELDS, where=STANDING)
    rows += connection.among(names.articles, "article", asked, fields=ARTICLE_FIELDS, where=STANDING)
    articles = {row["article"]: row for row in rows}
    every = asked | articles.keys()
    standing = connection.among(names.files, "file", files, fields=FILE_FIELDS, where=STANDING)
    own = connection.among(names.passages, "article", every, fields=PASSAGE_FIELDS, where=STANDING)
    found = Found({row["file"]: row for row in standing}, articles, _by_place(own))
    if published is not None:
        rows = connection.among(published.passages, "article", every, fields=PASSAGE_FIELDS, where=STANDING)
        found.others = _by_place(rows)
    for item in changes:
        found.embeddings.update(item.embeddings or {})
    found.embeddings.update(_kept_embeddings(connection, names, changes, known=found.embeddings.keys()))
    return found


class Planner:
    """Plans one batch. Reads and writes nothing."""

    def __init__(self, found: Found, *, fingerprint: str, change: int, rows: int) -> None:
        self._found = found
        self._fingerprint = fingerprint
        self._change = change
        self.rows = rows
        """The last number that a row has."""
        self.plan = Plan()

    def remove_left(self, item: FileChange) -> None:
        """Take out the file's articles that it no longer holds."""
        file, stay = key_of(item.file), {key_of(article.source.id) for article in item.articles}
        left = [key for key, row in self._found.articles.items() if row["file"] == file and key not in stay]
        for key in left:
            self.plan.articles.append(self._gone(self._found.articles.pop(key)))
            own, others = self._found.passages.pop(key, {}), self._found.others.pop(key, {})
            self.plan.passages += [self._gone(row) for row in own.values()]
            self.plan.others += [self._gone(row) for row in others.values()]
            self.plan.removed += len(own.keys() | others.keys())

    def put(self, item: FileChange) -> None:
        """Bring the file's articles and the file's hash in line. Raises LibraryError as Library.apply does."""
        seen: set[str] = set()
        for article in item.articles:
            if article.source.id in seen:
                raise ArticleRefused(
                    item.file, f'article id "{article.source.id}" is there twice; give one of them another id'
                )
            seen.add(article.source.id)
            self._put_passages(article, renewed=self._put_article(article))
        self._note(item)

    def _put_article(self, article: Article) -> bool:
        """Whether what is known of the article changed or is new."""
        source, key = article.source, key_of(article.source.id)
        before = self._found.articles.get(key)
        if before is not None and before["file"] != key_of(source.file):
            holder = source_of(before["source"])[0].file
            raise ArticleRefused(
                source.file,
                f'article id "{source.id}" is already in {holder}; give one of them another id',
                holder=holder,
            )
        row = article_row(article, row=self.rows + 1, change=self._change)
        if before is not None and before["source"] == row["source"]:
            return False
        if before is not None:
            self.plan.articles.append(self._gone(before))
        self.rows += 1
        self.plan.articles.append(row)
        self._found.articles[key] = row
        return True

    def _put_passages(self, article: Article, *, renewed: bool) -> None:
        key = key_of(article.source.id)
        own = self._found.passages.get(key, {})
        before = self._found.others.get(key, {}) | own
        kept = set()
        for number, text in enumerate(article.paragraphs, 1):
            if not text.strip():
                continue
            sha256 = text_hash(text)
            old = before.get(number)
            stays = old is not None and old["sha256"] == sha256
            if stays:
                kept.add(number)
            if stays and number in own and own[number]["text"] == text and not renewed:
                continue
            if number in own:
                self.plan.passages.append(self._gone(own[number]))
            self._add(article, number, id_=old["passage"] if old is not None and stays else None)
        # What was not written anew and does not stay leaves.
        leaving = own.keys() - kept - {number for number, text in enumerate(article.paragraphs, 1) if text.strip()}
        self.plan.passages += [self._gone(own[number]) for number in sorted(leaving)]
        self.plan.removed += len(before.keys() - kept)

    def _add(self, article: Article, number: int, *, id_: int | None) -> None:
        embedding = self._found.embeddings.get(text_hash(article.paragraphs[number - 1]))
        if embedding is None:
            raise LibraryError(
                f"{article.source.file}: paragraph {number} of {article.source.id} came without an embedding"
            )
        self.rows += 1
        numbers = Numbers(self.rows, self.rows if id_ is None else id_, self._change)
        row, pieces = passage_row(article, number, embedding, numbers)
        self.plan.passages.append(row)
        self.plan.pieces += pieces
        self.plan.added += id_ is None

    def _note(self, item: FileChange) -> None:
        """Keep the file's hash, or forget the file."""
        key = key_of(item.file)
        before = self._found.files.get(key)
        said = {"sha256": item.sha256, "fingerprint": self._fingerprint, "stamp": item.stamp}
        if before is not None and item.sha256 and said.items() <= before.items():
            return
        if before is not None:
            self.plan.files.append(self._gone(self._found.files.pop(key)))
        if item.sha256:
            self.rows += 1
            versions = {"came": self._change, "gone": ALIVE}
            row = {"row": self.rows, "file": key, "path": item.file, **said, **versions, "nothing": NOTHING}
            self.plan.files.append(row)
            self._found.files[key] = row

    def _gone(self, row: Row) -> Row:
        return row | {"gone": self._change}


def write(connection: Connection, names: Names, plan: Plan, *, published: Names | None) -> None:
    """Write what was planned. It stays invisible until the state names its change."""
    connection.write(names.pieces, plan.pieces)
    connection.write(names.passages, _last(plan.passages))
    if published is not None:
        connection.write(published.passages, _last(plan.others))
    connection.write(names.articles, _last(plan.articles))
    connection.write(names.files, _last(plan.files))
    connection.flush([names.pieces, names.passages, names.articles, names.files])


def undo(connection: Connection, names: Names, *, change: int, published: Names | None) -> None:
    """Take back what was written after this change and never committed."""
    passages = [names.passages, *([published.passages] if published is not None else [])]
    for name, fields in ((names.files, FILE_FIELDS), (names.articles, ARTICLE_FIELDS)):
        _undo(connection, name, fields=fields, change=change)
    for name in passages:
        rows = connection.all(name, f"came > {change} and more > 0", fields=["row", "more"])
        connection.delete(names.pieces, "key", [key for row in rows for key in piece_keys(row)])
        _undo(connection, name, fields=PASSAGE_FIELDS, change=change)


def whole(connection: Connection, names: Names, rows: Sequence[Row]) -> list[Row]:
    """The rows with what was too long for their fields. Raises LibraryDamaged."""
    keys = [key for row in rows for key in piece_keys(row)]
    pieces = {row["key"]: row["piece"] for row in connection.known(names.pieces, "key", keys, fields=["key", "piece"])}
    return [joined(row, pieces) for row in rows]


def _undo(connection: Connection, name: str, *, fields: Sequence[str], change: int) -> None:
    came = [row["row"] for row in connection.all(name, f"came > {change}", fields=["row"])]
    connection.delete(name, "row", came)
    went = connection.all(name, f"gone > {change} and gone < {ALIVE}", fields=fields)
    connection.write(name, [row | {"gone": ALIVE} for row in went])


def _by_place(rows: Sequence[Row]) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = {}
    for row in rows:
        found.setdefault(row["article"], {})[row["paragraph"]] = row
    return found


def _kept_embeddings(
    connection: Connection, names: Names, changes: Sequence[FileChange], *, known: Iterable[str]
) -> dict[str, Embedding]:
    """Of texts that came without one and are in the library, maybe in a passage that has just left."""
    texts = {text_hash(text) for i in changes for article in i.articles for text in article.paragraphs if text.strip()}
    wanted = texts.difference(known)
    rows = connection.among(names.passages, "sha256", wanted, fields=PASSAGE_FIELDS)
    return {row["sha256"]: embedding_of(row) for row in whole(connection, names, rows)}


def _last(rows: Sequence[Row]) -> list[Row]:
    """The rows, of each number the last one: what came and went in one batch is written once."""
    return list({row["row"]: row for row in rows}.values())
