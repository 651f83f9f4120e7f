"""Compiling an encoder: any sentence-transformers model to ONNX, once, checked against the original.

This is the workbench. It runs in a process of its own (`python -m retrieval.compiling MODEL FOLDER`), so that torch and
transformers are imported neither by what serves nor by what indexes.
"""

import hashlib
import json
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer

from retrieval.encoder import FORMAT, PRECISIONS, Encoder, EncoderCard, graph_file
from retrieval.errors import EncoderError

OPSET = 17
FLOAT_TENSOR = 1  # onnx.TensorProto.FLOAT: the type of tensors that shape inference leaves open
LEAST_COSINE = {"fp32": (0.9999, 0.9999), "int8": (0.99, 0.95)}
"""Mean and minimum cosine with the original below which a compiled encoder is refused, by precision."""

CHECK_TEXTS = (
    "Where will the leaders meet?",
    "How many troops died in the war of 2020?",
    "The talks ended without an agreement.",
    "The committee approved a budget of 4.5 million euros on Tuesday, two weeks after the first reading.",
    "Rain is expected in the north, with gusts of up to 90 km/h along the coast.",
    'She said: "We have always tried to settle such conflicts", and left the room.',
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen inside the leaves of green plants.",
    "The bridge, opened in 1932 after eight years of work, carries trains, cars, bicycles and people on foot across the"
    " harbour; it was the widest long-span bridge in the world until 2012 and is repainted without a break.",
    "Goal!",
    "Die Verhandlungen werden am Montag in Genf fortgesetzt.",
    "El ministro presentó su dimisión el 3 de marzo de 2021.",
    "Переговоры пройдут в понедельник в Сочи.",
    "Prices rose by 7.9 percent in the year to February, the most since January 1982, the Labor Department said.",
    "In computing, a hash table maps keys to values by means of a hash function, which gives an index into an array of"
    " buckets. Ideally each key falls into its own bucket, but most designs admit collisions and settle them.",
)


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
    """Write the model's ONNX graphs, tokenizer and card into an existing folder, and give the card.

    `source` is kept in the card, to notice later that the model's folder changed. Raises EncoderError when the model
    can't be loaded or a compiled graph strays from the original.
    """
    original = _load(model)
    inputs = _export(original, folder / graph_file("fp32"))
    _optimise(original, folder / graph_file("fp32"))
    quantize_dynamic(
        folder / graph_file("fp32"),
        folder / graph_file("int8"),
        op_types_to_quantize=["MatMul", "Attention", "EmbedLayerNormalization"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": FLOAT_TENSOR},
    )
    tokenizer = original.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        raise EncoderError(f"encoder {model}: its tokenizer has no fast form (tokenizer.json); choose another model")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    card = EncoderCard(
        format=FORMAT,
        model=model,
        source=source,
        weights=_weights_hash(original),
        dimension=int(original.get_embedding_dimension() or 0),
        max_tokens=int(original.max_seq_length or 512),
        inputs=tuple(inputs),
        pad_id=int(tokenizer.pad_token_id or 0),
        query_prompt=_prompt(original, "query"),
        passage_prompt=_prompt(original, "passage", "document", "corpus"),
        files={},
        cosines={},
    )
    cosines = {precision: _check(original, card, folder, precision) for precision in PRECISIONS}
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("tokenizer.json", *(graph_file(precision) for precision in PRECISIONS))
    }
    card = EncoderCard(**{**asdict(card), "inputs": tuple(inputs), "files": files, "cosines": cosines})
    (folder / "encoder.json").write_text(json.dumps(asdict(card), indent=1, ensure_ascii=False), encoding="utf-8")
    return card


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


def _export(original: SentenceTransformer, path: Path) -> list[str]:
    """Write the fp32 graph and give its inputs' names."""
    example = original.tokenizer(["a b c", "a b c d e"], padding=True, return_tensors="pt")
    inputs = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer's remarks on constants, which the check below makes moot
        torch.onnx.export(
            _Graph(original, inputs),
            tuple(example[name] for name in inputs),
            str(path),
            input_names=inputs,
            output_names=["embedding"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in inputs} | {"embedding": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )
    return inputs


def _optimise(original: SentenceTransformer, path: Path) -> None:
    """Fuse attention, layer norms and activations in place. A graph of another shape stays as it is."""
    from onnxruntime.transformers import optimizer

    config: Any = original[0].auto_model.config
    fused = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads", 0),
        hidden_size=getattr(config, "hidden_size", 0),
    )
    fused.save_model_to_file(str(path))


def _weights_hash(original: SentenceTransformer) -> str:
    """The sha256 of every parameter's name and values: the same model has the same hash wherever it came from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(original.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


def _prompt(original: SentenceTransformer, *names: str) -> str:
    """The first of these prompts that the model names, else its default prompt, else nothing."""
    prompts: dict[str, str] = original.prompts or {}
    for name in (*names, original.default_prompt_name or ""):
        if prompts.get(name):
            return prompts[name]
    return ""


def _check(original: SentenceTransformer, card: EncoderCard, folder: Path, precision: str) -> dict[str, float]:
    """Mean and least cosine of the compiled encoder with the original. Raises EncoderError when it strays."""
    compiled = Encoder(card, folder, precision=precision, threads=1)
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


def main() -> int:
    """The child process's door: what went wrong is one line on standard error."""
    model, folder, source = sys.argv[1:4]
    onnxruntime.set_default_logger_severity(3)
    try:
        compile_encoder(model, Path(folder), source=source)
    except EncoderError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
