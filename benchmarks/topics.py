"""How often following a topic tells what it should: `python -m benchmarks.topics --data DATA [--sets ...] [--every N]`.

Half of a set's articles are the library when a question begins to be followed; then the other half comes in. Of
questions that only the new half answers it is printed how many are told, and how many of those by a right passage; of
questions that the old half answers, and of those that nothing answers, how many are told all the same (of the first
some rightly: the new half may answer them too). And what a topic costs after a reindex, with and without news near it.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.dev_sets import encoder_for, library_of
from retrieval.answer import Answer, Outcome
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.encoder import Encoder
from retrieval.evaluation import KnownQuestion, parse_questions
from retrieval.news import UNASKED
from retrieval.reader import open_reader

SETS = ("clapnq", "newslinked", "squad")
SEED = 5
THRESHOLDS = (0.33, UNASKED, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Case:
    """A question that was followed, and what its library said of what is new."""

    kind: str  # "new", "old", "none"
    confidence: float  # 0 where nothing new answers
    right: bool  # whether the quoted passage is evidence


def main() -> None:
    """Follow, add and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder = encoder_for(Path(folder))
        for name in options.sets:
            report(name, *followed(options.data, name, Path(folder), encoder, every=options.every))


def followed(
    data: Path, name: str, work: Path, encoder: Encoder, *, every: int
) -> tuple[list[Case], list[float], list[float]]:
    """The cases, and how many milliseconds each topic took after nothing and after half of the articles came in."""
    lines = (data / name / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    drawn = random.Random(SEED)
    old = {json.loads(line)["id"] for line in drawn.sample(lines, len(lines) // 2)}
    halves = work / "halves"
    (halves / name).mkdir(parents=True)
    kept = [line for line in lines if json.loads(line)["id"] in old]
    (halves / name / "articles.jsonl").write_text("\n".join(kept), encoding="utf-8")
    questions = parse_questions((data / name / "questions.jsonl").read_text(encoding="utf-8").splitlines())[::every]
    known, idle = {}, []
    answerer, close = _answerer(halves, name, work, encoder)
    for question in questions:
        known[question.id] = answerer.news(question.question, known=None).known
        began = time.perf_counter()
        answerer.news(question.question, known=known[question.id])
        idle.append((time.perf_counter() - began) * 1000)
    close()
    (halves / name / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    answerer, close = _answerer(halves, name, work, encoder)
    cases, busy = [], []
    for question in questions:
        kind = _kind(question, old)
        began = time.perf_counter()
        answerer.news(question.question, known=known[question.id])
        busy.append((time.perf_counter() - began) * 1000)
        answer = answerer.answer(question.question, known=known[question.id], today=question.date)
        if kind:
            cases.append(_case(kind, question, answer))
    close()
    return cases, idle, busy


def _answerer(data: Path, name: str, work: Path, encoder: Encoder):  # type: ignore[no-untyped-def]
    library = library_of(data, name, work=work / "libraries", encoder=encoder)
    return Answerer(library, encoder, Limits(), SecondLook(open_reader("built-in", work))), library.close


def _kind(question: KnownQuestion, old: set[str]) -> str:
    """Which half answers a question; "" where both do."""
    if not question.answerable:
        return "none"
    places = {evidence.article in old for evidence in question.evidence}
    return "" if len(places) > 1 else "old" if True in places else "new"


def _case(kind: str, question: KnownQuestion, answer: Answer) -> Case:
    told = answer.outcome is Outcome.ANSWERED
    wanted = {(evidence.article, evidence.paragraph) for evidence in question.evidence}
    passage = answer.quotes[0].passage if told else None
    place = (passage.source.id, passage.paragraph) if passage else ("", 0)
    return Case(kind, answer.confidence if told else 0.0, place in wanted or (place[0], None) in wanted)


def report(name: str, cases: Sequence[Case], idle: Sequence[float], busy: Sequence[float]) -> None:
    """Print a set's figures, for several confidences from which news are told."""
    count = {kind: sum(case.kind == kind for case in cases) for kind in ("new", "old", "none")}
    print(
        f"{name}: {count['new']} questions that new articles answer, {count['old']} that old ones do, {count['none']}"
    )
    for threshold in THRESHOLDS:
        told = [case for case in cases if case.confidence >= threshold]
        right = sum(case.right for case in told if case.kind == "new")
        by = {kind: sum(case.kind == kind for case in told) for kind in count}
        print(
            f"  from {threshold:.2f}: told {by['new'] / max(count['new'], 1):.3f}, by a right passage"
            f" {right / max(by['new'], 1):.3f}; of old ones {by['old'] / max(count['old'], 1):.3f},"
            f" of unanswerable ones {by['none'] / max(count['none'], 1):.3f}"
        )
    print(f"  a topic takes {np.median(idle):.1f} ms (p50) after no change, {np.median(busy):.1f} ms after this one")


if __name__ == "__main__":
    main()
