"""What a voice sounds like, as 256 numbers: Resemblyzer's encoder, run by numpy alone.

Three LSTM layers of width 256 read 1.6 s of mel spectra; the last state, through a linear layer,
is the voice. The weights (1.4 million, Apache-2.0) are not part of Spejl: they come from the
`Resemblyzer` wheel, out of which `prepare` takes them once; it need not be installed.
"""

import hashlib
import importlib.util
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spejl.errors import ModelError
from spejl.transcribe.mel import BANDS, mel
from spejl.transcribe.sound import RATE
from spejl.transcribe.torch_file import read_tensors

FOLDER = "voices/resemblyzer"
"""Where the weights lie under the folder of models."""
WEIGHTS, LICENCE = "weights.npz", "LICENSE"

WHEEL = "Resemblyzer-0.1.4-py3-none-any.whl"
_INSIDE = "resemblyzer/pretrained.pt"
_INSIDE_SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
_LICENCE_INSIDE = "Resemblyzer-0.1.4.dist-info/LICENSE"

WIDTH = 256
_LAYERS = 3
_FRAMES = 160
_SAMPLES = round(1.6 * RATE)
_BATCH = 64
_LOUDNESS = 10 ** (-30 / 20)
"""Root mean square to which every piece is brought; that of the encoder's training."""

Weights = dict[str, NDArray[np.float32]]


class Voices:
    """The encoder.

    Args:
        weights: By their names in the wheel; float32.
    """

    def __init__(self, weights: Weights) -> None:
        self._layers = [
            (
                weights[f"lstm.weight_ih_l{i}"].T,
                weights[f"lstm.weight_hh_l{i}"].T,
                weights[f"lstm.bias_ih_l{i}"] + weights[f"lstm.bias_hh_l{i}"],
            )
            for i in range(_LAYERS)
        ]
        self._linear = weights["linear.weight"].T, weights["linear.bias"]

    def embed(self, pieces: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """The voice in every piece of sound.

        Args:
            pieces: Each of one speaker, 16 000 samples a second, not empty. What is longer than
                1.6 s is cut; what is shorter is repeated.

        Returns:
            *Shape:* (pieces, 256), of length 1: the product of two is their likeness, 0 to 1.
        """
        found = [np.zeros((0, WIDTH), np.float32)]
        for at in range(0, len(pieces), _BATCH):
            spectra = np.stack([_spectrum(piece) for piece in pieces[at : at + _BATCH]])
            found.append(self._read(spectra))
        return np.concatenate(found)

    def _read(self, spectra: NDArray[np.float32]) -> NDArray[np.float32]:
        steps = np.ascontiguousarray(spectra.transpose(1, 0, 2))
        for layer in self._layers:
            steps = _lstm(steps, *layer)
        voice = np.maximum(steps[-1] @ self._linear[0] + self._linear[1], 0)
        length = np.linalg.norm(voice, axis=1, keepdims=True)
        return np.asarray(voice / np.maximum(length, 1e-9), np.float32)


def _spectrum(piece: NDArray[np.float32]) -> NDArray[np.float32]:
    loud = float(np.sqrt(np.mean(piece.astype(np.float64) ** 2)))
    full = np.resize(piece * (_LOUDNESS / max(loud, 1e-6)), _SAMPLES)
    return mel(np.asarray(full, np.float32))[:_FRAMES]


def _lstm(
    steps: NDArray[np.float32],
    inward: NDArray[np.float32],
    onward: NDArray[np.float32],
    bias: NDArray[np.float32],
) -> NDArray[np.float32]:
    """States after every step. *Shape:* (steps, batch, inputs) to (steps, batch, 256)."""
    n, batch, _ = steps.shape
    given = steps @ inward + bias
    states = np.empty((n, batch, WIDTH), np.float32)
    state = cell = np.zeros((batch, WIDTH), np.float32)
    for i in range(n):
        gates = given[i] + state @ onward
        take, keep, show = (_sigmoid(gates[:, k * WIDTH : (k + 1) * WIDTH]) for k in (0, 1, 3))
        cell = keep * cell + take * np.tanh(gates[:, 2 * WIDTH : 3 * WIDTH])
        state = states[i] = show * np.tanh(cell)
    return states


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(0.5 * np.tanh(0.5 * x) + 0.5, np.float32)


def load_voices(folder: Path) -> Voices:
    """The encoder, with weights that `prepare` left, or else those of an installed Resemblyzer.

    Args:
        folder: Such as `<models>/voices/resemblyzer`.

    Raises:
        ModelError: There are none, or they are not what they should be.
    """
    path = folder / WEIGHTS
    if path.is_file():
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                return Voices(_checked({name: file[name] for name in file.files}))
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile):
            raise ModelError(f"{WEIGHTS} is damaged; fetch the voices again", folder) from None
    installed = _installed()
    if installed is not None:
        return Voices(_weights(installed.read_bytes(), installed))
    raise ModelError(
        "the weights that tell voices apart are not here; fetch them with 'spejl models fetch "
        "voices', or give the folder of models in which they lie",
        folder,
    )


def has_voices(folder: Path) -> bool:
    """Whether `load_voices` finds weights; they are not read."""
    return (folder / WEIGHTS).is_file() or _installed() is not None


def prepare(wheel_or_file: Path, folder: Path) -> None:
    """Take the encoder's weights and licence out of the Resemblyzer wheel into a folder.

    Args:
        wheel_or_file: Version 0.1.4 of the wheel, or `pretrained.pt` from it.
        folder: Where `load_voices` will find them; made if it is not there.

    Raises:
        ModelError: It is another file, or it is damaged. The folder is left as it was.
    """
    licence = b""
    try:
        if zipfile.is_zipfile(wheel_or_file):
            with zipfile.ZipFile(wheel_or_file) as wheel:
                saved, licence = wheel.read(_INSIDE), wheel.read(_LICENCE_INSIDE)
        else:
            saved = wheel_or_file.read_bytes()
    except (OSError, KeyError, zipfile.BadZipFile):
        raise ModelError(f"expected {WHEEL} or the pretrained.pt in it", wheel_or_file) from None
    weights = _weights(saved, wheel_or_file)
    folder.mkdir(parents=True, exist_ok=True)
    if licence:
        (folder / LICENCE).write_bytes(licence)
    part = folder / f"{WEIGHTS}.part"
    with part.open("wb") as file:
        np.savez(file, allow_pickle=False, **weights)
    part.replace(folder / WEIGHTS)


def _installed() -> Path | None:
    """The weights in an installed Resemblyzer, which is not imported."""
    spec = importlib.util.find_spec("resemblyzer")
    path = Path(spec.origin).parent / "pretrained.pt" if spec and spec.origin else None
    return path if path is not None and path.is_file() else None


def _weights(saved: bytes, path: Path) -> Weights:
    if hashlib.sha256(saved).hexdigest() != _INSIDE_SHA256:
        raise ModelError(
            "these are not the weights of Resemblyzer 0.1.4 (their SHA-256 differs); "
            f"fetch {WHEEL} again",
            path,
        )
    tensors = read_tensors(io.BytesIO(saved), "model_state")
    return _checked({name: x for name, x in tensors.items() if not name.startswith("similarity")})


def _checked(weights: Weights) -> Weights:
    """The weights, if they have the encoder's names and shapes.

    Raises:
        ValueError: They have not.
    """
    shapes: dict[str, tuple[int, ...]] = {
        "linear.weight": (WIDTH, WIDTH),
        "linear.bias": (WIDTH,),
    }
    for i in range(_LAYERS):
        shapes[f"lstm.weight_ih_l{i}"] = (4 * WIDTH, WIDTH if i else BANDS)
        shapes[f"lstm.weight_hh_l{i}"] = (4 * WIDTH, WIDTH)
        shapes[f"lstm.bias_ih_l{i}"] = shapes[f"lstm.bias_hh_l{i}"] = (4 * WIDTH,)
    if {name: x.shape for name, x in weights.items()} != shapes:
        raise ValueError("these are not the encoder's weights")
    return weights
