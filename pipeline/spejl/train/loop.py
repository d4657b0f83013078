"""The training loop: windows in, weights out, a checkpoint after every epoch."""

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from spejl.train.batches import Batch, collate
from spejl.train.examples import Example, TrainingPieces, Window, WindowSettings, windows
from spejl.train.losses import Losses
from spejl.train.network import MitiNetwork, measure_features
from spejl.train.settings import TrainSettings
from spejl.train.soup import keep, stir

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"

Score = Callable[[MitiNetwork], dict[str, Any]]


@contextmanager
def _denormals_flushed() -> Iterator[None]:
    """Moments of rare pieces may decay to denormal numbers, which are slow on CPUs.

    The setting belongs to the whole thread, so it is taken back: whoever trains from a program of
    their own goes on with ordinary arithmetic.
    """
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


@_denormals_flushed()
def fit(
    network: MitiNetwork,
    examples: Sequence[Example],
    pieces: TrainingPieces,
    settings: TrainSettings,
    folder: Path,
    score: Score,
) -> None:
    """Train, keeping the best epoch's weights, or a mean of several, in the network.

    After every epoch the state is saved in `folder`; a run that was killed goes on from there. A
    graphics card is used where PyTorch finds one; the network comes back on the processor.

    Args:
        network: Changed in place.
        examples: Training conversations.
        pieces: The tokenizer.
        settings: The run's settings.
        folder: The run's folder.
        score: Validation figures of a network; the key `choose` decides which epoch is best.
    """
    cut = WindowSettings(settings.window, settings.hide_roles, settings.hide_goal, settings.restyle)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    losses = Losses(settings, examples, device)
    steps = _steps_per_epoch(examples, pieces, cut, settings.batch)
    optimizer = _optimizer(network, settings)
    total = max(1, steps * settings.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step / total, settings.warmup)
    )
    if not (folder / CHECKPOINT).exists() and not network.measured:
        few = islice(_batches(examples, pieces, cut, settings.batch, random.Random(0)), 8)
        measure_features(network, [(b.ids, b.mask) for b in few])
    state = _resume(folder, network, optimizer, schedule)
    if settings.soup and state["epoch"] == 0:
        keep(folder, 0, network, score(network.eval())["choose"])
    for epoch in range(state["epoch"], settings.epochs):
        began = time.monotonic()
        rng = random.Random(f"{settings.seed}/{epoch}")
        torch.manual_seed(settings.seed * 1000 + epoch)
        network.train()
        running, n = 0.0, 0
        for batch in (b.to(device) for b in _batches(examples, pieces, cut, settings.batch, rng)):
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=settings.bf16):
                logits = network(batch.ids, batch.mask)
            loss = losses(logits, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            running, n = running + float(loss.detach()), n + 1
        network.eval()
        figures = score(network)
        seconds = time.monotonic() - began
        line = {"epoch": epoch + 1, "loss": running / max(n, 1), "seconds": seconds, **figures}
        _note(folder, line)
        if figures["choose"] >= state["best"]:
            state["best"] = figures["choose"]
            state["weights"] = {k: v.clone() for k, v in network.state_dict().items()}
        if settings.soup:
            keep(folder, epoch + 1, network, figures["choose"])
        state["epoch"] = epoch + 1
        _save(folder, network, optimizer, schedule, state)
    if state["weights"] is not None:
        network.load_state_dict(state["weights"])
    if settings.soup:
        say = partial(_note, folder)
        stir(network.eval(), folder, settings.soup, lambda: score(network), say)
    network.to("cpu").eval()


def _note(folder: Path, line: dict[str, Any]) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def _optimizer(network: MitiNetwork, settings: TrainSettings) -> torch.optim.Optimizer:
    encoder = list(network.encoder.parameters())
    heads = [*network.dense.parameters(), *network.heads.parameters()]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        weight_decay=settings.decay,
        fused=True,
    )


def _rate(done: float, warmup: float) -> float:
    """Share of the peak rate: a linear rise, then half a cosine."""
    if done < warmup:
        return max(done / warmup, 1e-3)
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (done - warmup) / (1 - warmup))))


def _batches(
    examples: Sequence[Example],
    pieces: TrainingPieces,
    cut: WindowSettings,
    size: int,
    rng: random.Random,
) -> Iterator[Batch]:
    order = list(examples)
    rng.shuffle(order)
    pool: list[Window] = []
    for example in order:
        pool.extend(windows(example, pieces, cut, rng))
        # A pool of some batches mixes the conversations without holding an epoch in memory.
        if len(pool) >= 16 * size:
            yield from _mixed(pool, size, cut.window, rng)
            pool = []
    yield from _mixed(pool, size, cut.window, rng)


def _mixed(pool: list[Window], size: int, window: int, rng: random.Random) -> Iterator[Batch]:
    """A pool as batches of windows of like length, in random order.

    A batch holds about as many tokens as `size` full windows, so that an utterance in a short
    window (a form of the contrast set) weighs about as much as one in a long conversation.
    """
    rng.shuffle(pool)
    pool.sort(key=lambda window: len(window.ids) // 32)
    groups: list[list[Window]] = [[]]
    for one in pool:
        if (len(groups[-1]) + 1) * len(one.ids) > size * window:
            groups.append([])
        groups[-1].append(one)
    groups = [group for group in groups if group]
    rng.shuffle(groups)
    yield from map(collate, groups)


def _steps_per_epoch(
    examples: Sequence[Example], pieces: TrainingPieces, cut: WindowSettings, size: int
) -> int:
    """Steps of one epoch, counted on one; others differ a little by their random cuts."""
    return sum(1 for _ in _batches(examples, pieces, cut, size, random.Random(0)))


def _resume(folder: Path, network: MitiNetwork, optimizer: Any, schedule: Any) -> dict[str, Any]:
    path = folder / CHECKPOINT
    if not path.exists():
        return {"epoch": 0, "best": -math.inf, "weights": None}
    saved = torch.load(path, map_location=network.device, weights_only=False)
    network.load_state_dict(saved["network"])
    optimizer.load_state_dict(saved["optimizer"])
    schedule.load_state_dict(saved["schedule"])
    state: dict[str, Any] = saved["state"]
    return state


def _save(
    folder: Path, network: MitiNetwork, optimizer: Any, schedule: Any, state: dict[str, Any]
) -> None:
    part = folder / f"{CHECKPOINT}.part"
    torch.save(
        {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "state": state,
        },
        part,
    )
    part.replace(folder / CHECKPOINT)


def settings_record(settings: TrainSettings) -> dict[str, Any]:
    """The settings as they stand in the run's folder."""
    return asdict(settings)
