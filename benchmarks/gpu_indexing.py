"""Embedding passages on a GPU beside the CPU, by the product's own code: speed, and nearness to the original.

    python -m benchmarks.gpu_indexing TEXTS --model MODEL --encoders ENCODERS --out FILE [--seconds 20]

TEXTS is a folder of question sets, of whose articles all paragraphs are taken, or a JSON Lines file of objects with a
"text". MODEL is the folder of a sentence-transformers model (weights of half precision will do). ENCODERS holds the
same model compiled, as `quoted index` leaves it in data/encoders: encoder.json, tokenizer.json, int8.onnx and
int8.weights are enough, in a folder of any name. Where there is none the model is compiled into it, which takes some
fifteen seconds.

Needs numpy, onnxruntime, tokenizers, torch and sentence-transformers, and none of the product's other dependencies:

    PYTHONPATH=. python -m benchmarks.gpu_indexing texts.jsonl --model model --encoders encoders --out gpu.json

In each round every way embeds a number of passages of its own in turn, after a few that warm up: the int8 graph on one
core and on all, the original on the device in half and in single precision, and sentence-transformers' `encode` there,
in single. Rounds are begun for --seconds; all takes about twice as long. Prints passages a second (median), mean and
least cosine with the original in single precision on the CPU, and how long the device takes to open; writes them to
FILE.
`--device cpu --passages 60 --cpu-passages 40 --checked 60 --seconds 1` tries it without a GPU.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.recorded import commit, machine
from retrieval.encoder import CHECK_TEXTS, Encoder, compiled_encoders, open_encoder
from retrieval.gpu import CUDA, TOKENS, GpuEncoder, Original
from retrieval.library import Vector

Encode = Callable[[Sequence[str]], Any]


@dataclass
class Way:
    """A way to embed, with the number of passages that it is timed with."""

    encode: Encode
    count: int
    rates: list[float] = field(default_factory=list)  # passages a second, one a round


def passages(source: Path) -> list[str]:
    """The different texts of a folder of question sets or of a JSON Lines file, in an order that mixes them."""
    files = sorted(source.glob("*/articles.jsonl")) if source.is_dir() else [source]
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    texts = dict.fromkeys(
        text for one in records for text in one.get("paragraphs", [one.get("text", "")]) if text.strip()
    )
    return [list(texts)[i] for i in np.random.default_rng(0).permutation(len(texts))]


@contextmanager
def cores(count: int) -> Iterator[None]:
    """This thread, and those that it starts, on so many cores."""
    available = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, available[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, available)


def compiled(model: Path, folder: Path, *, threads: int) -> Encoder:
    """The int8 encoder in the folder, whatever time its model's files have; compiled where it is not there."""
    for found in compiled_encoders(folder):
        if found.precision == "int8":
            return Encoder(found.verified(), precision="int8", threads=threads)
    return open_encoder(str(model), folder, threads=threads)


def on_one_core(encoder: Encoder, texts: Sequence[str]) -> Vector:
    """The texts' vectors by a single core."""
    with cores(1):
        return encoder.encode_passages(texts)


def on_device(given: argparse.Namespace, encoder: Encoder, *, half: bool, tokens: int) -> tuple[Encode, float]:
    """The product's way on the device, opened, and the seconds that this took."""
    heard: list[str] = []
    original = partial(Original, given.model, device=given.device, half=half)
    gpu = GpuEncoder(encoder, original, say=heard.append, least=0, tokens=tokens)
    began = time.perf_counter()
    gpu.encode_passages(CHECK_TEXTS)
    took = time.perf_counter() - began
    if not heard[-1].startswith("embedding on"):
        raise SystemExit(heard[-1])
    return gpu.encode_passages, took


def ways(given: argparse.Namespace, figures: dict[str, Any]) -> dict[str, Way]:
    """Every way by name; what opening took is written into the figures."""
    one, every = (compiled(given.model, given.encoders, threads=threads) for threads in (1, 0))
    found = {
        "int8, one core": Way(partial(on_one_core, one), given.cpu_passages),
        f"int8, {len(os.sched_getaffinity(0))} cores": Way(every.encode_passages, given.cpu_passages * 4),
    }
    for half in (True, False):
        for tokens in given.tokens if half else given.tokens[:1]:
            encode, took = on_device(given, every, half=half, tokens=tokens)
            name = f"{given.device}, {'half' if half else 'single'} precision, {tokens} tokens a run"
            found[name] = Way(encode, given.passages)
            figures["seconds to open"][name] = round(took, 2)
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(given.model), device=given.device).float()
    encode = partial(plain.encode, normalize_embeddings=True, show_progress_bar=False)
    return found | {f"{given.device}, plain sentence-transformers": Way(encode, given.passages)}


def measured(texts: Sequence[str], ways: dict[str, Way], *, seconds: float) -> None:
    """Time the ways in turn, as long as a round may begin."""
    for way in ways.values():
        way.encode(texts[:64])
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for way in ways.values():
            some = texts[: way.count]
            start = time.perf_counter()
            way.encode(some)
            way.rates.append(len(some) / (time.perf_counter() - start))


def nearness(given: argparse.Namespace, texts: Sequence[str], ways: dict[str, Way]) -> dict[str, dict[str, float]]:
    """Mean and least cosine of each way's vectors with the original's, in single precision on the CPU."""
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(given.model), device="cpu").float()
    expected = original.encode(list(texts), normalize_embeddings=True, batch_size=8, show_progress_bar=False)
    cosines = {name: np.sum(np.asarray(way.encode(texts)) * expected, axis=1) for name, way in ways.items()}
    return {name: {"mean": round(float(c.mean()), 6), "least": round(float(c.min()), 6)} for name, c in cosines.items()}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--encoders", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--device", default=CUDA)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--cpu-passages", type=int, default=300, help="of one core; four times as many of all")
    parser.add_argument("--checked", type=int, default=300, help="passages whose cosines are taken")
    parser.add_argument("--tokens", type=int, nargs="+", default=[TOKENS, TOKENS // 4, TOKENS * 4])
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    began = time.perf_counter()
    texts = passages(given.texts)
    figures: dict[str, Any] = {"passages": len(texts), "seconds to open": {}}
    found = ways(given, figures)
    measured(texts, found, seconds=given.seconds)
    near = nearness(given, texts[: given.checked], found)
    first = statistics.median(next(iter(found.values())).rates)
    for name, way in found.items():
        rate = statistics.median(way.rates)
        figures[name] = {
            "passages a second": round(rate, 1),
            "to one core": round(rate / first, 1),
            "rounds": [round(rate, 1) for rate in way.rates],
            "cosine": near[name],
        }
    if given.device.startswith(CUDA):
        import torch

        figures["device"] = torch.cuda.get_device_name()
        figures["device's memory at most, MB"] = round(torch.cuda.max_memory_allocated() / 1e6)
    about = {"machine": machine(), "commit": commit(), "seconds": round(time.perf_counter() - began, 1)}
    told = json.dumps(about | {"figures": figures}, indent=1)
    print(told)
    given.out.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
