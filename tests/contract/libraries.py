"""What the contract suite needs of an implementation, and synthetic articles to fill it with."""

import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from retrieval.article import Article, Source, text_hash
from retrieval.embedded.library import open_library
from retrieval.errors import LibraryError
from retrieval.library import Embedding, FileChange, Library, Vector
from retrieval.milvus import library as milvus
from retrieval.milvus.schema import Tuning

DIMENSION = 16

SERVER = "QUOTED_TEST_MILVUS"

Opener = Callable[..., Library]


@dataclass(frozen=True)
class Implementation:
    """A library that must pass the suite."""

    name: str
    open: Opener  # (folder, write=..., fingerprint=...)


def _embedded(folder: Path, *, write: bool = False, fingerprint: str = "encoder-a") -> Library:
    return open_library(folder, fingerprint=fingerprint, dimension=DIMENSION, write=write)


def _milvus_lite(folder: Path, *, write: bool = False, fingerprint: str = "encoder-a") -> Library:
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed; run: pip install milvus-lite")
    # Milvus Lite 2.5 forgets the vectors that it has an AUTOINDEX of; with FLAT both 2.5 and 3 pass.
    place = milvus.Place(str(folder / "milvus.db"), tuning=Tuning(index="FLAT"))
    return milvus.open_library(place, fingerprint=fingerprint, dimension=DIMENSION, write=write)


def _milvus_server(folder: Path, *, write: bool = False, fingerprint: str = "encoder-a") -> Library:
    url = os.environ.get(SERVER, "")
    if not url:
        pytest.skip(f"no Milvus server to test on; name one in {SERVER}, such as http://127.0.0.1:19530")
    place = milvus.Place(url, name=f"test_{zlib.crc32(str(folder).encode()):08x}")
    return milvus.open_library(place, fingerprint=fingerprint, dimension=DIMENSION, write=write)


IMPLEMENTATIONS = (
    Implementation("embedded", _embedded),
    Implementation("milvus-lite", _milvus_lite),
    Implementation("milvus-server", _milvus_server),
)


@contextmanager
def let_go(implementation: Implementation) -> Iterator[Implementation]:
    """The implementation, of which all that was opened is closed afterwards."""
    opened: list[Library] = []

    def open_one(folder: Path, *, write: bool = False, fingerprint: str = "encoder-a") -> Library:
        opened.append(implementation.open(folder, write=write, fingerprint=fingerprint))
        return opened[-1]

    yield Implementation(implementation.name, open_one)
    for library in reversed(opened):
        with suppress(LibraryError):  # one that was taken over, or whose place is gone
            library.close()


def vector_of(text: str) -> Vector:
    """A unit vector that depends on the text alone."""
    vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def article(name: str, paragraphs: Sequence[str], *, file: str = "", title: str = "") -> Article:
    """An article of these paragraphs in a file of its own."""
    return Article(Source(id=name, file=file or f"{name}.txt", title=title or name, language="en"), tuple(paragraphs))


def change(*articles: Article, version: str = "1") -> FileChange:
    """The change that puts these articles, all of one file, into a library."""
    texts = {text for one in articles for text in one.paragraphs}
    embeddings = {
        text_hash(text): Embedding(vector_of(text), vector_of(text)[None, :], ((0, len(text)),))
        for text in texts
        if text.strip()
    }
    return FileChange(articles[0].source.file, version, articles, embeddings)
