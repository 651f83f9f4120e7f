"""The base of the dense index: of which kind it is at which size, how it is built, and how much it finds.

A few thousand vectors are compared one by one. More are kept twice: as 4-bit product codes in memory, all of which a
scan compares in registers (Jégou et al., 2011; André et al., 2017), and as int8 copies in the mapped file, by which the
best of the scan are put in order. Graphs and inverted lists were slower to build and found less (docs/performance.md).

How many of the scan's best are put in order is decided when a base is built, by what it finds beside an exact search.
One that does not find enough is not used: then all vectors are compared one by one.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from retrieval.embedded.indexes import Entry
from retrieval.library import Vector

BASE, IDS, CARD = "base.faiss", "base.npy", "base.json"
EXACT = "Flat"
EXACT_MOST = 5_000
"""Vectors that are compared one by one: a third of a millisecond."""
NUMBERS = (4, 2)
"""How many of a vector's numbers share a code: the second where the first does not find enough."""
WANTED = 0.985
"""Of the NEAREST to a question, the share that must stand among ASKED."""
NEAREST, ASKED = 10, 30
FACTORS = (4, 8, 16, 32, 64)
"""How many times as many as are asked for are put in order; the first that finds enough is taken."""
QUESTIONS = 400
TRAINED_ON = 50_000
BLOCK = 10_000
"""Vectors taken at a time."""
_VECTORS = "vectors.building"

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class BaseCard:
    """What a base's folder says of it."""

    kind: str  # FAISS' factory string
    factor: int  # of what is asked for, as many times are put in order
    vectors: int
    recall: float  # of the NEAREST among ASKED, at this factor, when it was built
    questions: int  # that this was measured with; 0 for an exact base


@dataclass(frozen=True, eq=False)
class Base:
    """An open base. Thread-safe."""

    index: Any
    ids: Ids  # int64 (n,), ascending
    card: BaseCard

    def search(self, query: Vector, count: int, gone: Ids) -> tuple[Vector, Ids]:
        """The cosines and ids of the `count` nearest to a query, float32 (d,), that are not gone, best first."""
        rows = np.ascontiguousarray(query[None, :])
        most = max(count, ASKED)
        while True:
            most = min(most, len(self.ids))
            if not most:
                return np.empty(0, np.float32), np.empty(0, np.int64)
            scores, places = self.index.search(rows, most)
            there = places[0] >= 0
            ids = self.ids[places[0][there]]
            stay = ~np.isin(ids, gone)
            if stay.sum() >= count or most == len(self.ids):
                return scores[0][there][stay][:count], ids[stay][:count]
            most *= 2

    def among(self, ids: Ids) -> Ids:
        """Those of these ids that the base holds."""
        if not len(self.ids):
            return ids[:0]
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        held: Ids = ids[self.ids[places] == ids]
        return held


def open_base(folder: Path) -> Base:
    """The folder's base, mapped into memory but for its codes: generations that share a base share it there too."""
    card = BaseCard(**json.loads((folder / CARD).read_text(encoding="utf-8")))
    index: Any = faiss.read_index(str(folder / BASE), faiss.IO_FLAG_MMAP_IFC)
    if card.kind != EXACT:
        index.k_factor = card.factor
    ids = np.load(folder / IDS, mmap_mode="r" if card.vectors else None)
    return Base(index, ids, card)


def kinds_for(vectors: int, dimension: int) -> tuple[str, ...]:
    """The kinds of base for so many vectors of a dimension, in the order in which they are tried."""
    if vectors <= EXACT_MOST:
        return (EXACT,)
    coded = [f"PQ{dimension // numbers}x4fs,Refine(SQ8)" for numbers in NUMBERS if dimension % numbers == 0]
    return (*coded, EXACT)


def build_base(folder: Path, entries: Iterable[Entry], dimension: int) -> BaseCard:
    """Write a base of these passages into the folder, in place of the one there; their vectors need disk meanwhile."""
    file = folder / _VECTORS
    ids = _write_vectors(file, entries)
    order = np.argsort(ids)
    try:
        vectors = np.memmap(file, np.float32, "r", shape=(len(ids), dimension)) if len(ids) else None
        with _one_thread():
            index, card = _built(vectors, order, dimension)
    finally:
        file.unlink(missing_ok=True)
    for name in (BASE, IDS, CARD):
        (folder / name).unlink(missing_ok=True)  # perhaps hard links: the older generation keeps its own
    faiss.write_index(index, str(folder / BASE))
    np.save(folder / IDS, ids[order])
    (folder / CARD).write_text(json.dumps(asdict(card)), encoding="utf-8")
    return card


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have FAISS build with one thread: several wait for each other by spinning, which takes many times as long where
    other processes want the cores too, such as a bot that answers meanwhile.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _write_vectors(file: Path, entries: Iterable[Entry]) -> Ids:
    """Write the passages' vectors into a file as they come, and give their ids."""
    ids: list[int] = []
    rest = iter(entries)
    with file.open("wb") as out:
        while block := list(islice(rest, BLOCK)):
            ids += [entry.id for entry in block]
            np.stack([entry.vector for entry in block]).astype(np.float32).tofile(out)
    return np.array(ids, dtype=np.int64)


def _built(vectors: Any, order: Ids, dimension: int) -> tuple[Any, BaseCard]:
    """The index of these vectors in this order, float32 (n, d), and its card: the first kind that finds enough."""
    *coded, _ = kinds_for(len(order), dimension)
    if coded:
        asked = _questions(vectors, order)
        exact = _nearest(asked, vectors, order)
    for kind in coded:
        index: Any = _filled(kind, vectors, order, dimension)
        for factor in FACTORS:
            index.k_factor = factor
            recall = _recall(index, asked, exact)
            if recall >= WANTED:
                return index, BaseCard(kind, factor, len(order), recall, len(asked))
    return _filled(EXACT, vectors, order, dimension), BaseCard(EXACT, 1, len(order), 1.0, 0)


def _filled(kind: str, vectors: Any, order: Ids, dimension: int) -> Any:
    """An index of this kind with the vectors in this order."""
    index = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        index.train(vectors[_spread(order, TRAINED_ON)])
    for places in _blocks(order):
        index.add(vectors[places])
    return index


def _questions(vectors: Any, order: Ids) -> Vector:
    """Made questions, float32 (QUESTIONS, d), unit length: between two passages, and away from both.

    People's own are not at hand. To ask with the library's passages would flatter: they lie near to each other, where
    the nearest passage to a question has a cosine of .6. So has it to these, and they miss as much as real questions
    do or more, at 10,000 to 1,000,000 passages (benchmarks/search.py).
    """
    chance = np.random.default_rng(0)
    one, other = (vectors[order[np.sort(chance.integers(len(order), size=QUESTIONS))]] for _ in range(2))
    away = _unit(chance.normal(size=one.shape))
    return _unit(one + chance.permutation(other) + away)


def _unit(rows: npt.NDArray[Any]) -> Vector:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _nearest(questions: Vector, vectors: Any, order: Ids) -> Ids:
    """The places of the NEAREST to each question, by comparing all; there are more vectors than these."""
    scores = np.full((len(questions), NEAREST), -np.inf, np.float32)
    places = np.full((len(questions), NEAREST), -1, np.int64)
    for number, block in enumerate(_blocks(order)):
        new = np.concatenate((scores, questions @ vectors[block].T), axis=1)
        at = np.tile(np.arange(len(block)) + number * BLOCK, (len(questions), 1))
        at = np.concatenate((places, at), axis=1)
        best = np.argpartition(new, -NEAREST, axis=1)[:, -NEAREST:]
        scores, places = np.take_along_axis(new, best, axis=1), np.take_along_axis(at, best, axis=1)
    return places


def _recall(index: Any, questions: Vector, exact: Ids) -> float:
    """The share of the exact nearest that stand among ASKED."""
    found = index.search(questions, ASKED)[1]
    pairs = zip(found.tolist(), exact.tolist(), strict=True)
    return float(np.mean([len(set(places) & set(wanted)) / len(wanted) for places, wanted in pairs]))


def _spread(places: Ids, most: int) -> Ids:
    """At most so many of the places, evenly from all over."""
    return places[np.linspace(0, len(places) - 1, min(most, len(places)), dtype=np.int64)]


def _blocks(order: Ids) -> Iterator[Ids]:
    return (order[start : start + BLOCK] for start in range(0, len(order), BLOCK))
