"""Which files of the paths given are transcripts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from spejl.batch.folder import CODED, RUN, WORK
from spejl.errors import RunError
from spejl.readers import SUFFIXES


def find_inputs(paths: Iterable[Path], out: Path | None = None) -> list[Path]:
    """The transcript files in paths: files as they are, folders searched through, sorted.

    The output of this run and of others is not searched.

    Raises:
        RunError: A path does not exist, or a folder holds no transcript.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(_transcripts(path, out))
            if not inside:
                raise RunError(
                    f"{path}: the folder holds no transcripts; expected files that end in "
                    f"{', '.join(SUFFIXES)}"
                )
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise RunError(f"{path}: there is no such file or folder")
    return list(dict.fromkeys(found))


def find_skipped(paths: Iterable[Path], out: Path | None = None) -> list[Path]:
    """Files in the folders among paths that no reader reads, sorted.

    Hidden files, and those that Word and Excel keep beside an open file (`~$…`), are not named.
    """
    found = [file for path in paths if path.is_dir() for file in _files(path, out)]
    return sorted({file for file in found if file.suffix.lower() not in SUFFIXES})


def _transcripts(folder: Path, out: Path | None) -> Iterator[Path]:
    return (path for path in _files(folder, out) if path.suffix.lower() in SUFFIXES)


def _files(folder: Path, out: Path | None) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            is_run = (path / RUN).exists() and (path / CODED).is_dir()
            is_work = path.name == WORK and any(path.glob("*/sound"))
            if not is_run and not is_work and (out is None or path.resolve() != out.resolve()):
                yield from _files(path, out)
        elif not path.name.startswith((".", "~$")):
            yield path
