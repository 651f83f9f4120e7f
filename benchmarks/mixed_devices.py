"""What answers lose or gain where a GPU embedded the passages, or half of them, and the CPU's int8 graph the questions.

    python -m benchmarks.mixed_devices DATA [--work DIR] [--sets squad:30 newslinked chat clapnq] [--json FILE]

The original in single precision stands for the GPU (benchmarks/gpu_indexing.py: a GPU's vectors lie at .9999 of it or
nearer). Of each set three libraries are made: all passages embedded by the int8 graph, all by the original, and each
text by one of the two (by its hash). Asks each set's so-many-th question (SET:N) of all three, the reader without a
limit of time. Prints each metric, its difference to the first library's with a 95 % interval and the paired test's p;
and by how much a passage's cosine with a question differs (original less int8), over 300 of each.
"""

import argparse
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dev_sets import MAX_BYTES, Quiet
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.article import text_hash
from retrieval.comparison import compare
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder, PassageEncoder, nobody, open_encoder
from retrieval.evaluation import Case, KnownQuestion, judge, parse_questions
from retrieval.indexing import index
from retrieval.library import Vector
from retrieval.reader import open_reader
from retrieval.reranking import Patience

SAMPLE = 300
Picks = Callable[[str], bool]


class Devices:
    """Passages by the original where it picks their text, else by the int8 graph, all under the int8 encoder's name."""

    def __init__(self, encoder: Encoder, original: Encoder, picks: Picks) -> None:
        self.dimension, self.fingerprint = encoder.dimension, encoder.fingerprint
        self.device = encoder.device
        self._encoder, self._original, self._picks = encoder, original, picks

    def encode_passages(self, texts: Sequence[str], *, done: Callable[[int], None] = nobody) -> Vector:
        """The texts' vectors, float32 (n, d), unit length."""
        picked = np.array([self._picks(text) for text in texts], dtype=bool)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for encoder, rows in ((self._original, np.flatnonzero(picked)), (self._encoder, np.flatnonzero(~picked))):
            vectors[rows] = encoder.encode_passages([texts[int(row)] for row in rows], done=done)
        return vectors


WAYS: dict[str, Picks] = {
    "int8": lambda _: False,
    "original": lambda _: True,
    "half of each": lambda text: int(text_hash(text), 16) % 2 == 0,
}


def cases(
    articles: Path, known: Sequence[KnownQuestion], work: Path, passages: PassageEncoder, *, encoder: Encoder
) -> list[Case]:
    """How the questions fare on a library of these articles, embedded so."""
    seeds = work / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(articles, seeds / articles.name)
    library = open_library(work / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    try:
        index(seeds, library, passages, max_bytes=MAX_BYTES, progress=Quiet())
        look = SecondLook(open_reader("built-in", work), patience=Patience(seconds=60))
        answerer = Answerer(library, encoder, Limits(), look)
        return [judge(question, answerer.answer(question.question, today=question.date)) for question in known]
    finally:
        library.close()


def offset(articles: Path, known: Sequence[KnownQuestion], encoder: Encoder, original: Encoder) -> dict[str, float]:
    """Mean and standard deviation of a passage's cosine with a question: the original's less the int8 graph's."""
    texts = [text for line in articles.read_text("utf-8").splitlines() for text in json.loads(line)["paragraphs"]]
    some = texts[:: max(1, len(texts) // SAMPLE)]
    questions = np.stack([encoder.encode_question(question.question) for question in known[:SAMPLE]])
    gaps = questions @ (original.encode_passages(some) - encoder.encode_passages(some)).T
    return {"mean": float(gaps.mean()), "deviation": float(gaps.std())}


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    parser.add_argument("--sets", nargs="+", default=["squad:30", "newslinked", "chat", "clapnq"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    encoder, original = (open_encoder("built-in", given.work / "encoders", precision=p) for p in ("int8", "fp32"))
    figures: dict[str, Any] = {}
    for name, _, every in (told.partition(":") for told in given.sets):
        articles = given.data / name / "articles.jsonl"
        with (given.data / name / "questions.jsonl").open(encoding="utf-8") as lines:
            known = parse_questions(lines)[:: int(every or 1)]
        figures[name] = {"questions": len(known), "offset": offset(articles, known, encoder, original)}
        print(name, figures[name], flush=True)
        found = {
            way: cases(
                articles, known, given.work / "devices" / name / way, Devices(encoder, original, picks), encoder=encoder
            )
            for way, picks in WAYS.items()
        }
        for way in list(WAYS)[1:]:
            differences = compare(found[way], found["int8"])
            figures[name][way] = {metric: asdict(value) for metric, value in differences.items()}
            for metric, value in differences.items():
                gap = value.difference
                print(
                    f"  {way}: {metric} {value.first:.4f}, int8 {value.second:.4f}, difference {gap.mean:+.4f}"
                    f" [{gap.low:+.4f}, {gap.high:+.4f}], p {value.p:.2f}",
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
