"""Fit every coefficient of answering and write them with their provenance.

    python -m benchmarks.fit_answers DATA [--work DIR]

Writes retrieval/coefficients/answers.json and background.json. The passage and the sentence models are conditional
logits (one softmax a question over its candidates, or over the gold paragraph's sentences); the judge is a logistic
regression over the ranking that models fitted on the other folds gave. Folds are by article, and every figure printed
is of questions that the models in use had not seen.

Models of their own are fitted for questions in other languages, which no reader reads and the encoder did not learn.
Their sets have no questions without an answer, so each is asked again without its paragraph, and without its article.
"""

import argparse
import datetime
import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.choices import Choice, fit_choices
from benchmarks.dev_sets import Retrieved, encoder_for, retrieved
from benchmarks.short_paragraphs import SUFFIX
from retrieval.answering import Limits
from retrieval.coefficients import Coefficients, Linear, Models
from retrieval.evaluation import auroc, calibration_error, calibration_error_by_luck, normal
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Evidence, Floats, gather
from retrieval.judging import JUDGE_FEATURES, judge_features
from retrieval.ranking import rank
from retrieval.terms import terms

FOLDS = 5
THRESHOLD = Limits().threshold
TARGET = Path(__file__).parent.parent / "retrieval" / "coefficients"
SETS = {
    "squad": (1.0, 3),
    "newslinked": (4.0, 1),
    "clapnq": (4.0, 1),
    "clapnq_short": (1.0, 1),
    "seed": (4.0, 1),
    "chat": (2.0, 1),
}
"""By set, the weight of a question and which questions are taken (each third of squad: it is far larger). Those of
clapnq_short (benchmarks/short_paragraphs.py) are clapnq's again.
"""
RANKED_ONLY = ("chat", "clapnq_short")
"""Sets that tell which passage is right, and neither which sentence nor how sure to be: of chat the evidence is a whole
article and the answers are in other words; what short paragraphs would tell is known from the long ones.
"""
FOREIGN = ("xquad_de", "xquad_es", "xquad_ru", "xquad_tr", "xquad_ar", "xquad_zh")
"""Sets in other languages: the same questions about the same articles in each."""
TAKEN_AWAY = {"nothing": 1.0, "paragraph": 0.2, "article": 0.1}
"""What of a foreign question's evidence is taken away, and the weight of the question then: of all, a quarter can't be
answered.
"""
BACKGROUND = ("squad", "newslinked", "clapnq")
LEAST_SHARE = 0.002
LEAST_LENGTH = 80


def fold_of(item: Retrieved) -> int:
    """The fold of a question, by the article it is about; the same in every language and in short paragraphs."""
    place = (
        item.article.removeprefix(item.set.replace("_", "-"))
        if item.set in FOREIGN
        else f"{item.set.removesuffix(SUFFIX)} {item.article}"
    )
    return zlib.crc32(place.encode()) % FOLDS


def weight_of(item: Retrieved) -> float:
    """The weight of a question."""
    return SETS[item.set][0] if item.set in SETS else 1.0


def fit_judge(cases: Sequence["Judged"]) -> Linear:
    """The logistic regression of right first sentences."""
    cases = [case for case in cases if case.set not in RANKED_ONLY]
    rows = np.array([case.row for case in cases])
    labels = np.array([case.right for case in cases])
    weights = np.array([case.weight for case in cases])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.1, max_iter=2000).fit((rows - mean) / deviation, labels, sample_weight=weights)
    beta = model.coef_[0] / deviation
    return Linear(JUDGE_FEATURES, np.round(beta, 5), round(float(model.intercept_[0] - beta @ mean), 5))


def fit_passages(choices: Sequence[Choice]) -> Linear:
    """The model that ranks passages."""
    return fit_choices(choices, PASSAGE_FEATURES)


def fit_sentences(choices: Sequence[Choice]) -> Linear:
    """The model that ranks a passage's sentences."""
    return fit_choices(choices, SENTENCE_FEATURES)


def by_fold(fit: Callable[[list[Any]], Any], items: Sequence[Any]) -> list[Any]:
    """For each fold, what is fitted on the items of the others."""
    return [fit([item for item in items if item.fold != fold]) for fold in range(FOLDS)]


def background(data: Path) -> dict[str, float]:
    """The share of ordinary paragraphs that have a term, for the terms that many have."""
    count: Counter[str] = Counter()
    paragraphs = 0
    for name in BACKGROUND:
        for line in (data / name / "articles.jsonl").open(encoding="utf-8"):
            for text in json.loads(line)["paragraphs"]:
                if len(text) >= LEAST_LENGTH:
                    paragraphs += 1
                    count.update(set(terms(text)))
    shares = {term: round(n / paragraphs, 4) for term, n in sorted(count.items())}
    return {term: share for term, share in shares.items() if share >= LEAST_SHARE}


def answering_sentences(item: Retrieved, place: int) -> Floats:
    """For each sentence of a candidate, whether it holds an accepted answer or is marked as answering."""
    candidate = item.candidates.found[place]
    marked = [normal(sentence) for sentence in item.gold_sentences]
    wanted = [normal(answer) for answer in item.known.answers if normal(answer)]
    right = []
    for start, end in candidate.embedding.spans:
        sentence = normal(candidate.passage.text[start:end])
        padded = f" {sentence} "
        right.append(
            any(m in sentence or sentence in m for m in marked if m) or any(f" {a} " in padded for a in wanted)
        )
    return np.array(right, dtype=np.float64)


def passage_choice(item: Retrieved, evidence: Evidence) -> Choice | None:
    """The candidates of a question, where gold is among them."""
    right = np.array(item.gold, dtype=np.float64)
    if not item.known.answerable or not right.any():
        return None
    return Choice(
        fold_of(item), weight_of(item), item.set, evidence.passages.astype(np.float32), right.astype(np.float32)
    )


def sentence_choice(item: Retrieved, evidence: Evidence) -> Choice | None:
    """The sentences of the first gold candidate, where some answer and some do not."""
    if item.set in RANKED_ONLY:
        return None
    for place in np.flatnonzero(item.gold):
        right = answering_sentences(item, int(place))
        if right.any() and not right.all():
            rows = evidence.sentences[evidence.owner == place]
            return Choice(fold_of(item), weight_of(item), item.set, rows.astype(np.float32), right.astype(np.float32))
    return None


@dataclass(frozen=True, eq=False)
class Judged:
    """A question as the judge sees it, ranked by models that had not seen it."""

    fold: int
    set: str
    answerable: bool
    ranks: tuple[bool, ...]  # gold or not, best first
    row: Floats
    right: bool
    weight: float


def without_evidence(item: Retrieved, taken: str) -> Retrieved:
    """The question where its paragraph or its article is not there: it can't be answered then."""
    if taken == "nothing":
        return item
    places = [candidate.passage.source.id for candidate in item.candidates.found]
    gone = [
        gold or (taken == "article" and place == item.article) for gold, place in zip(item.gold, places, strict=True)
    ]
    found = tuple(one for one, is_gone in zip(item.candidates.found, gone, strict=True) if not is_gone)
    return replace(
        item,
        known=replace(item.known, answerable=False),
        candidates=replace(item.candidates, found=found),
        gold=(False,) * len(found),
    )


def judged(item: Retrieved, coefficients: Sequence[Coefficients], *, weight: float) -> Judged:
    """The question as the judge will see it."""
    fold = fold_of(item)
    hits = rank(item.question, item.vector, item.candidates, coefficients[fold])
    place = {candidate.passage.id: i for i, candidate in enumerate(item.candidates.found)}
    order = [place[hit.passage.id] for hit in hits]
    right = item.known.answerable and bool(answering_sentences(item, order[0])[hits[0].best])
    return Judged(
        fold=fold,
        set=item.set,
        answerable=item.known.answerable,
        ranks=tuple(item.gold[i] for i in order),
        row=judge_features(hits),
        right=right,
        weight=weight,
    )


def report(cases: Sequence[Judged], judges: Sequence[Linear]) -> dict[str, dict[str, float]]:
    """Out-of-fold figures, by set."""
    figures: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys(case.set for case in cases):
        own = [case for case in cases if case.set == name]
        logits = np.array([judges[case.fold].scores(case.row[None, :])[0] for case in own])
        sure = 1 / (1 + np.exp(-logits))
        yes = np.array([case.answerable for case in own])
        ranks = [next((r for r, gold in enumerate(case.ranks, 1) if gold), 10**6) for case in own if case.answerable]
        place = np.array(ranks, dtype=np.float64)
        right = np.array([case.right for case in own], dtype=np.float64)
        figures[name] = {
            "recall@1": float(np.mean(place <= 1)),
            "recall@5": float(np.mean(place <= 5)),
            "mrr@10": float(np.mean(np.where(place <= 10, 1 / place, 0))),
            "sentence": float(right[yes].mean()),
            "auroc": auroc(sure[yes], sure[~yes]),
            "answered": float(np.mean(sure[yes] >= THRESHOLD)),
            "answered_all_the_same": float(np.mean(sure[~yes] >= THRESHOLD)),
            "ece": calibration_error(sure, right),
            "ece_by_luck": calibration_error_by_luck(sure).mean,
        }
    return {name: {k: round(v, 4) for k, v in own.items()} for name, own in figures.items()}


def main() -> None:
    """Fit, print the out-of-fold figures, write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    args = parser.parse_args()
    common = background(args.data)
    encoder = encoder_for(args.work)

    def questions(name: str, every: int = 1) -> list[Retrieved]:
        return list(retrieved(args.data, name, work=args.work, encoder=encoder, every=every))

    english = [item for name, (_, every) in SETS.items() for item in questions(name, every)]
    foreign = [item for name in FOREIGN for item in questions(name)]
    own, figures = fitted(english, common, taken_away={"nothing": 1.0})
    others, more = fitted(foreign, common, taken_away=TAKEN_AWAY)
    figures |= more
    print(json.dumps(figures, indent=1))
    write(own, others, common, figures, Counter(item.set for item in [*english, *foreign]))


def fitted(
    items: Sequence[Retrieved], common: Mapping[str, float], *, taken_away: Mapping[str, float]
) -> tuple[Models, dict[str, dict[str, float]]]:
    """The models, and the figures of models that had not seen the questions."""
    evidence = [gather(item.question, item.vector, item.candidates, common) for item in items]
    passages = [c for item, own in zip(items, evidence, strict=True) if (c := passage_choice(item, own))]
    sentences = [c for item, own in zip(items, evidence, strict=True) if (c := sentence_choice(item, own))]
    del evidence
    empty = Linear((), np.zeros(0))
    none = Models(empty, empty, empty)
    models = [
        Models(p, s, empty)
        for p, s in zip(by_fold(fit_passages, passages), by_fold(fit_sentences, sentences), strict=True)
    ]
    folds = [Coefficients(english=m, foreign=m, reading=none, span=empty, background=common) for m in models]
    cases = [
        judged(without_evidence(item, taken), folds, weight=weight_of(item) * weight)
        for item in items
        for taken, weight in taken_away.items()
    ]
    figures = report(cases, by_fold(fit_judge, cases))
    return Models(fit_passages(passages), fit_sentences(sentences), fit_judge(cases)), figures


def write(
    english: Models,
    foreign: Models,
    common: Mapping[str, float],
    figures: dict[str, dict[str, float]],
    questions: Counter[str],
) -> None:
    """The two files of coefficients."""
    provenance = {
        "script": "benchmarks/fit_answers.py",
        "date": datetime.date.today().isoformat(),
        "questions": dict(questions),
        "folds": f"{FOLDS}, by article (CRC-32)",
        "out_of_fold": figures,
    }
    _dump("answers", {"provenance": provenance, "english": _table(english), "foreign": _table(foreign)})
    _dump(
        "background",
        {
            "provenance": {"script": "benchmarks/fit_answers.py", "sets": BACKGROUND, "least_share": LEAST_SHARE},
            "terms": common,
        },
    )


def _table(models: Models) -> dict[str, Any]:
    named = {field.name: getattr(models, field.name) for field in fields(models)}
    return {
        name: {"bias": model.bias, "weights": dict(zip(model.features, model.weights.tolist(), strict=True))}
        for name, model in named.items()
    }


def _dump(name: str, table: dict[str, Any]) -> None:
    text = json.dumps(table, indent=1, ensure_ascii=False)
    (TARGET / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
