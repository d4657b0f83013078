"""Quick figures of a network on coded conversations, for choosing between epochs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from sklearn.metrics import cohen_kappa_score, f1_score

from spejl.model.heads import HEADS, Head
from spejl.train.batches import collate, pooled
from spejl.train.examples import Example, TrainingPieces, WindowSettings, windows
from spejl.train.network import MitiNetwork


@dataclass(frozen=True, slots=True)
class Judged:
    """Reference and found class of every stretch that a head judged, in reading order."""

    gold: dict[Head, list[int]] = field(default_factory=lambda: {head: [] for head in Head})
    said: dict[Head, list[int]] = field(default_factory=lambda: {head: [] for head in Head})

    def add(self, head: Head, gold: int, said: int) -> None:
        """Note one stretch."""
        self.gold[head].append(gold)
        self.said[head].append(said)


def judge(
    network: MitiNetwork,
    examples: Sequence[Example],
    pieces: TrainingPieces,
    window: int,
    bf16: bool = True,
) -> Judged:
    """What a network says of given utterances.

    Utterances that a window's edge cuts are judged by a part of more than three fifths, or not.
    """
    found = Judged()
    cut = WindowSettings(window)
    parts = [w for e in examples for w in windows(e, pieces, cut, None)]
    for at in range(0, len(parts), 16):
        batch = collate(parts[at : at + 16]).to(network.device)
        with (
            torch.inference_mode(),
            torch.autocast(network.device.type, dtype=torch.bfloat16, enabled=bf16),
        ):
            logits = network(batch.ids, batch.mask)
        for head, columns in HEADS.items():
            rows, first, last, label = batch.spans[head]
            if len(label):
                votes = pooled(logits[..., columns.slice], rows, first, last)
                found.said[head].extend(votes.argmax(dim=-1).tolist())
                found.gold[head].extend(label.tolist())
    return found


def quick_figures(found: Judged) -> dict[str, Any]:
    """Macro-F1 and κ of the heads on given utterances.

    `choose` is what decides which epoch is kept: the mean of the macro-F1 of codes, client talk
    and boundaries, weighted 3 : 1 : 1.
    """
    figures: dict[str, Any] = {}
    for head in (Head.CODE, Head.TALK, Head.FORM, Head.BOUNDARY):
        gold, said = found.gold[head], found.said[head]
        if not gold:
            continue
        labels = sorted(set(gold))
        scores = f1_score(gold, said, labels=labels, average=None, zero_division=0)
        figures[f"{head}_f1"] = float(np.mean(scores))
        if head is Head.CODE:
            figures["code_kappa"] = float(cohen_kappa_score(gold, said))
            names = HEADS[head].classes
            figures["codes"] = {
                names[i]: round(float(s), 3) for i, s in zip(labels, scores, strict=True)
            }
        if head is Head.TALK:
            figures["talk_kappa"] = float(cohen_kappa_score(gold, said))
        if head is Head.BOUNDARY and 1 in labels:
            figures["boundary_f1"] = float(scores[labels.index(1)])
    figures["choose"] = (
        3 * figures.get("code_f1", 0.0)
        + figures.get("talk_f1", 0.0)
        + figures.get("boundary_f1", 0.0)
    ) / 5
    return figures
