"""Get a trainable model back from a compiled reader, so that training can go on from the one that ships.

    python -m training.dequantise FOLDER OUT

FOLDER has a reader's int8.onnx (retrieval/reader_model); OUT becomes a question-answering model of transformers whose
weights are what the int8 weights stand for. The embeddings and the first layer, which training leaves as they are, come
from the packaged encoder.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.train_reader import ReaderModel, built_in, save_model, start_model

LAYER_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
PRODUCTS = ("attention.output.dense", "intermediate.dense", "output.dense")
"""A layer's products in the order in which the graph has them, its query, key and value aside."""


def dequantised(graph: Path, *, frozen_layers: int = 1) -> ReaderModel:
    """The model that an int8 graph of `retrieval.compiling` stands for."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(graph).graph.initializer}
    model = start_model(built_in(), frozen_layers=frozen_layers)
    products = iter(sorted(name for name in stored if name.startswith("onnx::MatMul_") and name.endswith("_quantized")))
    state = model.state_dict()
    for number in range(frozen_layers, len(model.bert.encoder.layer)):
        layer = f"bert.encoder.layer.{number}"
        qkv = _weights(stored, f"Attention_{number}_qkv_weight_quantized")
        for part, weight, bias in zip(
            ("query", "key", "value"),
            np.split(qkv, 3, axis=1),
            np.split(stored[f"Attention_{number}_qkv_bias"], 3),
            strict=True,
        ):
            _set(state, f"{layer}.attention.self.{part}", weight, bias)
        for part in PRODUCTS:
            _set(state, f"{layer}.{part}", _weights(stored, next(products)), stored[f"model.{layer}.{part}.bias"])
        for part in LAYER_NORMS:
            for kind in ("weight", "bias"):
                state[f"{layer}.{part}.{kind}"] = torch.from_numpy(stored[f"model.{layer}.{part}.{kind}"].copy())
    _set(state, "heads", _weights(stored, next(products)), stored["model.qa_outputs.bias"])
    model.load_state_dict(state)
    return model


def _weights(stored: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A matrix (inputs, outputs) from its int8 values and a scale for each output."""
    root = name.removesuffix("_quantized")
    zero = stored[f"{root}_zero_point"].astype(np.float32)
    return (stored[name].astype(np.float32) - zero) * stored[f"{root}_scale"]  # type: ignore[no-any-return]


def _set(state: dict[str, Any], part: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    """Put a linear layer into a model's state; torch keeps a matrix as (outputs, inputs)."""
    for kind, value in (("weight", np.ascontiguousarray(weight.T)), ("bias", bias.copy())):
        name = f"{part}.{kind}"
        if state[name].shape != value.shape:
            raise ValueError(f"{name} has the shape {tuple(state[name].shape)}, the graph's is {value.shape}")
        state[name] = torch.from_numpy(value)


def main() -> None:
    """Write the model that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    save_model(dequantised(args.folder / "int8.onnx"), args.out)


if __name__ == "__main__":
    main()
