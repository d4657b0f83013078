"""The command `spejl`."""

from spejl.cli.main import main

__all__ = ["main"]
