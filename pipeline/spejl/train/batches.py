"""Windows of one training step as tensors, and the mean logits of stretches of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from spejl.model.heads import Head
from spejl.model.windows import PAD, SPECIAL
from spejl.train.examples import Window

_PAD_ID = SPECIAL.index(PAD)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Stretches of which one of several classes holds. Tensors of shape (n_spans,)."""

    rows: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    allowed: torch.Tensor
    """Shape (n_spans, n_classes), true for the classes of which one holds."""

    def to(self, device: torch.device) -> "OneOf":
        """The same on a device."""
        tensors = (self.rows, self.first, self.last, self.allowed)
        return OneOf(*(tensor.to(device) for tensor in tensors))


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of one step as tensors."""

    ids: torch.Tensor
    mask: torch.Tensor
    spans: dict[Head, tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]]
    """For each head: row, first token, last token, label."""
    boundary_weight: torch.Tensor
    one_of: dict[Head, OneOf]
    """For the heads that have any."""

    def to(self, device: torch.device) -> "Batch":
        """The same on a device."""
        return Batch(
            self.ids.to(device),
            self.mask.to(device),
            {
                head: (rows.to(device), first.to(device), last.to(device), label.to(device))
                for head, (rows, first, last, label) in self.spans.items()
            },
            self.boundary_weight.to(device),
            {head: spans.to(device) for head, spans in self.one_of.items()},
        )


def collate(group: Sequence[Window]) -> Batch:
    """Windows padded to one length."""
    width = max(len(w.ids) for w in group)
    ids = np.full((len(group), width), _PAD_ID, dtype=np.int64)
    for row, window in enumerate(group):
        ids[row, : len(window.ids)] = window.ids
    spans = {}
    for head in Head:
        parts = [w.spans[head] for w in group]
        rows = np.repeat(np.arange(len(group)), [len(p.label) for p in parts])
        arrays = [rows] + [
            np.concatenate([getattr(p, name) for p in parts]) for name in ("first", "last", "label")
        ]
        spans[head] = tuple(torch.from_numpy(a.astype(np.int64)) for a in arrays)
    tensor = torch.from_numpy(ids)
    weights = torch.from_numpy(np.concatenate([w.boundary_weight for w in group]))
    mask = (tensor != _PAD_ID).long()
    return Batch(tensor, mask, spans, weights, _one_of(group))  # type: ignore[arg-type]


def _one_of(group: Sequence[Window]) -> dict[Head, OneOf]:
    found = {}
    for head in {head for window in group for head in window.one_of}:
        placed = [(row, w.one_of[head]) for row, w in enumerate(group) if head in w.one_of]
        rows = np.repeat([row for row, _ in placed], [len(s.first) for _, s in placed])
        first, last, allowed = (
            np.concatenate([getattr(s, name) for _, s in placed])
            for name in ("first", "last", "allowed")
        )
        found[head] = OneOf(*(torch.from_numpy(a) for a in (rows, first, last, allowed)))
    return found


def pooled(
    logits: torch.Tensor, rows: torch.Tensor, first: torch.Tensor, last: torch.Tensor
) -> torch.Tensor:
    """Mean logits of stretches. *Shape:* logits (windows, tokens, n); output (spans, n)."""
    sums = functional.pad(logits.float().cumsum(dim=1), (0, 0, 1, 0))
    length = (last - first).clamp(min=1).unsqueeze(-1)
    return (sums[rows, last] - sums[rows, first]) / length
