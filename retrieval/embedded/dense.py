"""The dense index: FAISS over the paragraphs' vectors, by inner product.

A base (base.py) holds nearly all of them, a small exact tail what came since, and a list of ids what left the base
since: a publication writes the tail and the list, and links the base. When both have grown past a share of the base,
the library publishes that as always and has a new base made afterwards.

FAISS files carry no checksum and a damaged one can crash the process, so a folder is opened only after its hashes were
checked (generations.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.embedded.base import BASE, BLOCK, CARD, EXACT, IDS, Base, Ids, build_base, open_base
from retrieval.embedded.indexes import Entry, Found
from retrieval.library import Vector

TAIL, GONE = "tail.faiss", "gone.npy"
TAIL_SHARE = 0.02
"""Of the base: what came and what left together may grow so far beside it. A tail is searched exactly, which costs ten
times as much a vector as the base."""
TAIL_LEAST = 1000
"""Vectors that may stand beside a base of any size: 1.5 MB at 384 dimensions."""


class DenseSearcher:
    """An open dense index."""

    def __init__(self, base: Base, tail: Any | None, gone: Ids) -> None:
        self._base = base
        self._tail = tail
        self._gone = gone

    def search(self, query: Vector, count: int) -> list[Found]:
        """The passages whose vectors are nearest to the query, float32 (d,), with their cosines."""
        if count < 1:
            return []
        scores, ids = self._base.search(query, count, self._gone)
        found = [Found(int(i), float(s)) for i, s in zip(ids, scores, strict=True)]
        if self._tail is not None and self._tail.ntotal:
            scores, ids = self._tail.search(np.ascontiguousarray(query[None, :]), min(count, self._tail.ntotal))
            found += [Found(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda one: -one.score)[:count]

    def passages(self) -> set[int]:
        """The ids of all passages in the index."""
        held = np.setdiff1d(self._base.ids, self._gone).tolist()
        return {*held, *(_ids(self._tail).tolist() if self._tail is not None else ())}


class DenseEngine:
    """Builds and opens dense indexes of one dimension."""

    name = "dense"

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Write the tail without and with these passages, or the base where there is none."""
        if not (folder / BASE).exists():
            build_base(folder, entries, self._dimension)
            return
        left = np.array(sorted(gone), dtype=np.int64)
        tail = _read_tail(folder) or faiss.index_factory(self._dimension, f"IDMap2,{EXACT}", faiss.METRIC_INNER_PRODUCT)
        tail.remove_ids(faiss.IDSelectorBatch(left))
        _add(tail, entries)
        (folder / TAIL).unlink(missing_ok=True)  # perhaps a hard link: the older generation keeps its own
        faiss.write_index(tail, str(folder / TAIL))
        away = np.union1d(_read_gone(folder), open_base(folder).among(left))
        (folder / GONE).unlink(missing_ok=True)
        np.save(folder / GONE, away)

    def staleness(self, folder: Path, more: int = 0) -> float:
        """How much stands beside the base, as a share of what may; `more` passages are to come or leave."""
        if not (folder / BASE).exists():
            return 0.0
        tail = _read_tail(folder)
        beside = (tail.ntotal if tail is not None else 0) + len(_read_gone(folder)) + more
        return float(beside / max(TAIL_LEAST, TAIL_SHARE * open_base(folder).card.vectors))

    def open(self, folder: Path) -> DenseSearcher:
        """The folder's index."""
        return DenseSearcher(open_base(folder), _read_tail(folder), _read_gone(folder))

    def is_lock(self, file: str) -> bool:
        """FAISS keeps no lock files."""
        return file not in (BASE, IDS, CARD, TAIL, GONE)


def _read_tail(folder: Path) -> Any | None:
    return faiss.read_index(str(folder / TAIL)) if (folder / TAIL).exists() else None


def _read_gone(folder: Path) -> Ids:
    return np.load(folder / GONE) if (folder / GONE).exists() else np.empty(0, dtype=np.int64)


def _add(index: Any, entries: Iterable[Entry]) -> None:
    for block in _blocks(entries):
        ids = np.array([entry.id for entry in block], dtype=np.int64)
        index.add_with_ids(np.stack([entry.vector for entry in block]).astype(np.float32), ids)


def _blocks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while block := list(islice(rest, BLOCK)):
        yield block


def _ids(index: Any) -> Ids:
    ids: Ids = faiss.vector_to_array(index.id_map)
    return ids
