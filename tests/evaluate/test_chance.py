"""κ, F1 and α: values by hand, a published example, and another implementation."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from spejl.evaluate.chance import alpha, alpha_of_counts, f1, kappa

VALUES = st.sampled_from(["Q", "SR", "CR"])
UNITS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=30)
GAPPY = st.lists(st.lists(st.none() | VALUES, min_size=3, max_size=3), min_size=2, max_size=20)


def counts(pairs: list[tuple[str, str]]) -> np.ndarray:
    names = ["CR", "Q", "SR"]
    found = np.zeros((3, 3))
    for a, b in pairs:
        found[names.index(a), names.index(b)] += 1
    return found


def test_kappa_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: p_o = 35/50; p_e = .5·.6 + .5·.4 = .5; κ = .4.
    assert kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)


def test_alpha_of_two_coders_by_hand() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part A: ten units, two
    # coders. Agreed on 0 five times, on 1 once, differ four times: o_00 = 10, o_11 = 2, n_0 = 14,
    # n_1 = 6, n = 20: α = 1 - 19 · (20 - 12) / (400 - 196 - 36) = 1 - 152/168 = .095.
    units = list(zip("0100000000", "1110010010", strict=True))
    assert alpha(units) == pytest.approx(1 - 152 / 168)
    assert alpha(units) == pytest.approx(0.095, abs=5e-4)


def test_alpha_with_gaps_as_published() -> None:
    # The same paper, part C: four coders, twelve units, five values, gaps; nominal α = .743.
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    assert alpha(list(zip(a, b, c, d, strict=True))) == pytest.approx(0.743, abs=5e-4)


def test_what_cannot_be_estimated_is_none() -> None:
    assert kappa(np.zeros((2, 2))) is None
    assert kappa(np.array([[4, 0], [0, 0]])) is None
    assert alpha([]) is None
    assert alpha([("Q", None), (None, "SR")]) is None
    assert alpha([("Q", "Q")]) is None
    assert f1(0, 0, 0) is None
    assert f1(0, 1, 0) == 0


@given(UNITS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    found = kappa(counts(pairs))
    a, b = zip(*pairs, strict=True)
    if found is None:
        assert len({*a, *b}) == 1
    else:
        assert found == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)


@given(GAPPY)
def test_alpha_is_that_of_krippendorff(units: list[list[str | None]]) -> None:
    names = {"CR": 0.0, "Q": 1.0, "SR": 2.0, None: math.nan}
    table = np.array([[names[v] for v in unit] for unit in units]).T
    found = alpha(units)
    comparable = [[v for v in unit if v] for unit in units]
    values = [v for unit in comparable if len(unit) > 1 for v in unit]
    if found is None:
        assert len(set(values)) < 2
    else:
        other = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        assert found == pytest.approx(other)


@given(UNITS)
def test_alpha_of_counts_is_alpha(pairs: list[tuple[str, str]]) -> None:
    found = alpha(pairs)
    assert alpha_of_counts(counts(pairs)) == (None if found is None else pytest.approx(found))


@given(UNITS)
def test_coders_may_change_places(pairs: list[tuple[str, str]]) -> None:
    one, other = counts(pairs), counts([(b, a) for a, b in pairs])
    turned = alpha([pair[::-1] for pair in pairs])
    for first, second in ((kappa(one), kappa(other)), (alpha(pairs), turned)):
        assert first == (None if second is None else pytest.approx(second))


@given(st.lists(VALUES, min_size=2).filter(lambda x: len(set(x)) > 1))
def test_agreement_with_oneself_is_one(said: list[str]) -> None:
    pairs = [(s, s) for s in said]
    assert kappa(counts(pairs)) == pytest.approx(1)
    assert alpha(pairs) == 1
