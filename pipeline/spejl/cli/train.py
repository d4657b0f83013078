"""`spejl train`: fine-tune, calibrate, export; cross-validate; draw a learning curve."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from spejl.cli.console import messages, note, out
from spejl.errors import MissingExtraError, SettingsError
from spejl.evaluate.figures import can_draw
from spejl.evaluate.icc import cicchetti
from spejl.evaluate.page import number, with_bounds

if TYPE_CHECKING:
    from spejl.train.folds import CrossValidation
    from spejl.train.settings import TrainSettings

_BY = ("session", "clinician")


def train_command(  # noqa: PLR0913 - one parameter for each promised option
    config: Annotated[Path, typer.Argument(help="TOML file, such as configs/train/default.toml.")],
    out_dir: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Folder of the run; resumed if it exists. Default: runs/ and the file's name.",
        ),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Also write the finished model folder here.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Epochs, in place of the configuration's.")
    ] = None,
    folds: Annotated[
        int | None, typer.Option(help="Cross-validate in so many folds; makes no model.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Folds by session or by clinician; default as `split`.")
    ] = None,
    curve: Annotated[
        str | None,
        typer.Option(help="Learning curve over these shares, as 0.25,0.5,1; makes no model."),
    ] = None,
) -> None:
    """Train a model from coded conversations, or find out how well that would go."""
    try:
        from spejl.train import train
        from spejl.train.settings import read_train_settings
    except ModuleNotFoundError:
        raise MissingExtraError("spejl train", "train") from None
    settings = read_train_settings(config)
    settings = settings if epochs is None else replace(settings, epochs=epochs)
    out_dir = out_dir or Path("runs") / config.stem
    if folds is not None and curve is not None:
        raise SettingsError("cannot be had together with --folds", "--curve")
    if folds is not None:
        _folds(settings, folds, by or settings.split, out_dir)
    elif by is not None:
        raise SettingsError("belongs to --folds; for training, set `split`", "--by")
    elif curve is not None:
        _curve(settings, _shares(curve), out_dir)
    else:
        messages.print(f"model written to {train(settings, out_dir, model)}", markup=False)


def _say(line: str) -> None:
    messages.print(line, markup=False)


def _folds(settings: "TrainSettings", n: int, by: str, out_dir: Path) -> None:
    from spejl.train.folds import AGREEMENT, TABLE, cross_validate

    if by not in _BY:
        raise SettingsError(f"expected one of {', '.join(_BY)}", "--by")
    found = cross_validate(settings, n, by, out_dir, _say)
    out.print(_codes(found))
    if found.sessions:
        out.print(_sessions(found))
    else:
        note("no session has a code for every utterance, so there are no counts to compare")
    _say(f"written to {out_dir}: {TABLE}, and all figures in {AGREEMENT}")


def _codes(found: "CrossValidation") -> Table:
    title = f"{found.n_sessions} sessions, each coded by a model that did not learn from it"
    table = Table(title=title, title_justify="left")
    for name in ("Units", "Code", "n", "F1 [95 %]", "folds", "κ [95 %]", "folds"):
        table.add_column(name)
    before = ""
    for f in found.codes:
        units = f"{f.kind}, {f.level}"
        table.add_row(
            *(units if units != before else "", f.whole.code, str(f.whole.n_reference)),
            *(with_bounds(f.whole.f1, f.whole.f1_interval), _spread(f.f1)),
            *(with_bounds(f.whole.kappa, f.whole.kappa_interval), _spread(f.kappa)),
        )
        before = units
    return table


def _spread(values: tuple[float, ...]) -> str:
    """Mean and standard deviation over the folds."""
    from statistics import mean, stdev

    if len(values) < 2:
        return number(values[0]) if values else ""
    return f"{number(mean(values))} ± {number(stdev(values))}"


def _sessions(found: "CrossValidation") -> Table:
    table = Table(
        title=f"Counts and ratios of {found.n_scored} held-out sessions, utterances given",
        caption="Words are Cicchetti's (1994) for ICC.",
        title_justify="left",
        caption_justify="left",
    )
    for name in ("Measure", "n", "ICC(A,1) [95 %]", "", "ICC(C,1)", "Bias"):
        table.add_column(name)
    for f in found.sessions:
        if f.language == "all":
            table.add_row(
                *(f.measure.replace("_", " "), str(f.n)),
                with_bounds(f.icc_a1, f.icc_a1_interval),
                "" if f.icc_a1 is None else cicchetti(f.icc_a1),
                *(number(f.icc_c1), number(f.bias)),
            )
    return table


def _shares(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise SettingsError("expected shares such as 0.25,0.5,1", "--curve") from None


def _curve(settings: "TrainSettings", shares: list[float], out_dir: Path) -> None:
    from spejl.train.curve import TABLE, learning_curve

    found = learning_curve(settings, shares, out_dir, _say)
    out.print(found.verdict, markup=False, soft_wrap=True)
    if not can_draw():
        note("the figure is left out: pip install 'spejl[research]'")
    _say(f"written to {out_dir / TABLE}")
