"""The loss of a training step."""

from collections import Counter
from collections.abc import Sequence

import torch
from torch.nn import functional

from spejl.model.heads import HEADS, Head
from spejl.train.batches import Batch, OneOf, pooled
from spejl.train.examples import Example
from spejl.train.settings import TrainSettings


def class_weights(
    examples: Sequence[Example], head: Head, field: str, power: float
) -> torch.Tensor:
    """Weight of each class: (size of the largest / its size) ** power, mean 1 over utterances."""
    count = Counter(getattr(u, field) for e in examples for u in e.units)
    n = [count.get(i, 0) for i in range(len(HEADS[head].classes))]
    largest = max([*n, 1])
    weights = torch.tensor([(largest / max(k, 1)) ** power for k in n])
    mean = sum(w * k for w, k in zip(weights.tolist(), n, strict=True)) / max(sum(n), 1)
    return weights / (mean or 1.0)


def one_of_losses(logits: torch.Tensor, spans: OneOf) -> torch.Tensor:
    """Minus the logarithm of the summed probability of each stretch's possible classes.

    *Shape:* logits (windows, tokens, classes); output (spans,).
    """
    found = pooled(logits, spans.rows, spans.first, spans.last)
    possible = found.masked_fill(~spans.allowed, -torch.inf)
    return found.logsumexp(dim=-1) - possible.logsumexp(dim=-1)


class Losses:
    """The loss of a batch: a weighted sum over the heads."""

    def __init__(
        self, settings: TrainSettings, examples: Sequence[Example], device: torch.device
    ) -> None:
        self.settings = settings
        power = settings.class_power
        self.class_weight = {
            head: class_weights(examples, head, field, power).to(device)
            for head, field in ((Head.CODE, "code"), (Head.TALK, "talk"))
        }
        self.head_weight = {
            Head.CODE: settings.weight_code,
            Head.FORM: settings.weight_form,
            Head.TALK: settings.weight_talk,
            Head.ROLE: settings.weight_role,
            Head.BOUNDARY: settings.weight_boundary,
        }

    def __call__(self, logits: torch.Tensor, batch: Batch) -> torch.Tensor:
        """The loss of one batch."""
        total = logits.new_zeros((), dtype=torch.float32)
        for head, columns in HEADS.items():
            own = logits[..., columns.slice]
            n = len(batch.spans[head][-1])
            loss = self._of_labels(head, own, batch) if n else total.new_zeros(())
            if head in batch.one_of:
                each = one_of_losses(own, batch.one_of[head])
                loss = (loss * n + each.sum()) / (n + len(each))
            elif n == 0:
                continue
            total = total + self.head_weight[head] * loss
        return total

    def _of_labels(self, head: Head, logits: torch.Tensor, batch: Batch) -> torch.Tensor:
        rows, first, last, label = batch.spans[head]
        found = pooled(logits, rows, first, last)
        if head is Head.BOUNDARY:
            each = functional.cross_entropy(found, label, reduction="none")
            # Boundaries are rare: one sentence start in eight, one word in a hundred.
            weight = batch.boundary_weight * (1 + 3 * label)
            return (each * weight).sum() / weight.sum()
        smooth = self.settings.smoothing if head in self.class_weight else 0.0
        return functional.cross_entropy(
            found, label, weight=self.class_weight.get(head), label_smoothing=smooth
        )
