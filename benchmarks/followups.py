"""What follow-ups are worth, and what they cost: `python -m benchmarks.followups [--half tune|report] [--data DIR]`.

Dialogues are those of benchmarks/dialogues, written for this: the half "tune" was looked at while the rules were made,
"report" was written before them and is only reported. Each turn is asked after those before it, with the machinery and
without. With DATA, a folder of sets (docs/evaluation.md), each of their questions is asked alone and after a random
other question of its set, which it has nothing to do with: what that costs of recall@1, and of time.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dev_sets import encoder_for, library_of
from retrieval.answer import Answer
from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.context import Context, context_of
from retrieval.encoder import Encoder
from retrieval.evaluation import Case, judge, parse_questions
from retrieval.leaning import ANAPHORS, Signal, leaning
from retrieval.reader import open_reader
from retrieval.reranking import Patience

HERE = Path(__file__).parent
DIALOGUES = "dialogues"
SETS = (
    "seed",
    "clapnq",
    "newslinked",
    "chat",
    "squad",
    "xquad_de",
    "xquad_es",
    "xquad_ru",
    "xquad_tr",
    "xquad_ar",
    "xquad_zh",
)


@dataclass(frozen=True)
class Turn:
    """A question of a dialogue, and what became of it."""

    dialogue: str
    language: str
    question: str
    leans: bool
    answerable: bool
    reply: bool
    first: bool  # the best passage is a right one
    answered: bool
    confidence: float
    understood: str  # "" where it was taken by itself
    quoted: str

    @property
    def right(self) -> bool:
        """Whether people got what they asked for: an answer from the right passage, or none where there is none."""
        return self.answered and self.first if self.answerable else not self.answered


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--data", type=Path, help="a folder of sets whose questions stand alone")
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--faults", action="store_true", help="print each follow-up that went wrong")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = options.work or Path(folder)
        encoder = encoder_for(work)
        report_dialogues(work, encoder, options.half, faults=options.faults)
        for name in options.sets if options.data else ():
            report_alone(options.data, name, work, encoder, every=options.every)


def report_dialogues(work: Path, encoder: Encoder, half: str, *, faults: bool) -> None:
    """Print how many follow-ups are answered from the right passage, with the machinery and without."""
    answerer, close = answerer_of(HERE, DIALOGUES, work, encoder)
    lines = (HERE / DIALOGUES / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()
    dialogues = [dialogue for line in lines if (dialogue := json.loads(line))["half"] == half]
    turns = {
        way: [turn for one in dialogues for turn in asked(answerer, one, after=way == "after")]
        for way in ("alone", "after")
    }
    close()
    print(f"{len(dialogues)} dialogues of the half {half}")
    for way, own in turns.items():
        following = [turn for turn in own if turn.leans]
        _report(f"follow-ups {way}", following)
        for language in sorted({turn.language for turn in following}):
            _report(f"  {language}", [turn for turn in following if turn.language == language])
        for kind in sorted({kind_of(turn) for turn in following}):
            _report(f"  {kind}", [turn for turn in following if kind_of(turn) == kind])
        _report(f"others {way}", [turn for turn in own if not turn.leans])
    for turn in turns["after"] if faults else ():
        if not turn.right or turn.leans != bool(turn.understood):
            print(f"{turn.dialogue} | {turn.question} | {turn.understood} | {turn.confidence:.2f} {turn.quoted}")


def asked(answerer: Answerer, dialogue: dict[str, Any], *, after: bool) -> list[Turn]:
    """The dialogue's questions, asked one after the other."""
    contexts: list[Context] = []
    turns = []
    for given in dialogue["turns"]:
        context = contexts[-1] if contexts else None
        if given.get("reply"):
            context = replace(contexts[given["reply"] - 1], certain=True)
        answer = answerer.answer(given["question"], after=context if after else None)
        contexts.append(context_of(answer, context))
        turns.append(_turn(dialogue, given, answer))
    return turns


def kind_of(turn: Turn) -> str:
    """What a follow-up leaves out, by its words."""
    signals = leaning(turn.question, after=turn.language).signals
    if Signal.BARE in signals and not signals & ANAPHORS:
        return "why?"
    if Signal.FRAGMENT in signals:
        return "and in 2020?"
    if Signal.PERSON in signals:
        return "how old is he?"
    return "who built it?" if signals & ANAPHORS else "who paid?"


def _turn(dialogue: dict[str, Any], given: dict[str, Any], answer: Answer) -> Turn:
    wanted = {(place["article"], place["paragraph"]) for place in given["evidence"]}
    best = answer.candidates[0] if answer.candidates else None
    place = (best.article, best.paragraph) if best else ("", 0)
    return Turn(
        dialogue["id"],
        dialogue["language"],
        given["question"],
        leans=given["leans"],
        answerable=given["answerable"],
        reply="reply" in given,
        first=place in wanted,
        answered=bool(answer.quotes),
        confidence=answer.confidence,
        understood=answer.about.question if answer.about else "",
        quoted=f"{place[0]}:{place[1]}",
    )


def _report(name: str, turns: Sequence[Turn]) -> None:
    if not turns:
        return
    yes = [turn for turn in turns if turn.answerable]
    figures = {
        "right": np.mean([turn.right for turn in turns]),
        "recall@1": np.mean([turn.first for turn in yes]),
        "answered": np.mean([turn.answered for turn in yes]),
        "understood as following": np.mean([bool(turn.understood) for turn in turns]),
    }
    print(f"{name:>20} {len(turns):4}", *(f"{key} {value:.3f}" for key, value in figures.items()))


def report_alone(data: Path, name: str, work: Path, encoder: Encoder, *, every: int) -> None:
    """Print what a set's questions lose where each is asked after another that it does not lean on."""
    answerer, close = answerer_of(data, name, work, encoder)
    lines = (data / name / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    known = parse_questions(lines)[::every]
    order = random.Random(1)
    pairs: list[tuple[Case, Case, bool]] = []
    for question in known:
        other = order.choice([one for one in known if one.id != question.id])
        context = context_of(answerer.answer(other.question, today=other.date))
        alone = judge(question, answerer.answer(question.question, today=question.date))
        answer = answerer.answer(question.question, after=context, today=question.date)
        pairs.append((alone, judge(question, answer), answer.about is not None))
    close()
    yes = [(alone, after) for alone, after, _ in pairs if alone.answerable]
    no = [(alone, after) for alone, after, _ in pairs if not alone.answerable]
    first = [float(np.mean([case.rank == 1 for case in cases])) for cases in zip(*yes, strict=True)]
    wrongly = [float(np.mean([case.answered for case in cases])) for cases in zip(*no, strict=True)] or [0.0, 0.0]
    median = [float(np.median([case.milliseconds for case in cases])) for cases in zip(*(yes + no), strict=True)]
    print(
        f"{name:>12} {len(pairs):5} recall@1 {first[0]:.4f} alone, {first[1]:.4f} after another"
        f" ({100 * (first[1] - first[0]):+.2f} points); wrongly answered {wrongly[0]:.3f}, {wrongly[1]:.3f};"
        f" taken to lean {np.mean([leans for *_, leans in pairs]):.3f}; p50 {median[0]:.1f} ms, {median[1]:.1f} ms"
    )


def answerer_of(data: Path, name: str, work: Path, encoder: Encoder) -> tuple[Answerer, Any]:
    """The set's own answerer, and what closes its library. On a busy machine it reads as much as on an idle one."""
    library = library_of(data, name, work=work, encoder=encoder)
    look = SecondLook(open_reader("built-in", work), patience=Patience(seconds=60.0))
    return Answerer(library, encoder, Limits(), look), library.close


if __name__ == "__main__":
    main()
