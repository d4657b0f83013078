"""What a learning curve says, and that it goes on after a stop."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny_encoder import put_conversations, save_encoder, tiny_settings

from spejl.errors import RunError
from spejl.evaluate.bootstrap import Bounds
from spejl.evaluate.units import Compared
from spejl.train.curve import TABLE, VERDICT, Point, learning_curve, slope, verdict
from spejl.train.settings import Source

pytestmark = pytest.mark.filterwarnings("ignore")
NONE = Bounds(None, None, "", "")


def point(n_sessions: int, right: list[int], wrong: int = 10) -> Point:
    """Each judged session has ten Q, of which so many are found, and ten GI that are."""
    q, gi = frozenset({"Q"}), frozenset({"GI"})
    units = tuple(
        Compared(f"s{i}", "da", ((q, q),) * n + ((q, gi),) * (wrong - n) + ((gi, gi),) * 10)
        for i, n in enumerate(right)
    )
    return Point(1, n_sessions, None, NONE, None, NONE, units)


def test_the_slope_is_for_twice_the_sessions() -> None:
    found, _ = slope(point(4, [0] * 12), point(16, [10] * 12))
    # Macro-F1 from (0 + 2/3) / 2 to 1, over two doublings.
    assert found == pytest.approx((1 - 1 / 3) / 2)


def test_the_verdict_follows_the_interval() -> None:
    low, high = [3, 4, 3, 4, 3, 4] * 2, [7, 8, 7, 8, 7, 8] * 2
    mixed = [0, 10, 1, 9, 5, 5] * 2
    assert verdict([point(4, low), point(8, high)]).startswith("More coding would probably help")
    assert "would bring little" in verdict([point(4, high), point(8, high)])
    assert verdict([point(4, mixed), point(8, mixed[::-1])]).startswith("Cannot tell")
    assert "at least 10" in verdict([point(4, low[:6]), point(8, high[:6])])
    assert "two shares" in verdict([point(4, low)])


def test_the_last_weights_judge_whatever_the_settings_would_choose(tmp_path: Path) -> None:
    save_encoder(tmp_path / "encoder")
    put_conversations(tmp_path / "own", 8, lines=10)
    # Heads that learn so fast that the last weights say something else than the first.
    settings = replace(
        tiny_settings(tmp_path / "encoder"), data=(Source(str(tmp_path / "own")),), head_rate=0.1
    )
    one, other = (
        learning_curve(replace(settings, soup=soup), [1], tmp_path / f"run{soup}", lambda _: None)
        for soup in ("", "all")
    )
    assert one.points == other.points


def test_a_curve_goes_on_where_it_was(tmp_path: Path) -> None:
    save_encoder(tmp_path / "encoder")
    put_conversations(tmp_path / "own", 8, lines=10)
    settings = replace(tiny_settings(tmp_path / "encoder"), data=(Source(str(tmp_path / "own")),))
    lines: list[str] = []
    found = learning_curve(settings, [0.5, 1], tmp_path / "run", lines.append)
    sizes = [p.n_sessions for p in found.points]
    # Of eight sessions five are learnt from.
    assert sizes == [2, 5] and len(lines) == 2
    assert found.points[0].units[0].session_id == found.points[1].units[0].session_id
    assert (tmp_path / "run" / VERDICT).read_text(encoding="utf-8").startswith("Cannot tell")
    table = (tmp_path / "run" / TABLE).read_text(encoding="utf-8")
    log = (tmp_path / "run/share-0.5/log.jsonl").read_text(encoding="utf-8")
    again = learning_curve(settings, [0.5, 1], tmp_path / "run", lines.append)
    assert again == found
    assert (tmp_path / "run" / TABLE).read_text(encoding="utf-8") == table
    assert (tmp_path / "run/share-0.5/log.jsonl").read_text(encoding="utf-8") == log
    with pytest.raises(RunError, match="another --out"):
        learning_curve(replace(settings, seed=2), [0.5, 1], tmp_path / "run", lines.append)


def test_arithmetic_is_as_before_when_a_network_has_learnt(tmp_path: Path) -> None:
    save_encoder(tmp_path / "encoder")
    put_conversations(tmp_path / "own", 8, lines=10)
    settings = replace(
        tiny_settings(tmp_path / "encoder"), data=(Source(str(tmp_path / "own")),), epochs=1
    )
    learning_curve(settings, [1], tmp_path / "run", lambda _: None)
    assert sys.float_info.min / 2 > 0  # Not flushed to zero any more.
