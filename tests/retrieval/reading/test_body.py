import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from benchmarks.fit_page_text import complete
from retrieval.errors import QuotedError
from retrieval.reading.body import DEPTH, best_body, fitted_table, fitted_trees, trees
from retrieval.reading.line_features import FEATURES, line_features
from retrieval.reading.lines import split_lines


def test_trees_give_what_scikit_learn_gives() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(400, len(FEATURES)))
    labels = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0.3
    fitted = GradientBoostingClassifier(n_estimators=30, max_depth=DEPTH, random_state=0).fit(rows, labels)
    parts = [complete(tree.tree_) for (tree,) in fitted.estimators_]
    model = trees(
        {
            "feature_names": list(FEATURES),
            "features": [part[0] for part in parts],
            "thresholds": [part[1] for part in parts],
            "leaves": [[leaf * 0.1 for leaf in part[2]] for part in parts],
            "bias": float(np.log(labels.mean() / (1 - labels.mean()))),
        }
    )
    np.testing.assert_allclose(model.probabilities(rows), fitted.predict_proba(rows)[:, 1], atol=1e-6)


def test_a_table_of_other_features_is_refused() -> None:
    with pytest.raises(QuotedError, match="fit_page_text"):
        trees({**fitted_table()["lines"], "feature_names": ["words"]})


def test_the_shipped_table_says_where_it_comes_from() -> None:
    provenance = fitted_table()["provenance"]
    assert provenance["script"] == "benchmarks/fit_page_text.py"
    assert provenance["cross_validated"]["f1"] > 0.9


def test_the_best_body_is_the_best_of_all_stretches() -> None:
    rng = np.random.default_rng(7)
    lines = split_lines("\n".join(" ".join(["word"] * int(n)) for n in rng.integers(1, 30, 12)))
    words = np.array([len(line.words) + 2.0 for line in lines])
    for _ in range(50):
        likely = rng.uniform(0.3, 1, len(lines))  # nothing is left out within a stretch then
        expected = likely * words

        def value(start: int, end: int, expected: np.ndarray = expected) -> float:
            return float(2 * expected[start:end].sum() / (words[start:end].sum() + expected.sum()))

        best = max(value(start, end) for start in range(len(lines)) for end in range(start + 1, len(lines) + 1))
        body = best_body(likely, lines)
        assert body == list(range(body[0], body[-1] + 1))
        assert value(body[0], body[-1] + 1) == pytest.approx(best)


def test_every_line_gets_finite_features_and_a_probability() -> None:
    lines = split_lines("Menu\n\nA sentence of some seven words ends here.\n1\n…and x\n«Да», — сказал он.\n首页")
    rows = line_features(lines)
    assert rows.shape == (6, len(FEATURES))
    assert np.isfinite(rows).all()
    probabilities = fitted_trees().probabilities(rows)
    assert ((probabilities > 0) & (probabilities < 1)).all()


def test_no_lines_give_no_rows() -> None:
    assert line_features([]).shape == (0, len(FEATURES))
