from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from retrieval.comparison import compare, flipped, mcnemar, paired
from retrieval.errors import QuotedError
from retrieval.evaluation import Case

CASE = Case(
    id="0",
    question="Where?",
    kind="",
    asks_for="place",
    answerable=True,
    answered=True,
    confidence=0.9,
    located=True,
    rank=1,
    sentence=True,
    span_f1=0.5,
    exact=False,
    verbatim=True,
    milliseconds=3.0,
    expected="Sochi",
    quoted="Sochi",
    source="Talks",
)


def run(*ranks: int | None) -> list[Case]:
    return [replace(CASE, id=str(i), rank=rank, span_f1=1 / (rank or 9)) for i, rank in enumerate(ranks)]


def test_differences_are_of_the_same_questions() -> None:
    found = compare(run(1, 1, 2, 1), run(1, 2, 2)[::-1])
    assert found["recall@1"].first == pytest.approx(2 / 3)
    assert found["recall@1"].second == pytest.approx(1 / 3)
    assert found["recall@1"].difference.mean == pytest.approx(1 / 3)
    assert found["recall@1"].difference.questions == 3


def test_a_run_does_not_differ_from_itself() -> None:
    same = run(1, 2, 3, None)
    for value in compare(same, same).values():
        assert (value.difference.mean, value.p) == (0.0, 1.0)


def test_many_small_gains_are_no_luck_and_a_single_one_may_be() -> None:
    assert compare(run(*[1] * 40), run(*[2] * 40))["span_f1"].p < 0.001
    assert compare(run(1, 1, 1), run(1, 1, 2))["span_f1"].p > 0.3


def test_runs_without_a_common_question_are_refused() -> None:
    with pytest.raises(QuotedError, match="no question in common"):
        compare(run(1), [replace(CASE, id="other")])
    assert paired(run(1), [replace(CASE, id="other")]) == []


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=60))
def test_mcnemar_is_the_binomial_test_of_what_changed(gaps: list[float]) -> None:
    changed = sum(gap != 0 for gap in gaps)
    expected = binomtest(sum(gap > 0 for gap in gaps), changed).pvalue if changed else 1.0
    assert mcnemar(np.array(gaps)) == pytest.approx(expected)


def test_flipped_signs_agree_with_an_exact_enumeration() -> None:
    gaps = np.array([0.5, 0.25, 0.25, -0.125, 0.5, 0.0])
    signs = np.array(np.meshgrid(*[[-1, 1]] * len(gaps))).reshape(len(gaps), -1)
    exact = np.mean(np.abs(gaps @ signs) >= abs(gaps.sum()) - 1e-12)
    assert flipped(gaps) == pytest.approx(exact, abs=0.02)
