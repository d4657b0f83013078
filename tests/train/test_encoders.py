"""Encoders of other families than the shipped model's, random and small, from folder to graph."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import ROOT

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")
transformers = pytest.importorskip("transformers")

from spejl.errors import SettingsError  # noqa: E402
from spejl.model.engines import OnnxEngine  # noqa: E402
from spejl.model.folder import ModelSettings  # noqa: E402
from spejl.model.windows import SPECIAL  # noqa: E402
from spejl.train.batches import collate  # noqa: E402
from spejl.train.examples import TrainingPieces, WindowSettings, example, windows  # noqa: E402
from spejl.train.export import FULL, export  # noqa: E402
from spejl.train.settings import TrainSettings, read_train_settings  # noqa: E402
from spejl.train.splits import read_corpus  # noqa: E402
from spejl.train.start import start  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

TEXT = ["Så du vil gerne ryge mindre om aftenen, og det er svært.", "Hva tenker du om det?"] * 20
SHAPE = {
    "hidden_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 140,
}


def _word_pieces() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        TEXT, trainers.WordPieceTrainer(vocab_size=200, special_tokens=special)
    )
    return tokenizer, {"pad_token": "[PAD]", "unk_token": "[UNK]"}


def _bytes() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    return tokenizer, {"pad_token": "<pad>", "unk_token": "<unk>"}


def _save(folder: Path, family: str) -> None:
    tokenizer, named = _word_pieces() if family == "Bert" else _bytes()
    config = getattr(transformers, f"{family}Config")(
        vocab_size=tokenizer.get_vocab_size(), pad_token_id=1, **SHAPE
    )
    torch.manual_seed(0)
    getattr(transformers, f"{family}Model")(config).save_pretrained(folder)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(
        folder
    )


@pytest.mark.parametrize("family", ["Bert", "Roberta", "ModernBert"])
def test_an_encoder_of_another_family_reads_and_is_exported(tmp_path: Path, family: str) -> None:
    from tokenizers import Tokenizer

    _save(tmp_path / "encoder", family)
    settings = replace(TrainSettings(), encoder=str(tmp_path / "encoder"), pieces="")
    network, tokenizer = start(settings)
    network.eval()
    encoder = Tokenizer.from_str(json.dumps(tokenizer))
    ((_, begins),) = TrainingPieces(encoder).encode([TEXT[0]])
    assert sum(begins) == len(TEXT[0].split())
    assert [encoder.token_to_id(piece) for piece in SPECIAL] == list(range(len(SPECIAL)))
    ids = np.asarray(encoder.encode(TEXT[0]).ids)
    assert ids.min() == 0 and SPECIAL.index("<unk>") not in ids
    assert len(ids) > 5 and ids.max() < network.encoder.config.vocab_size
    with torch.inference_mode():
        expected = network(torch.from_numpy(ids[None]), torch.ones(1, len(ids), dtype=torch.long))
    export(network, tokenizer, ModelSettings("other", "0"), tmp_path / "model")
    found = OnnxEngine(tmp_path / "model" / FULL).logits(ids)
    assert np.allclose(found, expected[0].numpy(), atol=1e-4)


def test_pieces_of_another_tokenizer_are_not_picked(tmp_path: Path) -> None:
    _save(tmp_path / "encoder", "Bert")
    settings = replace(
        TrainSettings(),
        encoder=str(tmp_path / "encoder"),
        pieces=str(ROOT / "configs/train/pieces.txt"),
    )
    with pytest.raises(SettingsError, match='pieces = ""'):
        start(settings)


CONFIGS = sorted((ROOT / "configs/train/encoders").glob("*.toml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_a_configuration_is_read(path: Path) -> None:
    settings = read_train_settings(path)
    assert settings.name == path.stem
    assert "/" in settings.encoder
    assert path.name in path.read_text(encoding="utf-8")


def test_a_batch_moves_whole() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(ROOT / "models/small/tokenizer.json"))
    (conversation, *_) = read_corpus(ROOT / "data/corpus", ("validation",))["validation"]
    parts = list(
        windows(example(conversation), TrainingPieces(tokenizer), WindowSettings(128), None)
    )
    moved = collate(parts[:2]).to(torch.device("meta"))
    tensors = [moved.ids, moved.mask, moved.boundary_weight]
    tensors += [tensor for spans in moved.spans.values() for tensor in spans]
    assert len(tensors) > 12
    assert {tensor.device.type for tensor in tensors} == {"meta"}
