"""The command as a user types it: in this process, which is quick, or in one of its own."""

import os
import subprocess
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from subprocess import CompletedProcess

import pytest

from spejl.cli import code, main
from spejl.coder import load

load_once = cache(load)


def spejl(*args: object) -> CompletedProcess[str]:
    """What a command comes to, run in this process; a model is loaded once for all of them."""
    command = ["spejl", *map(str, args)]
    told, said, status = StringIO(), StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(said):
        patch.setattr(sys, "argv", command)
        patch.setenv("COLUMNS", "100")
        patch.setattr(code, "load", load_once)
        try:
            main()
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        except Exception:
            traceback.print_exc()
            status = 1
    return CompletedProcess(command, status, told.getvalue(), said.getvalue())


def spejl_alone(*args: object) -> CompletedProcess[str]:
    """What a command comes to, run in a process of its own."""
    program = "from spejl.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "100",
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
    )
