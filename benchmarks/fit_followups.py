"""Fit how sure an answer to a follow-up is: `python -m benchmarks.fit_followups`. It prints the weights of followup.py.

From the half "tune" of benchmarks/dialogues: each follow-up is asked after its own dialogue, and after the first turns
of two others of its language, whose articles do not answer it, unless it only asks ("why?"). Fitted is a logistic
regression, whether the first hit is right, on the signs of followup.signs_of_answer. Those asked after another dialogue
weigh about a tenth of the real ones: people mostly stay with what they speak of.
"""

import datetime
import json
import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneGroupOut

from benchmarks.dev_sets import encoder_for
from benchmarks.followups import DIALOGUES, HERE, answerer_of
from retrieval.answering import Answerer, Circumstances, Limits
from retrieval.coefficients import load_coefficients
from retrieval.context import Context, context_of
from retrieval.features import Floats
from retrieval.followup import follow, signs_of_answer

WEIGHT_OF_CROSSED = 0.1
OTHERS = 2
LEAST_SPREAD = 1e-9
TODAY = datetime.date(2024, 1, 1)
Bools = npt.NDArray[np.bool_]
Shown = tuple[tuple[float, ...], bool]
"""The signs of an answer, and whether it is right."""
Row = tuple[tuple[float, ...], bool, float, str]
"""The same with the row's weight, and the story that its dialogue is about."""


def main() -> None:
    """Fit and print."""
    lines = (HERE / DIALOGUES / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()
    dialogues = [dialogue for line in lines if (dialogue := json.loads(line))["half"] == "tune"]
    with tempfile.TemporaryDirectory() as folder:
        answerer, close = answerer_of(HERE, DIALOGUES, Path(folder), encoder_for(Path(folder)))
        rows = [row for dialogue in dialogues for row in _rows(answerer, dialogue, dialogues)]
        close()
    x = np.array([signs for signs, *_ in rows])
    right = np.array([is_right for _, is_right, *_ in rows])
    weight = np.array([weight for _, _, weight, _ in rows])
    _report_held_out(x, right, weight, [story for *_, story in rows])
    weights = ", ".join(f"{weight:.2f}" for weight in _fitted(x, right, weight))
    print(f"{len(rows)} rows, {right.sum()} right")
    print(f"OF_SIGNS = ({weights})")


def _fitted(x: Floats, right: Bools, weight: Floats) -> Floats:
    """The weights of the signs, and the constant, float64 (signs + 1,)."""
    scale = np.maximum(x.std(axis=0), LEAST_SPREAD)
    model = LogisticRegression(C=1.0).fit(x / scale, right, sample_weight=weight)
    return np.append(model.coef_[0] / scale, model.intercept_[0])


def _report_held_out(x: Floats, right: Bools, weight: Floats, stories: list[str]) -> None:
    """Print how well answers are judged that the fit has not seen, story by story."""
    odds = np.zeros(len(x))
    for train, test in LeaveOneGroupOut().split(x, right, stories):
        *of_signs, constant = _fitted(x[train], right[train], weight[train])
        odds[test] = x[test] @ np.array(of_signs) + constant
    threshold = Limits().threshold
    shown, own = odds > np.log(threshold / (1 - threshold)), weight == 1.0
    print(
        f"held out: AUROC {roc_auc_score(right, odds):.3f}; answered: {shown[right].mean():.3f} of the right,"
        f" {shown[own & ~right].mean():.3f} of the wrong, {shown[~own].mean():.3f} after another dialogue"
    )


def _rows(answerer: Answerer, dialogue: dict[str, Any], dialogues: list[dict[str, Any]]) -> list[Row]:
    """What each follow-up of a dialogue shows, after its own and after others."""
    order, story = random.Random(dialogue["id"]), dialogue["id"].split("-")[0]
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
            rows += [(*row, 1.0, story) for row in _row(answerer, given["question"], context, wanted)]
            for other in order.sample(strangers, min(OTHERS, len(strangers))):
                after = context_of(answerer.answer(other["turns"][0]["question"]))
                crossed = (
                    [] if _only_asks(given["question"], after) else _row(answerer, given["question"], after, set())
                )
                rows += [(*row, WEIGHT_OF_CROSSED, story) for row in crossed]
        contexts.append(context_of(answerer.answer(given["question"], after=context), context))
    return rows


def _row(answerer: Answerer, text: str, context: Context, wanted: set[tuple[str, int]]) -> list[Shown]:
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
    return [(signs, right)]


def _only_asks(text: str, context: Context) -> bool:
    """Whether a question means whatever went before, so that what that article says to it may well be right."""
    followup = follow(text, context)
    return followup is not None and followup.bare


def _articles(dialogue: dict[str, Any]) -> set[str]:
    """The articles of a dialogue by the first part of their ids, which those on one story share."""
    return {place["article"].split("-")[0] for turn in dialogue["turns"] for place in turn["evidence"]}


if __name__ == "__main__":
    main()
