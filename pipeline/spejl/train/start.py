"""The network and tokenizer that a run starts from."""

import json
from pathlib import Path
from typing import Any

from spejl.errors import ModelError, SettingsError
from spejl.model import find_model, verify
from spejl.model.folder import TOKENIZER
from spejl.train.base import ATTENTION, PACKAGED, hub_encoder, packaged_encoder, packaged_tokenizer
from spejl.train.network import MitiNetwork, with_vocabulary
from spejl.train.rebuild import rebuild
from spejl.train.settings import TrainSettings
from spejl.train.vocabulary import trim

WEIGHTS, RECORD = "network.pt", "settings.json"
"""Of a run's folder."""


def start(settings: TrainSettings) -> tuple[MitiNetwork, dict[str, Any]]:
    """A network and its tokenizer.json.

    From a base encoder, from a former run's folder, or from a finished model folder.

    Raises:
        ModelError: A finished model is altered, or has a shape that cannot be continued from.
        SettingsError: The encoder or the file of pieces cannot be had.
    """
    import torch

    torch.manual_seed(settings.seed)  # Of the heads, where they are new.
    former = Path(settings.encoder)
    if (former / WEIGHTS).is_file():
        return _continue(former, settings)
    finished = finished_model(settings.encoder)
    if finished is not None:
        text = (finished / TOKENIZER).read_text(encoding="utf-8")
        return rebuild(finished, settings.dropout), json.loads(text)
    if settings.encoder == PACKAGED:
        encoder, tokenizer = packaged_encoder(), packaged_tokenizer()
    else:
        encoder, tokenizer = hub_encoder(settings.encoder)
    tokenizer, source = trim(tokenizer, _pieces(settings.pieces))
    encoder = with_vocabulary(encoder, source, settings.seed)
    return MitiNetwork(encoder, settings.dropout), tokenizer


def finished_model(encoder: str) -> Path | None:
    """The model folder that is named, as by `small`; None where it names an encoder."""
    try:
        folder = find_model(encoder)
    except ModelError:
        return None
    verify(folder)
    return folder


def save_start(folder: Path, network: MitiNetwork) -> None:
    """Write what `start` needs to continue from this run."""
    import torch

    config = network.encoder.config.to_dict()
    torch.save({"config": config, "weights": network.state_dict()}, folder / WEIGHTS)


def _continue(folder: Path, settings: TrainSettings) -> tuple[MitiNetwork, dict[str, Any]]:
    import torch
    from transformers import AutoConfig, AutoModel

    saved = torch.load(folder / WEIGHTS, weights_only=False)
    config = AutoConfig.for_model(**saved["config"])
    config._attn_implementation = ATTENTION
    network = MitiNetwork(AutoModel.from_config(config), settings.dropout)
    network.load_state_dict(saved["weights"])
    return network, json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))


def _pieces(file: str) -> list[str] | None:
    if not file:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise SettingsError(f"there is no file {file}", "pieces") from None
