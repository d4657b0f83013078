"""Sessions into parts, folds and shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")

from dataclasses import replace

from conftest import build
from spejl.errors import SettingsError
from spejl.serialize import Conversation
from spejl.train.own import Gold
from spejl.train.parts import FEWEST_SESSIONS, folds, parts, shares

ONE = build([("P", "Q:open", "Hvad nu?"), ("C", "neutral", "Ja.")])


def gold(clinicians: list[int]) -> list[Gold]:
    return [
        Gold(
            Conversation((), replace(ONE, session=replace(ONE.session, id=f"s{i:03}"))),
            f"c{who}" if who >= 0 else "",
        )
        for i, who in enumerate(clinicians)
    ]


many = st.lists(st.integers(0, 9), min_size=FEWEST_SESSIONS, max_size=60)


@given(many.filter(lambda who: len(set(who)) >= 4), st.integers(0, 5))
def test_nobody_is_in_two_parts(who: list[int], seed: int) -> None:
    sessions = gold(who)
    found = parts(sessions, "clinician", seed)
    people = [{g.clinician for g in members} for members in found.values()]
    assert all(people) and sum(map(len, people)) == len(set.union(*people)) == len(set(who))
    assert sorted(g.id for members in found.values() for g in members) == [g.id for g in sessions]
    assert parts(list(reversed(sessions)), "clinician", seed) == found


@given(many, st.integers(2, 5))
def test_folds_hold_every_session_once(who: list[int], n: int) -> None:
    sessions = gold(who)
    found = folds(sessions, n, "session", 1)
    sizes = [len(fold) for fold in found]
    assert max(sizes) - min(sizes) <= 1
    assert sorted(g.id for fold in found for g in fold) == [g.id for g in sessions]


def test_shares_hold_the_smaller_ones() -> None:
    small, half, all_ = shares(gold([0] * 16), [0.125, 0.5, 1], 1)
    assert (len(small), len(half), len(all_)) == (2, 8, 16)
    assert small == half[:2] and half == all_[:8]


def test_seeds_give_other_parts() -> None:
    sessions = gold(list(range(20)))
    assert parts(sessions, "session", 1) != parts(sessions, "session", 2)


def test_what_is_too_little_is_said() -> None:
    with pytest.raises(SettingsError, match="found 7 sessions, at least 8"):
        parts(gold([1] * 7), "session", 1)
    with pytest.raises(SettingsError, match=r"found 1 clinician, at least 4.*split by session"):
        parts(gold([1] * 9), "clinician", 1)
    with pytest.raises(SettingsError, match=r"session s000 does not say.*\[\[data\]\]"):
        parts(gold([-1] * 9), "clinician", 1)
    with pytest.raises(SettingsError, match="found 3 clinicians, at least 5"):
        folds(gold([1, 2, 3] * 3), 5, "clinician", 1)
    with pytest.raises(SettingsError, match="rising shares"):
        shares(gold([1] * 9), [1, 0.5], 1)
    with pytest.raises(SettingsError, match="same number"):
        shares(gold([1] * 9), [0.1, 0.12], 1)
