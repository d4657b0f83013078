"""All settings with their defaults. `configs/default.toml` is generated from this page."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from spejl.errors import SettingsError
from spejl.languages import LANGUAGES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; every field is a key of the configuration file."""

    model: str = "small"
    """A model folder, or the name of a shipped model."""
    language: str = ""
    """da, sv, nb or nn; empty: found for each session."""
    practitioner: str = ""
    """Name of the practitioner as it stands in the transcripts; empty: found for each session."""
    goal: str = ""
    """The change the conversations are about; empty: as the transcripts say."""
    format: str = "csv"
    """Form of the tables: csv, parquet or jsonl."""
    segment: str = ""
    """Length of the parts that sessions are scored in, such as 20min; empty: whole sessions."""
    start: str = ""
    """Where the one part that is scored begins, in seconds or h:mm:ss; empty: all parts."""
    report: bool = False
    """Write a feedback report for each session."""
    report_language: str = ""
    """da, sv, nb, nn or en; empty: each session's own."""
    threads: int = 0
    """Threads inside the model; 0: one per core."""
    engine: str = "onnxruntime"
    """What runs the model: onnxruntime, or openvino (extra `fast`) for large batches."""
    max_megabytes: int = 64
    """Larger transcripts are refused."""
    recogniser: str = ""
    """For recordings: a model folder or name; empty: the installed one that suits the language."""
    models: str = ""
    """Folder of the models for recordings; empty: SPEJL_MODELS, else the user's data folder."""
    speakers: int = 2
    """Speakers in a recording; 0: found for each."""


REPORT_LANGUAGES = ("da", "sv", "nb", "nn", "en")
FORMATS = ("csv", "parquet", "jsonl")
ENGINES = ("onnxruntime", "openvino")


def read_settings_file(path: Path) -> Settings:
    """The settings in a TOML file; keys that it lacks keep their default.

    Raises:
        SettingsError: The file is missing or no TOML, or a key is unknown or of the wrong kind.
    """
    return checked(with_values(Settings(), read_toml(path)))


def read_toml(path: Path) -> dict[str, Any]:
    """The keys and values of a TOML file.

    Raises:
        SettingsError: The file is missing, cannot be opened, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no file {path}", "config") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be opened ({error.strerror})", "config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"{path} is not valid TOML", "config") from None


def with_values(default: S, data: dict[str, Any]) -> S:
    """Settings with some values replaced; a whole number will do for a decimal one.

    Raises:
        SettingsError: A key is unknown or its value of the wrong kind.
    """
    known = {f.name: type(getattr(default, f.name)) for f in fields(default)}
    for key, value in data.items():
        if key not in known:
            raise SettingsError(f"no such setting; there are {', '.join(known)}", key)
        kind = known[key]
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise SettingsError(f"expected {kind.__name__}, found {type(value).__name__}", key)
    return replace(default, **data)


def checked(settings: Settings) -> Settings:
    """The same settings.

    Raises:
        SettingsError: A value is outside what is possible.
    """
    if settings.format not in FORMATS:
        raise SettingsError(f"expected one of {', '.join(FORMATS)}", "format")
    if settings.language and settings.language.lower() not in (*LANGUAGES, "no"):
        raise SettingsError(
            f"found '{settings.language}', which is not one of da, sv, nb and nn", "language"
        )
    if settings.report_language and settings.report_language not in REPORT_LANGUAGES:
        raise SettingsError(f"expected one of {', '.join(REPORT_LANGUAGES)}", "report_language")
    if settings.engine not in ENGINES:
        raise SettingsError(f"expected one of {', '.join(ENGINES)}", "engine")
    if settings.threads < 0:
        raise SettingsError("expected 0 or more", "threads")
    if settings.speakers < 0:
        raise SettingsError("expected 0 or more", "speakers")
    if settings.max_megabytes < 1:
        raise SettingsError("expected 1 or more", "max_megabytes")
    return settings
