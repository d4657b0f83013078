"""Speed on this machine (`make bench`): ratios within one run, printed, never a fixed time."""

import time

import pytest

from conftest import ROOT
from spejl.coder import Coder, load
from spejl.corpus.files import conversations
from spejl.sessions import Session

pytestmark = pytest.mark.benchmark


def _rate(coder: Coder, sessions: list[Session]) -> float:
    """Utterances a second."""
    coder.code(sessions[0])
    began = time.perf_counter()
    n = sum(len(coded.utterances) for coded in coder.pipe(sessions))
    return n / (time.perf_counter() - began)


def test_one_core_and_all_cores(capsys: pytest.CaptureFixture[str]) -> None:
    sessions = [c.coded.session for _, c in conversations(ROOT / "data/corpus")][::12]
    rates = {name: _rate(load(threads=n), sessions) for name, n in (("one", 1), ("all", None))}
    with capsys.disabled():
        print(f"\n{len(sessions)} sessions; utterances a second:", end=" ")  # noqa: T201
        print(", ".join(f"{name} core(s) {rate:.0f}" for name, rate in rates.items()))  # noqa: T201
    # More cores may not make it slower by more than measuring noise.
    assert rates["all"] > 0.8 * rates["one"]
