"""A reader learns, goes on, learns from another, is averaged with itself and ships; all on a small model."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from retrieval.compiled import read_card, verified
from retrieval.reader import READER, Reader
from retrieval.sentences import sentence_spans
from tests.training.facts import ANSWERS, FACTS
from training.ship import LANGUAGES, ship


def run(*arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("learning")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """What learn.py tells."""
    found: dict[str, Any] = json.loads(run("tests.training.learn", folder))
    return found


def examined(log: list[dict[str, Any]]) -> dict[str, float]:
    found: dict[str, float] = log[-1]["examined"]
    return found


def test_a_pack_comes_back_with_its_groups_and_the_marked_words(told: dict[str, Any]) -> None:
    assert told["groups"][:4] == ["sentences", "told", "written", "squad"]
    names = [["ann", "lee"], ["karl", "weber"], ["olga", "brandt"], ["tom", "hale"]]
    assert told["marked"] == names + [["[CLS]"]] * 4


def test_a_reader_learns_who_did_it_and_which_passage_does_not_say(told: dict[str, Any]) -> None:
    assert told["before"]["f1"] < 0.5
    assert examined(told["first"]) == {"squad auroc": 1.0, "f1": 1.0, "exact": 1.0}
    losses = [record["loss"] for record in told["first"] if "loss" in record]
    assert losses[-1] < 0.1 < losses[0]


def test_a_run_that_is_done_is_taken_up_at_its_end(told: dict[str, Any]) -> None:
    assert told["goes on"]
    assert [record for record in told["first"] if record.get("step") == 90] == [told["first"][9]]


def test_a_reader_learns_from_another_without_the_answers(told: dict[str, Any]) -> None:
    assert told["taught"][0]["recipe"]["taught"] == 1.0
    assert examined(told["taught"])["f1"] == 1.0


def test_the_last_steps_are_told_whatever_their_number(told: dict[str, Any]) -> None:
    assert [record["step"] for record in told["taught"] if "loss" in record] == [40, 80, 90]


def test_what_an_example_costs_is_not_changed_by_a_longer_one_beside_it(told: dict[str, Any]) -> None:
    assert told["together"] == pytest.approx(sum(told["alone"]) / 2, rel=1e-3)


@pytest.fixture(scope="module")
def shipped(folder: Path, told: dict[str, Any]) -> Path:
    """The reader averaged with itself, compiled, and shipped to a folder."""
    assert told
    model = folder / "first/model"
    run("training.average", folder / "mean", f"{model}=0.4", f"{model}=1.2")
    for name in ("compiled", "shipped"):
        (folder / name).mkdir()
    run("retrieval.compiling", "reader", folder / "mean", folder / "compiled", "")
    ship(folder / "compiled", folder / "shipped")
    return folder / "shipped"


def test_what_ships_is_the_int8_reader_by_the_name_of_the_built_in_one(shipped: Path) -> None:
    card = read_card(READER, shipped)
    assert card is not None
    assert (card.model, card.source, card.languages) == ("built-in", "", LANGUAGES)
    files = sorted(path.name for path in shipped.iterdir())
    assert files == ["int8.onnx", "int8.weights", "reader.json", "tokenizer.json"]


@pytest.mark.parametrize(("question", "answer"), list(zip(FACTS, ANSWERS, strict=True)))
def test_what_ships_marks_what_was_learnt(shipped: Path, question: str, answer: str) -> None:
    card = read_card(READER, shipped)
    assert card is not None
    reader = Reader(verified(READER, card, shipped, precision="int8"), precision="int8")
    text = FACTS[question]
    marking = reader.mark(question, text, sentence_spans(text))
    start, end = marking.highlights[int(marking.scores.argmax())]
    assert text[start:end] == answer
