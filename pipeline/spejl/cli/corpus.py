"""`spejl corpus`: check the corpus and describe it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import messages, out
from spejl.corpus import check, stats
from spejl.corpus.consistency import PEOPLE, SECOND, consistency, people
from spejl.corpus.datasheet import datasheet, put_into
from spejl.corpus.datasheet import plots as draw
from spejl.corpus.export import export
from spejl.corpus.families import check_families

app = typer.Typer(help="The corpus of coded role-plays.", no_args_is_help=True)
_FOLDER = Annotated[Path, typer.Argument(help="Folder with one folder a language.")]


@app.command("check")
def check_command(folder: _FOLDER = Path("data/corpus")) -> None:
    """Check that every file parses and that the corpus (and a contrast set beside it) is sound."""
    problems = check(folder)
    contrast = folder.parent / "contrast"
    if contrast.is_dir():
        problems += check_families(contrast)
    for problem in problems:
        out.print(problem, markup=False, soft_wrap=True)
    messages.print(f"{len(problems)} problems")
    if problems:
        sys.exit(1)


@app.command("stats")
def stats_command(
    folder: _FOLDER = Path("data/corpus"),
    into: Annotated[
        Path | None, typer.Option(help="Write the tables into this page, between its marks.")
    ] = None,
    plots: Annotated[Path | None, typer.Option(help="Draw pictures into this folder.")] = None,
) -> None:
    """Counts per language, code, skill and style, and how far the test split's coders agree."""
    found = stats(folder)
    agreed = consistency(folder)
    if into is not None:
        put_into(into, datasheet(found, agreed))
    if plots is not None:
        for path in draw(found, plots):
            messages.print(str(path), markup=False)
    if into is None and plots is None:
        text = json.dumps({**found, "consistency": agreed}, ensure_ascii=False, indent=1)
        out.print(text, markup=False, soft_wrap=True)


@app.command("people")
def people_command(
    annomi: Annotated[Path, typer.Argument(help="AnnoMI's human-coded file (CSV).")],
    folder: Annotated[Path, typer.Option(help="The corpus.")] = Path("data/corpus"),
) -> None:
    """How far the test split's coders agree with people on an excerpt of AnnoMI."""
    found = people(folder / SECOND / PEOPLE, annomi)
    out.print(json.dumps(found, indent=1), markup=False, soft_wrap=True)


@app.command("export")
def export_command(
    target: Annotated[Path, typer.Argument(help="New folder.")],
    folder: Annotated[Path, typer.Option(help="The corpus.")] = Path("data/corpus"),
) -> None:
    """Write the corpus as Parquet and as a Hugging Face dataset."""
    export(folder, target)
    messages.print(f"{target}: corpus.parquet, datasets/", markup=False)
