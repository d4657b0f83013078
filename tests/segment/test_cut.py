"""The best way to cut a turn is what trying all of them finds."""

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spejl.segment.cut import CODE_WEIGHT, best_cut
from spejl.segment.places import Places


def _places(chances: list[float], votes: list[list[float]], spoken: bool = False) -> Places:
    return Places(
        tuple(range(10, 10 * len(votes), 10)),
        np.array(chances),
        np.full(len(chances), spoken),
        np.array(votes, dtype=np.float32),
        np.ones(len(votes), dtype=np.int64),
    )


def _best_score(turn: Places, cut: tuple[int, ...], threshold: float) -> float:
    """The score of a cut with the best codes of which no neighbours are the same."""
    at = [turn.characters.index(character) + 1 for character in cut]
    odds = np.log(turn.chances / (1 - turn.chances)) - np.log(threshold / (1 - threshold))
    total = np.array([0.0])
    for first, last in pairwise([0, *at, len(turn.sizes)]):
        mean = turn.votes[first:last].sum(axis=0) / turn.sizes[first:last].sum()
        unit = CODE_WEIGHT * (mean - np.log(np.exp(mean).sum()))
        if first > 0:
            unit = unit + odds[first - 1]
            total = np.array([np.delete(total, code).max() for code in range(len(unit))])
        total = total + unit
    return float(total.max())


@given(
    votes=st.lists(
        st.lists(st.floats(-4, 4, width=32), min_size=3, max_size=3), min_size=2, max_size=5
    ),
    data=st.data(),
    threshold=st.floats(0.1, 0.9),
)
def test_no_other_cut_is_better(
    votes: list[list[float]], data: st.DataObject, threshold: float
) -> None:
    n = len(votes) - 1
    chances = data.draw(st.lists(st.floats(0.05, 0.95), min_size=n, max_size=n))
    turn = _places(chances, votes)
    all_cuts = [cut for k in range(n + 1) for cut in combinations(turn.characters, k)]
    best = max(_best_score(turn, cut, threshold) for cut in all_cuts)
    found = _best_score(turn, best_cut(turn, threshold, 0.5), threshold)
    assert np.isclose(found, best, atol=1e-3)


def test_what_goes_on_with_the_same_thing_is_one_unit() -> None:
    assert best_cut(_places([0.7], [[5, 0, 0], [5, 0, 0]]), 0.5, 0.5) == ()


def test_another_thing_is_another_unit_even_at_a_doubtful_boundary() -> None:
    assert best_cut(_places([0.3], [[5, 0, 0], [0, 5, 0]]), 0.5, 0.5) == (10,)


def test_each_kind_of_place_has_its_threshold() -> None:
    votes = [[1.0, 0, 0], [0, 1.0, 0]]
    for spoken in (False, True):
        turn = _places([0.5], votes, spoken)
        assert best_cut(turn, *((0.99, 0.01) if spoken else (0.01, 0.99))) == (10,)
        assert best_cut(turn, *((0.01, 0.99) if spoken else (0.99, 0.01))) == ()
