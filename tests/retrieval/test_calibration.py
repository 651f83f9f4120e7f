import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from retrieval.calibration import calibrate, upper_bound


@given(st.integers(1, 300).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_bound_is_clopper_and_pearson_s(counts: tuple[int, int]) -> None:
    errors, trials = counts
    expected = beta.ppf(0.95, errors + 1, trials - errors) if errors < trials else 1.0
    assert upper_bound(errors, trials) == pytest.approx(expected, abs=1e-6)


def test_with_many_questions_the_rate_is_kept_with_confidence() -> None:
    random = np.random.default_rng(0)
    found = calibrate(random.uniform(0.3, 1, 500), random.uniform(0, 0.6, 2000), error=0.05)
    assert found.certain
    assert found.error < found.error_at_most <= 0.05
    assert found.threshold == pytest.approx(0.57, abs=0.02)
    assert found.kept == pytest.approx(0.6, abs=0.08)


def test_with_few_questions_it_says_how_many_are_needed() -> None:
    found = calibrate(np.array([0.9, 0.8]), np.array([0.1, 0.2, 0.7]), error=0.05)
    assert not found.certain
    assert found.needed == 59
    assert found.threshold > 0.7
    assert (found.error, found.kept) == (0.0, 1.0)


def test_the_threshold_is_above_what_it_keeps_out() -> None:
    negatives = np.full(100, 0.4)
    found = calibrate(np.array([0.4, 0.5]), negatives, error=0.05)
    assert found.threshold > 0.4
    assert (found.error, found.kept) == (0.0, 0.5)
