"""`spejl models`: which models are here, fetching others, and whether they are unaltered."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from spejl.cli.console import messages, note, out
from spejl.errors import ModelError, SpejlError
from spejl.model import DEFAULT_MODEL, find_model, verify
from spejl.model.folder import SETTINGS, read_settings
from spejl.transcribe.catalogue import Entry, catalogue, entry
from spejl.transcribe.fetch import fetch
from spejl.transcribe.store import (
    LOCK,
    installed,
    is_complete,
    models_folder,
    verify_model,
)

app = typer.Typer(help="Models on this machine.", no_args_is_help=True)

Models = Annotated[
    Path | None,
    typer.Option("--models", help="Folder of the models for recordings. Default: SPEJL_MODELS."),
]


@app.command("list")
def list_command(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of coding models. Default: the shipped ones.")
    ] = None,
    models: Models = None,
) -> None:
    """List the models that code, and those for recordings: here, or to be fetched."""
    root = folder or find_model().parent
    for path in sorted(p.parent for p in root.glob(f"*/{SETTINGS}")):
        settings = read_settings(path)
        default = " (default)" if path.name == DEFAULT_MODEL else ""
        out.print(f"{settings.name}@{settings.version}{default}  {path}", markup=False)
    store = models_folder(models)
    out.print(f"\nFor recordings, in {store}:", markup=False)
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Name", "Languages", "Size", "Licence", "Note"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("", "Name"))
    for one in catalogue():
        languages = " ".join(one.languages) or "all"
        row = (_state(one, store), one.name, languages, _size(one), one.licence, one.note)
        table.add_row(*map(escape, row))
    own = {one.name for one in catalogue()}
    for name, _ in installed(store):
        if name not in own:
            table.add_row("here", escape(name), "", "", "", "not in the catalogue: your own")
    out.print(table)


@app.command("fetch")
def fetch_command(
    names: Annotated[list[str], typer.Argument(help="Names from spejl models list.")],
    models: Models = None,
    base: Annotated[
        str | None, typer.Option("--from", help="Another server with the same paths.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Fetch models for recordings. This is the only command that uses the network."""
    root = models_folder(models)
    for name in names:
        _fetch(entry(name), root, base, yes)


def _fetch(one: Entry, root: Path, base: str | None, yes: bool) -> None:
    out.print(f"{one.title}: {_about(one)}. {one.note}", markup=False)
    source = base or one.address(one.files[0]) if one.files else one.repository
    out.print(f"  from {source}, to {root / one.name}", markup=False, soft_wrap=True)
    if not yes and sys.stdin.isatty() and not is_complete(one, root / one.name):
        typer.confirm("Fetch it?", abort=True)
    with _bar() as bar:
        task = bar.add_task(one.name, total=one.size or None)
        folder = fetch(
            one, root, base, lambda here, total: bar.update(task, completed=here, total=total)
        )
    out.print(f"{folder}: {verify_model(folder)}", markup=False, soft_wrap=True)
    if any(not file.sha256 for file in one.files):
        note(
            f"{one.name}: for some files no hash is published; those of this download stand in "
            f"{LOCK} and hold from now on"
        )


@app.command("verify")
def verify_command(
    model: Annotated[
        str, typer.Argument(help="Model folder or name; empty: the default and all fetched ones.")
    ] = "",
    models: Models = None,
) -> None:
    """Read every file of a model and compare it with its hash."""
    root = models_folder(models)
    if model:
        _verify(model, root)
        return
    _verify(DEFAULT_MODEL, root)
    failed = False
    for folder in sorted(p.parent for p in root.glob(f"*/{LOCK}")):
        try:
            _verify(str(folder), root)
        except SpejlError as error:
            failed = True
            messages.print(f"failed: {error}", markup=False, style="yellow")
    if failed:
        sys.exit(1)


def _verify(name: str, root: Path) -> None:
    for folder in (Path(name), root / name):
        if (folder / LOCK).is_file():
            out.print(f"{folder}: {verify_model(folder)}", markup=False, soft_wrap=True)
            return
        if (folder / "model.bin").is_file():
            raise ModelError(
                f"it has no {LOCK} to compare with: it was not fetched by spejl models fetch",
                folder,
            )
    path = find_model(name)
    out.print(f"{path}: unaltered, hash {verify(path)}", markup=False, soft_wrap=True)


def _state(one: Entry, store: Path) -> str:
    if is_complete(one, store / one.name):
        return "here"
    return "convert" if one.convert else "fetch"


def _about(one: Entry) -> str:
    return ", ".join(part for part in (one.licence, _size(one)) if part)


def _size(one: Entry) -> str:
    if not one.size:
        return ""
    return f"{one.size / 1e9:.1f} GB" if one.size > 1e8 else f"{one.size / 1e6:.0f} MB"


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=messages,
        transient=True,
        disable=not messages.is_terminal,
    )
