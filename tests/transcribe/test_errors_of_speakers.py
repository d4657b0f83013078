"""The measure by which speakers are judged, on accounts that can be counted by hand."""

import pytest

from spejl.transcribe.spans import SpeakerStretch as S
from transcribe.errors_of_speakers import errors

TRUTH = (S(0, 4, 0), S(4, 10, 1))


def test_names_do_not_matter() -> None:
    assert errors(TRUTH, (S(0, 4, 1), S(4, 10, 0)), 12).rate == 0


def test_each_kind_of_error() -> None:
    """Of 10 s: speaker 1's last second is missed, one second after it is false, two are wrong."""
    found = (S(0, 6, 0), S(6, 9, 1), S(10, 11, 1))
    result = errors(TRUTH, found, 12, collar=0.0)
    assert result.missed == pytest.approx(0.1)
    assert result.false_alarm == pytest.approx(0.1)
    assert result.confused == pytest.approx(0.2)


def test_overlap_counts_for_both() -> None:
    """8 s are spoken in 6 s; who hears one voice in the overlap misses 2 of 8."""
    truth = (S(0, 4, 0), S(2, 6, 1))
    assert errors(truth, (S(0, 4, 0), S(4, 6, 1)), 6, 0.0).missed == pytest.approx(0.25)


def test_the_collar_forgives_at_the_edges() -> None:
    late = (S(0.2, 4.2, 0), S(4.2, 10.2, 1))
    assert errors(TRUTH, late, 12, 0.25).rate == 0
    assert errors(TRUTH, late, 12, 0.0).rate == pytest.approx(0.06)


def test_nothing_found_is_all_missed() -> None:
    assert errors(TRUTH, (), 12).missed == 1
