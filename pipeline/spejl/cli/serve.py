"""`spejl serve`: the trainers' page."""

from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import out
from spejl.errors import MissingExtraError


def serve_command(
    folder: Annotated[
        Path | None, typer.Option(help="Where everything is kept. Default: the user's data folder.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    host: Annotated[str, typer.Option(help="Only 127.0.0.1.")] = "127.0.0.1",
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Open the trainers' page: feedback on a conversation, on this machine alone."""
    from spejl.web import server

    server.own_host(host)
    try:
        where = server.Where(folder or server.own_folder(), port, browser)
        server.serve(where, _tell)
    except ModuleNotFoundError:
        raise MissingExtraError("spejl serve", "web") from None


def _tell(address: str, before: bool) -> None:
    out.print(f"The page is at {address}", markup=False, soft_wrap=True)
    if before:
        out.print("It was open already, from another window.")
    else:
        out.print("Keep this window open while you use the page; close it to stop.")
