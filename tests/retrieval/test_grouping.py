"""Questions grouped by meaning."""

import numpy as np
import pytest

from retrieval.encoder import Encoder
from retrieval.grouping import ALIKE, group


def vectors(*angles: float) -> np.ndarray:
    """Points on a circle: the cosine of two is that of the angle between them, in degrees."""
    radians = np.radians(angles)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def test_wordings_that_ask_for_the_same_come_together(encoder: Encoder) -> None:
    questions = [
        "How tall is the Eiffel Tower?",
        "When was the Eiffel Tower built?",
        "How do I renew a library card?",
        "What is the height of the Eiffel Tower?",
        "In which year was the Eiffel Tower built?",
        "eiffel tower height",
    ]
    found = group(questions, np.stack([encoder.encode_question(question) for question in questions]))
    assert found == [(0, 3, 5), (1, 4), (2,)]


def test_what_asks_for_something_else_stays_apart_however_alike_it_is() -> None:
    same = vectors(0, 1)
    assert group(["Where is the fair?", "Where is the fair held?"], same) == [(0, 1)]
    for other in ("When is the fair?", "Who opens the fair?", "How many come to the fair?", "Why is there a fair?"):
        assert group(["Where is the fair?", other], same) == [(0,), (1,)]
    assert group(["Who won in 1954?", "Who won in 1966?"], same) == [(0,), (1,)]


def test_a_kind_that_tells_little_keeps_nothing_apart() -> None:
    for other in ("fair place", "What is the place of the fair?", "Tell me about the fair"):
        assert group(["Where is the fair?", other], vectors(0, 1)) == [(0, 1)]
    assert group(["When does it end?", "How long will it last?"], vectors(0, 1)) == [(0, 1)]


def test_groups_are_joined_by_their_mean_likeness_and_no_chain_is_made() -> None:
    step = float(np.degrees(np.arccos(ALIKE))) - 1
    words = ["fair"] * 4
    # each is near enough to the next one, but the ends are not alike
    assert group(words, vectors(0, step, 2 * step, 3 * step)) == [(0, 1), (2, 3)]


def test_groups_can_be_told_by_brute_force() -> None:
    points = np.random.default_rng(3).normal(size=(40, 5)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    groups = [(index,) for index in range(len(points))]
    while True:
        means = {
            (a, b): float(np.mean([points[i] @ points[j] for i in a for j in b]))
            for a in groups
            for b in groups
            if a < b
        }
        (first, second), most = max(means.items(), key=lambda item: item[1])
        if most < ALIKE:
            break
        groups = sorted([one for one in groups if one not in (first, second)] + [tuple(sorted(first + second))])
    assert group(["fair"] * len(points), points) == groups


@pytest.mark.parametrize("count", [0, 1])
def test_few_questions_are_their_own_groups(count: int) -> None:
    assert group(["fair"] * count, vectors(*[0.0] * count).reshape(count, 2)) == [(0,)] * count
