"""Compiling an encoder: any sentence-transformers model to ONNX, once, checked against the original."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from retrieval.compiled import PRECISIONS, Compiled
from retrieval.compiling.graphs import file_hashes, model_inputs, weights_hash, write_graphs, write_tokenizer
from retrieval.encoder import CHECK_TEXTS, FORMAT, Encoder, EncoderCard
from retrieval.errors import EncoderError

LEAST_COSINE = {"fp32": (0.9999, 0.9999), "int8": (0.99, 0.95)}
"""Mean and minimum cosine with the original below which a compiled encoder is refused, by precision."""


class _Graph(torch.nn.Module):  # type: ignore[misc]  # torch is not typed here
    """The whole way from token ids to a unit vector, pooling and normalisation inside."""

    def __init__(self, model: SentenceTransformer, inputs: list[str]) -> None:
        super().__init__()
        self.model = model
        self.inputs = inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        features = self.model(dict(zip(self.inputs, tensors, strict=True)))
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)


def compile_encoder(model: str, folder: Path, *, source: str = "") -> EncoderCard:
    """Write the model's ONNX graphs and tokenizer into an existing folder, and give its card.

    `source` is kept in the card, to notice later that the model's folder changed. Raises EncoderError when the model
    can't be loaded or a compiled graph strays from the original.
    """
    original = _load(model)
    tokenizer = original.tokenizer
    if not write_tokenizer(tokenizer, folder):
        raise EncoderError(f"encoder {model}: its tokenizer has no fast form (tokenizer.json); choose another model")
    example = tokenizer(["a b c", "a b c d e"], padding=True, return_tensors="pt")
    inputs = model_inputs(example)
    config: Any = original[0].auto_model.config
    write_graphs(_Graph(original, inputs), example, folder, config=config, output=("embedding", {0: "batch"}))
    card = EncoderCard(
        format=FORMAT,
        model=model,
        source=source,
        weights=weights_hash(original),
        dimension=int(original.get_embedding_dimension() or 0),
        max_tokens=int(original.max_seq_length or 512),
        inputs=tuple(inputs),
        pad_id=int(tokenizer.pad_token_id or 0),
        query_prompt=_prompt(original, "query"),
        passage_prompt=_prompt(original, "passage", "document", "corpus"),
        files=file_hashes(folder),
        cosines={},
    )
    return replace(card, cosines={precision: _check(original, card, folder, precision) for precision in PRECISIONS})


def _load(model: str) -> SentenceTransformer:
    """The original, on the CPU, with plain attention (the fused kinds can't be exported)."""
    try:
        original = SentenceTransformer(model, device="cpu", model_kwargs={"attn_implementation": "eager"})
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0]
        raise EncoderError(f"encoder {model} could not be loaded: {first}; name a model or a folder") from error
    if any(getattr(module, "include_prompt", True) is False for module in original.modules()):
        raise EncoderError(f"encoder {model} leaves its prompt out of the pooling, which is not supported")
    return original.eval().float()


def _prompt(original: SentenceTransformer, *names: str) -> str:
    """The first of these prompts that the model names, else its default prompt, else nothing."""
    prompts: dict[str, str] = original.prompts or {}
    for name in (*names, original.default_prompt_name or ""):
        if prompts.get(name):
            return prompts[name]
    return ""


def _check(original: SentenceTransformer, card: EncoderCard, folder: Path, precision: str) -> dict[str, float]:
    """Mean and least cosine of the compiled encoder with the original. Raises EncoderError when it strays."""
    compiled = Encoder(Compiled(card, folder), precision=precision, threads=1)
    expected = original.encode(
        [card.passage_prompt + text for text in CHECK_TEXTS],
        prompt="",
        normalize_embeddings=True,
        batch_size=1,
    )
    cosines = np.sum(compiled.encode_passages(CHECK_TEXTS) * expected, axis=1)
    mean, least = float(cosines.mean()), float(cosines.min())
    wanted_mean, wanted_least = LEAST_COSINE[precision]
    if not (mean >= wanted_mean and least >= wanted_least):
        raise EncoderError(
            f"encoder {card.model}: compiled to {precision} it strays from the original (cosine mean {mean:.4f}, least"
            f" {least:.4f}; wanted {wanted_mean} and {wanted_least}); choose another model"
        )
    return {"mean": round(mean, 6), "least": round(least, 6)}
