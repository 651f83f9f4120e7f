"""A shard on disk: a Parquet file with articles, texts and vectors, and a marker beside it that is written last.

A shard without its marker, or with another checksum than the marker says, does not count. Needs the extra
`quoted[cluster]`.
"""

import datetime
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.article import Article, Source, text_hash
from retrieval.compiled import file_hash
from retrieval.errors import ShardError
from retrieval.library import Embedding, FileChange

FORMAT = 1
ROWS = 1000
"""Rows a group: what a reader holds in memory of each shard."""
_INSTALL = "shards are Parquet files, whose library is not installed; run: pip install 'quoted[cluster]'"
Row = dict[str, Any]


@dataclass(frozen=True)
class ShardName:
    """The i-th of so many shards."""

    number: int  # from 1
    count: int

    @property
    def parquet(self) -> str:
        return f"shard-{self.number:05}-of-{self.count:05}.parquet"

    @property
    def marker(self) -> str:
        return f"shard-{self.number:05}-of-{self.count:05}.done.json"

    @classmethod
    def of(cls, text: str) -> "ShardName":
        """The shard that "3/16" names. Raises ShardError."""
        first, _, second = text.partition("/")
        if not (first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second)):
            raise ShardError(f'"{text}" names no shard; write 1/16 for the first of sixteen')
        return cls(int(first), int(second))


@dataclass(frozen=True)
class Marker:
    """What a shard's marker says."""

    fingerprint: str  # of the encoder
    dimension: int
    inputs: str  # sha256 of the names and hashes of the files that are in it
    parquet: str  # sha256 of the Parquet file
    files: int
    texts: int
    format: int = FORMAT


def read_marker(folder: Path, name: ShardName) -> Marker | None:
    """The marker of a whole shard; None where it is missing or the Parquet file is another."""
    try:
        marker = Marker(**json.loads((folder / name.marker).read_text(encoding="utf-8")))
        whole = marker.format == FORMAT and file_hash(folder / name.parquet) == marker.parquet
    except (OSError, ValueError, TypeError):
        return None
    return marker if whole else None


def write_shard(folder: Path, name: ShardName, files: Iterable[FileChange], *, marker: Marker) -> Marker:
    """Write these files, which bring all their embeddings, in their order; then the marker, with the checksum."""
    parquet = _arrow()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name.marker).unlink(missing_ok=True)
    unfinished = folder / f".{name.parquet}-{os.getpid()}"
    count = texts = 0
    try:
        with parquet.ParquetWriter(unfinished, _schema(), compression="zstd") as writer:
            pending: list[Row] = []
            for file in files:
                pending += _rows(file)
                count += 1
                texts += len(file.embeddings or {})
                if len(pending) >= ROWS:
                    pending = _write(writer, pending)
            _write(writer, pending)
        _flush(unfinished)
        unfinished.rename(folder / name.parquet)
    finally:
        unfinished.unlink(missing_ok=True)
    whole = Marker(
        marker.fingerprint, marker.dimension, marker.inputs, file_hash(folder / name.parquet), files=count, texts=texts
    )
    _write_marker(folder, name, whole)
    return whole


def read_shard(folder: Path, name: ShardName) -> Iterator[FileChange]:
    """The shard's files in their order, each text checked against its hash. Raises ShardError."""
    rows = _stored(_arrow().ParquetFile(folder / name.parquet))
    for _, own in groupby(rows, key=lambda row: str(row["file"])):
        yield _file(list(own), folder / name.parquet)


def _stored(file: Any) -> Iterator[Row]:
    for batch in file.iter_batches(batch_size=ROWS):
        yield from batch.to_pylist()


def _rows(file: FileChange) -> Iterator[Row]:
    """A row for the file itself, its paragraph being 0, and one for each paragraph of its articles."""
    same = {"file": file.file, "sha256": file.sha256, "stamp": file.stamp}
    empty = {"article": "", "paragraph": 0, "text": "", "text_sha256": "", "spans": [], "vector": [], "sentences": []}
    yield {**same, **empty}
    for article in file.articles:
        source = json.dumps(asdict(article.source), default=str, ensure_ascii=False)
        for number, text in enumerate(article.paragraphs, 1):
            own = {"article": source, "paragraph": number, "text": text, "text_sha256": text_hash(text)}
            embedding = (file.embeddings or {}).get(text_hash(text))
            yield {**same, **empty, **own, **(_numbers(embedding) if embedding is not None else {})}


def _numbers(embedding: Embedding) -> Row:
    return {
        "spans": np.array(embedding.spans, dtype=np.int32).ravel(),
        "vector": embedding.paragraph,
        "sentences": embedding.sentences.ravel() if len(embedding.spans) > 1 else [],
    }


def _file(rows: list[Row], path: Path) -> FileChange:
    first, *paragraphs = rows
    articles, embeddings = [], {}
    for source, own in groupby(paragraphs, key=lambda row: str(row["article"])):
        texts = []
        for row in own:
            if text_hash(row["text"]) != row["text_sha256"]:
                raise ShardError(f"{path}: a text of {row['file']} does not match its sha256; make the shard again")
            texts.append(row["text"])
            if row["vector"]:
                embeddings[row["text_sha256"]] = _embedding(row)
        articles.append(Article(_source(json.loads(source)), tuple(texts)))
    return FileChange(first["file"], first["sha256"], tuple(articles), embeddings, first["stamp"])


def _source(record: dict[str, Any]) -> Source:
    published = record.pop("published")
    day = datetime.date.fromisoformat(published) if published else None
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    return Source(**(record | lists), published=day)


def _embedding(row: Row) -> Embedding:
    paragraph = np.array(row["vector"], dtype=np.float32)
    sentences = np.array(row["sentences"] or row["vector"], dtype=np.float32).reshape(-1, len(paragraph))
    flat = row["spans"]
    return Embedding(paragraph, sentences, tuple(zip(flat[::2], flat[1::2], strict=True)))


def _write(writer: Any, rows: list[Row]) -> list[Row]:
    """Write these rows as one group; the rows that are still to be written: none."""
    import pyarrow

    if rows:
        writer.write_table(pyarrow.Table.from_pylist(rows, schema=_schema()))
    return []


def _schema() -> Any:
    import pyarrow

    texts = [(name, pyarrow.string()) for name in ("file", "sha256", "stamp", "article", "text", "text_sha256")]
    numbers = [(name, pyarrow.list_(pyarrow.float32())) for name in ("vector", "sentences")]
    return pyarrow.schema([*texts, ("paragraph", pyarrow.int32()), ("spans", pyarrow.list_(pyarrow.int32())), *numbers])


def _write_marker(folder: Path, name: ShardName, marker: Marker) -> None:
    unfinished = folder / f".{name.marker}-{os.getpid()}"
    unfinished.write_text(json.dumps(asdict(marker), indent=1), encoding="utf-8")
    _flush(unfinished)
    unfinished.rename(folder / name.marker)


def _flush(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _arrow() -> Any:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise ShardError(_INSTALL) from None
    return parquet
