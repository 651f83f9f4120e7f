"""Any transformer to ONNX graphs, fp32 and int8, and what a card says of the files."""

import hashlib
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from retrieval.compiled import PRECISIONS, TOKENIZER, file_hash, graph_file, weights_file

OPSET = 17
FLOAT_TENSOR = 1  # onnx.TensorProto.FLOAT: the type of tensors that shape inference leaves open
QUANTISED = ("MatMul", "Attention")
LARGE_TABLE = 1_000_000
"""Numbers in an embedding table from which it is worth quantising."""
SMALL = 1024
"""Bytes of a tensor that stays in its graph."""
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def model_inputs(example: Mapping[str, Any]) -> list[str]:
    """The names of a tokenizer's outputs that a model takes."""
    return [name for name in _INPUTS if name in example]


def write_graphs(
    model: torch.nn.Module,
    example: Mapping[str, Any],
    folder: Path,
    *,
    config: Any,
    output: tuple[str, dict[int, str]],
    exact_products: int = 0,
) -> None:
    """Write the fp32 and the int8 graph of a model that takes an example's inputs in order and gives one output (its
    name and its axes of changing length). The int8 graph computes in int8, but for its first `exact_products` matrix
    products, of which the weights alone are kept in int8. The weights stand in files beside their graphs.
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
    products = [node for node in onnx.load(str(exact)).graph.node if node.op_type in QUANTISED][:exact_products]
    quantize_dynamic(
        exact,
        folder / graph_file("int8"),
        nodes_to_exclude=[node.name for node in products],
        op_types_to_quantize=list(QUANTISED),
        per_channel=True,
        reduce_range=True,  # 7 bits: the sums of 8 saturate on processors without VNNI
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": FLOAT_TENSOR},
    )
    _store_in_int8(folder / graph_file("int8"), {node.input[1] for node in products})
    for precision in PRECISIONS:
        _store_weights_beside(folder, precision)


def _store_weights_beside(folder: Path, precision: str) -> None:
    """Move the weights of a graph in this folder into a file beside it, from where they are mapped: a process that
    opens a graph with its weights inside holds most of them twice.
    """
    graph, weights = folder / graph_file(precision), folder / weights_file(precision)
    onnx.save_model(
        onnx.load(str(graph)),
        str(graph),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=weights.name,
        size_threshold=SMALL,
    )
    weights.chmod(graph.stat().st_mode)


def write_tokenizer(tokenizer: Any, folder: Path) -> bool:
    """Write the tokenizer's fast form; False where it has none."""
    if not getattr(tokenizer, "is_fast", False):
        return False
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
    return True


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of each file that a card answers for."""
    weights = [name for name in map(weights_file, PRECISIONS) if (folder / name).exists()]
    return {name: file_hash(folder / name) for name in (TOKENIZER, *map(graph_file, PRECISIONS), *weights)}


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
    from onnxruntime.transformers.fusion_options import FusionOptions

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # its table could be quantised with one scale only, which costs a point
    fused = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=getattr(config, "num_attention_heads", 0),
        hidden_size=getattr(config, "hidden_size", 0),
        optimization_options=options,
    )
    fused.save_model_to_file(str(path))
    _split_skip_layer_norms(path)


def _split_skip_layer_norms(path: Path) -> None:
    """Put an addition and a layer norm in the place of each SkipLayerNormalization. ONNX Runtime computes the pair with
    vector instructions and the fused node without: a fifth of an int8 encoder's time.
    """
    model = onnx.load(str(path))
    nodes = []
    for node in model.graph.node:
        if node.op_type != "SkipLayerNormalization":
            nodes.append(node)
            continue
        first, skip, gamma, beta, *bias = node.input
        output = node.output[0]
        total = next((name for name in node.output[1:] if name), f"{output}_sum")
        if bias and bias[0]:
            nodes.append(helper.make_node("Add", [first, bias[0]], [f"{output}_biased"]))
            first = f"{output}_biased"
        epsilon = next(attribute.f for attribute in node.attribute if attribute.name == "epsilon")
        nodes.append(helper.make_node("Add", [first, skip], [total]))
        nodes.append(helper.make_node("LayerNormalization", [total, gamma, beta], [output], axis=-1, epsilon=epsilon))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))


def _store_in_int8(path: Path, weights: Collection[str]) -> None:
    """Keep these weights, and large embedding tables, as int8 with a scale a column or a row: a quarter of the file. A
    table's rows become fp32 when they are taken, other weights when the graph is loaded.
    """
    model = onnx.load(str(path))
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        source = node.input[0] if node.op_type == "Gather" else next((x for x in node.input if x in weights), "")
        if source not in stored or (source not in weights and not _is_large_table(stored[source])):
            nodes.append(node)
            continue
        tensor, axis = stored[source], 1 if node.op_type == "Gather" else 0
        values = numpy_helper.to_array(tensor)
        scales = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-12).astype(np.float32) / 127
        model.graph.initializer.remove(tensor)
        small, scale = f"{source}_int8", f"{source}_scale"
        model.graph.initializer.append(numpy_helper.from_array(np.round(values / scales).astype(np.int8), small))
        model.graph.initializer.append(numpy_helper.from_array(scales, scale))
        if node.op_type == "Gather":
            output, ids = node.output[0], node.input[1]
            nodes += [
                helper.make_node("Gather", [small, ids], [f"{output}_int8"]),
                helper.make_node("Gather", [scale, ids], [f"{output}_scale"]),
                *_as_floats(f"{output}_int8", f"{output}_scale", output),
            ]
        else:
            nodes += [*_as_floats(small, scale, source), node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, str(path))


def _as_floats(values: str, scale: str, output: str) -> list[onnx.NodeProto]:
    """The nodes that turn int8 values into floats."""
    return [
        helper.make_node("Cast", [values], [f"{output}_cast"], to=FLOAT_TENSOR),
        helper.make_node("Mul", [f"{output}_cast", scale], [output]),
    ]


def _is_large_table(tensor: onnx.TensorProto) -> bool:
    return len(tensor.dims) == 2 and int(np.prod(tensor.dims)) >= LARGE_TABLE
