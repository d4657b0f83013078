"""What is listened to at once."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.transcribe.passages import LONGEST, Passage, listening_plan, passages
from spejl.transcribe.spans import Stretch


class Ramp:
    """Ten minutes in which every sample is the time at which it stands; quiet at 0.25 s."""

    seconds = 600.0
    n_channels = 1

    def samples(self, start: float, end: float, channel: int | None = None) -> np.ndarray:
        times = np.arange(round(start * 16_000), round(end * 16_000)) / 16_000
        quiet = np.abs(times % 5 - 0.25) < 0.06
        return np.where(quiet, 0.0, times).astype(np.float32)


def test_stretches_become_one_passage_without_the_silence_between() -> None:
    passage = next(passages(Ramp(), (Stretch(1, 3), Stretch(100, 104))))
    assert len(passage.samples) == 6 * 16_000
    assert passage.samples[2 * 16_000 + 16_000] == pytest.approx(101.0)
    assert passage.time_at(0.5) == 1.5
    assert passage.time_at(2.5) == 100.5
    assert passage.time_at(99.0) == 104.0


def test_a_word_is_never_said_across_what_was_left_out() -> None:
    passage = next(passages(Ramp(), (Stretch(1, 3), Stretch(100, 104))))
    assert passage.times_of(0.5, 1.0) == (1.5, 2.0)
    # It begins in the silence before it, as recognisers have it.
    assert passage.times_of(1.4, 2.4) == (100, 100.4)
    assert passage.times_of(1.5, 2.05) == (2.5, 3)


def test_margins_never_overlap() -> None:
    plan = listening_plan(Ramp(), (Stretch(0.1, 1), Stretch(1.2, 2), Stretch(5, 6)))
    assert plan == ((Stretch(0.0, 1.1), Stretch(1.1, 2.3), Stretch(4.7, 6.3)),)


def test_a_long_stretch_is_cut_where_it_is_quiet() -> None:
    plan = listening_plan(Ramp(), (Stretch(10, 90),))
    ends = [group[-1].end for group in plan[:-1]]
    assert all(abs(end % 5 - 0.25) < 0.1 for end in ends)
    assert plan[-1][-1].end == pytest.approx(90.3)


@given(st.lists(st.tuples(st.floats(0.05, 40), st.floats(0.01, 10)), min_size=1, max_size=12))
def test_a_plan_holds_all_speech_once_in_order(rows: list[tuple[float, float]]) -> None:
    at, speech = 0.0, []
    for length, gap in rows:
        if at + gap + length > Ramp.seconds:
            break
        speech.append(Stretch(at + gap, at + gap + length))
        at += gap + length
    plan = listening_plan(Ramp(), speech)
    pieces = [piece for group in plan for piece in group]
    for before, after in pairwise(pieces):
        assert before.end <= after.start + 1e-9
    for group in plan:
        assert sum(p.end - p.start for p in group) <= LONGEST + 0.002
    for stretch in speech:
        inside = sum(
            max(0.0, min(p.end, stretch.end) - max(p.start, stretch.start)) for p in pieces
        )
        assert inside == pytest.approx(stretch.end - stretch.start, abs=1e-6)


def test_a_passage_planned_once_is_not_cut_again() -> None:
    for group in listening_plan(Ramp(), (Stretch(10, 90), Stretch(91, 119))):
        assert len(list(passages(Ramp(), group))) == 1


def test_times_before_the_passage_are_its_beginning() -> None:
    assert Passage(np.zeros(0, np.float32), (Stretch(3, 4),)).time_at(-1.0) == 3.0
