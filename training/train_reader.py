"""Train the reader: a small BERT that marks a passage's answering words, or points at [CLS] where there are none.

    python -m training.train_reader PACK ENCODER --out FOLDER

PACK is what training.draw wrote, ENCODER the packaged encoder's folder or a trained model's. Learns on a GPU where
there is one. Every few minutes everything needed to go on is saved to FOLDER/checkpoint.pt, and a stopped run goes on
from there. Writes FOLDER/log.jsonl and, at the end, FOLDER/model: a question-answering model of transformers. With
--teachers it learns as well what trained models make of each example, on average. README.md beside this file has the
recipe.
"""

import argparse
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.examining import examined
from training.lessons import Lessons, beliefs, loss_of, lower_precision
from training.pack import Pack
from training.start import ReaderModel, save_model, start_model

DRAWN = ("retrieved", "foreign", "misleading", "shortened", "cut")
SAVE_EVERY_S = 300.0
LOG_EVERY = 100


@dataclass(frozen=True)
class Recipe:
    """What a run is made of; kept in its log. Shares are of a group's examples, drawn anew each round."""

    rounds: int = 6
    rate: float = 3e-4
    batch: int = 48
    dropout: float = 0.1
    fixed: int = 0  # how many of the first layers stay as they are, with the embeddings; 0 is none of all
    sentences: float = 0.3
    told: float = 1.0
    retrieved: float = 0.4
    foreign: float = 0.3
    misleading: float = 0.35
    shortened: float = 0.6
    cut: float = 1.0
    squad_rounds: int = 2  # how often a round has the squad set's questions
    warm_up: float = 0.05
    taught: float = 0.7  # the teachers' share of the loss, where there are any
    seed: int = 1


def drawn_rounds(lessons: Lessons, pack: Pack, recipe: Recipe) -> list[NDArray[np.int64]]:
    """Each round's examples; what was drawn several times takes turns."""
    draws = {kind: [name for name in pack.groups if name.startswith(f"{kind} ")] for kind in DRAWN}
    found = []
    for number in range(recipe.rounds):
        drawn = np.random.default_rng((recipe.seed, number))
        shares = {"sentences": recipe.sentences, "told": recipe.told, "written": 1.0}
        for kind, own in draws.items():
            if not own:
                continue
            shares[own[(recipe.seed + number) % len(own)]] = getattr(recipe, kind)
        rows = [lessons.rows(group, share=share, drawn=drawn) for group, share in shares.items()]
        found.append(np.concatenate([*rows, *[lessons.rows("squad")] * recipe.squad_rounds]))
    return found


def rate_at(share: float, recipe: Recipe) -> float:
    """The learning rate when that share of the steps is done: up for a moment, then straight down to zero."""
    if share < recipe.warm_up:
        return recipe.rate * share / recipe.warm_up
    return recipe.rate * (1.0 - share) / (1.0 - recipe.warm_up)


def train(pack: Pack, start: Path, out: Path, recipe: Recipe, teachers: Sequence[Path] = ()) -> ReaderModel:
    """Train for the recipe's rounds, from the checkpoint where there is one."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    lessons = Lessons(pack, device)
    rounds = drawn_rounds(lessons, pack, recipe)
    model: ReaderModel = start_model(start, fixed=recipe.fixed, dropout=recipe.dropout).to(device)
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=recipe.rate, weight_decay=0.01, fused=True)
    taught = None
    if teachers:
        masters = [start_model(folder).to(device).eval() for folder in teachers]
        taught = beliefs(masters, lessons, np.unique(np.concatenate(rounds)), 256)
    steps = [
        (number, rows)
        for number, own in enumerate(rounds)
        for rows in lessons.batches(own, recipe.batch, np.random.default_rng((recipe.seed, number, 1)))
    ]
    done = _resumed(out / "checkpoint.pt", model, optimizer, recipe, device)
    _log(out, {"recipe": asdict(recipe), "steps": len(steps), "device": device, "prepared_s": _since(began)})
    began = saved = time.monotonic()
    loss, summed = torch.zeros((), device=device), 0
    model.train()
    for step, (number, rows) in enumerate(steps[done:], done):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step / len(steps), recipe)
        batch = lessons.batch(rows)
        with lower_precision(device):
            scores = model(**batch.inputs)
        hints = None if taught is None else lessons.held(taught, batch).float()
        now = loss_of(scores, batch, hints, recipe.taught)
        optimizer.zero_grad()
        now.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        loss, summed = loss + now.detach(), summed + 1
        if (step + 1) % LOG_EVERY == 0 or step + 1 == len(steps):
            mean = round(float(loss) / summed, 4)
            _log(out, {"step": step + 1, "round": number, "loss": mean, "s": _since(began)})
            loss, summed = torch.zeros_like(loss), 0
        if time.monotonic() - saved > SAVE_EVERY_S:
            saved = time.monotonic()
            _save(out / "checkpoint.pt", model, optimizer, recipe, step + 1)
    save_model(model, out / "model", start)
    _log(out, {"examined": examined(model, pack, lessons), "s": _since(began)})
    return model


def _resumed(checkpoint: Path, model: ReaderModel, optimizer: Any, recipe: Recipe, device: str) -> int:
    """Take up the checkpoint, if there is one; the steps that are done. SystemExit where another recipe made it."""
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, map_location=device, weights_only=True)
    if state["recipe"] != asdict(recipe):
        raise SystemExit(f"{checkpoint}: it is of a run with another recipe; name another --out, or delete it")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["steps"])


def _save(path: Path, model: ReaderModel, optimizer: Any, recipe: Recipe, steps: int) -> None:
    """A whole checkpoint or the one before, never half of one."""
    new = path.with_suffix(".new")
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "recipe": asdict(recipe), "steps": steps}
    torch.save(state, new)
    os.replace(new, path)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)


def _log(out: Path, record: dict[str, Any]) -> None:
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")


def main() -> None:
    """Train with the arguments' recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, nargs="*", default=[])
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = vars(parser.parse_args())
    places = {name: args.pop(name) for name in ("start", "out", "teachers")}
    train(Pack.load(args.pop("pack")), recipe=Recipe(**args), **places)


if __name__ == "__main__":
    main()
