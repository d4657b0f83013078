"""How another process makes the coder of a run, and how it knows that it is the right one."""

import os
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from spejl.coder import Coder, load
from spejl.errors import RunError, SpejlError
from spejl.model import find_model, verify
from spejl.model.folder import read_settings

PACKAGES = ("spejl", "onnxruntime", "tokenizers", "spacy", "py3langid", "numpy", "openvino")
"""Libraries on whose versions codes may depend."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What can be sent to a process so that it makes a coder there."""

    make: Callable[[int], Coder]
    """Makes the coder with so many threads; a function that can be pickled."""
    id: str
    """name@version of the coder."""
    model_hash: str | None
    versions: tuple[tuple[str, str], ...]
    """Of Python and of the libraries where the run was started."""


def recipe(model: str | Path, engine: str = "onnxruntime") -> Recipe:
    """The recipe of a model's coder; the model is checked but not loaded.

    Args:
        model: A folder, or the name of a shipped model, as every worker will find it.
        engine: What runs it, the same everywhere, since engines round differently.

    Raises:
        ModelError: The folder is missing, incomplete or altered.
    """
    folder = find_model(model)
    digest, settings = verify(folder), read_settings(folder)
    make = partial(load, model, engine=engine)
    return Recipe(make, f"{settings.name}@{settings.version}", digest, versions())


def recipe_of(make: Callable[[int], Coder]) -> Recipe:
    """The recipe of the coder that a function makes. Makes one, to know what it is."""
    coder = make(1)
    return Recipe(make, coder.id, coder.model.hash if coder.model else None, versions())


_made: dict[tuple[str, str | None], Coder] = {}
_making = threading.Lock()


def coder_here(wanted: Recipe, threads: int) -> Coder:
    """The coder of this process, made when it is first asked for.

    Raises:
        RunError: The model or the libraries here are not those of the run.
    """
    key = (wanted.id, wanted.model_hash)
    with _making:
        if key not in _made:
            _made[key] = _checked(wanted, threads)
        return _made[key]


def _checked(wanted: Recipe, threads: int) -> Coder:
    expected = dict(wanted.versions)
    differing = [
        f"{name} {found} instead of {expected[name]}"
        for name, found in versions()
        if found != expected[name]
    ]
    if differing:
        raise RunError(f"a worker has {' and '.join(differing)}; install the same on all")
    try:
        coder = wanted.make(threads)
    except SpejlError as error:
        raise RunError(f"a worker cannot load the model: {error}") from None
    if (coder.id, coder.model.hash if coder.model else None) != (wanted.id, wanted.model_hash):
        raise RunError(
            f"a worker's model {coder.id} is not the run's {wanted.id}, or has another hash; "
            "install the same model on all"
        )
    return coder


def versions() -> tuple[tuple[str, str], ...]:
    """Versions of Python and of the libraries on which codes may depend."""
    return (("python", platform.python_version()), *((n, _version(n)) for n in PACKAGES))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
