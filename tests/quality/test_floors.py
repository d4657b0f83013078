"""Floors for the shipped model on held-out synthetic role-plays, per language (`make quality`).

They guard against a broken model or pipeline, and are no claim about real conversations.
"""

import pytest

from conftest import ROOT
from spejl.classify import KeywordClassifier, MajorityClassifier
from spejl.coder import Coder, likely_practitioner
from spejl.corpus.files import conversations
from spejl.evaluate import agreement
from spejl.sessions import CodedSession, Role

pytestmark = pytest.mark.quality

FLOORS = {"da": 0.69, "sv": 0.66, "nb": 0.69, "nn": 0.66}
"""Macro-F1 over the eleven codes, given utterances."""


@pytest.fixture(scope="module")
def held_out() -> list[CodedSession]:
    import json

    names = json.loads((ROOT / "data/corpus/splits.json").read_text())["test"]
    return [c.coded for path, c in conversations(ROOT / "data/corpus") if path.stem in set(names)]


@pytest.mark.parametrize("language", FLOORS)
def test_codes(coder: Coder, held_out: list[CodedSession], language: str) -> None:
    group = [c for c in held_out if c.session.language == language]
    found = agreement(group, [coder.recode(c) for c in group])
    assert found.macro_f1 is not None
    assert found.macro_f1 >= FLOORS[language]
    for baseline in (MajorityClassifier(), KeywordClassifier()):
        other = agreement(group, [Coder(baseline).recode(c) for c in group])
        assert other.macro_f1 is not None
        assert found.macro_f1 > 2 * other.macro_f1


@pytest.mark.parametrize("language", FLOORS)
def test_roles(coder: Coder, held_out: list[CodedSession], language: str) -> None:
    assert coder.model is not None
    group = [c for c in held_out if c.session.language == language]
    right = [
        c.session.role(likely_practitioner(c.session, coder.model)) is Role.PRACTITIONER
        for c in group
    ]
    assert sum(right) >= 0.9 * len(right)
