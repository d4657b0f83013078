"""`spejl transcribe`: recordings to transcripts with speakers and times."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from rich.table import Table

from spejl.cli.bar import stage_bar
from spejl.cli.console import messages, note, out
from spejl.cli.recordings import (
    Echo,
    Listener,
    listen,
    listener,
    listening_list,
    recordings_in,
)
from spejl.errors import RunError, SettingsError, SpejlError
from spejl.readers.names import session_id
from spejl.sessions import CodedSession, Session
from spejl.settings import Settings, checked, read_settings_file
from spejl.transcribe.run import Transcribed
from spejl.transcribe.turns import awaits_names
from spejl.write import FORMS, write_maxqda, write_transcript

SOME_FAILED, ALL_FAILED = 1, 2
_MAXQDA = "maxqda"
_NAMED_FORMS = (*(form.removeprefix(".") for form in FORMS), _MAXQDA)

Write = Callable[[Session | CodedSession, Path], None]


@dataclass(frozen=True, slots=True)
class _Done:
    found: Transcribed
    took: float
    """Seconds."""


def transcribe_command(  # noqa: PLR0913 - one parameter for each promised option
    paths: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for the transcripts.")],
    language: Annotated[str, typer.Option(help="da, sv, nb or nn; never guessed.")] = "",
    model: Annotated[
        str, typer.Option(help="Recogniser: a folder or a name (spejl models list).")
    ] = "",
    models: Annotated[str, typer.Option(help="Folder of models, for machines offline.")] = "",
    speakers: Annotated[
        int | None, typer.Option(help="How many people speak; 0: find out. Default: 2.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help=f"One or more of {','.join(_NAMED_FORMS)}.")
    ] = "json,docx",
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the work folder, which holds the sound.")
    ] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the text as it comes.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Transcribe recordings on this machine: who says what, and when.

    A stopped run goes on where it was. The work folder in --out holds the sound and is removed
    when a transcript is written.
    """
    settings = read_settings_file(config) if config else Settings()
    given: dict[str, Any] = {"language": language, "recogniser": model, "models": models}
    settings = replace(settings, **{key: value for key, value in given.items() if value})
    if speakers is not None:
        settings = replace(settings, speakers=speakers)
    forms = _forms(form)
    recordings = _recordings(paths, out_dir)
    listening = listener(checked(settings))
    if show:
        echo = Echo(listening.engines.recogniser, lambda text: out.print(text, markup=False))
        listening = replace(listening, engines=replace(listening.engines, recogniser=echo))
    done: list[_Done] = []
    failed = 0
    for name, path in recordings.items():
        try:
            done += _one(name, path, out_dir, listening, (forms, keep))
        except SpejlError as error:
            failed += 1
            messages.print(f"failed: {error}", markup=False, style="yellow")
    if done:
        out.print(_summary(done))
        messages.print(f"written to {out_dir}", markup=False)
    if failed:
        sys.exit(SOME_FAILED if failed < len(recordings) else ALL_FAILED)


def _forms(listed: str) -> tuple[str, ...]:
    forms = tuple(dict.fromkeys(form.strip().lower() for form in listed.split(",")))
    unknown = [form for form in forms if form not in _NAMED_FORMS]
    if unknown:
        raise SettingsError(
            f"found '{unknown[0]}', expected one or more of {', '.join(_NAMED_FORMS)}", "format"
        )
    return forms


def _recordings(paths: list[Path], out_dir: Path) -> dict[str, Path]:
    """The recordings by the names that their sessions get."""
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise RunError(f"{path}: there is no such file or folder")
        files = list(recordings_in(path, out_dir)) if path.is_dir() else [path]
        if not files:
            raise RunError(f"{path}: the folder holds no recordings")
        for file in files:
            name = session_id(file.stem)
            if found.setdefault(name, file) != file:
                raise RunError(
                    f"{file}: its session would be called {name}, as that of {found[name]}; "
                    "rename one of them"
                )
    return found


def _one(
    name: str, path: Path, out_dir: Path, listening: Listener, wanted: tuple[tuple[str, ...], bool]
) -> list[_Done]:
    forms, keep = wanted
    targets = {form: out_dir / f"{name}.{_ending(form)}" for form in forms}
    there = [target for target in targets.values() if target.exists()]
    if len(there) == len(targets):
        note(f"{path}: was transcribed before; remove {there[0]} to do it again")
        return []
    if there:
        raise RunError(f"{there[0]}: exists already; remove it, or give another --out")
    begun = monotonic()
    with stage_bar(name) as progress:
        found, work = listen(path, name, out_dir, listening, progress)
    found = replace(found, session=replace(found.session, id=name))
    for form, target in targets.items():
        write: Write = write_maxqda if form == _MAXQDA else write_transcript
        write(found.session, target)
    (out_dir / f"{name}.listen.md").write_text(listening_list(found), encoding="utf-8")
    if keep:
        note(f"{work.folder} holds the sound of the recording; remove it when you are done")
    else:
        work.remove()
    for text in found.notes:
        note(f"{name}: {text}")
    return [_Done(found, monotonic() - begun)]


def _ending(form: str) -> str:
    return f"{_MAXQDA}.txt" if form == _MAXQDA else form


def _summary(done: list[_Done]) -> Table:
    table = Table(title="Transcripts", title_justify="left")
    for heading in ("Session", "Minutes", "Turns", "Words", "Speakers", "To listen to", "Speed"):
        table.add_column(heading, justify="left" if heading == "Session" else "right")
    for one in done:
        session = one.found.session
        names = len(session.speakers)
        table.add_row(
            session.id,
            f"{one.found.seconds / 60:.1f}",
            str(len(session.turns)),
            str(sum(len(turn.text.split()) for turn in session.turns)),
            f"{names}, to be named" if awaits_names(session.speakers) else str(names),
            str(len(one.found.marks)),
            f"{one.found.seconds / max(one.took, 0.001):.1f} x",
        )
    return table
