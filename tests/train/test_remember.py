"""A model that remembers what it read."""

import numpy as np
import pytest

pytest.importorskip("torch")

from conftest import ROOT
from spejl.model import load_model
from spejl.readers import read
from spejl.train.remember import Seen, remembering


def test_a_session_is_read_once_and_as_always() -> None:
    session = read(ROOT / "data/examples/da-rygestop.txt")
    plain = load_model()
    seen: Seen = {}
    model = remembering(plain, seen)
    found = model.read(session)
    assert remembering(plain, seen).read(session) is found
    assert model.read(session, hide_roles=True) is not found
    np.testing.assert_array_equal(found.logits, plain.read(session).logits)
