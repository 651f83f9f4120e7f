"""Is a question on another topic told from one that the library answers?

    python -m benchmarks.other_topics DATA [--work DIR] [--sets squad newslinked] [--every N]

Half of a set's articles are indexed (by the CRC-32 of their id), and its answerable questions are asked: those about
the other half can't be answered. Prints, with the shipped reader and without one, the AUROC of the confidence and the
share of answerable questions kept when at most 5 % of the others get an answer.
"""

import argparse
import json
import zlib
from pathlib import Path

import numpy as np

from benchmarks.dev_sets import MAX_BYTES, Quiet, encoder_for
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.evaluation import auroc, parse_questions
from retrieval.indexing import index
from retrieval.library import Library
from retrieval.reader import open_reader

ERROR = 0.05


def indexed(article: str) -> bool:
    """Whether the article is in the half that is indexed."""
    return zlib.crc32(article.encode()) % 2 == 0


def half_library(articles: Path, *, work: Path, encoder: Encoder) -> Library:
    """A library of half of a file's articles."""
    seeds = work / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    half = "".join(line for line in lines if indexed(json.loads(line)["id"]))
    (seeds / articles.name).write_text(half, encoding="utf-8")
    library = open_library(work / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=Quiet())
    return library


def main() -> None:
    """Print a line for each set, with and without the reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    parser.add_argument("--sets", nargs="+", default=["squad", "newslinked"])
    parser.add_argument("--every", type=int, default=1, help="ask each so-many-th question")
    args = parser.parse_args()
    encoder = encoder_for(args.work)
    looks = {"no reader": SecondLook(), "built-in": SecondLook(reader=open_reader("built-in", args.work))}
    for name in args.sets:
        library = half_library(args.data / name / "articles.jsonl", work=args.work / f"half-{name}", encoder=encoder)
        with (args.data / name / "questions.jsonl").open(encoding="utf-8") as lines:
            known = [question for question in parse_questions(lines) if question.answerable][:: args.every]
        here = np.array([indexed(question.evidence[0].article) for question in known])
        for label, look in looks.items():
            answerer = Answerer(library, encoder, Limits(), look)
            sure = np.array([answerer.answer(question.question, today=question.date).confidence for question in known])
            kept = np.mean(sure[here] > np.quantile(sure[~here], 1 - ERROR))
            print(
                f"{name}, {label}: AUROC {auroc(sure[here], sure[~here]):.4f}, kept at 5 % {kept:.4f}"
                f" ({here.sum()} answerable, {(~here).sum()} not)",
                flush=True,
            )
        library.close()


if __name__ == "__main__":
    main()
