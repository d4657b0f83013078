"""What is reported of sessions of which the reference leaves something open."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")

from conftest import build
from spejl.sessions import CodedSession
from spejl.train.figures import _given, end_to_end
from spejl.train.sessions import session_figures

TALK = [
    ("P", "Q:open", "Hvad nu?"),
    ("C", "change", "Jeg vil gerne stoppe."),
    ("P", "SR", "Du vil stoppe."),
    ("C", "neutral", "Ja."),
]


def _open(coded: CodedSession) -> CodedSession:
    """The reflection has no code."""
    kept = tuple(replace(u, code=None) if u.code == "SR" else u for u in coded.utterances)
    return replace(coded, utterances=kept)


def test_what_is_open_is_neither_right_nor_wrong() -> None:
    said = build(TALK)
    review = _given([_open(said)], [said])["review"]
    assert (review["n"], review["right_among_passing"]) == (1, 1.0)
    assert end_to_end([_open(said)], [said])["turn_micro_f1"] == 1.0
    assert end_to_end([_open(said)], [said])["units_per_practitioner_turn"] == 1.0
    assert end_to_end([said], [_open(said)])["turn_micro_f1"] == pytest.approx(2 / 3, abs=1e-3)


def test_a_session_with_something_open_has_no_counts() -> None:
    said = build(TALK)
    figures = session_figures([said, said, _open(said)], [said] * 3)
    assert figures["all"]["questions"]["n"] == 2
