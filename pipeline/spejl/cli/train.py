"""`spejl train`: fine-tune, calibrate, export."""

from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import messages
from spejl.errors import MissingExtraError


def train_command(
    config: Annotated[Path, typer.Argument(help="TOML file, such as configs/train/default.toml.")],
    out: Annotated[Path, typer.Option(help="Folder of the run; resumed if it exists.")] = Path(
        "runs/default"
    ),
    model: Annotated[
        Path | None, typer.Option(help="Also write the finished model folder here.")
    ] = None,
) -> None:
    """Train a model from coded conversations."""
    try:
        from spejl.train import train
        from spejl.train.settings import read_train_settings
    except ModuleNotFoundError:
        raise MissingExtraError("spejl train", "train") from None
    folder = train(read_train_settings(config), out, model)
    messages.print(f"model written to {folder}", markup=False)
