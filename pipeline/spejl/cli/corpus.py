"""`spejl corpus`: check the corpus and describe it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import messages, out
from spejl.corpus import check, stats

app = typer.Typer(help="The corpus of coded role-plays.", no_args_is_help=True)
_FOLDER = Annotated[Path, typer.Argument(help="Folder with one folder a language.")]


@app.command("check")
def check_command(folder: _FOLDER = Path("data/corpus")) -> None:
    """Check that every file parses and that the corpus keeps its rules."""
    problems = check(folder)
    for problem in problems:
        out.print(problem, markup=False, soft_wrap=True)
    messages.print(f"{len(problems)} problems")
    if problems:
        sys.exit(1)


@app.command("stats")
def stats_command(folder: _FOLDER = Path("data/corpus")) -> None:
    """Print counts per language, code, skill and style as JSON."""
    out.print(json.dumps(stats(folder), ensure_ascii=False, indent=1), markup=False, soft_wrap=True)
