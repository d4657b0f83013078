"""What runs the network: ONNX Runtime in 8 bits, or OpenVINO in bfloat16 for large batches.

OpenVINO is quicker on processors with bfloat16 matrices in hardware, takes longer to load and
is a large package: it is there for those who ask for it.
"""

import sys
import threading
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from spejl.errors import ModelError, SettingsError
from spejl.model.evidence import Floats
from spejl.model.windows import PAD, SPECIAL, Ints

_STEP = 32
"""Tokens by which OpenVINO's windows differ in length."""
_PAD_ID = SPECIAL.index(PAD)


class Engine(Protocol):
    """A network in memory. Called from several threads at once; each call uses one thread."""

    name: str

    def logits(self, ids: Ints) -> Floats:
        """What the network says of one window.

        *Shape:* ids (n_tokens,); output (n_tokens, N_COLUMNS).
        """


class OnnxEngine:
    """ONNX Runtime."""

    name = "onnxruntime"

    def __init__(self, path: Path) -> None:
        """Load a graph.

        Raises:
            ModelError: The file cannot be loaded.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"{path.name} cannot be loaded ({type(error).__name__})", path.parent
            ) from None

    def logits(self, ids: Ints) -> Floats:
        """As the protocol says."""
        given = {"input_ids": ids[None], "attention_mask": np.ones_like(ids)[None]}
        (found,) = self._session.run(None, given)
        logits: Floats = found[0]
        return logits


class OpenVinoEngine:
    """OpenVINO in bfloat16, with the 8-bit weights of the same file."""

    name = "openvino"

    def __init__(self, path: Path, threads: int) -> None:
        """Load a graph.

        Args:
            path: model.onnx of a model folder.
            threads: From how many threads it is called at once.

        Raises:
            ModelError: The file cannot be loaded.
        """
        openvino = _openvino()
        hint = openvino.properties.hint
        from spejl.model.unpacked import unpacked

        try:
            core = openvino.Core()
            model = core.read_model(unpacked(path).SerializeToString())
            self._compiled = core.compile_model(
                model,
                "CPU",
                {
                    hint.inference_precision: openvino.Type.bf16,
                    hint.enable_cpu_pinning: False,
                    openvino.properties.num_streams: threads,
                    openvino.properties.inference_num_threads: threads,
                },
            )
        except Exception as error:
            raise ModelError(
                f"{path.name} cannot be loaded by OpenVINO ({type(error).__name__})", path.parent
            ) from None
        self._own = threading.local()  # A request serves one thread at a time.
        # Its first use of numpy sets up what all calls share; two threads doing so at once may
        # wait for each other for ever.
        self.logits(np.zeros(1, dtype=np.int64))

    def logits(self, ids: Ints) -> Floats:
        """As the protocol says."""
        if not hasattr(self._own, "request"):
            self._own.request = self._compiled.create_infer_request()
        n = len(ids)
        # It keeps what it has prepared for every length it has met; few lengths, bounded memory.
        padded = np.full(-(-n // _STEP) * _STEP, _PAD_ID, dtype=np.int64)
        padded[:n] = ids
        mask = (np.arange(len(padded)) < n).astype(np.int64)
        found = self._own.request.infer({"input_ids": padded[None], "attention_mask": mask[None]})
        logits: Floats = found[0][0][:n].copy()
        return logits


def open_engine(path: Path, threads: int, name: str = OnnxEngine.name) -> Engine:
    """An engine with a graph.

    Args:
        path: model.onnx of a model folder.
        threads: From how many threads it is called at once.
        name: One of `spejl.settings.ENGINES`.

    Raises:
        ModelError: The file cannot be loaded.
        SettingsError: The engine is not installed.
    """
    return OpenVinoEngine(path, threads) if name == OpenVinoEngine.name else OnnxEngine(path)


def _openvino() -> Any:
    # OpenVINO imports its telemetry if it finds it, and has a silent stand-in if it does not.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import openvino
    except ImportError:
        raise SettingsError(
            "openvino is not installed; install spejl[fast], or take another engine", "engine"
        ) from None
    return openvino
