"""The notebooks run from end to end, and are stored as they were executed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NEEDS = {"02": ("matplotlib",), "03": ("torch", "transformers"), "04": ("matplotlib",)}
EXTRAS = {"matplotlib": "research", "torch": "train", "transformers": "train"}

RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": sys.argv[2]}}).execute()
"""


def test_there_are_four() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path) -> None:
    for name in ("nbclient", "ipykernel"):
        pytest.importorskip(name, reason="needs spejl[docs]")
    for name in NEEDS.get(path.name[:2], ()):
        pytest.importorskip(name, reason=f"needs spejl[{EXTRAS[name]}]")
    # In a process of its own: a kernel is spoken with over sockets, which the tests refuse.
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path), str(path.parent)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "pipeline")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_as_executed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text) < 200_000
    assert not re.search(r"/home/|/root/|/tmp/|/Users/", text), "a path of the machine it ran on"
    cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    assert [c["execution_count"] for c in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert outputs


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_says_that_the_data_are_synthetic(path: Path) -> None:
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    assert re.search(r"synthetic|invented", "".join(first["source"]))
