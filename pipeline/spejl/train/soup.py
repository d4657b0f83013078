"""The mean of several weights of one run.

The weights of the start and of every epoch are kept. A greedy soup (Wortsman et al., 2022, "Model
soups") begins with the best; one after the other joins the mean if the mean then validates better.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

_KEPT, _DONE = "weights-{}.pt", "soup-{}.pt"

Weights = dict[str, torch.Tensor]


def keep(folder: Path, epoch: int, network: torch.nn.Module, choose: float) -> None:
    """Keep the weights after an epoch (0: of the start) and how they validate."""
    torch.save({"choose": choose, "weights": network.state_dict()}, folder / _KEPT.format(epoch))
    for old in folder.glob(_DONE.format("*")):
        old.unlink()  # Of a run that was to have fewer epochs.


def stir(
    network: torch.nn.Module,
    folder: Path,
    kind: str,
    score: Callable[[], dict[str, Any]],
    note: Callable[[dict[str, Any]], None],
) -> None:
    """Put a mean of the kept weights into the network; a mean once found is kept too.

    Args:
        network: Whose weights were kept; changed in place.
        folder: Where they were kept.
        kind: `greedy`, or `all` for the mean of all weights however they validate.
        score: Validation figures of the network as it is; `choose` is the one to be raised.
        note: Told of every mean that was tried.
    """
    done = folder / _DONE.format(kind)
    if not done.exists():
        kept = [_load(path, network) for path in sorted(folder.glob(_KEPT.format("*")))]
        if not kept:  # The run had ended before a soup was asked for.
            return

        def taste(weights: list[Weights]) -> float:
            network.load_state_dict(_mean(weights))
            figures = score()
            note({"soup": len(weights), **figures})
            return float(figures["choose"])

        if kind == "all":
            chosen = [one["weights"] for one in kept]
            taste(chosen)
        else:
            chosen = _greedy(kept, taste)
        torch.save({"weights": _mean(chosen)}, done)
    network.load_state_dict(_load(done, network)["weights"])


def _greedy(kept: list[dict[str, Any]], taste: Callable[[list[Weights]], float]) -> list[Weights]:
    """The best weights, and those that made the mean better, tried from the second best on."""
    first, *others = sorted(kept, key=lambda one: -one["choose"])
    best, chosen = first["choose"], [first["weights"]]
    for one in others:
        tried = [*chosen, one["weights"]]
        found = taste(tried)
        if found > best:
            best, chosen = found, tried
    return chosen


def _load(path: Path, network: torch.nn.Module) -> dict[str, Any]:
    device = next(network.parameters()).device
    found: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return found


def _mean(weights: list[Weights]) -> Weights:
    return {
        name: torch.stack([one[name].float() for one in weights]).mean(dim=0).to(first.dtype)
        for name, first in weights[0].items()
    }
