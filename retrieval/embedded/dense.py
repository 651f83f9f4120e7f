"""The dense index: FAISS over the paragraphs' vectors, by inner product, exact.

A base holds nearly all of them, a small tail what came since, and a list of ids what left the base since: a publication
writes the tail and the list, and links the base. When both have grown past a share of the base, the base is made anew.

FAISS files carry no checksum and a damaged one can crash the process, so a folder is opened only after its hashes were
checked (generations.py). Another kind of base is another factory string here.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from retrieval.embedded.indexes import Entry, Found
from retrieval.library import Vector

FACTORY = "IDMap2,Flat"
BASE, TAIL, GONE = "base.faiss", "tail.faiss", "gone.npy"
TAIL_SHARE = 0.1
"""Of the base: what came and what left together may grow so far beside it. Each vector is then written some ten times
in all, however many publications there are."""
TAIL_LEAST = 1000
"""Vectors that may stand beside a base of any size: 1.5 MB at 384 dimensions."""
BLOCK = 10_000
"""Vectors added at a time, so that a rebuild does not hold them all twice."""

Ids = npt.NDArray[np.int64]


class DenseSearcher:
    """An open dense index."""

    def __init__(self, base: Any | None, tail: Any | None, gone: Ids) -> None:
        self._gone = gone
        self._parts: list[tuple[Any, Any]] = []  # an index, and how it is to be searched
        if base is not None:
            self._parts.append((base, self._without_gone() if len(gone) else None))
        if tail is not None:
            self._parts.append((tail, None))

    def search(self, query: Vector, count: int) -> list[Found]:
        """The passages whose vectors are nearest to the query, float32 (d,), with their cosines."""
        rows = np.ascontiguousarray(query[None, :])
        found: list[Found] = []
        for part, parameters in self._parts:
            most = min(count, part.ntotal)
            if most:
                scores, ids = part.search(rows, most, params=parameters)
                found += [Found(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda one: -one.score)[:count]

    def passages(self) -> set[int]:
        """The ids of all passages in the index."""
        held = [
            _ids(part) if parameters is None else np.setdiff1d(_ids(part), self._gone)
            for part, parameters in self._parts
        ]
        return {int(id_) for ids in held for id_ in ids}

    def _without_gone(self) -> Any:
        """Search parameters that leave out what left the base; FAISS keeps no reference to the selectors."""
        self._left = faiss.IDSelectorBatch(self._gone)
        self._stayed = faiss.IDSelectorNot(self._left)
        return faiss.SearchParameters(sel=self._stayed)  # type: ignore[call-arg]  # FAISS adds it when it is imported


class DenseEngine:
    """Builds and opens dense indexes of one dimension."""

    name = "dense"

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension

    def update(self, folder: Path, gone: Sequence[int], entries: Iterable[Entry]) -> None:
        """Write the tail without and with these passages, and the base only when the tail has grown too large."""
        left = np.array(sorted(gone), dtype=np.int64)
        base, tail, earlier = _read(folder)
        if base is None:
            base = self._empty()
            _add(base, entries)
            _write(base, folder / BASE)
            return
        tail = tail or self._empty()
        tail.remove_ids(faiss.IDSelectorBatch(left))
        _add(tail, entries)
        left = np.union1d(earlier, np.intersect1d(left, _ids(base)))
        if tail.ntotal + len(left) > max(TAIL_LEAST, TAIL_SHARE * base.ntotal):
            self._merge(folder, tail, left)
        else:
            _write(tail, folder / TAIL)
            _unlink(folder / GONE)
            np.save(folder / GONE, left)

    def open(self, folder: Path) -> DenseSearcher:
        """The folder's index, its base mapped into memory: generations that share a base share it there too."""
        return DenseSearcher(*_read(folder))

    def is_lock(self, file: str) -> bool:
        """FAISS keeps no lock files."""
        return file not in (BASE, TAIL, GONE)

    def _empty(self) -> Any:
        return faiss.index_factory(self._dimension, FACTORY, faiss.METRIC_INNER_PRODUCT)

    def _merge(self, folder: Path, tail: Any, left: Ids) -> None:
        """Make the base anew from what stayed of it and the tail."""
        base = faiss.read_index(str(folder / BASE))  # in memory, as a mapped one can't be changed
        base.remove_ids(faiss.IDSelectorBatch(left))
        if tail.ntotal:
            base.add_with_ids(tail.index.reconstruct_n(0, tail.ntotal), _ids(tail))
        _write(base, folder / BASE)
        _unlink(folder / TAIL)
        _unlink(folder / GONE)


def _read(folder: Path) -> tuple[Any | None, Any | None, Ids]:
    """The folder's base, tail and what left the base, each where it is there."""
    base, tail = (
        faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if path.name == BASE else 0) if path.exists() else None
        for path in (folder / BASE, folder / TAIL)
    )
    gone = np.load(folder / GONE) if (folder / GONE).exists() else np.empty(0, dtype=np.int64)
    return base, tail, gone


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


def _write(index: Any, file: Path) -> None:
    _unlink(file)  # perhaps a hard link: the older generation keeps its own
    faiss.write_index(index, str(file))


def _unlink(file: Path) -> None:
    file.unlink(missing_ok=True)
