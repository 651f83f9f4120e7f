"""Any transformer to ONNX graphs, fp32 and int8, and what a card says of the files."""

import hashlib
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from retrieval.compiled import PRECISIONS, TOKENIZER, file_hash, graph_file

OPSET = 17
FLOAT_TENSOR = 1  # onnx.TensorProto.FLOAT: the type of tensors that shape inference leaves open
QUANTISED = ("MatMul", "Attention", "EmbedLayerNormalization")
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def model_inputs(example: Mapping[str, Any]) -> list[str]:
    """The names of a tokenizer's outputs that a model takes."""
    return [name for name in _INPUTS if name in example]


def write_graphs(
    model: torch.nn.Module, example: Mapping[str, Any], folder: Path, *, config: Any, output: tuple[str, dict[int, str]]
) -> None:
    """Write the fp32 and the int8 graph of a model that takes an example's inputs in order and gives one output (its
    name and its axes of changing length).
    """
    exact = folder / graph_file("fp32")
    inputs = model_inputs(example)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer's remarks on constants, which the checks after it make moot
        torch.onnx.export(
            model,
            tuple(example[name] for name in inputs),
            str(exact),
            input_names=inputs,
            output_names=[output[0]],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in inputs} | {output[0]: output[1]},
            opset_version=OPSET,
            dynamo=False,
        )
    _fuse(exact, config)
    quantize_dynamic(
        exact,
        folder / graph_file("int8"),
        op_types_to_quantize=list(QUANTISED),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": FLOAT_TENSOR},
    )


def write_tokenizer(tokenizer: Any, folder: Path) -> bool:
    """Write the tokenizer's fast form; False where it has none."""
    if not getattr(tokenizer, "is_fast", False):
        return False
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    return True


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of each file that a card answers for."""
    return {name: file_hash(folder / name) for name in (TOKENIZER, *map(graph_file, PRECISIONS))}


def weights_hash(model: torch.nn.Module) -> str:
    """The sha256 of every parameter's name and values: the same model has the same hash wherever it came from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


def _fuse(path: Path, config: Any) -> None:
    """Fuse attention, layer norms and activations in place. A graph of another shape stays as it is."""
    from onnxruntime.transformers import optimizer

    fused = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads", 0),
        hidden_size=getattr(config, "hidden_size", 0),
    )
    fused.save_model_to_file(str(path))
