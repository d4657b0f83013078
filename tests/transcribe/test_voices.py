"""The voice encoder: its arithmetic, its weights' way out of the wheel, what it tells apart."""

import hashlib
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spejl.errors import ModelError
from spejl.transcribe import voices as module
from spejl.transcribe.sound import RATE
from spejl.transcribe.voices import BANDS, LICENCE, WEIGHTS, WIDTH, Voices, load_voices, prepare
from transcribe.spoken import needs_espeak, say
from transcribe.test_torch_file import Tensor, saved, torch_names

_ = torch_names


def made_weights() -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(4)
    shapes = {"linear.weight": (WIDTH, WIDTH), "linear.bias": (WIDTH,)}
    for i in range(3):
        shapes[f"lstm.weight_ih_l{i}"] = (4 * WIDTH, WIDTH if i else BANDS)
        shapes[f"lstm.weight_hh_l{i}"] = (4 * WIDTH, WIDTH)
        shapes[f"lstm.bias_ih_l{i}"] = shapes[f"lstm.bias_hh_l{i}"] = (4 * WIDTH,)
    return {name: (0.08 * rng.standard_normal(s)).astype(np.float32) for name, s in shapes.items()}


def noise(seconds: float) -> NDArray[np.float32]:
    drawn = np.random.default_rng(6).standard_normal(round(seconds * RATE))
    return np.asarray(0.1 * drawn, np.float32)


def logistic(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_the_arithmetic_is_that_of_an_lstm() -> None:
    """The textbook's equations, a step at a time; gates in torch's order i, f, g, o."""
    w = made_weights()
    x = module._spectrum(noise(1.6))
    assert x.shape == (160, BANDS)
    for i in range(3):
        h, c, out = np.zeros(WIDTH), np.zeros(WIDTH), []
        for step in x:
            z = w[f"lstm.weight_ih_l{i}"] @ step + w[f"lstm.bias_ih_l{i}"]
            z = z + w[f"lstm.weight_hh_l{i}"] @ h + w[f"lstm.bias_hh_l{i}"]
            take, keep, new, show = np.split(z, 4)
            c = logistic(keep) * c + logistic(take) * np.tanh(new)
            h = logistic(show) * np.tanh(c)
            out.append(h)
        x = np.array(out)
    voice = np.maximum(w["linear.weight"] @ x[-1] + w["linear.bias"], 0)
    expected = voice / np.linalg.norm(voice)
    assert np.allclose(Voices(w).embed([noise(1.6)])[0], expected, atol=1e-4)


def test_many_pieces_are_heard_as_each_alone() -> None:
    encoder = Voices(made_weights())
    pieces = [noise(0.3 + 0.02 * i) for i in range(70)]
    together = encoder.embed(pieces)
    assert together.shape == (70, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[[0, 66]], encoder.embed([pieces[0], pieces[66]]), atol=1e-5)
    assert encoder.embed([]).shape == (0, WIDTH)


def test_loudness_does_not_matter_and_silence_is_no_number() -> None:
    encoder = Voices(made_weights())
    loud, soft, silent = encoder.embed([noise(1), 0.05 * noise(1), np.zeros(9000, np.float32)])
    assert np.allclose(loud, soft, atol=1e-3)
    assert np.isfinite(silent).all()


def wheel(path: Path, weights: dict[str, NDArray[np.float32]]) -> Path:
    tensors, storages, more = OrderedDict(), {}, {"similarity_bias": np.zeros(1, np.float32)}
    for name, values in {**weights, **more}.items():
        storages[name] = values.reshape(-1)
        strides = tuple(s // 4 for s in values.strides)
        tensors[name] = Tensor(name, 0, values.shape, strides)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("resemblyzer/pretrained.pt", saved({"model_state": tensors}, storages))
        file.writestr("Resemblyzer-0.1.4.dist-info/LICENSE", "Apache License")
    return path


def test_from_the_wheel_to_the_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = made_weights()
    path = wheel(tmp_path / "made.whl", weights)
    with zipfile.ZipFile(path) as file:
        inside = file.read("resemblyzer/pretrained.pt")
    monkeypatch.setattr(module, "_INSIDE_SHA256", hashlib.sha256(inside).hexdigest())
    prepare(path, tmp_path / "voices")
    assert {p.name for p in (tmp_path / "voices").iterdir()} == {WEIGHTS, LICENCE}
    found = load_voices(tmp_path / "voices").embed([noise(1)])
    assert np.array_equal(found, Voices(weights).embed([noise(1)]))


def test_another_wheel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="SHA-256 differs"):
        prepare(wheel(tmp_path / "made.whl", made_weights()), tmp_path / "voices")
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as file:
        file.writestr("other/weights.bin", "")
    for path in (tmp_path / "other.whl", tmp_path / "nothing.whl"):
        with pytest.raises(ModelError, match=r"expected Resemblyzer-0\.1\.4"):
            prepare(path, tmp_path / "voices")
    assert not (tmp_path / "voices").exists()


def test_missing_and_damaged_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_installed", lambda: None)
    with pytest.raises(ModelError, match="spejl models fetch voices"):
        load_voices(tmp_path)
    np.savez(tmp_path / WEIGHTS, other=np.zeros(3))
    with pytest.raises(ModelError, match="is damaged"):
        load_voices(tmp_path)
    (tmp_path / WEIGHTS).write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(ModelError, match="is damaged"):
        load_voices(tmp_path)


@needs_espeak
def test_the_real_encoder_knows_a_voice_again(voices: Voices) -> None:
    texts = ("Hvad har du tænkt over siden sidst?", "Jeg vil gerne sove bedre og hoste mindre.")
    pieces = [say(text, voice) for voice in ("da+m3", "da+f4") for text in texts]
    one, same, other, _ = voices.embed(pieces)
    assert one @ same > one @ other + 0.1
