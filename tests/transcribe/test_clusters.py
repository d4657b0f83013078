"""How many voices there are and whether they are apart, on made points of a sphere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spejl.transcribe.clusters import group


def voices(likeness: float, counts: list[int], spread: float = 0.35) -> NDArray[np.float32]:
    """Points around centres that are all `likeness` to each other; a voice after the other."""
    n = len(counts)
    centres = np.zeros((n, 64))
    centres[:, 0] = np.sqrt(likeness)
    centres[np.arange(n), np.arange(1, n + 1)] = np.sqrt(1 - likeness)
    rng = np.random.default_rng(5)
    points = np.repeat(centres, counts, axis=0)
    points = points + rng.standard_normal(points.shape) * spread / 8
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), np.float32)


def test_two_voices_are_apart() -> None:
    found = group(voices(0.7, [30, 20]), 2)
    assert (found.apart, found.estimate, found.centres.shape) == (True, 2, (2, 64))
    assert np.allclose(np.linalg.norm(found.centres, axis=1), 1, atol=1e-5)
    assert np.allclose(found.centres[0] @ found.centres[1], 0.7, atol=0.05)


def test_two_voices_that_sound_the_same_are_not() -> None:
    found = group(voices(0.98, [30, 30]), 2)
    assert (found.apart, found.estimate, len(found.centres)) == (False, 1, 2)


def test_one_voice_is_not_two() -> None:
    assert group(voices(0.5, [50]), 2).estimate == 1
    assert group(voices(0.5, [50]), None).estimate == 1
    assert group(voices(0.5, [50]), 1).apart


@pytest.mark.parametrize("n", [3, 4])
def test_more_voices_are_noticed(n: int) -> None:
    points = voices(0.6, [20] * n)
    assert group(points, 2).estimate == n
    assert len(group(points, None).centres) == n
    assert group(points, n).apart


def test_a_few_odd_pieces_are_no_third_voice() -> None:
    assert group(voices(0.6, [40, 40, 4]), 2).estimate == 2


def test_what_is_heard_again_and_again_is_no_voice_of_its_own() -> None:
    """One voice says two sentences, the other one; each is played five times."""
    sentences = voices(0.6, [6, 6, 12])
    second = sentences[:6] + 0.9 * (sentences[6:12] - sentences[:6])
    said = np.concatenate([sentences[:6], second, sentences[12:]])
    again = np.tile(said / np.linalg.norm(said, axis=1, keepdims=True), (5, 1)).astype(np.float32)
    assert group(again, 2).estimate == group(again[:24], 2).estimate == 2


def test_hours_are_grouped_from_a_part_of_them() -> None:
    found = group(voices(0.7, [6000, 5000]), 2)
    assert found.apart and found.estimate == 2


def test_fewer_pieces_than_speakers() -> None:
    found = group(voices(0.7, [1]), 2)
    assert not found.apart and len(found.centres) == 1


@given(st.integers(1, 3), st.integers(0, 2**16))
def test_order_does_not_matter(n: int, seed: int) -> None:
    points = voices(0.6, [12] * n)
    mixed = np.random.default_rng(seed).permutation(points)
    assert group(mixed, None).estimate == group(points, None).estimate == n
