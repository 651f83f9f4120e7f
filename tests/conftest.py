"""The real parts, once a session: the packaged encoder, and a library of the project's own seeds."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"

from retrieval.answering import Answerer, Limits, SecondLook
from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder, open_encoder
from retrieval.indexing import Report, index
from retrieval.library import Library
from retrieval.reader import Reader, open_reader
from retrieval.reranking import Patience
from tests.browser import browser, context

__all__ = ["browser", "context"]  # fixtures for every folder

settings.register_profile("patient", settings(), deadline=None)  # a busy machine fails no test
settings.load_profile("patient")

SEEDS = Path(__file__).parent.parent / "seeds"
MAX_BYTES = 10_000_000


class CountedProgress:
    """Adds up what it hears."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0.0

    def begin(self, total: int) -> None:
        self.total = total

    def advance(self, done: float) -> None:
        self.done += done


def index_folder(seeds: Path, data: Path, encoder: Encoder) -> Report:
    """One index run, as the command line does it."""
    library = open_library(data, fingerprint=encoder.fingerprint, dimension=encoder.dimension, write=True)
    try:
        return index(seeds, library, encoder, max_bytes=MAX_BYTES, progress=CountedProgress())
    finally:
        library.close()


@pytest.fixture(scope="session")
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """The packaged encoder; compiled in the first session and kept in pytest's cache."""
    return open_encoder("built-in", Path(request.config.cache.mkdir("encoders")))


@pytest.fixture(scope="session")
def seed_data(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a library of the project's seeds."""
    data = tmp_path_factory.mktemp("seed-library")
    index_folder(SEEDS, data, encoder)
    return data


@pytest.fixture(scope="session")
def seed_library(seed_data: Path, encoder: Encoder) -> Iterator[Library]:
    """A reader of the project's seeds."""
    library = open_library(seed_data, fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    yield library
    library.close()


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The reader that ships."""
    return open_reader("built-in", tmp_path_factory.mktemp("readers"))


@pytest.fixture(scope="session")
def answerer(seed_library: Library, encoder: Encoder, reader: Reader) -> Answerer:
    """Answers from the project's seeds, all of whose first hits are read however slow the machine is."""
    return Answerer(seed_library, encoder, Limits(), SecondLook(reader, patience=Patience(seconds=60)))
