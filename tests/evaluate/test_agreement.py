"""Agreement on given utterances: values by hand, and what cannot be estimated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import build
from spejl.errors import SpejlError
from spejl.evaluate import agreement
from spejl.evaluate.agreement import of_pairs
from spejl.sessions import Role


def test_by_hand() -> None:
    # Reference Q Q Q SR SR, said Q Q SR SR SR: agreement 4/5; chance 3/5·2/5 + 2/5·3/5 = 12/25;
    # κ = (4/5 - 12/25) / (1 - 12/25) = 8/13.
    found = of_pairs([("Q", "Q"), ("Q", "Q"), ("Q", "SR"), ("SR", "SR"), ("SR", "SR")])
    assert found.accuracy == pytest.approx(4 / 5)
    assert found.kappa == pytest.approx(8 / 13)
    q, sr = found.codes
    # Q: 2 of 2 said are right, 2 of 3 found: F1 = 2·2 / (3 + 2). SR: F1 = 2·2 / (2 + 3).
    assert (q.precision, q.recall, q.f1) == (1.0, pytest.approx(2 / 3), pytest.approx(4 / 5))
    assert found.macro_f1 == pytest.approx(4 / 5)
    assert q.kappa == pytest.approx(8 / 13) == sr.kappa


def test_what_cannot_be_estimated_is_none() -> None:
    assert of_pairs([]).kappa is None
    same = of_pairs([("Q", "Q"), ("Q", "Q")])
    assert (same.accuracy, same.kappa, same.macro_f1) == (1.0, None, 1.0)
    never = of_pairs([("Q", "SR"), ("Q", "Q")]).codes[1]
    assert (never.code, never.recall, never.f1) == ("SR", None, 0.0)


@given(st.lists(st.sampled_from(["Q", "SR", "CR"]), min_size=2).filter(lambda x: len(set(x)) > 1))
def test_agreement_with_oneself_is_one(labels: list[str]) -> None:
    found = of_pairs([(label, label) for label in labels])
    assert found.kappa == pytest.approx(1)
    assert found.macro_f1 == 1


def test_roles_are_kept_apart() -> None:
    one = build([("P", "SR", "Træt."), ("C", "change:D", "Jeg vil."), ("O", "", "Ja.")])
    assert agreement([one], [one]).n == 1
    assert agreement([one], [one], Role.CLIENT).codes[0].code == "change"


def test_other_sessions_or_utterances_are_refused() -> None:
    one = build([("P", "SR", "Træt."), ("C", "neutral", "Ja.")])
    other = build([("P", "SR|Q:open", "Træt."), ("C", "neutral", "Ja.")])
    with pytest.raises(SpejlError, match="cut it into other utterances"):
        agreement([one], [other])
    with pytest.raises(SpejlError, match="sessions differ"):
        agreement([one], [])
