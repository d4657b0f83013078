"""The folder of fetched models: where it is, what lies in it, and whether it is unaltered."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spejl.errors import ModelError
from spejl.model.folder import sha256
from spejl.transcribe.catalogue import RECOGNISER, VOICES, Entry, catalogue
from spejl.transcribe.voices import FOLDER, WEIGHTS

LOCK = "spejl-lock.json"
"""In a fetched model: its files with their sizes and hashes."""
MODELS_VARIABLE = "SPEJL_MODELS"
_RECOGNISER = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Locked:
    """What the lock says of one file."""

    size: int
    sha256: str
    published: bool
    """The hash was known before; False where the first download gave it."""


def models_folder(given: Path | None = None) -> Path:
    """The folder of models: the one given, else `SPEJL_MODELS`, else the user's data folder."""
    if given is not None:
        return given
    named = os.environ.get(MODELS_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("spejl", appauthor=False) / "models"


def read_lock(folder: Path) -> dict[str, Locked]:
    """The files in a model's lock; empty where it has none.

    Raises:
        ModelError: The lock cannot be read.
    """
    try:
        data = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return {
            str(name): Locked(int(f["size"]), str(f["sha256"]), bool(f["published"]))
            for name, f in data["files"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ModelError(f"{LOCK} cannot be read; fetch the model again", folder) from None


def write_lock(folder: Path, entry: Entry, files: dict[str, Locked]) -> None:
    """Write a model's lock, whole."""
    data: dict[str, Any] = {"model": entry.name, "revision": entry.revision, "files": {}}
    for name, one in sorted(files.items()):
        data["files"][name] = {
            "size": one.size,
            "sha256": one.sha256,
            "published": one.published,
        }
    part = folder / f"{LOCK}.part"
    part.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / LOCK)


def is_complete(entry: Entry, folder: Path) -> bool:
    """Whether a model of the catalogue lies whole in its folder; hashes are not looked at."""
    if entry.convert:
        return is_recogniser(folder)
    if entry.kind == VOICES:
        return (folder.parent / FOLDER / WEIGHTS).is_file()
    lock = read_lock(folder)
    return all(is_whole(folder / file.name, lock.get(file.name)) for file in entry.files)


def is_whole(path: Path, one: Locked | None) -> bool:
    """Whether a file is there with the size that the lock says; its hash is not looked at."""
    return one is not None and _size(path) == one.size


def is_recogniser(folder: Path) -> bool:
    """Whether a folder holds the files of a recogniser in CTranslate2's form."""
    return all((folder / name).is_file() for name in _RECOGNISER)


def installed(root: Path) -> Iterator[tuple[str, Path]]:
    """(name, folder) of every recogniser in the folder of models, first choices first."""
    known = [e for e in catalogue() if e.kind == RECOGNISER]
    for one in known:
        if is_complete(one, root / one.name):
            yield one.name, root / one.name
    names = {one.name for one in known}
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.name not in names and folder.is_dir() and is_recogniser(folder):
            yield folder.name, folder


def find_recogniser(name: str, root: Path, language: str) -> Path:
    """The folder of a recogniser.

    Args:
        name: A folder, or a name in the folder of models; empty for the installed one that suits
            the language best: one that was made for it, else one for several.
        root: The folder of models.
        language: da, sv, nb or nn.

    Raises:
        ModelError: There is none; the message says how to get one.
    """
    if name:
        for folder in (Path(name), root / name):
            if is_recogniser(folder):
                return folder
        raise ModelError(
            "no recogniser was found here; expected a folder with model.bin, config.json and "
            "tokenizer.json, or a name from `spejl models list`",
            name,
        )
    here = dict(installed(root))
    suited = [e for e in catalogue() if e.name in here and language in e.languages]
    suited.sort(key=lambda e: (len(e.languages) > 2, not e.verbatim))
    if suited:
        return here[suited[0].name]
    if len(here) == 1:
        return next(iter(here.values()))
    raise ModelError(
        f"there is no recogniser for '{language}'; fetch one with `spejl models fetch "
        f"{first_choice(language)}` (where there is no network: copy its folder here, or say "
        "--models DIR)",
        root,
    )


def first_choice(language: str) -> str:
    """Name of the model to fetch for a language."""
    ready = [e for e in catalogue() if language in e.languages and not e.convert]
    return min(ready, key=lambda e: len(e.languages)).name


def verify_model(folder: Path) -> str:
    """Compare every file of a fetched model with its lock.

    Returns:
        What was found, in a sentence.

    Raises:
        ModelError: A file is missing or altered, or there is no lock.
    """
    lock = read_lock(folder)
    if not lock:
        raise ModelError(
            f"there is no {LOCK}, so that there is nothing to compare with; models that were "
            "converted by hand have none",
            folder,
        )
    for name, one in lock.items():
        if _size(folder / name) != one.size or sha256(folder / name) != one.sha256:
            raise ModelError(
                f"{name} is missing or is not the file that was fetched; fetch the model again",
                folder,
            )
    own = sum(not one.published for one in lock.values())
    against = "published hashes" if not own else f"hashes ({own} of them from the first download)"
    return f"{len(lock)} files unaltered by their {against}"


def fingerprint(folder: Path) -> str:
    """A hash that stands for a recogniser, hex."""
    lock = read_lock(folder)
    if lock:
        pairs = [f"{name} {one.sha256}" for name, one in sorted(lock.items())]
    else:
        pairs = [f"{name} {sha256(folder / name)}" for name in _RECOGNISER]
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
