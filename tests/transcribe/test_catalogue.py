"""The models that are known, where they come from, and which of those here is taken."""

from dataclasses import replace
from pathlib import Path

import pytest

from spejl.errors import ModelError
from spejl.transcribe.catalogue import catalogue
from spejl.transcribe.store import LOCK, find_recogniser, read_lock
from transcribe.model_server import ENTRY


def test_the_catalogue_names_every_language_and_whole_hashes() -> None:
    for one in catalogue():
        assert one.convert is (not one.files)
        for file in one.files:
            assert len(file.sha256) in (0, 64)
            assert file.size or file.about or file.name != "model.bin"
    for language in ("da", "sv", "nb", "nn"):
        assert any(language in e.languages and not e.convert for e in catalogue())


def test_addresses_follow_the_mirror() -> None:
    package = replace(ENTRY, package="one==1")
    hub = "https://huggingface.co/somebody/small-one/resolve/abc/config.json"
    assert ENTRY.address(ENTRY.files[0]) == hub
    assert package.address(ENTRY.files[0]) == "pip (one==1)"
    assert package.address(ENTRY.files[0], "http://mirror/") == "http://mirror/config.json"


def test_the_recogniser_that_suits_the_language_is_found(tmp_path: Path) -> None:
    def put(name: str) -> Path:
        (tmp_path / name).mkdir()
        for file in ("model.bin", "config.json", "tokenizer.json"):
            (tmp_path / name / file).write_text("{}")
        return tmp_path / name

    with pytest.raises(ModelError, match="fetch kb-whisper-large`"):
        find_recogniser("", tmp_path, "sv")
    own = put("my-own")
    assert find_recogniser("", tmp_path, "sv") == own
    roest, plain = put("roest-whisper-large-v1"), put("nb-whisper-large")
    verbatim = put("nb-whisper-large-verbatim")
    assert find_recogniser("", tmp_path, "nn") == verbatim
    assert find_recogniser("", tmp_path, "da") == roest
    assert find_recogniser("nb-whisper-large", tmp_path, "nn") == plain
    assert find_recogniser(str(own), tmp_path, "nn") == own
    with pytest.raises(ModelError, match="no recogniser for 'sv'"):
        find_recogniser("", tmp_path, "sv")


def test_a_lock_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("{")
    with pytest.raises(ModelError, match="cannot be read"):
        read_lock(tmp_path)
