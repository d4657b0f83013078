"""The network: an encoder, and one linear layer that answers all heads for every token."""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from spejl.model.heads import HEADS, N_COLUMNS, Head


class MitiNetwork(nn.Module):
    """An encoder with heads on every token.

    A stretch of text is judged by the mean of its tokens' logits; since the heads are linear
    in the last layer, this equals heads on the mean vector, and lets one pass over a
    conversation serve every way of cutting it into utterances.
    """

    def __init__(self, encoder: Any, dropout: float = 0.1) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None  # Tokens are judged, not the window as a whole.
        self.encoder = encoder
        for part in encoder.modules():
            # Dropout inside the encoder costs four fifths of the forward pass on CPU.
            if isinstance(part, nn.Dropout):
                part.p = 0.0
            if isinstance(getattr(part, "dropout_prob", None), float):
                part.dropout_prob = 0.0
        # Contrastively trained encoders give all tokens nearly the same vector; the heads learn
        # from what differs. Both are measured on training text before the first step.
        self.register_buffer("centre", torch.zeros(width))
        self.register_buffer("scale", torch.ones(width))
        self.dense = nn.Linear(width, width)
        self.drop = nn.Dropout(dropout)
        self.heads = nn.Linear(width, N_COLUMNS)

    @property
    def device(self) -> torch.device:
        """Where the network computes."""
        return self.heads.weight.device

    @property
    def measured(self) -> bool:
        """Centre and scale are set, so that the heads are trained on them."""
        return not torch.equal(self.scale, torch.ones_like(self.scale))  # type: ignore[arg-type]

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Logits of all heads.

        *Shape:* both inputs (n_windows, n_tokens); output (n_windows, n_tokens, N_COLUMNS).
        """
        found = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        hidden = (found.last_hidden_state - self.centre) / self.scale
        hidden = hidden + nn.functional.gelu(self.dense(self.drop(hidden)))
        logits: torch.Tensor = self.heads(self.drop(hidden))
        return logits


def with_bias(network: MitiNetwork, bias: Mapping[str, float]) -> MitiNetwork:
    """A copy of the network whose codes' logits are higher by so much, by code."""
    found = copy.deepcopy(network)
    columns = HEADS[Head.CODE]
    with torch.no_grad():
        for code, value in bias.items():
            found.heads.bias[columns.first + columns.classes.index(code)] += value
    return found


def measure_features(
    network: MitiNetwork, batches: list[tuple[torch.Tensor, torch.Tensor]]
) -> None:
    """Set centre and scale to the mean and spread of the encoder's output on some windows."""
    network.eval()
    with torch.inference_mode():
        found = [
            network.encoder(input_ids=ids, attention_mask=mask).last_hidden_state[mask.bool()]
            for ids, mask in ((i.to(network.device), m.to(network.device)) for i, m in batches)
        ]
    tokens = torch.cat(found)
    network.centre.copy_(tokens.mean(dim=0))  # type: ignore[operator]
    network.scale.copy_(tokens.std(dim=0).clamp(min=1e-3))  # type: ignore[operator]


def with_vocabulary(encoder: Any, source: npt.NDArray[np.int64], seed: int) -> Any:
    """The encoder with its word embeddings rearranged to a new vocabulary.

    Args:
        encoder: A Hugging Face encoder.
        source: For each new id the old id whose embedding it takes.
        seed: For the small noise that tells pieces with the same source apart.
    """
    old = encoder.get_input_embeddings().weight.data
    new = nn.Embedding(len(source), old.shape[1])
    new.weight.data = old[torch.from_numpy(source)].clone().float()
    generator = torch.Generator().manual_seed(seed)
    seen: set[int] = set()
    for row, origin in enumerate(source.tolist()):
        if origin in seen:
            noise = torch.randn(old.shape[1], generator=generator)
            new.weight.data[row] += noise * float(old.std())
        seen.add(origin)
    encoder.set_input_embeddings(new)
    encoder.config.vocab_size = len(source)
    return encoder
