"""`spejl models`: which models are here, and whether they are unaltered."""

from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import out
from spejl.model import DEFAULT_MODEL, find_model, verify
from spejl.model.folder import SETTINGS, read_settings

app = typer.Typer(help="Models on this machine.", no_args_is_help=True)


@app.command("list")
def list_command(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of model folders. Default: the shipped ones.")
    ] = None,
) -> None:
    """List models."""
    root = folder or find_model().parent
    for path in sorted(p.parent for p in root.glob(f"*/{SETTINGS}")):
        settings = read_settings(path)
        default = " (default)" if path.name == DEFAULT_MODEL else ""
        out.print(f"{settings.name}@{settings.version}{default}  {path}", markup=False)


@app.command("verify")
def verify_command(
    model: Annotated[str, typer.Argument(help="Model folder or name.")] = DEFAULT_MODEL,
) -> None:
    """Check a model's files against their hashes."""
    path = find_model(model)
    out.print(f"{path}: unaltered, hash {verify(path)}", markup=False, soft_wrap=True)
