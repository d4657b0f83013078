"""The thresholds of boundaries, where the reference says nothing of them."""

from dataclasses import replace

import pytest

pytest.importorskip("torch")

from spejl.coder import Coder
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance
from spejl.train.calibrate import fit_boundaries

TEXTS = ("Det er svært. Hvad tænker du om det? Du har gået hver dag.", "Ja. Jeg vil gerne mere.")


def test_where_no_turn_is_cut_the_thresholds_stay_a_half(coder: Coder) -> None:
    roles = (("P", Role.PRACTITIONER), ("C", Role.CLIENT))
    turns = tuple(Turn(name, text) for (name, _), text in zip(roles, TEXTS, strict=True))
    session = Session("x", turns, "da", roles=roles)
    units = tuple(
        CodedUtterance(Utterance(i, 0, len(t.text), role, t.text))
        for i, (t, (_, role)) in enumerate(zip(turns, roles, strict=True))
    )
    assert coder.model is not None
    given = replace(coder.model.settings, boundary=0.2, boundary_unpunctuated=0.2)
    fitted = fit_boundaries(given, coder.model, [CodedSession(session, units, "x")])
    assert (fitted.boundary, fitted.boundary_unpunctuated) == (0.5, 0.5)
