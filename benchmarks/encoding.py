"""Embedding passages beside plain sentence-transformers: speed on one core and two, cosine, and what is found.

    python -m benchmarks.encoding DATA --work DIR [--passages 120] [--rounds 3]

DATA is a folder of question sets; passages and questions are those of DATA/squad. In each round plain
sentence-transformers (its defaults), our fp32 and our int8 encode the same passages in turn. Prints passages a second
(median, by the time that passed and by that of the processor) and their ratio to plain; the cosine with the original
and recall@10 of each, all paragraphs encoded by it; and fp32's share of the core's peak in matrix products of this
size, measured with numpy. Writes results/encoding.json.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from benchmarks.beside_peers import model
from benchmarks.recorded import record
from retrieval.encoder import open_encoder
from retrieval.library import Vector

WAYS = ("plain", "fp32", "int8")
LAYERS, HIDDEN, INNER = 6, 384, 1536
"""Of all-MiniLM-L6-v2: 2 * tokens * LAYERS * (4 * HIDDEN**2 + 2 * HIDDEN * INNER) operations in matrix products."""


def peak(tokens: int) -> float:
    """Operations a second of this core in fp32 products of a text's size."""
    rows, weights = np.ones((tokens, HIDDEN), np.float32), np.ones((HIDDEN, INNER), np.float32)
    best = 0.0
    for _ in range(20):
        began = time.process_time()
        for _ in range(50):
            rows @ weights
        best = max(best, 50 * 2 * tokens * HIDDEN * INNER / (time.process_time() - began))
    return best


def on_cores(cores: int, given: argparse.Namespace, texts: Sequence[str]) -> dict[str, Any]:
    """Passages a second of each way."""
    os.sched_setaffinity(0, given.available[:cores])
    torch.set_num_threads(cores)
    plain = SentenceTransformer(model(), device="cpu")
    ours = {way: open_encoder("built-in", given.work, precision=way, threads=cores) for way in WAYS[1:]}
    encode: dict[str, Callable[[Sequence[str]], Any]] = {
        "plain": lambda some: plain.encode(list(some), normalize_embeddings=True),
        **{way: encoder.encode_passages for way, encoder in ours.items()},
    }
    rates: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for number in range(given.rounds + 1):
        for way in WAYS:
            some = texts[: 8 if number == 0 else None]  # the first round warms up
            began, worked = time.perf_counter(), time.process_time()
            encode[way](some)
            rate = len(some) / (time.perf_counter() - began), len(some) / (time.process_time() - worked)
            if number:
                rates[way].append(rate)
    found: dict[str, Any] = {}
    for way, pairs in rates.items():
        passed, work = (statistics.median(column) for column in zip(*pairs, strict=True))
        found[way] = {"passages_a_second": round(passed, 1), "passages_a_processor_second": round(work, 1)}
    for way in WAYS[1:]:
        found[way] |= {
            f"{name} to plain": round(found[way][name] / found["plain"][name], 2) for name in list(found["plain"])
        }
    return found


def quality(given: argparse.Namespace, articles: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Cosines with the original, and recall@10 of the evidence, over `--checked` paragraphs of squad."""
    places = [(a["id"], n) for a in articles for n, _ in enumerate(a["paragraphs"], 1)]
    texts = [text for a in articles for text in a["paragraphs"]]
    step = max(1, len(texts) // given.checked)
    texts, places = texts[::step], places[::step]
    asked, gold = [], []
    with (given.data / "squad" / "questions.jsonl").open(encoding="utf-8") as lines:
        for record_ in map(json.loads, lines):
            evidence = {(e["article"], e["paragraph"]) for e in record_.get("evidence", ())}
            found = [i for i, place in enumerate(places) if place in evidence]
            if record_["answerable"] and found:
                asked.append(record_["question"])
                gold.append(found)
    every = max(1, len(asked) // 300)
    asked, gold = asked[::every], gold[::every]
    plain = SentenceTransformer(model(), device="cpu")
    vectors: dict[str, tuple[Vector, Vector]] = {
        "plain": tuple(plain.encode(some, normalize_embeddings=True, batch_size=4) for some in (texts, asked))
    }
    for way in WAYS[1:]:
        encoder = open_encoder("built-in", given.work, precision=way)
        vectors[way] = encoder.encode_passages(texts), encoder.encode_passages(asked)
    result: dict[str, Any] = {"paragraphs": len(texts), "questions": len(asked)}
    for way, (passages, questions) in vectors.items():
        best = np.argsort(-(questions @ passages.T), axis=1)[:, :10]
        cosines = np.sum(passages * vectors["plain"][0], axis=1)
        result[way] = {
            "cosine_mean": round(float(cosines.mean()), 5),
            "cosine_least": round(float(cosines.min()), 5),
            "recall_at_10": round(float(np.mean([bool(set(b) & set(g)) for b, g in zip(best, gold, strict=True)])), 4),
        }
    return result


def main() -> None:
    """Measure, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="where encoders are compiled to")
    parser.add_argument("--passages", type=int, default=120)
    parser.add_argument("--checked", type=int, default=370)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    given.available = sorted(os.sched_getaffinity(0))
    with (given.data / "squad" / "articles.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [text for article in articles for text in article["paragraphs"]]
    texts = texts[:: len(texts) // given.passages][: given.passages]
    figures: dict[str, Any] = {f"{cores} cores": on_cores(cores, given, texts) for cores in (1, 2)}
    os.sched_setaffinity(0, given.available[:1])
    tokens = int(
        np.mean([len(t.ids) for t in SentenceTransformer(model()).tokenizer.backend_tokenizer.encode_batch(texts)])
    )
    a_text = 2 * tokens * LAYERS * (4 * HIDDEN**2 + 2 * HIDDEN * INNER)
    figures["fp32 share of the core's peak"] = round(
        figures["1 cores"]["fp32"]["passages_a_processor_second"] * a_text / peak(tokens), 3
    )
    os.sched_setaffinity(0, given.available)
    figures["quality"] = quality(given, articles)
    print(json.dumps(figures, indent=1))
    record("encoding", figures)


if __name__ == "__main__":
    main()
