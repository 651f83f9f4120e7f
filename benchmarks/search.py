"""Nearest vectors: Quoted's dense base beside FAISS Flat, hnswlib and usearch, on one core.

    python -m benchmarks.search LIBRARY QUESTIONS.jsonl --work DIR --vectors 100000 [--ways quoted "faiss flat"]

LIBRARY is a library's data folder, whose vectors are taken; where it has fewer than --vectors, the others are made
around its own (one plus .6 of the difference of two others plus noise). hnswlib and usearch run in a virtual
environment that is made under DIR. Prints processor time to build, the median search for ten, recall@10 of real
questions beside an exact search, and the memory held; writes results/search-N.json.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from benchmarks.beside_peers import HERE, install, make_environment
from benchmarks.recorded import record
from retrieval.embedded.database import Database
from retrieval.embedded.library import published_fingerprint
from retrieval.encoder import find_encoder
from retrieval.library import Vector

PACKAGES = ("numpy", "faiss-cpu>=1.12,<2", "hnswlib", "usearch")
OURS = "quoted"
BLOCK = 20_000


def vectors_of(data: Path, count: int, file: Path) -> None:
    """Write so many vectors, float32 (n, d), the library's first."""
    database = Database(data, fingerprint=published_fingerprint(data), write=False)
    entries = database.entries(database.changed_since(-1)[:count])
    real = np.stack([entry.vector for entry in entries])
    database.close()
    out = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=(count, real.shape[1]))
    out[: len(real)] = real
    chance = np.random.default_rng(0)
    for start in range(len(real), count, BLOCK):
        size = min(BLOCK, count - start)
        one, two, three = (real[chance.integers(len(real), size=size)] for _ in range(3))
        noise = chance.standard_normal((size, real.shape[1]), np.float32) * 0.3 / np.sqrt(real.shape[1])
        made = one + 0.6 * (two - three) + noise
        out[start : start + size] = made / np.linalg.norm(made, axis=1, keepdims=True)
    print(f"{count} vectors, {min(count, len(real))} of them the library's own", flush=True)


def nearest(vectors: Vector, questions: Vector) -> np.ndarray:
    """The places of the ten nearest to each question, by comparing all."""
    scores = np.full((len(questions), 10), -np.inf, np.float32)
    places = np.full((len(questions), 10), -1, np.int64)
    for start in range(0, len(vectors), BLOCK):
        new = np.concatenate((scores, questions @ vectors[start : start + BLOCK].T), axis=1)
        at = np.arange(start, start + new.shape[1] - 10)
        at = np.concatenate((places, np.tile(at, (len(questions), 1))), axis=1)
        best = np.argpartition(new, -10, axis=1)[:, -10:]
        scores, places = np.take_along_axis(new, best, axis=1), np.take_along_axis(at, best, axis=1)
    return places


def main() -> None:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--ways", nargs="+", default=["faiss flat", OURS, "hnswlib", "usearch"])
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    own = args.work / "venvs" / "search"
    if set(args.ways) - {OURS, "faiss flat"} and not (own / "ready").exists():
        make_environment(own)
        install(own, *PACKAGES)
        (own / "ready").touch()
    files = [args.work / name for name in ("vectors.npy", "questions.npy", "exact.npy")]
    vectors_of(args.library, args.vectors, files[0])
    encoder = find_encoder(published_fingerprint(args.library), args.library / "encoders", threads=1)
    assert encoder, "the library's encoder is not compiled beside it"
    with args.questions.open(encoding="utf-8") as lines:
        every = [json.loads(line)["question"] for line in lines]
    asked = np.stack([encoder.encode_question(q) for q in every[:: max(1, len(every) // args.count)][: args.count]])
    np.save(files[1], asked)
    np.save(files[2], nearest(np.load(files[0], mmap_mode="r"), asked))
    found = []
    for way in args.ways:
        python = sys.executable if way in (OURS, "faiss flat") else str(own / "bin" / "python")
        done = subprocess.run(
            [python, str(HERE / "peers" / "searching.py"), way, *map(str, files)],
            stdout=subprocess.PIPE,
            check=True,
            env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parent) if way == OURS else ""},
            preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1]),
        )
        found.append(json.loads(done.stdout))
        print(json.dumps(found[-1]), flush=True)
        record(f"search-{args.vectors}", found)
    files[0].unlink()


if __name__ == "__main__":
    main()
