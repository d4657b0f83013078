"""Recordings among the paths of `spejl code`: transcripts first, kept in the output folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spejl.batch import Failure
from spejl.batch.folder import TRANSCRIPTS, write_whole
from spejl.cli.bar import stage_bar
from spejl.cli.recordings import (
    Listener,
    listen,
    listener,
    listening_list,
    recordings_in,
)
from spejl.errors import MissingExtraError, ModelError, RunError, SettingsError, SpejlError
from spejl.readers import SUFFIXES, read_all
from spejl.readers.names import session_id
from spejl.serialize import session_to_json
from spejl.settings import Settings
from spejl.transcribe.at_hand import is_recording
from spejl.transcribe.turns import awaits_names
from spejl.write import write_transcript


@dataclass(frozen=True, slots=True)
class Listened:
    """The paths of a run, with transcripts in the place of recordings."""

    paths: tuple[Path, ...]
    failures: tuple[Failure, ...] = ()
    """Recordings without a transcript, or whose speakers a person must name."""
    skipped: tuple[tuple[Path, str], ...] = ()
    """Recordings in folders that nothing can listen to, and what to do."""
    recordings: frozenset[Path] = frozenset()
    """All recordings in folders, whatever became of them."""


def with_transcripts(paths: Sequence[Path], out: Path | None, settings: Settings) -> Listened:
    """Transcribe the recordings that are given, and those in folders if a recogniser is at hand.

    Transcripts are kept in `transcripts` in the output folder; one that is there is used as it
    is, so that what a person corrected stays corrected.

    Raises:
        RunError: There are recordings, but no output folder.
        SettingsError: A recording is given, but no language.
        ModelError: A recording is given, but there is no recogniser.
        MissingExtraError: A recording is given, but the libraries are not installed.
    """
    named = [path for path in paths if is_recording(path) and path.is_file()]
    inside = [r for p in paths if p.is_dir() for r in recordings_in(p, out)]
    if not named and not inside:
        return Listened(tuple(paths))
    skipped: tuple[tuple[Path, str], ...] = ()
    listening: Listener | None = None
    try:
        if out is None:
            raise RunError("recordings take long: give --out, where their transcripts are kept")
        listening = listener(settings)
    except (SettingsError, ModelError, MissingExtraError, RunError) as error:
        if named:
            raise
        skipped = tuple((path, str(error)) for path in inside)
    found: list[Path] = []
    failures: list[Failure] = []
    if listening is not None and out is not None:
        for path in dict.fromkeys([*named, *inside]):
            try:
                found.append(_transcript(path, out, listening))
            except SpejlError as error:
                failures.append(Failure(str(path), str(error)))
    others = [p for p in paths if p not in named and not _only_recordings(p)]
    return Listened((*others, *found), tuple(failures), skipped, frozenset(inside))


def _transcript(path: Path, out: Path, listening: Listener) -> Path:
    """The transcript of a recording, made if there is none, with its speakers named."""
    name = session_id(path.stem)
    target = out / TRANSCRIPTS / f"{name}.json"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with stage_bar(name) as progress:
            found, work = listen(path, name, out, listening, progress)
        session = replace(found.session, id=name)
        (target.parent / f"{name}.listen.md").write_text(listening_list(found), encoding="utf-8")
        if awaits_names(session.speakers):
            (target.parent / f"{name}.docx").unlink(missing_ok=True)
            write_transcript(session, target.parent / f"{name}.docx")
        write_whole(target, session_to_json(session))
        work.remove()
    if awaits_names(read_all(target)[0].speakers):
        raise RunError(
            f"{path}: it could not be told for certain who speaks; listen, write the names of the "
            f"speakers into {target.with_suffix('.docx')}, and code that file"
        )
    return target


def _only_recordings(path: Path) -> bool:
    """Whether a folder holds recordings and no transcripts."""
    if not path.is_dir():
        return False
    files = [file for file in path.rglob("*") if file.is_file()]
    return any(map(is_recording, files)) and not any(f.suffix.lower() in SUFFIXES for f in files)
