"""The model in memory."""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from spejl.model.engines import Engine, OnnxEngine, open_engine
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
    engine: Engine
    """What runs the network."""
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
            ids = np.concatenate([tokens.goal, tokens.ids[cut.first : cut.last], end])
            at = opening - cut.first
            return self.engine.logits(ids)[at + cut.keep_first : at + cut.keep_last]

        # A window a run: no padding, every core busy, and no window's result depends on others.
        for cut, kept in zip(plan, self.workers.map(read_window, plan), strict=True):
            logits[cut.keep_first : cut.keep_last] = kept
        return logits


def load_model(
    name: str | Path | None = None, threads: int | None = None, engine: str = OnnxEngine.name
) -> Model:
    """Load a model folder and check its hashes.

    Args:
        name: A folder, the name of a shipped model, or None for the default.
        threads: Windows read at once; None for one per core.
        engine: One of `spejl.settings.ENGINES`. Engines round differently, so that
            a code may differ where two are about equally probable.

    Raises:
        ModelError: The folder is missing, incomplete, altered, or of a newer format.
        SettingsError: The engine is not installed.
    """
    folder = find_model(name)
    digest = verify(folder)
    settings = read_settings(folder)
    threads = threads or os.cpu_count() or 1
    runs = open_engine(folder / ONNX, threads, engine)
    workers = ThreadPoolExecutor(threads)
    return Model(folder, settings, digest, load_pieces(folder / TOKENIZER), runs, workers)
