"""What a question's time is worth: `python -m benchmarks.asked_times [--set DIR] [--every N]`.

DIR has articles.jsonl and questions.jsonl (docs/formats.md); by default benchmarks/dated, written for this. A question
may have a "date", from which "last month" counts. Each question is answered twice in turn, as it is and with its time
not understood; printed are both, over all questions and over those that name a time, and by kind.
"""

import argparse
import datetime
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.dev_sets import encoder_for, library_of
from retrieval import answering
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.dates import asked_time
from retrieval.evaluation import Case, auroc, calibration_error, judge, parse_questions
from retrieval.question import question_language
from retrieval.reader import open_reader

DATED = Path(__file__).parent / "dated"


@dataclass(frozen=True)
class Pair:
    """A question answered without its time and with it."""

    without: Case
    understood: Case
    timed: bool  # whether it names a time


def main() -> None:
    """Answer and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=DATED)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--faults", action="store_true", help="print what is found worse or not first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pairs = answered(options.set, options.work or Path(folder), options.every)
    report("all", pairs)
    report("naming a time", [pair for pair in pairs if pair.timed])
    for kind in sorted({pair.without.kind for pair in pairs}):
        report(kind or "-", [pair for pair in pairs if pair.without.kind == kind])
    for pair in pairs if options.faults else ():
        case = pair.understood
        if (case.answerable and (not case.sentence or not case.answered)) or (case.answered and not case.answerable):
            was = f"was {pair.without.rank}, {pair.without.confidence:.2f}"
            print(f"{case.question} | {case.rank}, {case.confidence:.2f}, {was} | {case.quoted} ({case.source})")


def answered(folder: Path, work: Path, every: int) -> list[Pair]:
    """The set's questions, each answered twice, from a library under `work`."""
    encoder = encoder_for(work)
    library = library_of(folder.parent, folder.name, work=work, encoder=encoder)
    answerer = Answerer(library, encoder, Limits(), SecondLook(open_reader("built-in", work)))
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    pairs = []
    for known in parse_questions(lines):
        today = known.date or datetime.datetime.now(datetime.UTC).date()
        timed = asked_time(known.question, question_language(known.question), today) is not None
        understood = judge(known, answerer.answer(known.question, today=today))
        answering.asked_time = lambda *_: None  # type: ignore[attr-defined]
        try:
            without = judge(known, answerer.answer(known.question, today=today))
        finally:
            answering.asked_time = asked_time  # type: ignore[attr-defined]
        pairs.append(Pair(without, understood, timed))
    library.close()
    return pairs


def report(name: str, pairs: Sequence[Pair]) -> None:
    """One line for each way."""
    for way, cases in (
        ("without", [pair.without for pair in pairs]),
        ("understood", [pair.understood for pair in pairs]),
    ):
        yes = [case for case in cases if case.answerable]
        sure = np.array([case.confidence for case in cases])
        told = np.array([case.answerable for case in cases], dtype=bool)
        right = np.array([case.answerable and case.sentence for case in cases], dtype=np.float64)
        figures = {
            "recall@1": _mean([case.rank == 1 for case in yes]),
            "recall@5": _mean([case.rank is not None and case.rank <= 5 for case in yes]),
            "sentence": _mean([case.sentence for case in yes]),
            "answered": _mean([case.answered for case in yes]),
            "wrongly": _mean([case.answered for case in cases if not case.answerable]),
            "auroc": auroc(sure[told], sure[~told]) if told.any() and not told.all() else float("nan"),
            "ece": calibration_error(sure, right) if len(cases) else float("nan"),
            "p50 ms": float(np.median([case.milliseconds for case in cases])) if cases else float("nan"),
        }
        print(f"{name:>16} {way:>10} {len(cases):5}", *(f"{key} {value:.3f}" for key, value in figures.items()))


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


if __name__ == "__main__":
    main()
