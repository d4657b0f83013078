"""A random two-layer encoder, and short coded conversations to train it on."""

import json
from pathlib import Path

from conftest import ROOT
from spejl.corpus.files import conversation_files
from spejl.model import find_model
from spejl.train.settings import TrainSettings


def save_encoder(folder: Path) -> None:
    """Write a random encoder with the shipped model's tokenizer."""
    import torch
    import transformers

    tokenizer = find_model() / "tokenizer.json"
    config = transformers.BertConfig(
        vocab_size=len(json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=130,
        pad_token_id=1,
    )
    torch.manual_seed(0)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    transformers.PreTrainedTokenizerFast(
        tokenizer_file=str(tokenizer), pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(folder)


def put_conversations(folder: Path, n: int, lines: int = 24) -> list[str]:
    """Write the beginnings of n conversations of the corpus, two by each writer; their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, path in enumerate(conversation_files(ROOT / "data/corpus")[:: 700 // n][:n]):
        text = path.read_text(encoding="utf-8").splitlines()
        body = text.index("---") + 1
        header = [f"writer: p{number // 2}" if li[:7] == "writer:" else li for li in text[:body]]
        short = "\n".join([*header, *text[body : body + lines]])
        (folder / path.name).write_text(short + "\n", encoding="utf-8")
        names.append(path.stem)
    return names


def tiny_settings(encoder: Path) -> TrainSettings:
    """The settings of a run that takes a second."""
    return TrainSettings(
        name="tiny",
        version="0",
        encoder=str(encoder),
        pieces="",
        corpus="",
        contrast="",
        window=128,
        overlap=32,
        epochs=1,
        batch=2,
        bf16=False,
    )
