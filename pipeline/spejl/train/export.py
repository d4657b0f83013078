"""From a trained network to the files of a model folder: ONNX in 8 bits, and the tokenizer."""

import json
import logging
import warnings
from pathlib import Path
from typing import Any

import torch

from spejl.model.folder import (
    ONNX,
    SETTINGS,
    TOKENIZER,
    ModelSettings,
    write_tokenizer_config,
)
from spejl.train.network import MitiNetwork

_OPSET = 17
FULL = "float.onnx"
"""The graph in full precision, which stays beside the model as what 8 bits are compared with."""


def export(
    network: MitiNetwork, tokenizer: dict[str, Any], settings: ModelSettings, folder: Path
) -> None:
    """Write a model folder, with float.onnx beside model.onnx (dynamic int8).

    Attention, normalisation and activation are fused where ONNX Runtime knows the encoder's
    shape, which saves about a fifth of the time.

    Args:
        network: Trained.
        tokenizer: Its tokenizer.json.
        settings: What inference must know.
        folder: Made if missing.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    full = folder / FULL
    _trace(network, full)
    _fuse(network.encoder.config, full)
    quantize_dynamic(
        str(full),
        str(folder / ONNX),
        per_channel=True,
        weight_type=QuantType.QInt8,
        # Fused nodes are unknown to shape inference; all that is not told is 32-bit float (1).
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": 1},
    )
    text = json.dumps(tokenizer, ensure_ascii=False)
    (folder / TOKENIZER).write_text(text, encoding="utf-8")
    (folder / SETTINGS).write_text(settings.to_json(), encoding="utf-8")
    write_tokenizer_config(folder)


def _trace(network: MitiNetwork, path: Path) -> None:
    network.eval().float()
    if hasattr(network.encoder, "set_attn_implementation"):
        network.encoder.set_attn_implementation("eager")
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example, example),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": axes},
            opset_version=_OPSET,
            # The graphs of the newer exporter have no form in which attention would be fused.
            dynamo=False,
        )


def _fuse(config: Any, path: Path) -> None:
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    logging.getLogger("onnxruntime.transformers").setLevel(logging.ERROR)
    model = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
        optimization_options=FusionOptions("bert"),
    )
    model.save_model_to_file(str(path))
