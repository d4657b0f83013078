"""Which transcripts the paths given name: files, folders, patterns and zip files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spejl.batch.archive import ZIP, member_names, trouble_with
from spejl.batch.folder import CODED, RUN, WORK
from spejl.batch.task import Failure
from spejl.errors import RunError, TranscriptError
from spejl.readers import SUFFIXES

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """A transcript file, or one in a zip file."""

    path: Path
    name: str
    """Relative to the folder or pattern given, so that it is the same on every machine."""
    member: str | None = None
    """Its name in the zip file at path; None for a file of its own."""

    def __str__(self) -> str:
        return str(self.path) if self.member is None else f"{self.path}: {self.member}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths given name."""

    inputs: tuple[Input, ...]
    failures: tuple[Failure, ...]
    """Zip files, and files in them, that are refused."""
    skipped: tuple[str, ...]
    """Files in folders and zip files that no reader reads."""
    names: dict[str, str]
    """The name of each input and failure, by its path."""


def find_inputs(paths: Iterable[Path], out: Path | None = None) -> Found:
    """The transcripts that paths name: files as they are, all else searched through, sorted.

    A path with `*`, `?` or `[` that is no file is a pattern; `**` stands for any folders. The
    output of this run and of others is not searched. Hidden files, and those that Word and Excel
    keep beside an open file (`~$…`), are left out and not named.

    Raises:
        RunError: A path does not exist, or a folder or pattern names no transcript.
    """
    inputs: dict[tuple[Path, str | None], Input] = {}
    failures: list[Failure] = []
    skipped: list[str] = []
    names: dict[str, str] = {}
    for path in paths:
        is_empty = True
        for file, root in _files(path, out):
            name = file.relative_to(root).as_posix()
            if file.suffix.lower() == ZIP:
                found = _unzipped(file, name)
                is_empty &= not (found.inputs or found.failures)
                inputs |= {(i.path, i.member): i for i in found.inputs}
                failures += found.failures
                skipped += found.skipped
                names |= found.names
            elif file == path or file.suffix.lower() in SUFFIXES:
                inputs[file, None] = Input(file, name)
                names[str(file)] = name
                is_empty = False
            else:
                skipped.append(str(file))
        if is_empty:
            raise RunError(
                f"{path}: holds no transcripts; expected files that end in "
                f"{', '.join((*SUFFIXES, ZIP))}"
            )
    return Found(tuple(inputs.values()), tuple(failures), tuple(dict.fromkeys(skipped)), names)


def _files(path: Path, out: Path | None) -> Iterator[tuple[Path, Path]]:
    """Each file with the folder that its name is relative to."""
    if path.is_dir():
        yield from ((file, path) for file in sorted(_inside(path, out)))
    elif path.exists():
        yield path, path.parent
    elif _MAGIC & set(str(path)):
        fixed = [part for part in path.parts[: _first_magic(path)]]
        root = Path(*fixed)
        for file in sorted(root.glob("/".join(path.parts[len(fixed) :]))):
            if file.is_dir():
                yield from ((one, root) for one in sorted(_inside(file, out)))
            elif not _is_hidden(file):
                yield file, root
    else:
        raise RunError(f"{path}: there is no such file or folder")


def _first_magic(path: Path) -> int:
    return next(i for i, part in enumerate(path.parts) if _MAGIC & set(part))


def _inside(folder: Path, out: Path | None) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            is_run = (path / RUN).exists() and (path / CODED).is_dir()
            is_work = path.name == WORK and any(path.glob("*/sound"))
            if not is_run and not is_work and (out is None or path.resolve() != out.resolve()):
                yield from _inside(path, out)
        elif not _is_hidden(path):
            yield path


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _unzipped(path: Path, name: str) -> Found:
    """The transcripts in a zip file."""
    try:
        members = member_names(path)
    except TranscriptError as error:
        return Found((), (Failure(str(path), str(error)),), (), {str(path): name})
    inputs, failures, skipped = [], [], []
    names = {f"{path}: {member}": f"{name}: {member}" for member in members}
    for member in members:
        label = f"{path}: {member}"
        trouble = trouble_with(member)
        if trouble:
            failures.append(Failure(label, f"{label}: {trouble}"))
        elif Path(member).suffix.lower() in SUFFIXES:
            inputs.append(Input(path, names[label], member))
        else:
            skipped.append(label)
    return Found(tuple(inputs), tuple(failures), tuple(skipped), names)
