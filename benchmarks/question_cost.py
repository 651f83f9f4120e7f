"""What a question costs on one core, beside encoding it alone.

    python -m benchmarks.question_cost --data DIR --questions QUESTIONS.jsonl [--count 200]

DIR is a library's folder. Each question is encoded, answered without a reader, then with the built-in one, in turn;
all of them once before anything is timed, as in a bot that has been running; the first time is told as well. Prints p50
and p95 in milliseconds that the processor worked, p50 of those that passed, and the ratios of the first.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import open_encoder
from retrieval.reader import open_reader


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200)
    args = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    encoder = open_encoder("built-in", args.data / "encoders", threads=1, remembered=0)
    library = open_library(args.data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    with args.questions.open(encoding="utf-8") as lines:
        questions = [json.loads(line)["question"] for line in lines][: args.count]
    off = Answerer(library, encoder, Limits())
    on = Answerer(library, encoder, Limits(), SecondLook(open_reader("built-in", args.data)))
    steps: dict[str, Callable[[str], object]] = {
        "encode": encoder.encode_question,
        "answer, no reader": off.answer,
        "answer, reader": on.answer,
    }
    print(f"{library.summary().passages} passages, {len(questions)} questions, one core")
    for when in ("asked first", "asked again"):
        worked: dict[str, list[float]] = {name: [] for name in steps}
        passed: dict[str, list[float]] = {name: [] for name in steps}
        for question in questions:
            for name, step in steps.items():
                began, work = time.perf_counter(), time.process_time()
                step(question)
                passed[name].append((time.perf_counter() - began) * 1000)
                worked[name].append((time.process_time() - work) * 1000)
        median = {name: float(np.median(values)) for name, values in worked.items()}
        print(when)
        for name, values in worked.items():
            print(
                f"{name:>18}: p50 {median[name]:.1f} ms, p95 {np.percentile(values, 95):.1f} ms, passed"
                f" {np.median(passed[name]):.1f} ms, {median[name] / median['encode']:.1f}x encoding"
            )
    library.close()


if __name__ == "__main__":
    main()
