"""Train small readers on a few examples, and tell what came of it: `python -m tests.training.learn FOLDER`.

Run as a script, so that the tests' own process never imports torch.
"""

import json
import sys
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, BertForQuestionAnswering

from retrieval.compiled import BUILT_IN
from retrieval.encoder import location_of
from tests.retrieval.small_bert import small_bert
from tests.training.facts import ANSWERS, FACTS
from training import train_reader
from training.draw import MAX_TOKENS, pack, packaged_tokenizer
from training.examining import examined
from training.examples import Example, encode
from training.lessons import Lessons, beliefs, loss_of
from training.pack import Pack
from training.start import start_model
from training.train_reader import Recipe, train

RECIPE = Recipe(rounds=30, rate=4e-3, batch=4, dropout=0.0, sentences=1.0, retrieved=1.0, foreign=0.0, misleading=1.0)


def drawn() -> Pack:
    """Questions with the passage that answers, and with another; the same are examined."""
    answered = [
        Example(question, text, ((text.index(name), text.index(name) + len(name)),), "made")
        for (question, text), name in zip(FACTS.items(), ANSWERS, strict=True)
    ]
    texts = list(FACTS.values())
    others = [Example(question, texts[place - 1], (), "made") for place, question in enumerate(FACTS)]
    groups = {"sentences": answered[:1], "told": answered[1:2], "written": answered[2:3], "squad": answered[3:]}
    groups |= {"retrieved 0": others, "retrieved 1": others, "foreign 0": others, "misleading 0": others[:1]}
    groups |= {"examined squad": answered + others}
    encoded = {name: list(encode(own, packaged_tokenizer(), max_tokens=MAX_TOKENS)) for name, own in groups.items()}
    return pack([(name, own, range(len(own))) for name, own in encoded.items()])


def small_model(folder: Path) -> Path:
    """An untrained model, and the packaged encoder's tokenizer."""
    torch.manual_seed(3)
    tokenizer = AutoTokenizer.from_pretrained(location_of(BUILT_IN))
    BertForQuestionAnswering(small_bert(len(tokenizer))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def told_alone_and_together(lessons: Lessons, folder: Path) -> dict[str, Any]:
    """What an example costs by itself, and beside a longer one, its teacher's beliefs counted."""
    model = start_model(folder).eval()
    rows = lessons.rows("examined squad")[[0, 1]]
    flat = beliefs([model], lessons, rows, 2)

    def cost(places: list[int]) -> float:
        batch = lessons.batch(rows[places])
        with torch.no_grad():
            return float(loss_of(model(**batch.inputs), batch, lessons.held(flat, batch).float(), 0.7))

    return {"alone": [cost([0]), cost([1])], "together": cost([0, 1])}


def examples_told(lessons: Lessons, whole: Pack) -> list[list[str]]:
    """The words that each answered example of a batch is marked with."""
    tokenizer = AutoTokenizer.from_pretrained(location_of(BUILT_IN))
    batch = lessons.batch(lessons.rows("examined squad"))
    told = []
    for ids, marks in zip(batch.inputs["input_ids"], batch.marks, strict=True):
        first, last = (int(marks[:, side].nonzero()[0]) for side in (0, 1))
        told.append(tokenizer.convert_ids_to_tokens(ids[first : last + 1].tolist()))
    assert len(told) == int((whole.group == len(whole.groups) - 1).sum())
    return told


def learnt(folder: Path) -> list[dict[str, Any]]:
    """A run's log."""
    return [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def main(folder: Path) -> None:
    """All of it, as one object."""
    drawn().save(folder / "pack")
    whole = Pack.load(folder / "pack")
    start = small_model(folder / "start")
    lessons = Lessons(whole, "cpu")
    before = examined(start_model(start), whole, lessons)
    train_reader.LOG_EVERY, train_reader.SAVE_EVERY_S = 10, 0.0
    first = train(whole, start, folder / "first", RECIPE)
    train_reader.SAVE_EVERY_S = 1e9
    again = train(whole, start, folder / "first", RECIPE)
    same = all(torch.equal(a, b) for a, b in zip(first.parameters(), again.parameters(), strict=True))
    train_reader.LOG_EVERY = 40  # which the number of steps is no multiple of
    taught = Recipe(**vars(RECIPE) | {"taught": 1.0, "seed": 2})
    train(whole, start, folder / "taught", taught, teachers=[folder / "first/model"])
    told = {
        "groups": list(whole.groups),
        "marked": examples_told(lessons, whole),
        "before": before,
        "first": learnt(folder / "first"),
        "taught": learnt(folder / "taught"),
        "goes on": same,
        **told_alone_and_together(lessons, folder / "first/model"),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
