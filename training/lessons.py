"""A pack's examples on the device that learns: drawn round by round, batched by length, with their loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.pack import Pack

IMPOSSIBLE = -1e4


@dataclass(frozen=True)
class Batch:
    """Examples side by side, padded to the longest, on the device."""

    rows: Any  # int64 (batch,)
    inputs: dict[str, Any]  # the model's: int64 (batch, tokens) each
    marks: Any  # bool (batch, tokens, 2): accepted places to begin and to end; [CLS] where there are none
    allowed: Any  # bool (batch, tokens): [CLS] and the passage


class Lessons:
    """All examples of a pack."""

    def __init__(self, pack: Pack, device: str) -> None:
        self.lengths = pack.lengths
        self._groups = {name: np.flatnonzero(pack.group == number) for number, name in enumerate(pack.groups)}
        self._lengths = torch.from_numpy(pack.lengths.astype(np.int64)).to(device)
        offsets = np.concatenate([[0], np.cumsum(pack.lengths, dtype=np.int64)])
        self._offsets = torch.from_numpy(offsets[:-1]).to(device)
        self._passages = torch.from_numpy(pack.passage_starts.astype(np.int64)).to(device)
        self._ids = torch.from_numpy(pack.ids.astype(np.int32)).to(device)
        marks = np.zeros((len(pack.ids), 2), dtype=bool)
        rows, starts, ends = pack.spans.T
        marks[offsets[rows] + starts, 0] = True
        marks[offsets[rows] + ends, 1] = True
        self._marks = torch.from_numpy(marks).to(device)

    def rows(self, group: str, *, share: float = 1.0, drawn: np.random.Generator | None = None) -> NDArray[np.int64]:
        """A group's examples, or a share of them, of which a part of one is left to luck."""
        own = self._groups[group]
        if drawn is None or share == 1.0:
            return own
        return drawn.permutation(own)[: int(len(own) * share + drawn.random())]

    def batches(self, rows: NDArray[np.int64], size: int, drawn: np.random.Generator | None = None) -> list[Any]:
        """The rows in batches of about one length, int64 arrays; shuffled if they are drawn."""
        noise = drawn.random(len(rows)) * 16 if drawn is not None else 0.0
        order = rows[np.argsort(self.lengths[rows] + noise, kind="stable")]
        found = [order[begin : begin + size] for begin in range(0, len(order), size)]
        return [found[i] for i in drawn.permutation(len(found))] if drawn is not None else found

    def batch(self, rows: NDArray[np.int64]) -> Batch:
        """These examples."""
        at = torch.from_numpy(rows).to(self._ids.device)
        place = torch.arange(int(self.lengths[rows].max()), device=at.device)[None]
        length, passage = self._lengths[at][:, None], self._passages[at][:, None]
        inside = place < length
        ids, marks = (self._gathered(flat, at, place.shape[1]) for flat in (self._ids, self._marks))
        in_passage = (place >= passage) & inside
        return Batch(
            rows=at,
            inputs={
                "input_ids": ids.masked_fill(~inside, 0).long(),
                "attention_mask": inside.long(),
                "token_type_ids": in_passage.long(),
            },
            marks=marks & inside[..., None],
            allowed=(place == 0) | (in_passage & (place < length - 1)),
        )

    def held(self, flat: Any, batch: Batch) -> Any:
        """What a value a token holds for a batch, (batch, tokens, ...); zero past an example's end."""
        found = self._gathered(flat, batch.rows, batch.allowed.shape[1])
        return found * batch.inputs["attention_mask"].reshape(*found.shape[:2], *[1] * (found.dim() - 2))

    def stored(self, flat: Any, batch: Batch, values: Any) -> None:
        """Put values of a batch, (batch, tokens, ...), into what a value a token holds."""
        places = self._places(batch.rows, batch.allowed.shape[1])
        inside = batch.inputs["attention_mask"].bool()
        flat[places[inside]] = values[inside].to(flat.dtype)

    def _gathered(self, flat: Any, at: Any, longest: int) -> Any:
        return flat[self._places(at, longest).clamp(max=len(flat) - 1)]

    def _places(self, at: Any, longest: int) -> Any:
        """Where examples' tokens are kept, (batch, longest); past an example's end those of the next."""
        return self._offsets[at][:, None] + torch.arange(longest, device=at.device)[None]

    @property
    def tokens(self) -> int:
        """Of all examples together."""
        return len(self._ids)


def likely(scores: Any, batch: Batch) -> Any:
    """Log-probabilities over the places that are allowed, (batch, tokens, 2)."""
    return scores.masked_fill(~batch.allowed[..., None], IMPOSSIBLE).log_softmax(dim=1)


def loss_of(scores: Any, batch: Batch, taught: Any | None = None, share: float = 0.0) -> Any:
    """Minus the log-probability of any accepted start and any accepted end, mean over the batch.

    With what teachers hold likely, probabilities (batch, tokens, 2), their cross entropy has its share of the loss.
    """
    logs = likely(scores, batch)
    own = -logs.masked_fill(~batch.marks, IMPOSSIBLE).logsumexp(dim=1).mean()
    if taught is None:
        return own
    return (1 - share) * own - share * (taught * logs).sum(dim=1).mean()


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is not typed here
def beliefs(models: Sequence[Any], lessons: Lessons, rows: NDArray[np.int64], size: int) -> Any:
    """What the models hold likely on average for these examples: float16, two values a token of all the lessons."""
    flat = torch.zeros((lessons.tokens, 2), dtype=torch.float16, device=next(models[0].parameters()).device)
    for part in lessons.batches(rows, size):
        batch = lessons.batch(part)
        with lower_precision(flat.device.type):
            mean = torch.stack([likely(model(**batch.inputs), batch).exp() for model in models]).mean(dim=0)
        lessons.stored(flat, batch, mean)
    return flat


def lower_precision(device: str) -> Any:
    """bfloat16 products on a GPU; a CPU goes on in float32."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda")
