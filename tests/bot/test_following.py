"""A serving bot's answerer, while the library gets another encoder or another library takes its place."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.index import bring_in_line
from bot.cli.opening import encoder_of_library, open_answering
from bot.following import Following
from bot.progress import IndexProgress
from config.settings import Settings, load
from retrieval.answer import Outcome
from retrieval.embedded.copying import copy_database, restore_library
from retrieval.embedded.database import FILE
from retrieval.embedded.library import open_library, published_fingerprint
from retrieval.encoder import Encoder, open_encoder
from retrieval.errors import LibraryError
from retrieval.library import FileChange
from tests.conftest import SEEDS

QUESTION = "How high is Mount Everest?"
MAKER = Path(__file__).parents[1] / "retrieval" / "make_model.py"


@pytest.fixture
def place(seed_data: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds and a copy of their library; its encoders are the session's."""
    shutil.copytree(seed_data, tmp_path / "data", ignore=shutil.ignore_patterns("encoders", "bot.db*", "readers"))
    (tmp_path / "data" / "encoders").symlink_to(request.config.cache.mkdir("encoders"))
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def following(place: Path) -> Iterator[Following]:
    with closing(Following(lambda: open_answering(load(), place / "data"))) as opened:
        yield opened


def reindex(settings: Settings) -> int:
    """How many texts a run embedded."""
    with IndexProgress(quiet=True) as progress:
        return bring_in_line(settings, Path("seeds"), Path("data"), progress=progress)[0].embedded


def settings_of(place: Path, **encoder: str) -> Settings:
    lines = [f'{name} = "{value}"' for name, value in encoder.items()]
    (place / "quoted.toml").write_text("\n".join(["[encoder]", *lines]), encoding="utf-8")
    return load()


def test_a_bot_serves_under_the_old_encoder_and_then_under_the_new_one(
    place: Path, following: Following, tmp_path_factory: pytest.TempPathFactory
) -> None:
    model = tmp_path_factory.mktemp("model") / "tiny"
    subprocess.run([sys.executable, MAKER, model], check=True)
    before = published_fingerprint(place / "data")
    settings = settings_of(place, model=str(model))
    answers = [following.answer(QUESTION)]
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answers.append(following.answer(QUESTION))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        assert reindex(settings) == following.summary().passages
    finally:
        done.set()
        asking.join()
    answers.append(following.answer(QUESTION))
    assert published_fingerprint(place / "data") == following.encoder not in ("", before)
    assert {answer.outcome for answer in answers} == {Outcome.ANSWERED}  # by its words, whatever the tiny model thinks
    assert "8,848.86" in answers[-1].quotes[0].text
    assert answers[-1].confidence != answers[0].confidence
    assert following.passage(answers[-1].quotes[0].passage.id) is not None


def test_a_bot_that_starts_while_another_encoder_is_being_brought_in_serves_the_old_one(
    place: Path, encoder: Encoder, request: pytest.FixtureRequest
) -> None:
    settings = settings_of(place, precision="fp32")
    exact = open_encoder("built-in", Path(request.config.cache.mkdir("encoders")), precision="fp32")
    writer = open_library(place / "data", fingerprint=exact.fingerprint, dimension=exact.dimension, write=True)
    writer.apply([FileChange("nothing.md", "")])  # the run has begun, and is not at its end
    assert encoder_of_library(settings, place / "data").fingerprint == encoder.fingerprint
    with closing(Following(lambda: open_answering(settings, place / "data"))) as following:
        assert following.answer(QUESTION).outcome is Outcome.ANSWERED
        writer.close()
        reindex(settings)
        assert following.answer(QUESTION).outcome is Outcome.ANSWERED
        assert encoder_of_library(settings, place / "data").fingerprint == exact.fingerprint


def test_a_library_in_the_place_of_a_damaged_one_is_opened(place: Path, following: Following) -> None:
    copy_database(place / "data" / FILE, place / "copy.db")
    (place / "data" / FILE).write_bytes(b"garbage" * 1000)
    restore_library(place / "copy.db", place / "data")
    assert following.answer(QUESTION).outcome is Outcome.ANSWERED
    assert following.summary().articles > 0


def test_where_none_can_be_opened_the_question_hears_why_and_the_next_one_tries_again(
    place: Path, following: Following
) -> None:
    file = place / "data" / FILE
    copy_database(file, place / "copy.db")
    file.unlink()
    file.write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError):
        following.answer(QUESTION)
    restore_library(place / "copy.db", place / "data")
    assert following.answer(QUESTION).outcome is Outcome.ANSWERED
