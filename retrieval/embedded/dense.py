"""The dense index: FAISS over the paragraphs' vectors, by inner product, exact.

FAISS files carry no checksum and a damaged one can crash the process, so a folder is opened only after its hashes were
checked (generations.py). Another kind of index is another factory string here.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.embedded.indexes import Entry, Found
from retrieval.library import Vector

FACTORY = "IDMap2,Flat"
FILE = "vectors.faiss"
BLOCK = 10_000
"""Vectors added at a time, so that a rebuild does not hold them all twice."""


class DenseSearcher:
    """An open dense index."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def search(self, query: Vector, count: int) -> list[Found]:
        """The passages whose vectors are nearest to the query, float32 (d,), with their cosines."""
        count = min(count, self._index.ntotal)
        if count == 0:
            return []
        scores, ids = self._index.search(np.ascontiguousarray(query[None, :]), count)
        return [Found(int(id_), float(score)) for id_, score in zip(ids[0], scores[0], strict=True) if id_ >= 0]


class DenseEngine:
    """Builds and opens dense indexes of one dimension."""

    name = "dense"

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Write the folder's index anew without and with these passages."""
        file = folder / FILE
        if file.exists():
            index = faiss.read_index(str(file))
            file.unlink()  # perhaps a hard link: the older generation keeps its own
        else:
            index = faiss.index_factory(self._dimension, FACTORY, faiss.METRIC_INNER_PRODUCT)
        if gone:
            index.remove_ids(faiss.IDSelectorBatch(np.array(gone, dtype=np.int64)))
        block: list[Entry] = []
        for entry in entries:
            block.append(entry)
            if len(block) == BLOCK:
                _add(index, block)
                block = []
        _add(index, block)
        faiss.write_index(index, str(file))

    def open(self, folder: Path) -> DenseSearcher:
        """The folder's index, read into memory."""
        return DenseSearcher(faiss.read_index(str(folder / FILE)))

    def is_lock(self, file: str) -> bool:
        """FAISS keeps no lock files."""
        return file != FILE


def _add(index: Any, block: Sequence[Entry]) -> None:
    if block:
        ids = np.array([entry.id for entry in block], dtype=np.int64)
        index.add_with_ids(np.stack([entry.vector for entry in block]).astype(np.float32), ids)
