"""How a library on Milvus grows: time to fill, disk, and time to a question's candidates, at several sizes.

    python -m benchmarks.milvus_growth --url grown.db --sizes 10000 100000

Texts and vectors are drawn: words by Zipf's law from 50,000, unit vectors of 384 numbers around 1,000 centres. What is
measured is the library's part alone; embedding is left out.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from retrieval.article import Article, Source, text_hash
from retrieval.library import Embedding, FileChange, Library, Vector
from retrieval.milvus.library import Place, open_library
from retrieval.milvus.schema import Tuning

DIMENSION, CENTRES, WORDS, PARAGRAPH, ARTICLE = 384, 1_000, 50_000, 60, 20
QUESTIONS, CANDIDATES = 100, 30


class Drawn:
    """Articles and questions, always the same for one seed."""

    def __init__(self, seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self._centres = self._random.normal(size=(CENTRES, DIMENSION)).astype(np.float32)

    def vector(self) -> Vector:
        """Near one of the centres."""
        near = self._centres[self._random.integers(CENTRES)] + self._random.normal(size=DIMENSION) * 0.7
        return np.asarray(near / np.linalg.norm(near), dtype=np.float32)

    def words(self, count: int) -> list[str]:
        """So many words."""
        return [f"w{number % WORDS}" for number in self._random.zipf(1.2, size=count)]

    def files(self, count: int) -> Iterator[FileChange]:
        """So many files of one article each."""
        for number in range(count):
            texts = tuple(" ".join(self.words(PARAGRAPH)) for _ in range(ARTICLE))
            embeddings = {}
            for text in texts:
                vector = self.vector()
                embeddings[text_hash(text)] = Embedding(vector, vector[None, :], ((0, len(text)),))
            name = f"drawn-{number:07}"
            yield FileChange(f"{name}.txt", name, (Article(Source(name, f"{name}.txt", name), texts),), embeddings)


def main() -> None:
    """Print one line of JSON for each size."""
    parser = argparse.ArgumentParser(description="How a library on Milvus grows.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--index", default="AUTOINDEX")
    options = parser.parse_args()
    for size in options.sizes:
        place = Place(options.url, name=f"grown_{size}", tuning=Tuning(index=options.index))
        library = open_library(place, fingerprint="drawn", dimension=DIMENSION, write=True)
        filled, published = _fill(library, Drawn().files(size // ARTICLE))
        times = _ask(library, Drawn(1))
        library.close()
        print(
            json.dumps(
                {
                    "passages": size,
                    "index": options.index,
                    "fill_s": round(filled, 1),
                    "publish_s": round(published, 1),
                    "disk_mb": round(_size(Path(options.url)) / 1e6, 1),
                    "p50_ms": round(float(np.percentile(times, 50)), 1),
                    "p95_ms": round(float(np.percentile(times, 95)), 1),
                }
            ),
            flush=True,
        )


def _fill(library: Library, files: Iterator[FileChange]) -> tuple[float, float]:
    """Seconds to apply, and to publish."""
    applying = 0.0
    batch: list[FileChange] = []
    for file in files:
        batch.append(file)
        if len(batch) == 50:
            start = time.perf_counter()
            library.apply(batch)
            applying += time.perf_counter() - start
            batch = []
    start = time.perf_counter()
    library.apply(batch)
    library.publish()
    return applying, time.perf_counter() - start


def _ask(library: Library, drawn: Drawn) -> list[float]:
    """Milliseconds to each question's candidates."""
    times = []
    for _ in range(QUESTIONS):
        vector, words = drawn.vector(), drawn.words(8)
        start = time.perf_counter()
        library.candidates(words, vector, count=CANDIDATES)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _size(path: Path) -> int:
    """Bytes on the disk; 0 for a server's."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()
