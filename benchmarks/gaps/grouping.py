"""Do questions that ask for the same come together, and others not? Pairs of questions, on two halves.

    python -m benchmarks.gaps.grouping [--data FOLDER]

questions.jsonl holds 188 wordings of 77 questions in 24 topics, whose questions are near misses of each other: the
height of a tower, its year and its architect. The threshold was chosen on the half "tune". Of each pair that is put
into one group it is asked whether it belongs there (precision), and of each that belongs there whether it is put
there (recall); "cosines alone" is the same clustering without the rules on kinds and numbers.
"""

import argparse
import json
import tempfile
import time
from itertools import combinations
from pathlib import Path

import numpy as np

from retrieval import grouping
from retrieval.encoder import open_encoder

HERE = Path(__file__).parent


def pairs(groups: list[tuple[int, ...]]) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in combinations(group, 2)}


def report(name: str, found: set[tuple[int, int]], wanted: set[tuple[int, int]]) -> None:
    precision, recall = len(found & wanted) / max(1, len(found)), len(found & wanted) / len(wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {name:28} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}  ({len(found)} pairs)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir(), "quoted-encoders"))
    encoder = open_encoder("built-in", parser.parse_args().data)
    rows = [json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    for part in ("tune", "check"):
        own = [row for row in rows if row["part"] == part]
        texts = [row["question"] for row in own]
        vectors = np.stack([encoder.encode_question(text) for text in texts])
        wanted = {(i, j) for i, j in combinations(range(len(own)), 2) if own[i]["group"] == own[j]["group"]}
        print(f"{part}: {len(own)} questions, {len(wanted)} pairs that ask for the same")
        report(f"as shipped, at {grouping.ALIKE}", pairs(grouping.group(texts, vectors)), wanted)
        # without an asking word and a number no rule keeps two questions apart
        report("cosines alone", pairs(grouping.group(["x"] * len(texts), vectors)), wanted)
    many = np.random.default_rng(0).normal(size=(1000, 384)).astype(np.float32)
    many[500:] = many[:500] + 0.3 * many[500:]
    many /= np.linalg.norm(many, axis=1, keepdims=True)
    began = time.perf_counter()
    grouping.group([f"Who is number {n % 500}?" for n in range(1000)], many)
    print(f"1,000 questions grouped in {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
