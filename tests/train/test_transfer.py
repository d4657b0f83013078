"""Models on people's codes: counted right, and compared session by session."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from conftest import ROOT
from spejl.train.outside import FAMILIES
from spejl.train.transfer import Transfer, main, table

BEHAVIOURS = 4


def _transfer(name: str, said: list[tuple[int, int]], n_sessions: int) -> Transfer:
    """Sessions of the same (people, model) places; each the first place once more than the last."""
    behaviour = np.zeros((n_sessions, BEHAVIOURS, BEHAVIOURS), dtype=np.int64)
    for i in range(n_sessions):
        behaviour[i, 0, 0] = i
        for people, model in said:
            behaviour[i, people, model] += 1
    none = np.zeros((n_sessions, 2, 2), dtype=np.int64)
    others = {key: none for key in ("forced", "reflection", "form", "client")}
    return Transfer(name, {"behaviour": behaviour, **others})


def test_kappa_is_of_all_units_of_the_drawn_sessions() -> None:
    # People: question, question, reflection, input. Model: question, reflection, reflection, other.
    found = _transfer("a", [(0, 0), (0, 1), (1, 1), (2, 3)], 1)
    # 2/4 agree; by chance 2/4·1/4 + 1/4·2/4 = 1/4.
    assert found.value("behaviour", np.array([0])) == pytest.approx((1 / 2 - 1 / 4) / (3 / 4))
    assert found.value("forced", np.array([0])) is None


def test_numbers_in_a_session_are_compared() -> None:
    right = _transfer("a", [(1, 1)], 12)
    one_more = _transfer("b", [(1, 0)], 12)
    everything = np.arange(12)
    assert right.value("questions", everything) == pytest.approx(1.0)
    # People: 0 to 11; model: one more. Mean squares 26 and 6, no error: 26 / (26 + 2·6/12).
    assert one_more.value("questions", everything) == pytest.approx(26 / 27)
    assert FAMILIES[0] == "question"


def test_later_models_are_compared_with_the_first() -> None:
    head, _, first, second, difference = table(
        [_transfer("a", [(1, 1)], 12), _transfer("b", [(1, 0)], 12)]
    )
    assert head.startswith("| model | behaviours κ |")
    assert first.startswith("| a | 1.000")
    assert second.startswith("| b | 0.000")
    assert difference.startswith("| b - a | -1.000")
    # Nothing was said of four measures, and the number of reflections does not vary.
    assert difference.count("–") == 5


def test_a_model_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        "session_id,speaker,text,topic,main_therapist_behaviour,reflection_subtype,"
        "question_subtype,client_talk_type"
    ]
    for i in range(2):
        rows += [
            f"{i},practitioner,How do you feel about that?,smoking,question,,open,",
            f"{i},client,I want to stop.,smoking,,,,change",
            f"{i},practitioner,You want to stop.,smoking,reflection,simple,,",
        ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    main([str(path), str(ROOT / "models/small")])
    *_, row = capsys.readouterr().out.splitlines()
    # The plainest of turns are told right; two sessions have no interval.
    assert row.split(" | ")[1:3] == ["1.000", "1.000"]
