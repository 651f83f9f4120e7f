"""Training goes on from the reader that ships: its weights come back, and an average of equal models is that model."""

import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.compiled import read_card, verified
from retrieval.reader import PACKAGED, READER, Reader
from retrieval.sentences import sentence_spans
from training.ship import LANGUAGES, ship

PASSAGE = (
    "The trio will meet on Putin's initiative in the Black Sea resort of Sochi. The war of 2020 killed more than 6,500"
    " troops in six weeks. A second round of talks was held in Brussels in April."
)
QUESTIONS = ("Where will the trio meet?", "How many troops did the war kill?", "Who won the chess tournament?")


def reader_in(folder: Path) -> Reader:
    card = read_card(READER, folder)
    assert card is not None
    return Reader(verified(READER, card, folder, precision="int8"), precision="int8")


def run(*arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped reader's weights, averaged with themselves and compiled once more."""
    folder = tmp_path_factory.mktemp("going_on")
    run("training.dequantise", PACKAGED, folder / "back")
    run("training.average", folder / "mean", f"{folder / 'back'}=0.4", f"{folder / 'back'}=1.2")
    (folder / "compiled").mkdir()
    run("retrieval.compiling", "reader", folder / "mean", folder / "compiled", "")
    return folder / "compiled"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_model_that_comes_back_reads_as_the_one_that_ships(again: Path, question: str) -> None:
    spans = sentence_spans(PASSAGE)
    shipped, back = (reader_in(folder).mark(question, PASSAGE, spans) for folder in (PACKAGED, again))
    assert back.highlights[int(back.scores.argmax())] == shipped.highlights[int(shipped.scores.argmax())]
    assert back.score == pytest.approx(shipped.score, abs=0.5)


def test_what_ships_is_the_int8_reader_by_the_name_of_the_built_in_one(again: Path, tmp_path: Path) -> None:
    ship(again, tmp_path)
    card = read_card(READER, tmp_path)
    assert card is not None
    assert (card.model, card.source, card.languages) == ("built-in", "", LANGUAGES)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["int8.onnx", "int8.weights", "reader.json", "tokenizer.json"]
    reader_in(tmp_path)
