"""Sessions that coders share, and agreement among several coders."""

from dataclasses import replace

import pytest

from conftest import build
from spejl.aggregate import score
from spejl.errors import SpejlError
from spejl.evaluate import Coding, evaluate
from spejl.evaluate.coding import shared
from spejl.evaluate.units import Kind, Level
from spejl.serialize import parse_miti

TEXT = "P {} | Du er træt.\n\nC neutral | Mm, det er jeg.\n\nP {} | Hvad nu?\n\nC change:D | Gå."


def coding(name: str, *labels: tuple[str, str], first: int = 0) -> Coding:
    sessions = tuple(
        parse_miti(f"id: s{i}\nlanguage: da\n---\n" + TEXT.format(*pair)).coded
        for i, pair in enumerate(labels, first)
    )
    return Coding(name, sessions, tuple(score(s) for s in sessions))


def test_sessions_are_matched_by_id_and_the_missing_named() -> None:
    one = coding("anna", ("SR", "Q"), ("SR", "Q"))
    other = coding("bo", ("SR", "Q"), ("SR", "Q"), first=1)
    turned = Coding("bo", other.sessions[::-1], other.scores[::-1])
    found = shared([one, turned])
    assert [c.ids for c in found.codings] == [("s1",), ("s1",)]
    assert found.missing == (("anna", ("s2",)), ("bo", ("s0",)))


def test_no_session_in_common_and_one_twice_are_refused() -> None:
    one = coding("anna", ("SR", "Q"))
    with pytest.raises(SpejlError, match="anna and bo: share no session"):
        shared([one, coding("bo", ("SR", "Q"), first=5)])
    with pytest.raises(SpejlError, match="anna: holds session s0 2 times"):
        shared([replace(one, sessions=one.sessions * 2, scores=one.scores * 2), one])


def test_three_coders() -> None:
    # Utterances SR Q SR Q; the third says CR for the first. o_SR: 1·0 (of SR SR CR: 2·1/2 = 1)
    # + 3 = 4, o_Q = 6; n_SR = 5, n_Q = 6, n_CR = 1, n = 12:
    # α = 1 - 11 · (12 - 10) / (144 - 25 - 36 - 1) = 1 - 22/82.
    labels = [("SR", "Q"), ("SR", "Q")]
    codings = [coding(name, *labels) for name in "ab"] + [coding("c", ("CR", "Q"), ("SR", "Q"))]
    found = evaluate(codings)
    assert [c.predicted for c in found.comparisons] == ["b", "c"]
    assert found.coders is not None
    alphas = {(a.kind, a.level, a.code): a for a in found.coders.alphas}
    every = alphas[Kind.CODES, Level.END_TO_END, "all"]
    assert (every.n, every.alpha) == (4, pytest.approx(1 - 22 / 82))
    assert alphas[Kind.CODES, Level.TURNS, "Q"].alpha == 1
    pairs = {(p.one, p.other): p for p in found.coders.pairs if p.kind is Kind.CODES}
    assert (pairs["a", "b"].kappa, pairs["a", "b"].f1_turns) == (1, 1)
    # SR Q SR Q with CR Q SR Q: 3/4 agreed; chance 1/2·1/4 + 1/2·1/2 = 3/8; κ = 3/5.
    assert pairs["a", "c"].kappa == pytest.approx(3 / 5)
    assert pairs["b", "c"].f1_turns == pytest.approx(3 / 4)


def test_two_coders_need_no_table_of_coders() -> None:
    assert evaluate([coding("a", ("SR", "Q")), coding("b", ("SR", "Q"))]).coders is None


def test_what_is_left_out_is_said() -> None:
    one = coding("a", ("SR", "Q"))
    parts = parse_miti(
        "id: s0\nlanguage: da\n---\n"
        + TEXT.format("SR", "Q").replace("Du er træt.", "Du er\nP SR | træt.")
    ).coded
    found = evaluate([one, Coding("b", (parts,), (score(parts),))])
    assert found.comparisons[0].notes == (
        "MITI codes: the coders cut turns differently, so that there are no given utterances",
    )


def test_other_transcripts_are_refused_where_only_turns_are_compared() -> None:
    one = build([("P", "SR|Q:open", "Du er træt. Hvad nu?"), ("C", "neutral", "Mm.")])
    other = build([("P", "SR|Q:open", "Du er rask. Hvad nu?"), ("C", "neutral", "Mm.")])
    codings = [Coding(n, (c,), (score(c),)) for n, c in (("a", one), ("b", other))]
    with pytest.raises(SpejlError, match="turn 1 is the first whose text is not the same"):
        evaluate(codings)
