"""How a library grows: time, memory and disk at each size, from indexing to a question and to a later addition.

    python -m benchmarks.growth CORPUS QUESTIONS.jsonl --work DIR [--sizes 10000 100000 1000000] [--real 10000]

CORPUS is a folder that benchmarks/corpus.py made. One library under DIR is filled with its files and measured whenever
it has reached a size: indexing without embedding, publishing, disk; then, on one core, search and whole questions
without and with the reader; then ten articles are added by `quoted index` beside an open reader, until that finds them.

Only the first --real texts are embedded: the others get vectors made around theirs (one plus .6 of the difference of
two others plus noise, a cosine of .75 to the first), because embedding a million takes hours. So times, memory and disk
are those of real vectors, and what is found is not.

Milliseconds are given as they passed and as the processor worked; on a busy machine only the second compare. Writes
results/growth.json, which benchmarks/plot_growth.py draws.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recorded import record
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import EmbeddedLibrary, open_library
from retrieval.encoder import Encoder, open_encoder
from retrieval.indexing import index
from retrieval.library import Library, Vector
from retrieval.question import analyse
from retrieval.reader import open_reader

MAX_BYTES = 1_000_000_000
APART = 0.6
NOISE = 0.3
ARTICLES = 10
QUOTED = [sys.executable, "-m", "bot.cli"]


class Quiet:
    """Progress that nobody sees."""

    def begin(self, total: int) -> None:
        """Nothing is shown."""

    def advance(self, done: float) -> None:
        """Nothing is shown."""


class Around:
    """An encoder in whose place vectors are made, once so many real ones are there to make them around."""

    def __init__(self, encoder: Encoder, real: int) -> None:
        self.dimension, self.fingerprint = encoder.dimension, encoder.fingerprint
        self.device = encoder.device
        self._encoder = encoder
        self._most = real
        self._real = np.empty((0, encoder.dimension), np.float32)
        self.seconds = 0.0  # that real embedding took

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None]) -> Vector:
        """Real vectors for the first texts of all, made ones for the others; float32 (n, d), unit length."""
        count = max(0, min(len(texts), self._most - len(self._real)))
        began = time.perf_counter()
        real = self._encoder.encode_passages(texts[:count], done=done)
        self.seconds += time.perf_counter() - began
        self._real = np.concatenate((self._real, real))
        rest = texts[count:]
        if not rest:
            return real
        chances = [np.random.default_rng(zlib.crc32(text.encode())) for text in rest]
        one, two, three = (self._real[[int(c.integers(len(self._real))) for c in chances]] for _ in range(3))
        noise = np.stack([c.standard_normal(self.dimension, np.float32) for c in chances]) * NOISE
        made = one + APART * (two - three) + noise / np.sqrt(self.dimension)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        done(len(rest))
        return np.concatenate((real, made)).astype(np.float32)


def build(corpus: Path, work: Path, size: int, around: Around) -> dict[str, Any]:
    """Bring the library to a size, and how long that took."""
    seeds, data = work / "seeds", work / "data"
    seeds.mkdir(parents=True, exist_ok=True)
    held = sum(1 for _ in seeds.glob("part-*"))
    for file in sorted(corpus.glob("part-*.jsonl"))[held : max(1, size // 10_000)]:
        shutil.copyfile(file, seeds / file.name)
    library = open_library(data, fingerprint=around.fingerprint, dimension=around.dimension, write=True)
    times: dict[str, float] = {}
    publish = library.publish

    def timed() -> None:
        began, worked = time.perf_counter(), time.process_time()
        publish()
        times["publish_s"] = time.perf_counter() - began
        times["publish_cpu_s"] = time.process_time() - worked

    library.publish = timed  # type: ignore[method-assign]
    began, worked, embedding = time.perf_counter(), time.process_time(), around.seconds
    report = index(seeds, library, around, max_bytes=MAX_BYTES, progress=Quiet())
    passages = library.summary().passages
    library.close()
    return {
        "passages": passages,
        "added": report.added,
        "apply_s": time.perf_counter() - began - times["publish_s"] - (around.seconds - embedding),
        "cpu_s": time.process_time() - worked,
        **times,
    }


def disk(data: Path) -> dict[str, float]:
    """MiB of the parts of a library."""
    newest = {
        kind: max(data.glob(f"indexes/{kind}-*"), key=lambda path: path.stat().st_mtime)
        for kind in ("dense", "lexical")
    }
    sizes = {kind: sum(file.stat().st_size for file in folder.iterdir()) for kind, folder in newest.items()}
    return {
        name: round(size / 2**20, 1)
        for name, size in {"database": (data / "library.db").stat().st_size, **sizes}.items()
    }


def asked(data: Path, questions: Sequence[str]) -> dict[str, Any]:
    """What questions cost on one core, in a process of its own, and the memory that it has afterwards."""
    began = time.perf_counter()
    encoder = open_encoder("built-in", data / "encoders", threads=1, remembered=0)
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    off = Answerer(library, encoder, Limits())
    off.answer(questions[0])
    opened = time.perf_counter() - began
    on = Answerer(library, encoder, Limits(), SecondLook(open_reader("built-in", data)))
    assert isinstance(library, EmbeddedLibrary)
    _, indexes = library.current()
    vectors = [encoder.encode_question(question) for question in questions]
    terms = [analyse(question).terms for question in questions]
    steps: dict[str, Callable[[int], object]] = {
        "encode": lambda i: encoder.encode_question(questions[i]),
        "dense": lambda i: indexes.dense.search(vectors[i], 30),
        "lexical": lambda i: indexes.lexical.search(terms[i], 30),
        "question": lambda i: off.answer(questions[i]),
        "question_read": lambda i: on.answer(questions[i]),
    }
    found: dict[str, Any] = {"opened_s": opened}
    for name, step in steps.items():
        passed, worked = [], []
        for i in range(len(questions)):
            start, work = time.perf_counter(), time.process_time()
            step(i)
            passed.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - work) * 1000)
        found[name] = {
            f"{what}_p{p}_ms": round(float(np.percentile(values, p)), 3)
            for what, values in (("passed", passed), ("worked", worked))
            for p in (50, 99)
        }
    status = Path("/proc/self/status").read_text()
    found["resident_mib"] = {
        line.split(":")[0]: round(int(line.split()[1]) / 1024)
        for line in status.splitlines()
        if line.startswith(("VmRSS", "RssAnon", "RssFile"))
    }
    library.close()
    return found


def added(work: Path, number: int, encoder: Encoder) -> dict[str, float]:
    """Seconds from the start of `quoted index` on ten new articles until an open reader finds one, and to its end."""
    data = work / "data"
    reader = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    text = f"The lighthouse of Quillmere number {number} was lit by Orla Venn on a Tuesday."
    vector, terms = encoder.encode_question(text), analyse(text).terms
    reader.candidates(terms, vector, count=30)
    with (work / "seeds" / f"added-{number}.jsonl").open("w", encoding="utf-8") as out:
        for i in range(ARTICLES):
            paragraphs = (
                [text, "Rain is expected there."] if i == 0 else [f"Note {i} of day {number}: nothing happened."]
            )
            out.write(
                json.dumps(
                    {"id": f"added-{number}-{i}", "title": f"Day {number}", "language": "en", "paragraphs": paragraphs}
                )
                + "\n"
            )
    began, before = time.perf_counter(), _children_s()
    process = subprocess.Popen(
        [*QUOTED, "index", "--json", "--seeds", str(work / "seeds"), "--data", str(data)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "QUOTED_READING_MAX_FILE_MB": "1000"},
    )
    seen = None
    while seen is None:
        time.sleep(0.02)
        if text in _texts(reader, terms, vector):
            seen = time.perf_counter() - began
        elif process.poll() is not None and text not in _texts(reader, terms, vector):
            sys.exit(f"quoted index ended with {process.returncode}, and nothing was found")
    process.wait()
    reader.close()
    worked = _children_s() - before
    return {"until_found_s": seen, "until_ended_s": time.perf_counter() - began, "worked_s": worked}


def _children_s() -> float:
    """Seconds of processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _texts(reader: Library, terms: Sequence[str], vector: Vector) -> set[str]:
    return {candidate.passage.text for candidate in reader.candidates(terms, vector, count=5).found}


def in_child(data: Path, questions: Path, count: int) -> dict[str, Any]:
    """What `asked` finds in a process of its own on one core."""
    core = sorted(os.sched_getaffinity(0))[:1]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", str(data), str(questions), "--asked", str(count)],
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, core),
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Grow, measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--real", type=int, default=10_000)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-add", action="store_true", help="add ten articles to the library that DIR has already")
    parser.add_argument("--asked", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.asked:
        with args.questions.open(encoding="utf-8") as lines:
            every = [json.loads(line)["question"] for line in lines]
        print(json.dumps(asked(args.corpus, every[:: max(1, len(every) // args.asked)][: args.asked])))
        return
    encoder = open_encoder("built-in", args.work / "data" / "encoders")
    if args.only_add:
        rounds = [added(args.work, time.time_ns(), encoder) for _ in range(args.rounds)]
        print(json.dumps(rounds, indent=1))
        record("ten-articles", rounds)
        return
    around = Around(encoder, args.real)
    grown = []
    held = 10_000 * sum(1 for _ in args.corpus.glob("part-*.jsonl"))
    for size in (size for size in args.sizes if size <= held):
        figures = build(args.corpus, args.work, size, around)
        figures["disk_mib"] = disk(args.work / "data")
        base = max(args.work.glob("data/indexes/dense-*/base.json"), key=lambda path: path.stat().st_mtime)
        figures["base"] = json.loads(base.read_text())
        figures |= in_child(args.work / "data", args.questions, args.count)
        rounds = [added(args.work, size + number, encoder) for number in range(args.rounds)]
        figures["ten_articles"] = {name: sorted(r[name] for r in rounds)[len(rounds) // 2] for name in rounds[0]}
        grown.append(figures)
        print(json.dumps(figures, indent=1), flush=True)
        record("growth", grown)


if __name__ == "__main__":
    main()
