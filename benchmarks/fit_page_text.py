"""Fit the model that tells a saved page's body from its furniture, and measure it on pages it has not seen.

    fit_page_text.py PAGES.jsonl [--folds 10] [--seed 0] [--out retrieval/coefficients/page_text.json]

PAGES.jsonl: {"id", "url", "dump", "body"} a line, `dump` the text of a saved page, `body` what a person marked.
A line of the dump is labelled body when most of its words are in the body, in order. Prints precision, recall
and F1 of 4-word shingles by page, cross-validated by page, for what `read_page_text` makes of each page with
the fold's own model. Then fits on all pages and writes the table. Needs scikit-learn; the same data and seed
give the same table.
"""

import argparse
import collections
import datetime
import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier

from retrieval.reading.body import DEPTH, Trees, body_lines, trees
from retrieval.reading.line_features import FEATURES, line_features
from retrieval.reading.lines import Line, longest_run, split_lines
from retrieval.reading.page_text import paragraphs, without_signatures
from retrieval.reading.plain_text import body_below, head_of, is_plain
from retrieval.reading.titles import TITLE_FEATURES, find_title, title_candidates

Floats = npt.NDArray[np.float64]

BAGS, TREES, RATE = 2, 100, 0.1
CROPPED_WEIGHT = 0.5


@dataclass(frozen=True, eq=False)
class Page:
    """A page with its lines' labels and features."""

    url: str
    body: str
    lines: list[Line]
    labels: Floats  # 1 where the line belongs to the body
    rows: Floats

    @property
    def weights(self) -> Floats:
        """Every page weighs the same, every line in it by its words."""
        words = np.array([len(line.words) + 3.0 for line in self.lines])
        weights: Floats = words / words.sum() * 1000
        return weights


def main() -> None:
    """Measure, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("retrieval/coefficients/page_text.json"))
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    records = [json.loads(line) for line in args.pages.read_text(encoding="utf-8").splitlines()]
    pages = [labelled(record["url"], record["dump"], record["body"]) for record in records]
    cropped = [crop(page, record["dump"], rng) for page, record in zip(pages, records, strict=True)]
    figures = cross_validate(pages, cropped, args.folds, args.seed)
    print(
        "pages {pages}  precision {precision:.3f}  recall {recall:.3f}  f1 {f1:.3f}  titles {titles}".format(**figures)
    )
    table = {
        "provenance": {
            "script": "benchmarks/fit_page_text.py",
            "data": args.pages.name,
            "seed": args.seed,
            "folds": args.folds,
            "cross_validated": figures,
            "date": datetime.date.today().isoformat(),
        },
        "lines": fit_lines(pages + cropped, len(pages), args.seed),
        "title": {"weights": fit_title(pages)},
    }
    args.out.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


def labelled(url: str, dump: str, body: str) -> Page:
    """The page with its lines labelled by the longest common runs of words of dump and body."""
    lines = split_lines(dump)
    words = [re.findall(r"\w+", line.text) for line in lines]
    flat = [word for line in words for word in line]
    owner = [number for number, line in enumerate(words) for _ in line]
    matched = np.zeros(len(lines))
    matcher = difflib.SequenceMatcher(None, flat, re.findall(r"\w+", body), autojunk=False)
    for block in matcher.get_matching_blocks():
        for at in range(block.a, block.a + block.size):
            matched[owner[at]] += 1
    labels = (matched / np.maximum(1, [len(line) for line in words]) >= 0.6).astype(float)
    return Page(url, body, lines, labels, line_features(lines))


def crop(page: Page, dump: str, rng: np.random.Generator) -> Page:
    """The page without some of the furniture above and below the body, as people copy pages."""
    raw = dump.split("\n")
    marked = [line.number for line, label in zip(page.lines, page.labels, strict=True) if label]
    if not marked:
        return page
    nearest = max(0, marked[0] - 30) if rng.random() < 0.5 else 0
    start, end = int(rng.integers(nearest, marked[0] + 1)), int(rng.integers(marked[-1] + 1, len(raw) + 1))
    lines = split_lines("\n".join(raw[start:end]))
    label = {line.number: label for line, label in zip(page.lines, page.labels, strict=True)}
    labels = np.array([label[line.number + start] for line in lines])
    return Page(page.url, page.body, lines, labels, line_features(lines))


def fit_lines(pages: list[Page], whole: int, seed: int) -> dict[str, Any]:
    """A table of trees, the mean of a few boosted models. The pages from `whole` on are crops and weigh less."""
    rows = np.vstack([page.rows for page in pages])
    labels = np.concatenate([page.labels for page in pages])
    weights = np.concatenate(
        [page.weights * (1 if number < whole else CROPPED_WEIGHT) for number, page in enumerate(pages)]
    )
    table: dict[str, Any] = {
        "feature_names": list(FEATURES),
        "features": [],
        "thresholds": [],
        "leaves": [],
        "bias": 0.0,
    }
    for bag in range(BAGS):
        model = GradientBoostingClassifier(
            n_estimators=TREES,
            max_depth=DEPTH,
            learning_rate=RATE,
            subsample=0.5,
            min_samples_leaf=10,
            max_features=0.2,
            random_state=seed + bag,
        ).fit(rows, labels, sample_weight=weights)
        share = float(np.average(labels, weights=weights))
        table["bias"] += float(np.log(share / (1 - share))) / BAGS
        for (tree,) in model.estimators_:
            features, thresholds, leaves = complete(tree.tree_)
            table["features"].append(features)
            table["thresholds"].append(thresholds)
            table["leaves"].append([round(leaf * RATE / BAGS, 6) for leaf in leaves])
    return table


def complete(tree: Any) -> tuple[list[int], list[float], list[float]]:
    """A fitted tree as a complete one: a leaf above the last level hands its value down on both sides."""
    nodes = [0] + [0] * (2 ** (DEPTH + 1) - 2)
    features, thresholds = [0] * (2**DEPTH - 1), [0.0] * (2**DEPTH - 1)
    for at in range(2**DEPTH - 1):
        node = nodes[at]
        if tree.children_left[node] >= 0:
            features[at] = int(tree.feature[node])
            thresholds[at] = float(np.float32(tree.threshold[node]))
            nodes[2 * at + 1], nodes[2 * at + 2] = int(tree.children_left[node]), int(tree.children_right[node])
        else:
            nodes[2 * at + 1] = nodes[2 * at + 2] = node
    return features, thresholds, [float(tree.value[node].ravel()[0]) for node in nodes[2**DEPTH - 1 :]]


def fit_title(pages: list[Page]) -> dict[str, float]:
    """Weights of a conditional logit over each page's candidates, with a Gaussian prior, by gradient descent."""
    groups = []
    for page in pages:
        spans = [longest_run(page.lines)]
        if page.labels.any():
            marked = np.flatnonzero(page.labels)
            spans.append((int(marked[0]), int(marked[-1]) + 1))
        for start, end in spans:
            candidates = title_candidates(page.lines, start, end)
            likeness = np.array([likeness_to_address(page, number) for number in candidates.numbers])
            if len(likeness) and likeness.max() >= 0.35:
                groups.append((candidates.rows, likeness >= likeness.max() - 0.03))
    weights = np.zeros(len(TITLE_FEATURES))
    for _ in range(3000):
        gradient = 2 * weights
        for rows, right in groups:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            gradient -= rows[right].T @ odds[right] / odds[right].sum() - rows.T @ odds / odds.sum()
        weights -= gradient / len(groups) * 0.3
    return {name: round(float(weight), 4) for name, weight in zip(TITLE_FEATURES, weights, strict=True)}


def likeness_to_address(page: Page, number: int) -> float:
    """The share of the address's words that the line has, less a little for every word more; 0 for a bare
    address.
    """
    parts = [part for part in re.split(r"[/?#]", page.url.split("//")[-1])[1:] if part]
    names = [re.findall(r"[a-z]+|\d+", re.sub(r"\.\w+$", "", part.lower())) for part in parts]
    address = {word for word in max(names, key=len, default=[]) if len(word) > 2}
    if len(address) < 4:
        return 0.0
    words = set(re.findall(r"\w+", page.lines[number].text.lower()))
    return len(address & words) / len(address) - 0.02 * max(0, len(words) - len(address))


def cross_validate(pages: list[Page], cropped: list[Page], folds: int, seed: int) -> dict[str, Any]:
    """Precision, recall and F1 on pages that the fold's model has not seen; and how many titles are like their
    address.
    """
    order = np.random.default_rng(seed).permutation(len(pages))
    marks, titles, told = [], 0, 0
    for fold in range(folds):
        unseen = order[fold::folds]
        seen = [number for number in order if number not in set(unseen)]
        table = fit_lines([pages[n] for n in seen] + [cropped[n] for n in seen], len(seen), seed)
        model, weights = trees(table), fit_title([pages[n] for n in seen])
        for number in unseen:
            page = pages[number]
            title, body = article(page.lines, model, weights)
            marks.append(compare(page.body, "\n".join(paragraphs(page.lines, body, title))))
            best = max((likeness_to_address(page, n) for n in range(len(page.lines))), default=0.0)
            if best >= 0.35 and title is not None:
                told += 1
                titles += likeness_to_address(page, title) >= best - 0.25
    precision, recall = (float(np.mean([mark[side] for mark in marks])) for side in (0, 1))
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "pages": len(pages),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "titles": f"{titles} of {told}",
    }


def article(lines: list[Line], model: Trees, weights: dict[str, float]) -> tuple[int | None, list[int]]:
    """Title and body as read_page_text finds them, with another model than the shipped one."""
    body = [] if is_plain(lines) else without_signatures(lines, body_lines(lines, model))
    if body:
        return find_title(lines, body, weights), body
    head = head_of(lines)
    return head.title, body_below(lines, head)


def compare(body: str, read: str) -> tuple[float, float]:
    """Precision and recall of what was read, by 4-word shingles."""
    marked, found = shingles(body), shingles(read)
    hit = sum((marked & found).values())
    return hit / max(1, found.total()), hit / max(1, marked.total())


def shingles(text: str) -> collections.Counter[tuple[str, ...]]:
    """Every four words that follow each other, as often as they do."""
    words = re.findall(r"\w+", text)
    return collections.Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


if __name__ == "__main__":
    main()
