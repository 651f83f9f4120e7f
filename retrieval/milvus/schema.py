"""The collections of a library on Milvus: names, fields and indexes.

Every library has a name, and its collections begin with it:
`<name>_state`      what the library says of itself, and who writes
`<name>_files`      the files of the seeds
`<name>_articles`   what is known of each article
`<name>_pieces`     what is too long for a field
`<name>_passages_<encoder>`, `<name>_terms_<encoder>`   what is searched, under one encoder

Rows of files, articles and passages are versions: each came with one change of the library, and may have gone with a
later one. What is published is what stood at the change that the state names.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from retrieval.milvus.connection import Connection

ALIVE = 2**62
"""The change with which a version goes that has not gone."""
LONGEST = 65_535
"""Bytes that a text field takes."""
_VERSION = ("came", "gone")
PASSAGE_FIELDS = (
    *("row", "passage", "article", "paragraph", "sha256", "text", "source", "sentences", "more"),
    *("words", "terms", "outlet", "language", "published", *_VERSION, "dense"),
)
"""All that is written of a passage; `words` is what it is found by, `sparse` Milvus makes of it."""
ARTICLE_FIELDS = ("row", "article", "file", "source", "outlet", "published", "key", *_VERSION, "order")
FILE_FIELDS = ("row", "file", "path", "sha256", "fingerprint", "stamp", *_VERSION, "nothing")
TERM_FIELDS = ("term", "change", "now", "before", "nothing")
NOTHING = [0.0, 0.0]
"""Of a collection that needs no vectors: Milvus makes none without."""


@dataclass(frozen=True)
class Tuning:
    """The dense index's type and parameters, as Milvus names them."""

    index: str = "AUTOINDEX"
    build: dict[str, Any] = field(default_factory=dict)  # such as M and efConstruction of HNSW
    search: dict[str, Any] = field(default_factory=dict)  # such as ef of HNSW


@dataclass(frozen=True)
class Names:
    """The collections of one library, those that are searched under one encoder."""

    library: str
    fingerprint: str

    @property
    def state(self) -> str:
        return f"{self.library}_state"

    @property
    def files(self) -> str:
        return f"{self.library}_files"

    @property
    def articles(self) -> str:
        return f"{self.library}_articles"

    @property
    def pieces(self) -> str:
        return f"{self.library}_pieces"

    @property
    def passages(self) -> str:
        return f"{self.library}_passages_{self._encoder}"

    @property
    def terms(self) -> str:
        return f"{self.library}_terms_{self._encoder}"

    @property
    def all(self) -> tuple[str, ...]:
        return (self.state, self.files, self.articles, self.pieces, self.passages, self.terms)

    def of_other_encoders(self, there: set[str]) -> list[str]:
        """Those of these collections that are searched under another encoder."""
        kinds = (f"{self.library}_passages_", f"{self.library}_terms_")
        return sorted(name for name in there if name.startswith(kinds) and name not in (self.passages, self.terms))

    @property
    def _encoder(self) -> str:
        return key_of(self.fingerprint)[:12]


def key_of(text: str) -> str:
    """What stands for a path or an article's id in filters: 32 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def make_missing(connection: Connection, names: Names, *, dimension: int, tuning: Tuning) -> None:
    """Make those of the library's collections that are not there yet; the state last."""
    there = connection.names()
    makers: dict[str, Callable[[], tuple[Any, Any]]] = {
        names.passages: lambda: _passages(dimension, tuning),
        names.terms: lambda: _plain("term", texts={}, numbers=("change", "now", "before")),
        names.pieces: lambda: _plain("key", texts={"piece": LONGEST}, numbers=()),
        names.articles: lambda: _plain(
            None, texts={"article": 32, "file": 32, "source": LONGEST, "outlet": 1024},
            numbers=("published", "key", *_VERSION), sought=("article", "file", "key"), vector="order",
        ),
        names.files: lambda: _plain(
            None, texts={"file": 32, "path": LONGEST, "sha256": 1024, "fingerprint": 1024, "stamp": LONGEST},
            numbers=_VERSION, sought=("file",),
        ),
        names.state: lambda: _plain("key", texts={"value": LONGEST}, numbers=()),
    }  # fmt: skip
    for name, make in makers.items():
        if name not in there:
            schema, indexes = make()
            connection.create(name, schema=schema, indexes=indexes)


def _plain(
    key: str | None,
    *,
    texts: dict[str, int],
    numbers: tuple[str, ...],
    sought: tuple[str, ...] = (),
    vector: str = "nothing",
) -> tuple[Any, Any]:
    """A collection that is only looked up: by a text, or by the number of a row."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    if key is None:
        schema.add_field("row", DataType.INT64, is_primary=True)
    else:
        schema.add_field(key, DataType.VARCHAR, is_primary=True, max_length=256)
    for name, longest in texts.items():
        schema.add_field(name, DataType.VARCHAR, max_length=longest)
    for name in numbers:
        schema.add_field(name, DataType.INT64)
    schema.add_field(vector, DataType.FLOAT_VECTOR, dim=len(NOTHING))
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index(vector, index_type="FLAT", metric_type="IP")
    for name in sought:
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes


def _passages(dimension: int, tuning: Tuning) -> tuple[Any, Any]:
    """The collection that is searched, by meaning and by words."""
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    for name in ("passage", "paragraph", "terms", "more", "published", *_VERSION):
        schema.add_field(name, DataType.INT64)
    lengths = {"article": 32, "sha256": 64, "outlet": 1024, "language": 16}
    for name, longest in (lengths | dict.fromkeys(("text", "source", "sentences"), LONGEST)).items():
        schema.add_field(name, DataType.VARCHAR, max_length=longest)
    schema.add_field(
        "words", DataType.VARCHAR, max_length=LONGEST, enable_analyzer=True, analyzer_params={"tokenizer": "standard"}
    )
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    bm25 = Function("bm25", FunctionType.BM25, input_field_names=["words"], output_field_names=["sparse"])
    schema.add_function(bm25)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("dense", index_type=tuning.index, metric_type="COSINE", params=dict(tuning.build))
    indexes.add_index(
        "sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={"bm25_k1": 1.2, "bm25_b": 0.35}
    )
    for name in ("passage", "article", "sha256", *_VERSION):
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes
