"""A model folder on disk: what is in it, where the shipped one is, and whether it is unaltered."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from spejl.errors import ModelError
from spejl.model.windows import BEGIN, END, PAD, UNKNOWN

DEFAULT_MODEL = "small"

ONNX, TOKENIZER, SETTINGS, HASHES = "model.onnx", "tokenizer.json", "spejl.json", "SHA256SUMS"
HASHED = (ONNX, TOKENIZER, SETTINGS)
"""Files without which the model is not the model."""

TOKENIZER_CONFIG = "tokenizer_config.json"
"""What Hugging Face's AutoTokenizer looks for; Spejl does not need it, so it is not hashed."""

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What must be known of a model beside its weights (`spejl.json`)."""

    name: str
    version: str
    format: int = FORMAT
    """Raised whenever older programs would misuse the folder."""
    window: int = 256
    """Tokens in a window, special pieces included."""
    overlap: int = 32
    """Tokens that neighbouring windows share."""
    boundary: float = 0.5
    """Probability from which a boundary at a sentence speaks for a new thought unit."""
    boundary_unpunctuated: float = 0.5
    """The same for a word, where there is no punctuation."""
    temperature: dict[str, float] = field(default_factory=dict)
    """Per head; fitted on the calibration split. Missing means 1."""
    review_code: float = 0.5
    """Practitioner utterances whose code is less probable are marked for review."""
    review_talk: float = 0.5
    """The same for client talk."""
    widening: dict[str, float] = field(default_factory=dict)
    """Margin per measure for the ratio intervals; fitted on sessions that were not learnt from."""

    def to_json(self) -> str:
        """The settings as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_settings(folder: Path) -> ModelSettings:
    """The settings of a model folder.

    Raises:
        ModelError: The file is missing, unreadable, or of a newer format.
    """
    try:
        data = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        data.pop("code_bias", None)  # Of older folders; it was always empty.
        settings = ModelSettings(**data)
    except FileNotFoundError:
        raise ModelError(f"there is no {SETTINGS}; this is not a model folder", folder) from None
    except (ValueError, TypeError, KeyError):
        raise ModelError(f"{SETTINGS} cannot be read; fetch the model again", folder) from None
    if settings.format > FORMAT:
        raise ModelError(
            f"format {settings.format} is newer than {FORMAT}, which this Spejl reads; "
            "update Spejl",
            folder,
        )
    return settings


def find_model(name: str | Path | None = None) -> Path:
    """The folder of a model: a path, or the name of a shipped one.

    Args:
        name: A folder, a name such as "small", or None for the shipped default.

    Raises:
        ModelError: There is no such folder.
    """
    wanted = str(name or DEFAULT_MODEL)
    here = Path(__file__).resolve().parents[1]
    candidates = [Path(wanted), here / "models" / wanted, here.parents[1] / "models" / wanted]
    for folder in candidates:
        if (folder / SETTINGS).is_file():
            return folder
    raise ModelError(
        "no model was found here; expected a folder with model.onnx, tokenizer.json and "
        f"{SETTINGS}, or the name of a shipped model ('{DEFAULT_MODEL}')",
        wanted,
    )


def write_tokenizer_config(folder: Path) -> None:
    """Write what `AutoTokenizer.from_pretrained` needs to load the folder's tokenizer.json.

    Raises:
        ModelError: The folder's settings cannot be read.
    """
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": BEGIN,
        "cls_token": BEGIN,
        "eos_token": END,
        "sep_token": END,
        "pad_token": PAD,
        "unk_token": UNKNOWN,
        "model_max_length": read_settings(folder).window,
        "clean_up_tokenization_spaces": False,
    }
    text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
    (folder / TOKENIZER_CONFIG).write_text(text, encoding="utf-8")


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_hashes(folder: Path) -> None:
    """Write SHA256SUMS for the files that make the model."""
    lines = [f"{sha256(folder / name)}  {name}\n" for name in HASHED]
    (folder / HASHES).write_text("".join(lines), encoding="utf-8")


def verify(folder: Path) -> str:
    """Check every file of a model folder against its SHA256SUMS.

    Returns:
        The model's hash: SHA-256 of SHA256SUMS, hex.

    Raises:
        ModelError: A file is missing or is not the one that the sums were made for.
    """
    try:
        listed = (folder / HASHES).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ModelError(f"there is no {HASHES}; fetch the model again", folder) from None
    sums = {name: digest for digest, _, name in (li.partition("  ") for li in listed.splitlines())}
    for name in HASHED:
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{name} is missing; fetch the model again", folder)
        if sums.get(name) != sha256(path):
            raise ModelError(
                f"{name} is not the file that the model was made with (its SHA-256 differs from "
                f"{HASHES}); fetch the model again",
                folder,
            )
    return hashlib.sha256(listed.encode()).hexdigest()
