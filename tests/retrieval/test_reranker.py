"""The reranker's plumbing on a small untrained cross-encoder."""

import json
from pathlib import Path

import pytest

from retrieval.errors import RerankerError
from retrieval.reranker import open_reranker
from tests.retrieval.make_texts import QUESTION, TEXT


def test_a_score_is_the_originals(reading_models: Path, tmp_path: Path) -> None:
    reranker = open_reranker(str(reading_models / "reranker"), tmp_path)
    expected = json.loads((reading_models / "expected.json").read_text())["relevance"]
    assert reranker.score(QUESTION, TEXT) == pytest.approx(expected, abs=0.2 * abs(expected) + 0.05)
    assert reranker.score(QUESTION, "something else") != pytest.approx(reranker.score(QUESTION, TEXT), abs=1e-6)


def test_texts_of_any_length_are_scored(reading_models: Path, tmp_path: Path) -> None:
    reranker = open_reranker(str(reading_models / "reranker"), tmp_path)
    assert abs(reranker.score(QUESTION * 100, TEXT * 100)) < 1e6


def test_a_reranker_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(RerankerError, match="no-such-reranker could not be loaded"):
        open_reranker(str(tmp_path / "no-such-reranker"), tmp_path / "rerankers")
