"""Compiling a reranker: any cross-encoder that sentence-transformers can load to ONNX, checked against the original."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from retrieval.compiled import graph_file, session
from retrieval.compiling.graphs import file_hashes, model_inputs, weights_hash, write_graphs, write_tokenizer
from retrieval.errors import RerankerError
from retrieval.reranker import FORMAT, RerankerCard

MOST_TOKENS = 256
MOST_DIFFERENCE = 0.01
"""Of a score, between the fp32 graph and the original."""
CHECK = ("How high is the bridge?", "The bridge, opened in 1932, carries trains and cars. It is 134 metres high.")


class _Graph(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    """From token ids to one score a pair, (batch,): the logit of "relevant", before any activation."""

    def __init__(self, model: Any, inputs: list[str]) -> None:
        super().__init__()
        self.model = model
        self.inputs = inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        return self.model(**dict(zip(self.inputs, tensors, strict=True))).logits[:, 0]


def compile_reranker(model: str, folder: Path, *, source: str = "") -> RerankerCard:
    """Write the model's ONNX graphs and tokenizer into an existing folder, and give its card.

    Raises RerankerError when the model can't be loaded, gives more than one score, or strays when compiled.
    """
    try:
        original = AutoModelForSequenceClassification.from_pretrained(model, attn_implementation="eager")
        tokenizer = AutoTokenizer.from_pretrained(model)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0]
        raise RerankerError(f"reranker {model} could not be loaded: {first}; name a model or a folder") from error
    scores = original.config.num_labels
    if scores != 1:
        raise RerankerError(f"reranker {model} gives {scores} scores a pair, not one; choose another model")
    if not write_tokenizer(tokenizer, folder):
        raise RerankerError(f"reranker {model}: its tokenizer has no fast form (tokenizer.json); choose another model")
    example = tokenizer(*CHECK, return_tensors="pt")
    inputs = model_inputs(example)
    graph = _Graph(original.float(), inputs).eval()  # which its export keeps, and restores
    write_graphs(graph, example, folder, config=original.config, output=("score", {0: "batch"}))
    with torch.no_grad():
        expected = graph(*(example[name] for name in inputs)).numpy()
    found = session(folder / graph_file("fp32")).run(["score"], {name: example[name].numpy() for name in inputs})[0]
    if not float(np.abs(found - expected).max()) <= MOST_DIFFERENCE:
        raise RerankerError(f"reranker {model} can't be compiled: its scores stray; choose another model")
    return RerankerCard(
        format=FORMAT,
        model=model,
        source=source,
        weights=weights_hash(original),
        max_tokens=min(MOST_TOKENS, int(getattr(original.config, "max_position_embeddings", MOST_TOKENS))),
        inputs=tuple(inputs),
        files=file_hashes(folder),
    )
