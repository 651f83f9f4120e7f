"""How good is it, and on whose questions: the metrics of a run over questions whose answers are known.

Recall and MRR look at the ranked passages, coverage and accuracy at what was answered, risk and calibration at the
confidence. Intervals are 95 % bootstrap percentiles over questions (Efron and Tibshirani, 1993).
"""

import json
import math
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.answer import Answer, Outcome, Quote
from retrieval.errors import QuotedError

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
BINS = 10
ARTICLES = frozenset({"a", "an", "the"})
_SEPARATORS = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’–—", " "))


@dataclass(frozen=True)
class Evidence:
    """Where an answer stands; paragraph None means anywhere in the article."""

    article: str
    paragraph: int | None


@dataclass(frozen=True)
class KnownQuestion:
    """A question with what would be right."""

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Interval:
    """A mean over questions and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    questions: int


def parse_questions(lines: Iterable[str]) -> list[KnownQuestion]:
    """The questions of a JSON Lines file. Raises QuotedError naming the first line that is none."""
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            questions.append(
                KnownQuestion(
                    id=str(record["id"]),
                    question=record["question"],
                    answerable=bool(record["answerable"]),
                    answers=tuple(record.get("answers", ())),
                    evidence=tuple(Evidence(e["article"], e.get("paragraph")) for e in record.get("evidence", ())),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuotedError(f"questions, line {number}: {error!r}; see docs/formats.md for the fields") from None
    return questions


def evaluate(pairs: Sequence[tuple[KnownQuestion, Answer]]) -> dict[str, Interval | float]:
    """Every metric that these questions allow, by name."""
    yes = [(question, answer) for question, answer in pairs if question.answerable]
    no = [(question, answer) for question, answer in pairs if not question.answerable]
    ranked = [(question, answer) for question, answer in yes if question.evidence]
    ranks = np.array([_rank(question, answer) for question, answer in ranked])
    out: dict[str, Interval | float] = {}
    for k in (1, 5, 20):
        _add(out, f"recall@{k}", ranks <= k)
    _add(out, "mrr@10", np.where(ranks <= 10, 1 / ranks, 0.0))
    right = [_sentence_is_right(question, answer) for question, answer in yes]
    _add(out, "sentence", right)
    _add(out, "span_f1", [_span_f1(question, answer) for question, answer in yes])
    answered = [answer.outcome is Outcome.ANSWERED for _, answer in yes]
    _add(out, "answer_coverage", answered)
    _add(out, "answer_accuracy", [good for good, said in zip(right, answered, strict=True) if said])
    _add(out, "wrongly_answered", [answer.outcome is Outcome.ANSWERED for _, answer in no])
    confidences = np.array([answer.confidence for _, answer in [*yes, *no]])
    correct = np.array([*right, *([False] * len(no))], dtype=np.float64)
    if len(confidences):
        out["risk_coverage_area"] = risk_coverage_area(confidences, correct)
        out["calibration_error"] = calibration_error(confidences, correct)
    if yes and no:
        out["auroc"] = auroc(confidences[: len(yes)], confidences[len(yes) :])
    return out


def auroc(positive: Floats, negative: Floats) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    below = np.searchsorted(np.sort(negative), positive, side="left")
    not_above = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + not_above).sum() / 2 / (len(positive) * len(negative)))


def risk_coverage_area(confidences: Floats, correct: Floats) -> float:
    """The mean share of wrong answers when the surest 1, 2, ... n are given (Geifman, El-Yaniv, 2017)."""
    order = np.argsort(-confidences, kind="stable")
    risks = np.cumsum(1 - correct[order]) / np.arange(1, len(order) + 1)
    return float(risks.mean())


def calibration_error(confidences: Floats, correct: Floats) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., 2017)."""
    bins = np.minimum(BINS - 1, (confidences * BINS).astype(int))
    gaps = np.bincount(bins, weights=confidences - correct, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidences))


def bootstrap(values: Sequence[float] | Floats, *, statistic: Callable[..., Any] = np.mean, seed: int = 0) -> Interval:
    """The statistic of the values with its 95 % interval."""
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(sample), (RESAMPLES, len(sample)))
    low, high = np.percentile(statistic(sample[draws], axis=1), [2.5, 97.5])
    return Interval(float(statistic(sample, axis=0)), float(low), float(high), len(sample))


def normal(text: str) -> str:
    """The text's words in lower case, without punctuation and articles (the SQuAD convention)."""
    words = text.lower().translate(_SEPARATORS).split()
    return " ".join(word for word in words if word not in ARTICLES)


def _add(out: dict[str, Interval | float], name: str, values: Sequence[Any] | npt.NDArray[Any]) -> None:
    if len(values):
        out[name] = bootstrap(np.asarray(values, dtype=np.float64))


def _rank(question: KnownQuestion, answer: Answer) -> float:
    """The place of the first passage that is evidence, from 1; infinite where there is none."""
    wanted = {(evidence.article, evidence.paragraph) for evidence in question.evidence}
    for place, candidate in enumerate(answer.candidates, 1):
        if (candidate.article, candidate.paragraph) in wanted or (candidate.article, None) in wanted:
            return place
    return math.inf


def _first(answer: Answer) -> Quote | None:
    return next(iter(answer.quotes or answer.closest), None)


def _sentence_is_right(question: KnownQuestion, answer: Answer) -> bool:
    quote = _first(answer)
    if quote is None:
        return False
    sentence = f" {normal(quote.text[slice(*quote.sentence)])} "
    return any(f" {normal(wanted)} " in sentence for wanted in question.answers if normal(wanted))


def _span_f1(question: KnownQuestion, answer: Answer) -> float:
    quote = _first(answer)
    if quote is None:
        return 0.0
    guess = Counter(normal(quote.text[slice(*quote.highlight)]).split())
    best = 0.0
    for wanted in question.answers:
        gold = Counter(normal(wanted).split())
        common = (guess & gold).total()
        if common:
            best = max(best, 2 * common / (guess.total() + gold.total()))
    return best
