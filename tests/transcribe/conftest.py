"""The weights that tell voices apart, where the machine has them."""

import pytest

from spejl.errors import ModelError
from spejl.transcribe.voices import FOLDER, Voices, load_voices
from transcribe.fetch_voices import CACHE


@pytest.fixture(scope="session")
def voices() -> Voices:
    """Resemblyzer's encoder, from the cache of `fetch_voices.py` or an installed package."""
    try:
        return load_voices(CACHE / FOLDER)
    except ModelError:
        pytest.skip("needs the voices: python tests/transcribe/fetch_voices.py")
