"""Engines say the same of a window, and OpenVINO tells nobody about it."""

import subprocess
import sys

import numpy as np
import pytest

from spejl.errors import SettingsError
from spejl.model import find_model
from spejl.model.engines import OnnxEngine, OpenVinoEngine, open_engine
from spejl.model.folder import ONNX
from spejl.model.heads import HEADS, Head
from spejl.settings import Settings

GRAPH = find_model() / ONNX
WINDOW = np.random.default_rng(4).integers(10, 20_000, 120)


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(SettingsError, match=r"install spejl\[fast\]"):
        open_engine(GRAPH, 1, "openvino")


def test_the_default_is_the_one_that_is_always_there() -> None:
    assert open_engine(GRAPH, 1).name == Settings().engine == "onnxruntime"


def test_openvino_says_what_onnx_runtime_says() -> None:
    pytest.importorskip("openvino", reason="needs spejl[fast]")
    pytest.importorskip("onnx", reason="needs spejl[fast]")
    codes = HEADS[Head.CODE].slice
    exact = OnnxEngine(GRAPH).logits(WINDOW)[:, codes]
    found = OpenVinoEngine(GRAPH, 2).logits(WINDOW)[:, codes]
    assert found.shape == exact.shape
    # 8 bits round what passes between the layers, bfloat16 hardly does; tokens at random are
    # harder than talk. A wrongly unpacked weight gives agreement by chance: one in eleven.
    assert (found.argmax(-1) == exact.argmax(-1)).mean() > 0.6
    assert np.corrcoef(found.ravel(), exact.ravel())[0, 1] > 0.9


def test_openvino_brings_no_telemetry() -> None:
    pytest.importorskip("openvino", reason="needs spejl[fast]")
    pytest.importorskip("onnx", reason="needs spejl[fast]")
    code = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise SystemExit('a socket was opened')\n"
        "socket.socket = refuse\n"
        "from spejl.model import find_model\n"
        "from spejl.model.engines import OpenVinoEngine\n"
        "import numpy as np\n"
        "engine = OpenVinoEngine(find_model() / 'model.onnx', 1)\n"
        "engine.logits(np.arange(10, 20))\n"
        "assert sys.modules['openvino_telemetry'] is None\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
