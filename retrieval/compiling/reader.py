"""Compiling a reader: any extractive question-answering model of transformers to ONNX, checked against the original."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from retrieval.compiled import graph_file, session
from retrieval.compiling.graphs import file_hashes, model_inputs, weights_hash, write_graphs, write_tokenizer
from retrieval.errors import ReaderError
from retrieval.reader import FORMAT, ReaderCard

MOST_TOKENS = 256
EXACT_PRODUCTS = 4
"""The first layer's, in fp32: of all layers it costs the most F1 in int8 (training/README.md)."""
MOST_DIFFERENCE = 0.01
"""Of a score, between the fp32 graph and the original."""
CHECK = ("How high is the bridge?", "The bridge, opened in 1932, carries trains and cars. It is 134 metres high.")


class _Graph(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    """From token ids to the two scores of each token, (batch, tokens, 2)."""

    def __init__(self, model: Any, inputs: list[str]) -> None:
        super().__init__()
        self.model = model
        self.inputs = inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        found = self.model(**dict(zip(self.inputs, tensors, strict=True)))
        return torch.stack((found.start_logits, found.end_logits), dim=-1)


def compile_reader(model: str, folder: Path, *, source: str = "") -> ReaderCard:
    """Write the model's ONNX graphs and tokenizer into an existing folder, and give its card.

    Raises ReaderError when the model can't be loaded or the compiled graph strays from the original.
    """
    try:
        original = AutoModelForQuestionAnswering.from_pretrained(model, attn_implementation="eager").float()
        tokenizer = AutoTokenizer.from_pretrained(model)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0]
        raise ReaderError(f"reader {model} could not be loaded: {first}; name a model or a folder") from error
    if not write_tokenizer(tokenizer, folder):
        raise ReaderError(f"reader {model}: its tokenizer has no fast form (tokenizer.json); choose another model")
    example = tokenizer(*CHECK, return_tensors="pt")
    inputs = model_inputs(example)
    graph = _Graph(original, inputs).eval()  # which its export keeps, and restores
    write_graphs(
        graph,
        example,
        folder,
        config=original.config,
        output=("scores", {0: "batch", 1: "tokens"}),
        exact_products=EXACT_PRODUCTS,
    )
    _check(graph, {name: example[name] for name in inputs}, folder / graph_file("fp32"), model=model)
    return ReaderCard(
        format=FORMAT,
        model=model,
        source=source,
        weights=weights_hash(original),
        max_tokens=min(MOST_TOKENS, int(getattr(original.config, "max_position_embeddings", MOST_TOKENS))),
        inputs=tuple(inputs),
        languages=(),
        leads=False,
        files=file_hashes(folder),
    )


def _check(graph: _Graph, example: dict[str, torch.Tensor], path: Path, *, model: str) -> None:
    """Raises ReaderError when the compiled scores stray from the original's."""
    with torch.no_grad():
        expected = graph(*example.values()).numpy()
    found = session(path).run(["scores"], {name: tensor.numpy() for name, tensor in example.items()})[0]
    difference = float(np.abs(found - expected).max())
    if not difference <= MOST_DIFFERENCE:
        raise ReaderError(f"reader {model}: compiled, its scores stray by {difference:.4f}; choose another model")
