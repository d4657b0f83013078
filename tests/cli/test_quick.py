"""`spejl code` loads no torch, and torch is still there for whoever asks afterwards."""

import subprocess
import sys

import pytest

CODE = """
import sys
from spejl.cli.quick import load_spacy_alone
load_spacy_alone()
import spacy
print("torch" in sys.modules)
import torch
print(torch.zeros(1).item())
"""


def test_spacy_comes_without_torch_and_torch_can_follow() -> None:
    pytest.importorskip("torch", reason="needs spejl[train]")
    done = subprocess.run([sys.executable, "-c", CODE], check=False, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "0.0"], done.stderr
