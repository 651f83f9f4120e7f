"""Putting everything that one library holds into another, and checking that it is there.

Repeatable and safe to interrupt: what the target has already is not written again, and nothing of it is seen before the
end. Embeds nothing: vectors move with their texts.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import zip_longest

import numpy as np

from retrieval.errors import ArticleRefused, LibraryError
from retrieval.library import Embedding, FileChange, Library

BATCH = 500
"""Passages that are applied together."""
CLOSE = 1e-3
"""By how much a stored number of a vector may differ: the embedded library keeps 16 bits of each."""


@dataclass(frozen=True)
class Moved:
    """What a move did."""

    files: int  # in the library
    written: int  # of them by this run
    removed: int  # that the target had and the source has not
    passages: int
    checksum: str  # sha256 of all files, sources, places and texts, of which both libraries have the same


Contents = Callable[[], Iterator[FileChange]]
"""Reads a published library from the beginning, in the order of its files' paths."""


def move(source: Contents, target: Library, written: Contents, *, heard: Callable[[int], None]) -> Moved:
    """Bring the target in line with the source and publish it; `written` reads the target back, `heard` hears of bytes.

    Raises LibraryError when the two are not the same afterwards, and what reading and writing raise.
    """
    there = target.files()
    files, applied = set(), 0
    waiting: list[FileChange] = []
    batch: list[FileChange] = []
    for item in source():
        files.add(item.file)
        heard(size(item))
        if there.get(item.file) == item.sha256:
            continue
        applied += 1
        batch.append(item)
        if sum(len(one.embeddings or {}) for one in batch) >= BATCH:
            try:
                target.apply(batch)
            except ArticleRefused:  # by a file of the target that is brought in line later
                waiting += batch
            batch = []
    gone = sorted(there.keys() - files)
    target.apply([*waiting, *batch, *(FileChange(name, "") for name in gone)])
    target.publish()
    passages, checksum = compare(source(), written())
    return Moved(len(files), applied, len(gone), passages, checksum)


@dataclass(frozen=True)
class Measure:
    """How much there is to move."""

    size: int  # bytes of texts
    dimension: int  # of the vectors; 0 where there is no passage


def measure(files: Iterable[FileChange]) -> Measure:
    """The measure of these files; reads all of them."""
    total = dimension = 0
    for file in files:
        total += size(file)
        for embedding in list((file.embeddings or {}).values())[:1]:
            dimension = len(embedding.paragraph)
    return Measure(total, dimension)


def size(file: FileChange) -> int:
    """The bytes of the file's texts."""
    return sum(len(text.encode("utf-8")) for article in file.articles for text in article.paragraphs)


def compare(source: Iterable[FileChange], target: Iterable[FileChange]) -> tuple[int, str]:
    """How many passages both hold, and the checksum of both. Raises LibraryError naming the first difference."""
    digest = hashlib.sha256()
    passages = 0
    for left, right in zip_longest(source, target):
        if left is None or right is None:
            present = left or right
            raise LibraryError(f"{present.file} is in one library alone; {_AGAIN}")
        if _said(left) != _said(right):
            raise LibraryError(f"{left.file} is not the same in both libraries ({right.file}); {_AGAIN}")
        for key, embedding in (left.embeddings or {}).items():
            if not _close(embedding, (right.embeddings or {})[key]):
                raise LibraryError(f"{left.file}: a text's vectors are not the same in both libraries; {_AGAIN}")
        digest.update(_said(left))
        passages += sum(bool(text.strip()) for article in left.articles for text in article.paragraphs)
    return passages, digest.hexdigest()


def _said(file: FileChange) -> bytes:
    """Everything that a file says in words, articles in the order of their ids."""
    articles: Sequence[object] = sorted(
        [[str(value) for value in astuple(article.source)], list(article.paragraphs)] for article in file.articles
    )
    return json.dumps([file.file, file.sha256, articles]).encode()


def _close(left: Embedding, right: Embedding) -> bool:
    return (
        left.spans == right.spans
        and np.allclose(left.paragraph, right.paragraph, atol=CLOSE)
        and np.allclose(left.sentences, right.sentences, atol=CLOSE)
    )


_AGAIN = "one of them changed meanwhile, or is damaged; run it again, and quoted doctor where that does not help"
