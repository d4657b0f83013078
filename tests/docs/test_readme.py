"""What the README says to type works, on the files that it names."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command import spejl
from conftest import ROOT
from spejl.evaluate import bootstrap

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
NEEDS_MORE = ("models fetch", "role-play", "train ")
"""Commands that need the network, a recording, or torch."""
COMMANDS = [
    line.removeprefix(".venv/bin/")
    for kind, text in BLOCKS
    for line in text.splitlines()
    if not kind
    and line.startswith(".venv/bin/spejl ")
    and not any(words in line for words in NEEDS_MORE)
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the repository, with transcripts of one's own."""
    (tmp_path / "data/corpus").mkdir(parents=True)
    for name in ("examples", "corpus/second"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name)
    shutil.copytree(ROOT / "data/examples", tmp_path / "my-folder")
    return tmp_path


def test_the_python_example_runs(checkout: Path) -> None:
    (example,) = [text for kind, text in BLOCKS if kind == "python"]
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(ROOT / "pipeline")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "session_id" in done.stdout


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_runs(line: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whether it runs does not hang on how often sessions are drawn for the intervals.
    monkeypatch.setattr(bootstrap, "RESAMPLES", 29)
    monkeypatch.chdir(checkout)
    program, *arguments = shlex.split(line)
    assert program == "spejl"
    done = spejl(*arguments)
    assert done.returncode == 0, done.stderr


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 2


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
