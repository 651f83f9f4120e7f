import numpy as np
import pytest

from retrieval.coefficients import Linear, expect, load_coefficients, read_table
from retrieval.errors import QuotedError
from retrieval.features import PASSAGE_FEATURES, SENTENCE_FEATURES
from retrieval.judging import JUDGE_FEATURES
from retrieval.spans import SPAN_FEATURES


def test_the_shipped_coefficients_fit_the_code() -> None:
    shipped = load_coefficients()
    for language in ("en", "de"):
        models = shipped.ranking(language)
        expect(models.passage, PASSAGE_FEATURES)
        expect(models.sentence, SENTENCE_FEATURES)
        expect(models.judge, JUDGE_FEATURES)
    expect(shipped.span, SPAN_FEATURES)


@pytest.mark.parametrize("name", ["answers", "spans", "page_text", "background"])
def test_every_table_says_where_it_comes_from(name: str) -> None:
    provenance = read_table(name).get("provenance", read_table(name))
    assert "script" in provenance


def test_scores_are_linear() -> None:
    model = Linear(("a", "b"), np.array([2.0, -1.0]), 0.5)
    assert model.scores(np.array([[1.0, 1.0], [0.0, 3.0]])).tolist() == [1.5, -2.5]


def test_a_misfit_names_the_scripts() -> None:
    model = Linear(("a", "b"), np.zeros(2))
    with pytest.raises(QuotedError, match=r"such as c.*fit_answers\.py"):
        expect(model, ("a", "b", "c"))
    with pytest.raises(QuotedError, match="their order"):
        expect(model, ("b", "a"))
