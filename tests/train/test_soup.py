"""The mean of weights is taken where it is better, and only there."""

from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from spejl.train.soup import keep, stir  # noqa: E402


def _network(value: float) -> Any:
    network = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(network.weight, value)
    return network


def _value(network: Any) -> float:
    return float(next(network.parameters()).detach())


def _near(network: Any, wanted: float) -> float:
    return -abs(_value(network) - wanted)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Wanted is 2: the best is 1.5; with 3 the mean is 2.25, better; with -9 it is worse."""
    for epoch, value in enumerate((3.0, -9.0, 1.5)):
        keep(tmp_path, epoch, _network(value), _near(_network(value), 2.0))
    return tmp_path


def test_weights_join_the_mean_only_if_it_gets_better(kept: Path) -> None:
    network = _network(0.0)
    tried: list[dict[str, Any]] = []
    stir(network, kept, "greedy", lambda: {"choose": _near(network, 2.0)}, tried.append)
    assert _value(network) == 2.25
    assert [line["soup"] for line in tried] == [2, 3]
    assert [line["choose"] for line in tried] == [-0.25, -3.5]


def test_all_weights_join_where_that_is_asked_for(kept: Path) -> None:
    network = _network(0.0)
    told: list[dict[str, Any]] = []
    stir(network, kept, "all", lambda: {"choose": _near(network, 2.0)}, told.append)
    assert _value(network) == -1.5
    assert told == [{"soup": 3, "choose": -3.5}]
    # Another kind of mean is looked for anew.
    stir(network, kept, "greedy", lambda: {"choose": _near(network, 2.0)}, told.append)
    assert _value(network) == 2.25


def test_weights_kept_later_are_tasted_too(tmp_path: Path) -> None:
    network = _network(0.0)
    for epoch, value in enumerate((1.0, 2.0)):
        keep(tmp_path, epoch, _network(value), _near(_network(value), 2.0))
        stir(network, tmp_path, "greedy", lambda: {"choose": _near(network, 2.0)}, lambda _: None)
    assert _value(network) == 2.0


def test_where_nothing_was_kept_nothing_is_averaged(tmp_path: Path) -> None:
    network = _network(7.0)
    stir(network, tmp_path, "greedy", lambda: {"choose": 0.0}, lambda _: None)
    assert _value(network) == 7.0


def test_a_mean_once_found_is_not_looked_for_again(tmp_path: Path) -> None:
    keep(tmp_path, 0, _network(1.0), 0.0)
    network = _network(0.0)
    for _ in range(2):
        stir(network, tmp_path, "greedy", lambda: {"choose": 0.0}, lambda _: None)
    (tmp_path / "weights-0.pt").unlink()
    stir(network, tmp_path, "greedy", lambda: {"choose": 0.0}, lambda _: None)
    assert _value(network) == 1.0
