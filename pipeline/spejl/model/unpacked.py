"""A graph in 8 bits as the same graph in which only the weights are stored in 8 bits.

It is for engines that have no 8-bit nodes, and for training to go on from. Only what the export
writes is known: fused attention, embeddings, and products of a matrix with weights. The weights
are multiplied out by a node of their own, so that they take no more room than before; what passes
between the layers is not rounded.
"""

from pathlib import Path
from typing import Any

_DOMAIN = "com.microsoft"
_ROUNDED = ("_quantized", "_scale", "_zero_point")


def unpacked(path: Path) -> Any:
    """The ONNX model in a file, computing in full precision; one that does so is as it was.

    A weight `w` comes from a `DequantizeLinear` node with the inputs `w_quantized`, `w_scale` and
    `w_zero_point`, which are whole tensors' (one scale, one zero point).

    Args:
        path: A graph that `spejl.train.export` wrote.
    """
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}

    nodes: list[Any] = []
    known: set[str] = set()

    def full(name: str) -> str:
        """The name of an 8-bit weight multiplied out, for which a node is added once."""
        base = name.removesuffix("_quantized")
        if base not in known:
            known.add(base)
            rounded = [base + end for end in _ROUNDED]
            nodes.append(onnx.helper.make_node("DequantizeLinear", rounded, [base]))
        return base

    products: set[str] = set()
    for node in graph.node:
        if node.op_type == "QAttention":
            source = made_by[node.input[0]].input[0]
            inputs = [source, full(node.input[1]), node.input[2], node.input[5]]
            nodes.append(_like(node, "Attention", inputs))
        elif node.op_type == "QEmbedLayerNormalization":
            inputs = [*node.input[:2], *map(full, node.input[2:7]), node.input[7]]
            nodes.append(_like(node, "EmbedLayerNormalization", inputs))
        elif node.op_type == "MatMulInteger":
            source = made_by[node.input[0]].input[0]
            product = _scaled(node.output[0], graph)
            products.add(product)
            inputs = [source, full(node.input[1])]
            name = node.name.removesuffix("_quant")
            nodes.append(onnx.helper.make_node("MatMul", inputs, [product], name))
        elif not products & set(node.output):
            nodes.append(node)
    _replace(graph, _needed(nodes, {one.name for one in graph.output}))
    return model


def _like(node: Any, kind: str, inputs: list[str]) -> Any:
    import onnx

    made = onnx.helper.make_node(kind, inputs, list(node.output), node.name, domain=_DOMAIN)
    made.attribute.extend(node.attribute)
    return made


def _scaled(product: str, graph: Any) -> str:
    """The name of a whole-number product after it was cast and multiplied by its scale."""
    (cast,) = (node for node in graph.node if product in node.input)
    (scaled,) = (node for node in graph.node if cast.output[0] in node.input)
    return str(scaled.output[0])


def _needed(nodes: list[Any], outputs: set[str]) -> list[Any]:
    """The nodes on which the outputs depend."""
    kept: list[Any] = []
    wanted = set(outputs)
    for node in reversed(nodes):
        if wanted & set(node.output):
            kept.append(node)
            wanted -= set(node.output)
            wanted |= set(node.input)
    return kept[::-1]


def _replace(graph: Any, nodes: list[Any]) -> None:
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
