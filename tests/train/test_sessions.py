"""Figures of whole sessions: a coder that repeats the reference agrees with it fully."""

from dataclasses import replace
from itertools import islice

import pytest

pytest.importorskip("torch")

from conftest import ROOT
from spejl.codes import Code
from spejl.corpus.files import conversations
from spejl.evaluate import bootstrap
from spejl.sessions import CodedSession
from spejl.train.sessions import code_intervals, session_figures


def first(n: int) -> list[CodedSession]:
    """The first sessions of the corpus."""
    return [c.coded for _, c in islice(conversations(ROOT / "data/corpus"), n)]


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 99)


def test_agreement_with_itself_and_with_a_coder_who_asks_less() -> None:
    every = first(24)
    same = session_figures(every, every)["all"]["questions"]
    assert (same["icc_a1"], same["bias"], same["n"]) == (1.0, 0.0, 24)
    deaf = [
        replace(
            c,
            utterances=tuple(
                u if str(u.code) != "Q" or i % 2 else replace(u, code=Code.NC, detail="other")
                for i, u in enumerate(c.utterances)
            ),
        )
        for c in every
    ]
    other = session_figures(every, deaf)["all"]["questions"]
    assert other["bias"] < 0
    assert other["icc_a1"] < 1
    low, high = other["icc_a1_interval"]
    assert low < other["icc_a1"] < high


def test_intervals_of_a_perfect_coder_have_no_width() -> None:
    every = first(12)
    found = code_intervals(every, every)["all"]
    assert found["codes"]["macro_f1"] == [1.0, 1.0]
    assert found["client_talk"]["kappa"] == [1.0, 1.0]
