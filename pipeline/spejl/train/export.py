"""From a trained network to the files of a model folder: ONNX in 8 bits, and the tokenizer."""

import json
from pathlib import Path
from typing import Any

import torch

from spejl.model.folder import ONNX, SETTINGS, TOKENIZER, ModelSettings
from spejl.train.network import MitiNetwork

_OPSET = 18


def export(
    network: MitiNetwork, tokenizer: dict[str, Any], settings: ModelSettings, folder: Path
) -> None:
    """Write model.onnx (dynamic int8), tokenizer.json and spejl.json.

    The full-precision graph stays beside them as float.onnx until the caller removes it.

    Args:
        network: Trained.
        tokenizer: Its tokenizer.json.
        settings: What inference must know.
        folder: Made if missing.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "float.onnx"
    network.eval().float()
    example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
    batch, length = torch.export.Dim("windows"), torch.export.Dim("tokens", max=512)
    torch.onnx.export(
        network,
        example,
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
        opset_version=_OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    quantize_dynamic(
        str(full),
        str(folder / ONNX),
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    text = json.dumps(tokenizer, ensure_ascii=False)
    (folder / TOKENIZER).write_text(text, encoding="utf-8")
    (folder / SETTINGS).write_text(settings.to_json(), encoding="utf-8")
