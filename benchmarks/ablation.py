"""What each idea brings: figures out of fold, with one group of features left out at a time.

    python -m benchmarks.ablation DATA [--work DIR]

Three tables: recall@1 and @5 of the first ranking by set, right sentences in the gold paragraph, and both again once
the first hits were read. Everything is fitted anew without the group, five folds by article (benchmarks/fit_answers.py
and fit_reading.py). Of squad only articles are taken that the reader was not trained on.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.choices import Choice, fit_choices
from benchmarks.dev_sets import Retrieved, encoder_for, retrieved
from benchmarks.fit_answers import SETS, background, by_fold, passage_choice, sentence_choice
from benchmarks.fit_reading import Kept, open_packaged, read_items
from benchmarks.fit_reading import passage_choice as read_passage_choice
from benchmarks.fit_reading import sentence_choice as read_sentence_choice
from retrieval.coefficients import Linear
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES, gather
from retrieval.reranking import READ_PASSAGE_FEATURES, READ_SENTENCE_FEATURES
from training.examples import held_out

PASSAGE_GROUPS = {
    "nothing": (),
    "all vectors (BM25 and words alone)": ("cosine", "best_sentence_cosine", "article_cosine"),
    "the best sentence's cosine": ("best_sentence_cosine",),
    "BM25": ("bm25", "bm25_title"),
    "the title": ("bm25_title", "title_coverage", "best_sentence_coverage_with_title"),
    "weighted coverage": ("coverage", "best_sentence_coverage", "best_sentence_coverage_with_title"),
    "the paragraph before": ("coverage_with_before",),
    "words side by side": ("pairs",),
    "numbers and names": ("numbers", "names"),
    "the kind of answer": ("kind",),
    "place and length": ("opening", "length"),
    "the article's other paragraphs": ("article_cosine", "article_coverage"),
}
SENTENCE_GROUPS = {
    "nothing": (),
    "cosine": ("cosine",),
    "weighted coverage": ("coverage", "coverage_with_title"),
    "the title": ("coverage_with_title",),
    "the kind of answer": ("kind",),
    "place and length": ("opening", "length"),
    "the sentence before": ("before",),
    "words side by side": ("pairs",),
    "numbers and names": ("numbers", "names"),
}
READ_GROUPS = {"nothing": (), "the reader": ("relevance",), "the first ranking": ("score",)}


def table(
    title: str, choices: Sequence[Choice], features: Sequence[str], groups: Mapping[str, Sequence[str]], *, best: int
) -> None:
    """Print, for each group left out, the share of choices by set whose first (and first `best`) rows are right."""
    sets = [name for name in SETS if any(choice.set == name for choice in choices)]
    heads = [f"{name} @{k}" for name in sets for k in (1, best)[: 1 + (best > 1)]]
    print(f"\n{title}; left out:\n| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    for name, left_out in groups.items():
        kept = [i for i, feature in enumerate(features) if feature not in left_out]
        some = [replace(choice, rows=choice.rows[:, kept]) for choice in choices]
        own = tuple(features[i] for i in kept)

        def fit(part: Sequence[Choice], own: tuple[str, ...] = own) -> Linear:
            return fit_choices(part, own)

        models = by_fold(fit, some)
        figures = []
        for group in sets:
            ranks = np.array([_rank(models[choice.fold], choice) for choice in some if choice.set == group])
            figures += [np.mean(ranks <= k) for k in (1, best)[: 1 + (best > 1)]]
        print(f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |", flush=True)


def _rank(model: Linear, choice: Choice) -> int:
    """The place of the first right row, from 1."""
    order = np.argsort(-model.scores(choice.rows.astype(np.float64)), kind="stable")
    return int(np.flatnonzero(choice.right[order])[0]) + 1


def unread(item: Retrieved) -> bool:
    """Whether the reader was not trained on the question's article."""
    return item.set != "squad" or held_out(item.article)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("data/benchmarks"))
    args = parser.parse_args()
    common, encoder = background(args.data), encoder_for(args.work)
    passages, sentences = [], []
    for name, (_, every) in SETS.items():
        for item in retrieved(args.data, name, work=args.work, encoder=encoder, every=every):
            if unread(item):
                evidence = gather(item.question, item.vector, item.candidates, common)
                passages.append(passage_choice(item, evidence))
                sentences.append(sentence_choice(item, evidence))
    table("Passages, first ranking", [c for c in passages if c], PASSAGE_FEATURES, PASSAGE_GROUPS, best=5)
    table("Sentences in the gold paragraph", [c for c in sentences if c], SENTENCE_FEATURES, SENTENCE_GROUPS, best=1)
    reader: Kept = open_packaged(args.work)
    items = read_items(args.data, args.work, reader, every=SETS["squad"][1])
    reader.save()
    read = [choice for item in items if (choice := read_passage_choice(item))]
    table("Passages, the first hits read", read, READ_PASSAGE_FEATURES, READ_GROUPS, best=5)
    read = [choice for item in items if (choice := read_sentence_choice(item))]
    table("Sentences in the gold paragraph, read", read, READ_SENTENCE_FEATURES, READ_GROUPS, best=1)


if __name__ == "__main__":
    main()
