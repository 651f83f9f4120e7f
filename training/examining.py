"""How a reader does while it learns, by tokens: quick, and near enough to training.score_reader to choose by."""

from collections import defaultdict
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from training.lessons import IMPOSSIBLE, Lessons, lower_precision
from training.pack import Pack

LONGEST_SPAN = 30
BATCH = 128


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is not typed here
def examined(model: Any, pack: Pack, lessons: Lessons) -> dict[str, float]:
    """F1 and exact match of the spans where the held-out passage answers, and each examined set's AUROC."""
    model.eval()
    found: dict[str, float] = {}
    for name in (name for name in pack.groups if name.startswith("examined ")):
        best: dict[int, tuple[float, bool]] = defaultdict(lambda: (-np.inf, False))
        f1s, exact = [], []
        for part in lessons.batches(lessons.rows(name), BATCH):
            batch = lessons.batch(part)
            with lower_precision(batch.rows.device.type):
                scores, starts, ends = (values.cpu().numpy() for values in spans(model(**batch.inputs), batch.allowed))
            marks = batch.marks.cpu().numpy()
            for row, score, start, end, marked in zip(part, scores, starts, ends, marks, strict=True):
                answerable = not bool(marked[0].any())
                number = int(pack.questions[row])
                best[number] = max(best[number], (float(score), answerable))
                if answerable:
                    f1 = _f1(marked, start, end)
                    f1s.append(f1)
                    exact.append(f1 == 1.0)
        scores, sides = zip(*best.values(), strict=True)
        found[f"{name} auroc"] = float(roc_auc_score(sides, scores))
        if name == "examined squad":
            found |= {"f1": float(np.mean(f1s)), "exact": float(np.mean(exact))}
    model.train()
    return {key.removeprefix("examined "): round(value, 4) for key, value in found.items()}


def spans(scores: Any, allowed: Any) -> tuple[Any, Any, Any]:
    """The best span of each passage: its score against [CLS], its first and its last token; (batch,) each."""
    inside = allowed.clone()
    inside[:, 0] = False
    shown = scores.masked_fill(~inside[..., None], IMPOSSIBLE)
    both = shown[:, :, None, 0] + shown[:, None, :, 1]
    short = torch.ones(both.shape[1:], dtype=torch.bool, device=both.device).triu().tril(LONGEST_SPAN - 1)
    best, place = both.masked_fill(~short, 3 * IMPOSSIBLE).flatten(1).max(dim=1)
    return best - scores[:, 0].sum(dim=-1), place // both.shape[2], place % both.shape[2]


def _f1(marks: Any, start: int, end: int) -> float:
    """The best overlap in tokens with an accepted start and the first accepted end from it on."""
    ends = np.flatnonzero(marks[:, 1])
    found = 0.0
    for first in np.flatnonzero(marks[:, 0]):
        last = ends[ends >= first][0]
        shared = min(end, last) - max(start, first) + 1
        found = max(found, 2 * max(0, shared) / (end - start + last - first + 2))
    return float(found)
