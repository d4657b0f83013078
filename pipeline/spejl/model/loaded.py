"""The model in memory, run by ONNX Runtime."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spejl.errors import ModelError
from spejl.model.evidence import Evidence, Floats, evidence
from spejl.model.folder import ONNX, TOKENIZER, ModelSettings, find_model, read_settings, verify
from spejl.model.heads import N_COLUMNS
from spejl.model.windows import END, PAD, Stream, cuts, stream
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

    @property
    def id(self) -> str:
        """name@version, as it stands in every output."""
        return f"{self.settings.name}@{self.settings.version}"

    def read(self, session: Session, hide_roles: bool = False) -> Evidence:
        """What the model says of every token of a conversation.

        The result depends on the session alone: windows of different sessions never share a run.

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
        end = self.tokenizer.special(END)
        width = opening + max(cut.last - cut.first for cut in plan) + 1
        ids = np.full((len(plan), width), self.tokenizer.special(PAD), dtype=np.int64)
        for row, cut in enumerate(plan):
            filled = np.concatenate([tokens.goal, tokens.ids[cut.first : cut.last], [end]])
            ids[row, : len(filled)] = filled
        mask = (ids != self.tokenizer.special(PAD)).astype(np.int64)
        (found,) = self.runtime.run(None, {"input_ids": ids, "attention_mask": mask})
        for row, cut in enumerate(plan):
            at = opening - cut.first
            kept = found[row, at + cut.keep_first : at + cut.keep_last]
            logits[cut.keep_first : cut.keep_last] = kept
        return logits


def load_model(name: str | Path | None = None, threads: int | None = None) -> Model:
    """Load a model folder and check its hashes.

    Args:
        name: A folder, the name of a shipped model, or None for the default.
        threads: Threads inside the model; None for one per core.

    Raises:
        ModelError: The folder is missing, incomplete, altered, or of a newer format.
    """
    folder = find_model(name)
    digest = verify(folder)
    settings = read_settings(folder)
    runtime = open_runtime(folder / ONNX, threads)
    return Model(folder, settings, digest, load_pieces(folder / TOKENIZER), runtime)


def open_runtime(path: Path, threads: int | None = None) -> Any:
    """An ONNX Runtime session of a graph.

    Raises:
        ModelError: The file cannot be loaded.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(
            f"{path.name} cannot be loaded ({type(error).__name__})", path.parent
        ) from None
