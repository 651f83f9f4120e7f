"""Fit how sure an answer to a follow-up is: `python -m benchmarks.fit_followups`. It prints the weights of followup.py.

From the half "tune" of benchmarks/dialogues: each follow-up is asked after its own dialogue, and after the first turns
of two others of its language, whose articles do not answer it. Fitted is a logistic regression, whether the first hit
is right, on the signs of followup.signs_of_answer. Those asked after another dialogue weigh less than the real ones:
people mostly stay with what they speak of.
"""

import datetime
import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.dev_sets import encoder_for
from benchmarks.followups import DIALOGUES, HERE, answerer_of
from retrieval.answering import Answerer, Circumstances
from retrieval.coefficients import load_coefficients
from retrieval.followup import Context, context_of, follow, signs_of_answer

WEIGHT_OF_CROSSED = 0.3
OTHERS = 2
TODAY = datetime.date(2024, 1, 1)
Row = tuple[tuple[float, ...], bool, float]
"""The signs of an answer, whether it is right, and the row's weight."""


def main() -> None:
    """Fit and print."""
    lines = (HERE / DIALOGUES / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()
    dialogues = [dialogue for line in lines if (dialogue := json.loads(line))["half"] == "tune"]
    with tempfile.TemporaryDirectory() as folder:
        answerer, close = answerer_of(HERE, DIALOGUES, Path(folder), encoder_for(Path(folder)))
        rows = [row for dialogue in dialogues for row in _rows(answerer, dialogue, dialogues)]
        close()
    x = np.array([signs for signs, _, _ in rows])
    right = np.array([is_right for _, is_right, _ in rows])
    scale = x.std(axis=0)
    model = LogisticRegression(C=1.0).fit(x / scale, right, sample_weight=[weight for *_, weight in rows])
    weights = ", ".join(f"{weight:.2f}" for weight in (*(model.coef_[0] / scale), model.intercept_[0]))
    print(f"{len(rows)} rows, {right.sum()} right")
    print(f"OF_SIGNS = ({weights})")


def _rows(answerer: Answerer, dialogue: dict[str, Any], dialogues: list[dict[str, Any]]) -> list[Row]:
    """What each follow-up of a dialogue shows, after its own and after others."""
    order = random.Random(dialogue["id"])
    strangers = [
        d for d in dialogues if d["language"] == dialogue["language"] and not _articles(d) & _articles(dialogue)
    ]
    contexts: list[Context] = []
    rows = []
    for given in dialogue["turns"]:
        context = contexts[-1] if contexts else None
        if given.get("reply"):
            context = replace(contexts[given["reply"] - 1], certain=True)
        if context is not None and given["leans"]:
            wanted = {(place["article"], place["paragraph"]) for place in given["evidence"]}
            rows += _row(answerer, given["question"], context, wanted, 1.0)
            for other in order.sample(strangers, min(OTHERS, len(strangers))):
                after = context_of(answerer.answer(other["turns"][0]["question"]))
                rows += _row(answerer, given["question"], after, set(), WEIGHT_OF_CROSSED)
        contexts.append(context_of(answerer.answer(given["question"], after=context), context))
    return rows


def _row(answerer: Answerer, text: str, context: Context, wanted: set[tuple[str, int]], weight: float) -> list[Row]:
    """One row, where the question is taken to be about what went before and what is found was read; else none."""
    followup = follow(text, context, load_coefficients().background)
    if followup is None or followup.instead:
        return []
    look = answerer.look(text, Circumstances((), TODAY), followup)
    signs = signs_of_answer(followup, look.hits[0]) if followup.is_about(look.hits) else None
    if signs is None:
        return []
    passage = look.hits[0].passage
    right = (passage.source.id, passage.paragraph) in wanted
    return [(signs, right, weight)]


def _articles(dialogue: dict[str, Any]) -> set[str]:
    """The articles of a dialogue by the first part of their ids, which those on one story share."""
    return {place["article"].split("-")[0] for turn in dialogue["turns"] for place in turn["evidence"]}


if __name__ == "__main__":
    main()
