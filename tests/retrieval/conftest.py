"""Small models, made once in processes of their own: no test imports torch."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.reading.sandbox import Sandbox
from tests.retrieval.make_texts import QUESTION, TEXT

MAKERS = Path(__file__).parent


@pytest.fixture(scope="session")
def asymmetric_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sentence-transformers model with query and passage prompts."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    subprocess.run([sys.executable, MAKERS / "make_model.py", folder], check=True)
    return folder


@pytest.fixture(scope="session")
def reading_models(asymmetric_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small `reader`, a small `reranker` and `expected.json`."""
    folder = tmp_path_factory.mktemp("reading-models")
    maker = [sys.executable, "-m", "tests.retrieval.make_reader", asymmetric_model / "plain", folder, QUESTION, TEXT]
    subprocess.run(maker, check=True)
    return folder


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A process that reads what was fetched, for the tests of a module."""
    with Sandbox() as sandbox:
        yield sandbox
