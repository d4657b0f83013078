"""The model folder as Hugging Face's AutoTokenizer loads it, and older settings."""

import json
from pathlib import Path

import pytest

from conftest import ROOT
from spejl.model import find_model, verify
from spejl.model.folder import SETTINGS, TOKENIZER, TOKENIZER_CONFIG, read_settings
from spejl.model.folder import write_tokenizer_config as write
from spejl.readers import read_all

TEXTS = [
    turn.text
    for path in sorted((ROOT / "data/examples").iterdir())
    for session in read_all(path)
    for turn in session.turns
]


def test_the_ids_are_those_of_the_tokenizer() -> None:
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer

    folder = find_model()
    auto = transformers.AutoTokenizer.from_pretrained(folder)
    own = Tokenizer.from_file(str(folder / TOKENIZER))
    assert len(TEXTS) > 40
    assert auto(TEXTS)["input_ids"] == [e.ids for e in own.encode_batch(TEXTS)]
    marked = "<practitioner> Hva nå?</s>"
    assert auto(marked)["input_ids"] == own.encode(marked).ids
    padded = auto(["Ja.", "Nej, men så."], padding=True)
    assert padded["input_ids"][0][-1] == own.token_to_id("<pad>")


def test_the_shipped_file_is_what_is_written(tmp_path: Path) -> None:
    folder = find_model()
    verify(folder)
    (tmp_path / SETTINGS).write_bytes((folder / SETTINGS).read_bytes())
    write(tmp_path)
    assert (tmp_path / TOKENIZER_CONFIG).read_bytes() == (folder / TOKENIZER_CONFIG).read_bytes()


def test_settings_with_the_former_code_bias_load(tmp_path: Path) -> None:
    data = {"name": "old", "version": "1", "code_bias": []}
    (tmp_path / SETTINGS).write_text(json.dumps(data), encoding="utf-8")
    assert read_settings(tmp_path).name == "old"
