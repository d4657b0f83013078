"""The model in memory, run by ONNX Runtime."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spejl.errors import ModelError
from spejl.model.evidence import Evidence, Floats, evidence
from spejl.model.folder import ONNX, TOKENIZER, ModelSettings, find_model, read_settings, verify
from spejl.model.heads import N_COLUMNS
from spejl.model.windows import END, Cut, Stream, cuts, stream
from spejl.sessions import Session


class Pieces:
    """The model's tokenizer behind the protocol that windows need."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def pieces(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Piece ids and character spans of each text, without special pieces."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [(e.ids, e.offsets) for e in found]

    def special(self, piece: str) -> int:
        """The id of a special piece."""
        return int(self._tokenizer.token_to_id(piece))


def load_pieces(path: Path) -> Pieces:
    """The tokenizer in a tokenizer.json."""
    from tokenizers import Tokenizer

    return Pieces(Tokenizer.from_file(str(path)))


@dataclass(frozen=True, slots=True)
class Model:
    """A model folder in memory."""

    folder: Path
    settings: ModelSettings
    hash: str
    """SHA-256 over the hashes of its files."""
    tokenizer: Pieces
    runtime: Any
    """The ONNX Runtime session."""
    workers: Executor
    """What reads several windows at once."""

    @property
    def id(self) -> str:
        """name@version, as it stands in every output."""
        return f"{self.settings.name}@{self.settings.version}"

    def read(self, session: Session, hide_roles: bool = False) -> Evidence:
        """What the model says of every token of a conversation.

        The result depends on the session alone.

        Args:
            session: With roles, unless they are hidden.
            hide_roles: Do not tell the model who speaks (for the role head).
        """
        tokens = stream(session, self.tokenizer, hide_roles)
        return evidence(tokens, self._run(tokens), len(session.turns))

    def _run(self, tokens: Stream) -> Floats:
        n = len(tokens.ids)
        logits = np.zeros((n, N_COLUMNS), dtype=np.float32)
        opening = len(tokens.goal)
        plan = cuts(n, self.settings.window - opening - 1, self.settings.overlap)
        if not plan:
            return logits
        end = np.asarray([self.tokenizer.special(END)])

        def read_window(cut: Cut) -> Floats:
            ids = np.concatenate([tokens.goal, tokens.ids[cut.first : cut.last], end])[None]
            given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            (found,) = self.runtime.run(None, given)
            at = opening - cut.first
            kept: Floats = found[0, at + cut.keep_first : at + cut.keep_last]
            return kept

        # A window a run: no padding, every core busy, and no window's result depends on others.
        for cut, kept in zip(plan, self.workers.map(read_window, plan), strict=True):
            logits[cut.keep_first : cut.keep_last] = kept
        return logits


def load_model(name: str | Path | None = None, threads: int | None = None) -> Model:
    """Load a model folder and check its hashes.

    Args:
        name: A folder, the name of a shipped model, or None for the default.
        threads: Windows read at once; None for one per core.

    Raises:
        ModelError: The folder is missing, incomplete, altered, or of a newer format.
    """
    folder = find_model(name)
    digest = verify(folder)
    settings = read_settings(folder)
    runtime = open_runtime(folder / ONNX)
    workers = ThreadPoolExecutor(threads or os.cpu_count() or 1)
    return Model(folder, settings, digest, load_pieces(folder / TOKENIZER), runtime, workers)


def open_runtime(path: Path) -> Any:
    """An ONNX Runtime session of a graph; each run of it uses one thread.

    Raises:
        ModelError: The file cannot be loaded.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(
            f"{path.name} cannot be loaded ({type(error).__name__})", path.parent
        ) from None
