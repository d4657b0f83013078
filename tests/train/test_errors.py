"""Errors that are drawn are errors, and the same seed draws the same."""

from collections import Counter

import pytest

pytest.importorskip("torch")

from conftest import ROOT
from spejl.classify import MajorityClassifier
from spejl.coder import Coder
from spejl.serialize import parse_miti
from spejl.train.errors import coding_errors, draw

SESSIONS = [
    parse_miti((ROOT / "data/corpus" / name).read_text(encoding="utf-8")).coded
    for name in ("da/da-0001.miti", "nn/nn-0001.miti")
]


def test_every_error_is_one() -> None:
    found = list(coding_errors(Coder(MajorityClassifier()), SESSIONS))
    wanted = sum(
        str(u.code) != "NC" if u.code is not None else str(u.client_talk) != "neutral"
        for c in SESSIONS
        for u in c.utterances
        if u.code is not None or u.client_talk is not None
    )
    assert len(found) == wanted > 20
    assert all(e.reference != e.said for e in found)


def test_a_seed_draws_the_same_of_each_language() -> None:
    found = list(coding_errors(Coder(MajorityClassifier()), SESSIONS))
    assert draw(found, 3) == draw(found, 3)
    assert Counter(e.language for e in draw(found, 3)) == {"da": 3, "nn": 3}
    assert draw(found, 3) != draw(found, 3, seed=5)
