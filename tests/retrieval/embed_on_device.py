"""Embed with a small model's original on torch's CPU in the place of a GPU, and tell what was heard and how near it is.

Run as a script, so that the tests' own process never imports torch.
"""

import json
import resource
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from retrieval.encoder import Encoder, open_encoder
from retrieval.gpu import GpuEncoder, Original

TEXTS = [f"{'rain and wind ' * (i % 9)}number {i}" for i in range(300)]
MANY = ["rain, wind and the sea, and all that is told of them by those who live there"] * 30_000
ROOM = 800_000_000


class Run:
    """One encoder on a device, with what it said, and how its vectors lie to the compiled encoder's."""

    def __init__(self, encoder: Encoder, model: Path, *, device: str = "cpu", tokens: int = 2_000) -> None:
        self.said: list[str] = []
        self.opened: list[Original] = []
        self.encoder = encoder
        self._original = partial(Original, model, device=device, half=False)
        self.gpu = GpuEncoder(encoder, self._open, say=self.said.append, least=len(TEXTS), tokens=tokens)

    def _open(self) -> Original:
        self.opened.append(self._original())
        return self.opened[0]

    def told(self, texts: list[str]) -> dict[str, Any]:
        """Embed the texts, and tell of it."""
        heard: list[int] = []
        vectors = self.gpu.encode_passages(texts, done=heard.append)
        few = slice(None, None, len(texts) // 100)
        expected = self.encoder.encode_passages(texts[few])
        cosines = np.sum(vectors[few] * expected, axis=1)
        return {
            "said": list(self.said),
            "opened": len(self.opened),
            "heard": sum(heard),
            "batches": len(heard),
            "least": float(cosines.min()),
            "same": bool(np.array_equal(vectors[few], expected)),
        }


def on_a_full_machine(run: Run) -> dict[str, Any]:
    """More texts in one run than there is memory for; the device was opened before."""
    run.told(TEXTS)
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + ROOM, before[1]))
    try:
        return run.told(MANY)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def breaking_midway(run: Run) -> dict[str, Any]:
    """A device that has lost the model's weights after the first texts."""
    run.told(TEXTS)
    run.opened[0].model.to("meta")
    return run.told(TEXTS)


def another_model(model: Path, folder: Path) -> Path:
    """The model's folder with other weights."""
    changed = SentenceTransformer(str(model), device="cpu")
    torch.manual_seed(8)
    with torch.no_grad():
        for parameter in changed.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    changed.save(str(folder))
    return folder


def main() -> None:
    """Run all cases and print them as one object."""
    model, work = Path(sys.argv[1]), Path(sys.argv[2])
    exact, small = (open_encoder(str(model), work, precision=precision, threads=1) for precision in ("fp32", "int8"))
    unknown = Run(exact, model, device="cuda:99")
    cases = {
        "fp32": Run(exact, model).told(TEXTS),
        "int8": Run(small, model).told(TEXTS),
        "few": Run(exact, model).told(TEXTS[:200]),
        "no such device": unknown.told(TEXTS) and unknown.told(TEXTS),
        "another model": Run(exact, another_model(model, work / "another")).told(TEXTS),
        "breaking": breaking_midway(Run(exact, model)),
        "full": on_a_full_machine(Run(exact, model, tokens=10_000_000)),
    }
    sys.stdout.write(json.dumps(cases))


if __name__ == "__main__":
    main()
