"""How well a compiled reader marks words, on articles of the squad set that it was never trained on.

    python -m training.score_reader DATA FOLDER [--every N]

Prints, for each precision that FOLDER has a graph of, with the gold paragraph given: the words' F1 and exact match (the
SQuAD convention), overall and by kind of question; the AUROC of its score, answerable against not; the share of right
sentences; and the time for a passage on one core.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.compiled import PRECISIONS, graph_file, read_card, verified
from retrieval.evaluation import auroc, normal, word_f1
from retrieval.question import analyse
from retrieval.reader import READER, Marking, Reader
from retrieval.sentences import sentence_spans
from training.examples import Example, squad
from training.placing import as_read, places_of


@dataclass(frozen=True)
class Scored:
    """What a reader made of one example."""

    kind: str
    answerable: bool
    score: float
    f1: float
    exact: bool
    right_sentence: bool
    seconds: float


def score(reader: Reader, example: Example) -> Scored:
    """Mark the example's passage and hold it against the accepted answers."""
    spans = sentence_spans(example.passage)
    began = time.perf_counter()
    marking = reader.mark(example.question, example.passage, spans, lead=example.lead)
    seconds = time.perf_counter() - began
    shown = example.passage[slice(*marking.highlights[_best(marking)])]
    start, end = spans[_best(marking)]
    wanted = [example.passage[slice(*span)] for span in example.answers]
    return Scored(
        kind=analyse(example.question).kind.value,
        answerable=bool(wanted),
        score=marking.score,
        f1=max((word_f1(shown, answer) for answer in wanted), default=0.0),
        exact=any(normal(shown) == normal(answer) for answer in wanted),
        right_sentence=any(start <= span[0] < end for span in example.answers),
        seconds=seconds,
    )


def report(name: str, found: Sequence[Scored]) -> None:
    """Print the figures."""
    yes = [one for one in found if one.answerable]
    no = [one for one in found if not one.answerable]
    print(
        f"{name}: F1 {np.mean([one.f1 for one in yes]):.4f}, exact {np.mean([one.exact for one in yes]):.4f}, sentence"
        f" {np.mean([one.right_sentence for one in yes]):.4f}, n {len(yes)}; AUROC"
        f" {auroc(np.array([one.score for one in yes]), np.array([one.score for one in no])):.4f}, n {len(no)};"
        f" {1000 * np.median([one.seconds for one in found]):.1f} ms a passage"
    )
    kinds = defaultdict(list)
    for one in yes:
        kinds[one.kind].append(one.f1)
    print("   " + ", ".join(f"{kind} {np.mean(own):.3f} ({len(own)})" for kind, own in sorted(kinds.items())))


def _best(marking: Marking) -> int:
    return int(marking.scores.argmax())


def main() -> None:
    """Score the reader in the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    card = read_card(READER, args.folder)
    if card is None:
        raise SystemExit(f"{args.folder}: no compiled reader is there")
    examples = as_read(squad(args.data / "squad", test=True), places_of(args.data / "squad"))[:: args.every]
    for precision in PRECISIONS:
        if (args.folder / graph_file(precision)).exists():
            reader = Reader(verified(READER, card, args.folder, precision=precision), precision=precision)
            report(precision, [score(reader, example) for example in examples])


if __name__ == "__main__":
    main()
