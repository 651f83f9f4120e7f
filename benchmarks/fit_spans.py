"""Fit the model that highlights, and write it with its provenance.

    python -m benchmarks.fit_spans DATA

Writes retrieval/coefficients/spans.json: a conditional logit over the spans of the sentence that holds the answer,
fitted on questions of DATA/squad and DATA/reading. The figures printed are token F1 on squad articles that the model
had not seen, the right sentence given, by kind of question; "sentence" is what the whole sentence would get.
"""

import argparse
import datetime
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.choices import Choice, Floats, fit_choices
from retrieval.answer import Span
from retrieval.coefficients import Linear
from retrieval.evaluation import normal
from retrieval.question import Question, analyse
from retrieval.sentences import sentence_spans
from retrieval.spans import SPAN_FEATURES, find_spans, highlight

TARGET = Path(__file__).parent.parent / "retrieval" / "coefficients" / "spans.json"
FOLDS = 5
TRAINED_ALWAYS = -1
SQUAD_EVERY = 3
READING_EVERY = {"shifts_wiki.jsonl": 6, "shifts_reddit.jsonl": 24, "qamr.jsonl": 40}
"""Every which question is taken: the sets are large, and most of their sentences teach the same."""


@dataclass(frozen=True, eq=False)
class Marked:
    """A question with the sentence that answers it."""

    fold: int
    question: Question
    text: str
    sentence: Span
    answers: tuple[tuple[str, ...], ...]  # normalised words


def f1(guess: list[str], answers: tuple[tuple[str, ...], ...]) -> float:
    """Token F1 with the best of the accepted answers."""
    best = 0.0
    for answer in answers:
        common = (Counter(guess) & Counter(answer)).total()
        best = max(best, 2 * common / (len(guess) + len(answer)))
    return best


def squad(data: Path) -> Iterator[Marked]:
    """Questions of squad, folded by article."""
    articles = {a["id"]: a for a in map(json.loads, (data / "squad" / "articles.jsonl").open(encoding="utf-8"))}
    for number, q in enumerate(map(json.loads, (data / "squad" / "questions.jsonl").open(encoding="utf-8"))):
        if q["answerable"] and number % SQUAD_EVERY == 0:
            place = q["evidence"][0]
            fold = zlib.crc32(place["article"].encode()) % FOLDS
            text = articles[place["article"]]["paragraphs"][place["paragraph"] - 1]
            yield from marked(fold, q["question"], text, q["answers"])


def reading(data: Path) -> Iterator[Marked]:
    """Questions of the reading sets, for training alone."""
    for name, every in READING_EVERY.items():
        for number, q in enumerate(map(json.loads, (data / "reading" / name).open(encoding="utf-8"))):
            if number % every == 0:
                yield from marked(TRAINED_ALWAYS, q["question"], q["context"], [a["text"] for a in q["answers"]])


def marked(fold: int, question: str, text: str, answers: list[str]) -> Iterator[Marked]:
    """The question with the first sentence that holds an accepted answer, if one does."""
    wanted = tuple(tuple(normal(answer).split()) for answer in answers if normal(answer))
    for start, end in sentence_spans(text):
        sentence = f" {normal(text[start:end])} "
        if any(f" {' '.join(words)} " in sentence for words in wanted):
            yield Marked(fold, analyse(question), text, (start, end), wanted)
            return


def choice(item: Marked) -> Choice | None:
    """The sentence's spans, where one of them is an accepted answer."""
    found = find_spans(item.question, item.text, item.sentence)
    right = [tuple(normal(item.text[a:b]).split()) in item.answers for a, b in found.spans]
    if not any(right):
        return None
    return Choice(item.fold, 1.0, "", found.features.astype(np.float32), np.array(right, dtype=np.float32))


def figures(items: list[Marked], models: list[Linear]) -> dict[str, dict[str, float]]:
    """F1 on unseen articles by kind of question, of the highlight and of the whole sentence."""
    got: dict[str, list[tuple[float, float]]] = {}
    for item in items:
        if item.fold == TRAINED_ALWAYS:
            continue
        span = highlight(item.question, item.text, item.sentence, models[item.fold])
        pair = tuple(f1(normal(item.text[a:b]).split(), item.answers) for a, b in (span, item.sentence))
        for name in ("all", item.question.kind.value):
            got.setdefault(name, []).append((pair[0], pair[1]))
    return {
        name: {"questions": len(rows), "f1": _mean(rows, 0), "sentence": _mean(rows, 1)} for name, rows in got.items()
    }


def _mean(rows: list[tuple[float, float]], column: int) -> float:
    values: Floats = np.array(rows)[:, column]
    return round(float(values.mean()), 4)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    items = [*squad(data), *reading(data)]
    choices = [found for item in items if (found := choice(item))]
    models = [fit_choices([c for c in choices if c.fold != fold], SPAN_FEATURES) for fold in range(FOLDS)]
    result = figures(items, models)
    for name, row in result.items():
        print(f"{name:>10}  " + "  ".join(f"{key} {value}" for key, value in row.items()))
    fitted = fit_choices(choices, SPAN_FEATURES)
    table = {
        "provenance": {
            "script": "benchmarks/fit_spans.py",
            "date": datetime.date.today().isoformat(),
            "questions": len(choices),
            "folds": f"{FOLDS}, by squad article (CRC-32)",
            "out_of_fold": result,
        },
        "span": {"bias": 0.0, "weights": dict(zip(SPAN_FEATURES, fitted.weights.tolist(), strict=True))},
    }
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
