"""How good is it, and on whose questions: the metrics of a run over questions whose answers are known.

Recall and MRR look at the ranked passages, coverage and accuracy at what was answered, risk and calibration at the
confidence. Intervals are 95 % bootstrap percentiles over questions (Efron and Tibshirani, 1993).
"""

import datetime
import json
import string
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.answer import Answer, Outcome
from retrieval.article import text_hash
from retrieval.errors import QuotedError
from retrieval.question import analyse, question_language

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
    kind: str = ""  # whatever the file's author groups questions by
    date: datetime.date | None = None  # on which it is asked; None is the day of the run


@dataclass(frozen=True)
class Case:
    """A known question and how its answer fared."""

    id: str
    question: str
    kind: str  # as the file has it
    asks_for: str  # the kind of words that would answer (retrieval/question.py)
    answerable: bool
    answered: bool
    confidence: float
    located: bool  # whether it is known where the answer stands
    rank: int | None  # of the first evidence among the candidates, from 1; None where there is none
    sentence: bool  # whether the first quote's sentence holds an accepted answer
    span_f1: float  # of the highlight
    exact: bool  # whether the highlight is an accepted answer
    verbatim: bool  # whether every quoted paragraph matches its hash
    milliseconds: float
    expected: str
    quoted: str  # the highlight of the first quote, or of the closest passage
    source: str


@dataclass(frozen=True)
class Interval:
    """A mean over questions and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    questions: int


def _at_most(case: Case, k: int) -> float | None:
    return float(case.rank is not None and case.rank <= k) if case.answerable and case.located else None


def _if_answerable(value: float, case: Case) -> float | None:
    return float(value) if case.answerable else None


METRICS: dict[str, Callable[[Case], float | None]] = {
    "recall@1": lambda case: _at_most(case, 1),
    "recall@5": lambda case: _at_most(case, 5),
    "recall@20": lambda case: _at_most(case, 20),
    "mrr@10": lambda case: (_at_most(case, 10) or 0.0) / (case.rank or 1) if case.answerable and case.located else None,
    "sentence": lambda case: _if_answerable(case.sentence, case),
    "span_f1": lambda case: _if_answerable(case.span_f1, case),
    "span_exact": lambda case: _if_answerable(case.exact, case),
    "answer_coverage": lambda case: _if_answerable(case.answered, case),
    "answer_accuracy": lambda case: float(case.sentence) if case.answerable and case.answered else None,
    "wrongly_answered": lambda case: None if case.answerable else float(case.answered),
}
"""What each metric gives for a question, a number from 0 to 1; None where it does not count."""


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
                    kind=str(record.get("kind", "")),
                    date=day_asked(record),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuotedError(f"questions, line {number}: {error!r}; see docs/formats.md for the fields") from None
    return questions


def day_asked(record: Mapping[str, Any]) -> datetime.date | None:
    """The "date" of a question's record, as 2022-10-31 or 2022/10/31, a time behind it passed over; None without one.

    Raises ValueError.
    """
    written = str(record.get("date") or "")
    return datetime.date.fromisoformat(written[:10].replace("/", "-")) if written else None


def question_record(known: KnownQuestion) -> dict[str, Any]:
    """The question as a line of a file that `parse_questions` reads."""
    return {
        "id": known.id,
        "question": known.question,
        "answerable": known.answerable,
        "answers": list(known.answers),
        "evidence": [{"article": place.article, "paragraph": place.paragraph} for place in known.evidence],
        "kind": known.kind,
    } | ({"date": known.date.isoformat()} if known.date else {})


def judge(question: KnownQuestion, answer: Answer) -> Case:
    """How an answer fares against what is known."""
    quote = next(iter(answer.quotes or answer.closest), None)
    shown = quote.text[slice(*quote.highlight)] if quote else ""
    return Case(
        id=question.id,
        question=question.question,
        kind=question.kind,
        asks_for=analyse(question.question, question_language(question.question)).kind.value,
        answerable=question.answerable,
        answered=answer.outcome is Outcome.ANSWERED,
        confidence=answer.confidence,
        located=bool(question.evidence),
        rank=_rank(question, answer),
        sentence=quote is not None and _holds_answer(quote.text[slice(*quote.sentence)], question.answers),
        span_f1=max((word_f1(shown, wanted) for wanted in question.answers), default=0.0),
        exact=any(normal(shown) == normal(wanted) for wanted in question.answers),
        verbatim=all(text_hash(one.text) == one.passage.sha256 for one in (*answer.quotes, *answer.closest)),
        milliseconds=answer.took_ms.get("total", 0.0),
        expected=next(iter(question.answers), ""),
        quoted=shown,
        source=f"{quote.passage.source.title}, paragraph {quote.passage.paragraph}" if quote else "",
    )


def evaluate(cases: Sequence[Case]) -> dict[str, Interval | float]:
    """Every metric that these questions allow, by name."""
    yes = [case for case in cases if case.answerable]
    no = [case for case in cases if not case.answerable]
    out: dict[str, Interval | float] = {}
    for name, metric in METRICS.items():
        _add(out, name, [value for case in cases if (value := metric(case)) is not None])
    confidences = np.array([case.confidence for case in [*yes, *no]])
    correct = np.array([case.answerable and case.sentence for case in [*yes, *no]], dtype=np.float64)
    if len(confidences):
        out["risk_coverage_area"] = risk_coverage_area(confidences, correct)
        out["calibration_error"] = calibration_error(confidences, correct)
        out["error_by_luck"] = calibration_error_by_luck(confidences)
        out["not_verbatim"] = float(sum(not case.verbatim for case in cases))
        out["p50_ms"], out["p95_ms"] = np.percentile([case.milliseconds for case in cases], [50, 95]).tolist()
    if yes and no:
        out["auroc"] = auroc(confidences[: len(yes)], confidences[len(yes) :])
        out["kept_at_5"] = kept_at(confidences[: len(yes)], confidences[len(yes) :], error=0.05)
    return out


def by_group(cases: Sequence[Case], group: Callable[[Case], str]) -> dict[str, dict[str, Interval | float]]:
    """The metrics of each group of questions, the groups that have a name, by name."""
    names = sorted({group(case) for case in cases} - {""})
    return {name: evaluate([case for case in cases if group(case) == name]) for name in names}


def worst(cases: Sequence[Case], count: int) -> list[Case]:
    """The misses that weigh most: answers that were sure and wrong, then answerable questions that were lost."""
    wrong = [case for case in cases if case.answered and not (case.answerable and case.sentence)]
    lost = [case for case in cases if case.answerable and not case.answered]
    return [
        *sorted(wrong, key=lambda case: -case.confidence)[:count],
        *sorted(lost, key=lambda case: -case.confidence)[:count],
    ]


def kept_at(positive: Floats, negative: Floats, *, error: float) -> float:
    """The share of positives above the threshold that at most this share of the negatives passes."""
    limit = np.sort(negative)[::-1][int(len(negative) * error)]
    return float(np.mean(positive > limit))


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


def calibration_error_by_luck(confidences: Floats, *, seed: int = 0) -> Interval:
    """The calibration error that these confidences would show if each were exactly right, and 95 % of what luck makes
    of it: with few questions it is far from zero, and a measured error within it says nothing against the judge.
    """
    draws = np.random.default_rng(seed).random((RESAMPLES, len(confidences)))
    errors = [calibration_error(confidences, right) for right in (draws < confidences).astype(np.float64)]
    low, high = np.percentile(errors, [2.5, 97.5])
    return Interval(float(np.mean(errors)), float(low), float(high), len(confidences))


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


def word_f1(shown: str, wanted: str) -> float:
    """F1 of the words of two texts (the SQuAD convention)."""
    own, other = Counter(normal(shown).split()), Counter(normal(wanted).split())
    shared = (own & other).total()
    return 2 * shared / (own.total() + other.total()) if shared else 0.0


def _add(out: dict[str, Interval | float], name: str, values: Sequence[float]) -> None:
    if len(values):
        out[name] = bootstrap(np.asarray(values, dtype=np.float64))


def _rank(question: KnownQuestion, answer: Answer) -> int | None:
    """The place of the first passage that is evidence, from 1; None where there is none."""
    wanted = {(evidence.article, evidence.paragraph) for evidence in question.evidence}
    for place, candidate in enumerate(answer.candidates, 1):
        if (candidate.article, candidate.paragraph) in wanted or (candidate.article, None) in wanted:
            return place
    return None


def _holds_answer(sentence: str, answers: Sequence[str]) -> bool:
    padded = f" {normal(sentence)} "
    return any(f" {normal(wanted)} " in padded for wanted in answers if normal(wanted))
