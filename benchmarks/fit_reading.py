"""Fit what is weighed once the first hits were read, with cross-validation by article, and write reading.json.

    python -m benchmarks.fit_reading DATA [--work DIR] [--reader FOLDER] [--every N]

DATA is a folder of sets (docs/evaluation.md). Of squad only articles are taken that the reader was not trained on
(training/examples.py). The first ranking is the shipped one. The judge learns as well from questions whose articles are
withheld, as people ask what a library does not tell. What the reader marks is kept under DIR by the reader's weights,
so that a second run is quick.
"""

import argparse
import datetime
import json
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.choices import Choice, fit_choices
from benchmarks.dev_sets import Retrieved, encoder_for, retrieved
from benchmarks.fit_answers import RANKED_ONLY, SETS, TARGET, by_fold, fold_of
from retrieval.answering import Limits, doubt
from retrieval.article import Passage
from retrieval.coefficients import Linear, Models, load_coefficients
from retrieval.compiled import read_card, verified
from retrieval.dateline import dateline_end
from retrieval.evaluation import auroc, calibration_error, calibration_error_by_luck, normal, word_f1
from retrieval.features import Floats
from retrieval.judging import READ_JUDGE_FEATURES, read_judge_features
from retrieval.library import Candidates
from retrieval.ranking import Hit, rank
from retrieval.reader import PACKAGED, READER, Marking, Reader
from retrieval.reranking import (
    READ_PASSAGE_FEATURES,
    READ_SENTENCE_FEATURES,
    Patience,
    read,
    read_passage_features,
    read_sentence_features,
    reread,
    with_title,
)
from training.examples import held_out

PATIENCE = Patience(passages=8, seconds=1e9)
JUDGE_WEIGHTS = {"squad": 1.0, "newslinked": 8.0, "clapnq": 8.0, "seed": 4.0}
"""Of a question: squad has ten times as many, and its unanswerable ones are of one kind."""
WITHHELD = {"squad": (3.0, 3), "clapnq": (24.0, 1)}
"""By set, the weight of a question whose articles are withheld, and which are taken. Not of newslinked: the other
articles tell the same stories, in words that no list of accepted answers has.
"""
LEAST_CANDIDATES = 5
"""That a question has left without its articles, or it is not asked again."""


@dataclass(frozen=True, eq=False)
class Read:
    """A question, its hits in their first order, and what the reader marked in the first of them."""

    item: Retrieved
    hits: list[Hit]
    gold: list[bool]
    withheld: bool = False  # whether what answers it was taken away
    dated: bool = False  # whether it is asked on its day

    @property
    def answerable(self) -> bool:
        """Whether something answers it."""
        return self.item.known.answerable and not self.withheld

    @property
    def fold(self) -> int:
        """By the article that the question is about."""
        return fold_of(self.item)


class Kept:
    """A reader that marks each passage of a question once, over all runs."""

    def __init__(self, reader: Reader, path: Path, *, weights: str) -> None:
        self.weights = weights  # the sha256 of the reader's
        self._reader = reader
        self._path = path
        self._found: dict[tuple[str, str, str, int], Marking] = pickle.loads(path.read_bytes()) if path.exists() else {}

    def mark(self, question: str, text: str, sentences: Sequence[tuple[int, int]], *, lead: str = "") -> Marking:
        """The best span of each sentence of a text."""
        key = (question, lead, text, dateline_end(text))  # what begins behind another place is read anew
        if key not in self._found:
            self._found[key] = self._reader.mark(question, text, sentences, lead=lead)
        return self._found[key]

    def save(self) -> None:
        """Keep everything marked so far."""
        self._path.write_bytes(pickle.dumps(self._found))


@dataclass(frozen=True)
class KeptInContext:
    """What is kept, for the passages of one question."""

    kept: Kept
    leads: Mapping[int, str]

    def mark(self, question: str, passage: Passage, sentences: Sequence[tuple[int, int]]) -> Marking:
        """The best span of each sentence of a passage."""
        return self.kept.mark(question, passage.text, sentences, lead=self.leads[passage.id])


def open_packaged(work: Path, folder: Path = PACKAGED) -> Kept:
    """The compiled reader in a folder, with what it marked before under `work`."""
    card = read_card(READER, folder)
    if card is None:
        raise SystemExit(f"{folder}: no compiled reader is there; see training/README.md")
    reader = Reader(verified(READER, card, folder, precision="int8"))
    return Kept(reader, work / f"read-{card.weights[:12]}.pickle", weights=card.weights)


def read_items(data: Path, work: Path, reader: Kept, *, every: int) -> list[Read]:
    """The questions of all sets, their first hits marked."""
    encoder = encoder_for(work)

    def read_item(item: Retrieved) -> Read:
        hits = ranked(item, item.candidates)
        own = KeptInContext(reader, item.leads)
        seen = [read(item.question, hit, own) for hit in hits[: PATIENCE.passages]]
        return Read(item, [*seen, *hits[PATIENCE.passages :]], gold_of(item, hits))

    def items() -> Iterator[Retrieved]:
        for name in SETS:
            for item in retrieved(data, name, work=work, encoder=encoder, every=every if name == "squad" else 1):
                if name != "squad" or held_out(item.article):
                    yield item

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(read_item, items()))


def ranked(item: Retrieved, candidates: Candidates) -> list[Hit]:
    """The candidates as the shipped ranking has them, asked on no day."""
    return rank(item.question, item.vector, candidates, load_coefficients())


def gold_of(item: Retrieved, hits: Sequence[Hit]) -> list[bool]:
    """For each hit, whether it is evidence."""
    place = {candidate.passage.id: i for i, candidate in enumerate(item.candidates.found)}
    return [item.gold[place[hit.passage.id]] for hit in hits]


def on_their_days(reads: Iterable[Read]) -> Iterator[Read]:
    """The questions that have a day, asked on it: what is fitted knows no day, and is reported with them."""
    for one in reads:
        item = one.item
        if item.known.date is not None:
            hits = rank(
                item.question,
                item.vector,
                item.candidates,
                load_coefficients(),
                asked=item.asked,
                today=item.known.date,
            )
            yield Read(item, hits, gold_of(item, hits), dated=True)


def withheld(reads: Iterable[Read]) -> Iterator[Read]:
    """Answerable questions again, without the articles that answer them; nothing is read yet."""
    asked: Counter[str] = Counter()
    for one in reads:
        item = one.item
        if not item.known.answerable or item.set not in WITHHELD:
            continue
        asked[item.set] += 1
        articles = {evidence.article for evidence in item.known.evidence}
        left = tuple(c for c in item.candidates.found if c.passage.source.id not in articles)
        if asked[item.set] % WITHHELD[item.set][1] == 0 and len(left) >= LEAST_CANDIDATES:
            hits = ranked(item, replace(item.candidates, found=left))
            yield Read(item, hits, [False] * len(hits), withheld=True)


def right_sentences(item: Retrieved, hit: Hit) -> np.ndarray[Any, np.dtype[np.float64]]:
    """For each sentence of a hit, whether it holds an accepted answer or is marked as answering."""
    marked = [normal(sentence) for sentence in item.gold_sentences]
    wanted = [f" {normal(answer)} " for answer in item.known.answers if normal(answer)]
    right = []
    for start, end in hit.spans:
        sentence = normal(hit.passage.text[start:end])
        near = any(m in sentence or sentence in m for m in marked if m)
        right.append(near or any(answer in f" {sentence} " for answer in wanted))
    return np.array(right, dtype=np.float64)


def passage_choice(read: Read) -> Choice | None:
    """The hits of an answerable question, where gold is among them."""
    right = np.array(read.gold, dtype=np.float32)
    if read.item.set in RANKED_ONLY or not read.item.known.answerable or not right.any():
        return None
    rows = read_passage_features(read.hits).astype(np.float32)
    return Choice(read.fold, SETS[read.item.set][0], read.item.set, rows, right)


def sentence_choice(read: Read) -> Choice | None:
    """The sentences of the first gold hit that was read, where some answer and some do not."""
    if read.item.set in RANKED_ONLY:
        return None
    for hit, gold in zip(read.hits, read.gold, strict=True):
        if gold and hit.marking is not None:
            right = right_sentences(read.item, hit)
            if right.any() and not right.all():
                rows = read_sentence_features(hit, hit.marking).astype(np.float32)
                return Choice(read.fold, SETS[read.item.set][0], read.item.set, rows, right.astype(np.float32))
    return None


@dataclass(frozen=True, eq=False)
class Judged:
    """A question as the judge sees it, reread with models that had not seen its article."""

    read: Read
    fold: int
    rank: int
    article_rank: int  # of the first passage of a right article
    row: np.ndarray[Any, np.dtype[np.float64]]
    less: float  # log-odds that the day and the sentence take off
    right: bool
    span_f1: float
    sentence_in_gold: bool | None


def judged(read: Read, models: Sequence[Models], reader: Kept) -> Judged:
    """The question as the judge will see it."""
    item, own = read.item, models[read.fold]
    gold = {hit.passage.id for hit, good in zip(read.hits, read.gold, strict=True) if good}
    articles = {evidence.article for evidence in item.known.evidence}
    in_context = KeptInContext(reader, item.leads)
    unread = [replace(hit, marking=None, relevance=None) for hit in read.hits]
    hits = reread(item.question, unread, own, reader=in_context, reranker=None, patience=PATIENCE)
    first = hits[0]
    answers = bool(right_sentences(item, first)[first.best])
    start, end = first.marking.highlights[first.best] if first.marking else first.sentence
    shown = first.passage.text[start:end]
    of_gold = next((hit for hit in hits if hit.passage.id in gold and hit.marking is not None), None)
    return Judged(
        read=read,
        fold=read.fold,
        rank=_place([hit.passage.id in gold for hit in hits]),
        article_rank=_place([hit.passage.source.id in articles for hit in hits]),
        row=read_judge_features(with_title(item.question, hits, reader)),
        less=doubt(item.question, hits, item.asked if read.dated else None, item.known.date),
        right=item.known.answerable and answers,  # a withheld one too, where another article answers it
        span_f1=max((word_f1(shown, answer) for answer in item.known.answers), default=0.0),
        sentence_in_gold=bool(right_sentences(item, of_gold)[of_gold.best]) if of_gold else None,
    )


def _place(right: Sequence[bool]) -> int:
    """Of the first that is right, from 1; far away where none is."""
    return next((place for place, good in enumerate(right, 1) if good), 10**6)


def weight_of(read: Read) -> float:
    """How much a question counts for the judge."""
    return WITHHELD[read.item.set][0] if read.withheld else JUDGE_WEIGHTS[read.item.set]


def fit_judge(cases: Sequence[Judged]) -> Linear:
    """The logistic regression of right first sentences.

    Its direction is fitted on two labels at once, "the sentence is right" and "the question can be answered": where a
    paragraph says it in other words, an answer that is right counts as none. Its slope and bias are then fitted on the
    first alone (Platt, 1999), so that the probability means what it says, and not on what is withheld, so that it means
    it of the sets as they are.
    """
    cases = [case for case in cases if case.read.item.set not in RANKED_ONLY]
    rows = np.array([case.row for case in cases])
    right = np.array([case.right for case in cases])
    answerable = np.array([case.read.answerable for case in cases])
    weights = np.array([weight_of(case.read) for case in cases])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / deviation
    model = LogisticRegression(C=0.1, max_iter=2000)
    model.fit(np.tile(scaled, (2, 1)), np.concatenate((right, answerable)), sample_weight=np.tile(weights / 2, 2))
    own = np.array([not case.read.withheld for case in cases])
    slope = LogisticRegression(C=100.0)
    slope.fit(model.decision_function(scaled[own])[:, None], right[own], sample_weight=weights[own])
    beta = float(slope.coef_[0, 0]) * model.coef_[0] / deviation
    bias = float(slope.coef_[0, 0] * model.intercept_[0] + slope.intercept_[0])
    return Linear(READ_JUDGE_FEATURES, np.round(beta, 5), round(bias - float(beta @ mean), 5))


def report(all_cases: Sequence[Judged], judges: Sequence[Linear]) -> dict[str, dict[str, float]]:
    """Out-of-fold figures, by set."""

    def sure_of(cases: Sequence[Judged]) -> Floats:
        logits = np.array([judges[case.fold].scores(case.row[None, :])[0] - case.less for case in cases])
        sure: Floats = 1 / (1 + np.exp(-logits))
        return sure

    figures = {}
    for name in dict.fromkeys(case.read.item.set for case in all_cases):
        own = [case for case in all_cases if case.read.item.set == name and not case.read.withheld]
        others = [case for case in all_cases if case.read.item.set == name and case.read.withheld]
        sure = sure_of(own)
        yes = np.array([case.read.answerable for case in own])
        ranks = np.array([case.rank for case in own])[yes]
        articles = np.array([case.article_rank for case in own])[yes]
        right = np.array([case.right for case in own], dtype=np.float64)
        in_gold = [case.sentence_in_gold for case in own if case.sentence_in_gold is not None]
        figures[name] = {
            "recall@1": float(np.mean(ranks <= 1)),
            "recall@5": float(np.mean(ranks <= 5)),
            "article@1": float(np.mean(articles <= 1)),
            "article@5": float(np.mean(articles <= 5)),
            "mrr@10": float(np.mean(np.where(ranks <= 10, 1 / ranks, 0))),
            "sentence": float(right[yes].mean()),
            "sentence_in_gold": float(np.mean(in_gold)),
            "span_f1": float(np.mean([case.span_f1 for case in own if case.read.answerable])),
            "auroc": auroc(sure[yes], sure[~yes]),
            "kept_at_5": float(np.mean(sure[yes] > np.quantile(sure[~yes], 0.95))),
            "answered": float(np.mean(sure[yes] >= Limits.threshold)),
            "answered_all_the_same": float(np.mean(sure[~yes] >= Limits.threshold)),
            "ece": calibration_error(sure, right),
            "ece_by_luck": calibration_error_by_luck(sure).mean,
        }
        if others:
            topics = sure_of(others)
            figures[name]["withheld_auroc"] = auroc(sure[yes], topics)
            figures[name]["withheld_kept_at_5"] = float(np.mean(sure[yes] > np.quantile(topics, 0.95)))
    return {name: {k: round(v, 4) for k, v in own.items()} for name, own in figures.items()}


def main() -> None:
    """Fit, print the out-of-fold figures, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    parser.add_argument("--reader", type=Path, default=PACKAGED)
    parser.add_argument("--every", type=int, default=1, help="of squad's questions, take each so-many-th")
    args = parser.parse_args()
    reader = open_packaged(args.work, args.reader)
    items = read_items(args.data, args.work, reader, every=args.every)
    reader.save()
    passages = [choice for item in items if (choice := passage_choice(item))]
    sentences = [choice for item in items if (choice := sentence_choice(item))]

    def fit_passages(choices: Sequence[Choice]) -> Linear:
        return fit_choices(choices, READ_PASSAGE_FEATURES)

    def fit_sentences(choices: Sequence[Choice]) -> Linear:
        return fit_choices(choices, READ_SENTENCE_FEATURES)

    unjudged = Linear((), np.zeros(0))
    folds = [
        Models(passage, sentence, unjudged)
        for passage, sentence in zip(by_fold(fit_passages, passages), by_fold(fit_sentences, sentences), strict=True)
    ]
    cases = [judged(item, folds, reader) for item in items]
    again = (judged(item, folds, reader) for item in withheld(items))
    cases += [case for case in again if not case.right]  # what another article answers all the same
    told = [case for case in cases if case.read.withheld or case.read.item.known.date is None]
    told += [judged(item, folds, reader) for item in on_their_days(items)]
    reader.save()
    figures = report(told, by_fold(fit_judge, cases))
    print(json.dumps(figures, indent=1))
    whole = Models(fit_passages(passages), fit_sentences(sentences), fit_judge(cases))
    provenance = {
        "script": "benchmarks/fit_reading.py",
        "date": datetime.date.today().isoformat(),
        "reader": reader.weights,
        "questions": dict(Counter(item.item.set for item in items)),
        "out_of_fold": figures,
    }
    tables = {
        name: {"bias": model.bias, "weights": dict(zip(model.features, model.weights.tolist(), strict=True))}
        for name, model in (("passage", whole.passage), ("sentence", whole.sentence), ("judge", whole.judge))
    }
    text = json.dumps({"provenance": provenance} | tables, indent=1)
    (TARGET / "reading.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
