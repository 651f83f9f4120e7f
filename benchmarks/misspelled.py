"""What slips of the keyboard cost: `python -m benchmarks.misspelled DATA --work WORK [--sets squad,...] [--every N]`.

Each question is asked as it is and with a slip in one of its words (a letter left out, put in, changed, or two in the
wrong order; drawn with a fixed seed), and each of the two is answered twice in turn: with such words read as those of
the articles that are spelled like them, and without. Printed are all four, and how often a question without slips was
read as another one.
"""

import argparse
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.dev_sets import encoder_for, library_of
from retrieval import answering
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.evaluation import Case, auroc, judge, parse_questions
from retrieval.question import analyse, question_language
from retrieval.reader import open_reader
from retrieval.spelling import respelled

SEED = 8
LEAST_LETTERS = 5
"""Of a word that gets a slip."""


@dataclass(frozen=True)
class Pair:
    """A question answered by its words alone, and with words read as others."""

    plain: Case
    read: Case
    words: tuple[tuple[str, str], ...]  # as asked, as read


def main() -> None:
    """Answer and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sets", default="squad,newslinked,clapnq")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--faults", action="store_true", help="print the questions that were read as others")
    options = parser.parse_args()
    for name in options.sets.split(","):
        for slip in (False, True):
            pairs = answered(options.data, name, options.work, options.every, slip=slip)
            report(f"{name}, {'with a slip' if slip else 'as asked'}", pairs)
            for pair in pairs if options.faults else ():
                if pair.words:
                    told = " -> ".join(f"{case.rank} {case.confidence:.2f}" for case in (pair.plain, pair.read))
                    print(f"  {pair.read.question} | {dict(pair.words)} | {pair.read.answerable} {told}")


def answered(data: Path, name: str, work: Path, every: int, *, slip: bool) -> list[Pair]:
    """Each `every`-th question, answered both ways, from a library under `work`."""
    encoder = encoder_for(work)
    library = library_of(data, name, work=work, encoder=encoder)
    answerer = Answerer(library, encoder, Limits(), SecondLook(open_reader("built-in", work)))
    lines = (data / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    draw = random.Random(SEED)
    pairs = []
    for known in parse_questions(lines):
        text = with_slip(known.question, draw) if slip else known.question
        today = known.date
        answer = answerer.answer(text, today=today)
        answering.respelled = lambda *_: None  # type: ignore[attr-defined]
        try:
            plain = answerer.answer(text, today=today)
        finally:
            answering.respelled = respelled  # type: ignore[attr-defined]
        pairs.append(
            Pair(judge(known, plain), judge(known, answer), answer.respelled.words if answer.respelled else ())
        )
    library.close()
    return pairs


def with_slip(text: str, draw: random.Random) -> str:
    """The question with a slip in one of the words that it looks for, behind that word's first letter."""
    words = [word for word in analyse(text, question_language(text)).written.values() if len(word) >= LEAST_LETTERS]
    words = [word for word in words if word.isalpha()]
    if not words:
        return text
    word = draw.choice(words)
    at = draw.randrange(1, len(word) - 1)
    letter = draw.choice(string.ascii_lowercase)
    slipped = draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return text.replace(word, slipped)


def report(name: str, pairs: Sequence[Pair]) -> None:
    """One line for each way."""
    print(f"{name}: {len(pairs)} questions, {_mean([bool(pair.words) for pair in pairs]):.3f} of them read as others")
    for way, cases in (("by their words", [p.plain for p in pairs]), ("read as meant", [p.read for p in pairs])):
        yes = [case for case in cases if case.answerable]
        no = [case for case in cases if not case.answerable]
        sure = np.array([case.confidence for case in cases])
        told = np.array([case.answerable for case in cases], dtype=bool)
        figures = {
            "recall@1": _mean([case.rank == 1 for case in yes]),
            "sentence": _mean([case.sentence for case in yes]),
            "answered": _mean([case.answered for case in yes]),
            "right and answered": _mean([case.sentence and case.answered for case in yes]),
            "wrongly": _mean([case.answered for case in no]),
            "auroc": auroc(sure[told], sure[~told]) if no else float("nan"),
        }
        print(f"  {way:16}" + "".join(f"  {label} {value:.3f}" for label, value in figures.items()), flush=True)


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


if __name__ == "__main__":
    main()
