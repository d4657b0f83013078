"""What the model says of every token of a conversation, and how a stretch is judged by it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spejl.model.heads import HEADS, Head
from spejl.model.windows import Ints, Stream

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Logits of every head for every token of one conversation."""

    stream: Stream
    logits: Floats
    """Shape (n_tokens, N_COLUMNS), uncalibrated."""
    first_token: Ints
    """Shape (n_turns + 1,): where each turn begins in the stream, and the end of the last."""

    def tokens(self, turn: int, start: int, end: int) -> slice:
        """The tokens of characters start to end of a turn; its marker where the span is empty."""
        first, last = int(self.first_token[turn]), int(self.first_token[turn + 1])
        starts = self.stream.start[first + 1 : last]
        ends = self.stream.end[first + 1 : last]
        inside = np.flatnonzero((ends > start) & (starts < end))
        if len(inside) == 0:
            return slice(first, first + 1)
        return slice(first + 1 + int(inside[0]), first + 2 + int(inside[-1]))


def evidence(stream: Stream, logits: Floats, n_turns: int) -> Evidence:
    """Evidence from a stream and the logits of its tokens."""
    first = np.searchsorted(stream.turn, np.arange(n_turns + 1)).astype(np.int64)
    return Evidence(stream, logits, first)


def pool(found: Evidence, head: Head, spans: list[tuple[int, int, int]]) -> Floats:
    """Logits of a head for stretches of text: the mean over their tokens.

    Args:
        found: The conversation's evidence.
        head: Which head.
        spans: (turn, start character, end character) of each stretch.

    Returns:
        Shape (n_spans, n_classes).
    """
    columns = HEADS[head]
    out = np.zeros((len(spans), len(columns.classes)), dtype=np.float32)
    for row, (turn, start, end) in enumerate(spans):
        out[row] = found.logits[found.tokens(turn, start, end), columns.slice].mean(axis=0)
    return out


def softmax(logits: Floats, temperature: float = 1.0) -> npt.NDArray[np.float64]:
    """Probabilities along the last axis.

    >>> softmax(np.zeros((1, 4), dtype=np.float32)).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    total: npt.NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return total
