"""One way to search vectors, in its own process: `python searching.py WAY VECTORS.npy QUESTIONS.npy EXACT.npy`.

Prints one JSON object: seconds of processor time to build, the median of a search for ten on one thread in
milliseconds, recall@10, the MiB that it holds, and which parameter it took. Where a way has a parameter that trades
speed for recall, the first of a few is taken that finds WANTED.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

WANTED = 0.985
COUNT = 10
Search = Callable[[Any, int], Any]
"""From a question, float32 (d,), and how many to the places of the nearest."""


def flat(vectors: Any) -> tuple[Iterable[tuple[str, Search]], None]:
    """FAISS, all compared."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    for start in range(0, len(vectors), 50_000):
        index.add(np.ascontiguousarray(vectors[start : start + 50_000]))
    return [("", lambda question, count: index.search(question[None], count)[1][0])], None


def hnswlib(vectors: Any) -> tuple[Iterable[tuple[str, Search]], None]:
    """hnswlib with its usual graph."""
    import hnswlib as library

    index = library.Index(space="ip", dim=vectors.shape[1])
    index.init_index(max_elements=len(vectors), ef_construction=200, M=16)
    index.set_num_threads(1)
    for start in range(0, len(vectors), 50_000):
        index.add_items(vectors[start : start + 50_000])

    def with_ef(ef: int) -> Search:
        def search(question: Any, count: int) -> Any:
            index.set_ef(ef)
            return index.knn_query(question, k=count)[0][0]

        return search

    return ((f"ef {ef}", with_ef(ef)) for ef in (50, 100, 200, 400, 800, 1600)), None


def usearch(vectors: Any) -> tuple[Iterable[tuple[str, Search]], None]:
    """usearch with its usual graph."""
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f32", connectivity=16, expansion_add=128)
    for start in range(0, len(vectors), 50_000):
        index.add(np.arange(start, min(start + 50_000, len(vectors))), vectors[start : start + 50_000], threads=1)

    def with_expansion(expansion: int) -> Search:
        def search(question: Any, count: int) -> Any:
            index.expansion_search = expansion
            return index.search(question, count, threads=1).keys

        return search

    return ((f"expansion {ef}", with_expansion(ef)) for ef in (64, 128, 256, 512, 1024)), None


def ours(vectors: Any) -> tuple[Iterable[tuple[str, Search]], Any]:
    """The base of Quoted's dense index, with the parameter that its build chose, mapped from disk."""
    from retrieval.embedded.base import ASKED, build_base, open_base
    from retrieval.embedded.indexes import Entry

    folder = tempfile.TemporaryDirectory()
    card = build_base(Path(folder.name), (Entry(i, "", "", "en", v) for i, v in enumerate(vectors)), vectors.shape[1])
    base = open_base(Path(folder.name))
    none = np.empty(0, np.int64)
    found = (
        (f"{card.kind}, {card.factor} x {ASKED}", lambda question, count: base.search(question, count, none)[1]),
        (
            f"{card.kind}, {card.factor} x {ASKED}, ten among {ASKED}",
            lambda question, _: base.search(question, ASKED, none)[1],
        ),
    )
    return found, folder


WAYS: dict[str, Callable[[Any], tuple[Iterable[tuple[str, Search]], Any]]] = {
    "faiss flat": flat,
    "quoted": ours,
    "hnswlib": hnswlib,
    "usearch": usearch,
}


def resident_mib() -> float:
    """Of this process, without what is mapped from files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def main() -> None:
    """Build, search, print."""
    way, *files = sys.argv[1:]
    vectors = np.load(files[0], mmap_mode="r")
    questions, exact = np.load(files[1]), np.load(files[2])
    before, began = resident_mib(), time.process_time()
    searches, kept = WAYS[way](vectors)
    built, holds = time.process_time() - began, resident_mib() - before
    tried = []
    for parameter, search in searches:
        times, shares = [], []
        for question, wanted in zip(questions, exact, strict=True):
            start = time.process_time()
            places = search(question, COUNT)
            times.append((time.process_time() - start) * 1000)
            shares.append(len(set(np.asarray(places).tolist()) & set(wanted.tolist())) / len(wanted))
        recall = float(np.mean(shares))
        tried.append({"parameter": parameter, "p50_ms": round(float(np.median(times)), 3), "recall": round(recall, 4)})
        if recall >= WANTED and way != "quoted":
            break
    del kept
    print(json.dumps({"way": way, "build_cpu_s": round(built, 1), "holds_mib": round(holds), "tried": tried}))


if __name__ == "__main__":
    main()
