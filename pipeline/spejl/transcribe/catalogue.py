"""The models that can be fetched or converted for recordings, as data (`catalogue.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spejl.errors import ModelError

HUB = "https://huggingface.co"
RECOGNISER, VOICES = "recogniser", "voices"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model."""

    name: str
    """In the model's folder."""
    size: int | None = None
    """Bytes; None where the catalogue does not know it exactly."""
    sha256: str = ""
    """Hex; empty where the first download says it."""
    about: int = 0
    """Bytes, roughly; for files whose size is not known exactly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A model in the catalogue."""

    name: str
    title: str
    languages: tuple[str, ...]
    """da, sv, nb, nn; empty for models that work with every language."""
    licence: str
    repository: str
    """owner/name on the hub."""
    revision: str
    files: tuple[ModelFile, ...]
    note: str
    verbatim: bool
    """Keeps fillers and false starts."""
    convert: bool
    """It must be converted by hand; there is nothing to fetch."""
    package: str = ""
    """The Python package whose wheel is the one file; empty for models of the hub."""
    kind: str = RECOGNISER
    """`RECOGNISER`, or `VOICES` for what tells speakers apart."""

    @property
    def size(self) -> int:
        """Bytes of all files, as far as they are known."""
        return sum(file.size or file.about for file in self.files)

    @property
    def conversion(self) -> str:
        """The command that converts it, to be run where the network may be used."""
        revision = f" --revision {self.revision}" if self.revision != "main" else ""
        return (
            "ct2-transformers-converter "
            f"--model {self.repository}{revision} --output_dir {self.name} "
            "--copy_files tokenizer.json preprocessor_config.json --quantization float16"
        )

    def address(self, file: ModelFile, base: str | None = None) -> str:
        """Where a file is fetched from; a package from wherever pip is set to.

        Args:
            file: One of `files`.
            base: Server with the same paths, such as a mirror; None for the original.
        """
        if self.package:
            return f"{base.rstrip('/')}/{file.name}" if base else f"pip ({self.package})"
        root = (base or HUB).rstrip("/")
        return f"{root}/{self.repository}/resolve/{self.revision}/{file.name}"


@cache
def catalogue() -> tuple[Entry, ...]:
    """All entries, the first choices first."""
    text = files("spejl.transcribe").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(_entry(row) for row in tomllib.loads(text)["model"])


def entry(name: str) -> Entry:
    """The entry with this name.

    Raises:
        ModelError: There is none.
    """
    for known in catalogue():
        if known.name == name:
            return known
    raise ModelError(
        f"no model of this name is known; there are {', '.join(e.name for e in catalogue())}", name
    )


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        name=row["name"],
        title=row["title"],
        languages=tuple(row.get("languages", ())),
        licence=row["licence"],
        repository=row.get("repository", ""),
        revision=row.get("revision", "main"),
        files=tuple(ModelFile(**file) for file in row.get("files", ())),
        note=row["note"],
        verbatim=row.get("verbatim", False),
        package=row.get("package", ""),
        convert=row.get("convert", False),
        kind=row.get("kind", RECOGNISER),
    )
