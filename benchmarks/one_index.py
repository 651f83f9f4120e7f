"""All sets in one library: are squad's questions still answered there, among passages of every kind and language?

    python -m benchmarks.one_index DATA [--work DIR] [--every N]

Asked are the questions about articles that the reader was not trained on (training/examples.py). Prints recall,
right sentences and the highlight's F1, with the shipped reader and without one. The coefficients are the shipped
ones, which were fitted on these questions too.
"""

import argparse
import datetime
import shutil
from pathlib import Path

import numpy as np

from benchmarks.dev_sets import MAX_BYTES, Quiet, encoder_for
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.evaluation import KnownQuestion, judge, parse_questions
from retrieval.indexing import index
from retrieval.library import Library
from retrieval.reader import open_reader
from training.examples import held_out

ASKED = "squad"


def whole_library(data: Path, *, work: Path, encoder: Encoder) -> Library:
    """A library of the articles of all sets."""
    seeds = work / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    for articles in sorted(data.glob("*/articles.jsonl")):
        shutil.copyfile(articles, seeds / f"{articles.parent.name}.jsonl")
    library = open_library(work / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=Quiet())
    return library


def asked(data: Path) -> list[KnownQuestion]:
    """The answerable questions about articles that are held out."""
    lines = (data / ASKED / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    known = parse_questions(lines)
    return [one for one in known if one.answerable and held_out(one.evidence[0].article)]


def main() -> None:
    """Print a line for each way to answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    parser.add_argument("--every", type=int, default=1, help="ask each so-many-th question")
    parser.add_argument("--today", type=datetime.date.fromisoformat, help="ask on this day, when some news is fresh")
    args = parser.parse_args()
    encoder = encoder_for(args.work)
    looks = {"no reader": SecondLook(), "built-in": SecondLook(reader=open_reader("built-in", args.work))}
    library = whole_library(args.data, work=args.work / "one-index", encoder=encoder)
    questions = asked(args.data)[:: args.every]
    for label, look in looks.items():
        answerer = Answerer(library, encoder, Limits(), look)
        cases = [judge(one, answerer.answer(one.question, today=args.today)) for one in questions]
        ranks = np.array([case.rank or np.inf for case in cases])
        told = {
            "recall@1": np.mean(ranks <= 1),
            "recall@10": np.mean(ranks <= 10),
            "sentence": np.mean([case.sentence for case in cases]),
            "span_f1": np.mean([case.span_f1 for case in cases]),
        }
        figures = {name: round(float(value), 4) for name, value in told.items()}
        print(f"{label}, {library.summary().passages} passages, {len(cases)} questions: {figures}", flush=True)
    library.close()


if __name__ == "__main__":
    main()
