"""The loaded model folder: tokenizer, engine, what its heads say of a conversation."""

from spejl.model.evidence import Evidence, pool
from spejl.model.folder import DEFAULT_MODEL, ModelSettings, find_model, verify
from spejl.model.loaded import Model, load_model

__all__ = [
    "DEFAULT_MODEL",
    "Evidence",
    "Model",
    "ModelSettings",
    "find_model",
    "load_model",
    "pool",
    "verify",
]
