"""The network of a finished model folder, rebuilt from its ONNX graph to train on.

A folder that is shipped holds the graph in 8 bits only. Its weights are multiplied out again and
given back their names: most initialisers still carry them, matrix products are known by the name
of their node, and the fused attention of each layer is cut into query, key and value. What
rounding to 8 bits has lost stays lost.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spejl.errors import MissingExtraError, ModelError
from spejl.model.folder import ONNX
from spejl.model.unpacked import unpacked
from spejl.train.base import ATTENTION
from spejl.train.network import MitiNetwork

Floats = npt.NDArray[np.float32]

_LAYER = "encoder.encoder.layer"


def rebuild(folder: Path, dropout: float) -> MitiNetwork:
    """The network of a model folder whose encoder has the shape of BERT.

    Args:
        folder: A model folder, such as the shipped one.
        dropout: Of the heads, for training.

    Raises:
        MissingExtraError: onnx is not installed.
        ModelError: The graph has another shape or lacks weights.
    """
    try:
        import onnx  # noqa: F401
    except ModuleNotFoundError:
        raise MissingExtraError("continuing from a finished model", "train") from None
    import torch
    from transformers import BertConfig, BertModel

    graph = unpacked(folder / ONNX).graph
    found = _weights(graph)
    try:
        shape = _shape(graph, found)
    except (KeyError, IndexError):
        raise _other_shape(folder) from None
    config = BertConfig(**shape)
    config._attn_implementation = ATTENTION
    network = MitiNetwork(BertModel(config, add_pooling_layer=False), dropout)
    wanted = network.state_dict()
    state = {}
    for name, like in wanted.items():
        # Numbers of places and kinds that a new BertModel sets itself have no weights.
        if name not in found and not like.is_floating_point():
            continue
        if name not in found or tuple(found[name].shape) != tuple(like.shape):
            raise _other_shape(folder)
        state[name] = torch.from_numpy(np.array(found[name], dtype=np.float32, order="C"))
    network.load_state_dict(state, strict=False)
    return network.eval()


def _other_shape(folder: Path) -> ModelError:
    return ModelError(
        "training cannot go on from this graph, whose encoder is not of BERT's shape; give the "
        "folder of the training run (with network.pt) as encoder",
        folder,
    )


def _weights(graph: Any) -> dict[str, Floats]:
    """The weights under their names in the network."""
    from onnx.numpy_helper import to_array

    values: dict[str, Floats] = {item.name: to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            rounded, scale, zero = (values[name].astype(np.float32) for name in node.input)
            values[node.output[0]] = (rounded - zero) * scale
    found = dict(values)
    for node in graph.node:
        if node.op_type == "MatMul":
            path = node.name.strip("/").split("/")
            weight = values.get(node.input[1])
            if weight is not None:
                found[".".join([*path[:-1], "weight"])] = weight.T
    for number, node in enumerate(_attentions(graph)):
        weight, bias = values[node.input[1]], values[node.input[2]]
        thirds = zip(np.split(weight, 3, axis=1), np.split(bias, 3), strict=True)
        for part, (w, b) in zip(("query", "key", "value"), thirds, strict=True):
            name = f"{_LAYER}.{number}.attention.self.{part}"
            found[f"{name}.weight"], found[f"{name}.bias"] = w.T, b
    return found


def _attentions(graph: Any) -> list[Any]:
    """The fused attention of each layer, in order, which is the order of the graph."""
    return [node for node in graph.node if node.op_type == "Attention"]


def _shape(graph: Any, found: dict[str, Floats]) -> dict[str, Any]:
    """What BertConfig must be told."""
    attentions = _attentions(graph)
    heads = {a.name: a.i for a in attentions[0].attribute}["num_heads"]
    normal = next(n for n in graph.node if n.op_type == "SkipLayerNormalization")
    vocabulary, width = found["encoder.embeddings.word_embeddings.weight"].shape
    return {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "num_hidden_layers": len(attentions),
        "num_attention_heads": heads,
        "intermediate_size": len(found[f"{_LAYER}.0.intermediate.dense.bias"]),
        "max_position_embeddings": len(found["encoder.embeddings.position_embeddings.weight"]),
        "type_vocab_size": len(found["encoder.embeddings.token_type_embeddings.weight"]),
        "layer_norm_eps": {a.name: a.f for a in normal.attribute}["epsilon"],
        "pad_token_id": 1,
    }
