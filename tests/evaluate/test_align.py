"""Utterances of two coders who cut the turns differently."""

from dataclasses import replace

import pytest

from conftest import build
from spejl.errors import SpejlError
from spejl.evaluate import overlapping
from spejl.serialize import parse_miti
from spejl.sessions import Role, Turn

HEAD = "id: x\nlanguage: da\n---\n"


def labels(one: str, other: str) -> list[tuple[str, str]]:
    sessions = [parse_miti(HEAD + text).coded for text in (one, other)]
    return [
        (str(a.code or a.client_talk), str(b.code or b.client_talk))
        for a, b in overlapping(*sessions)
    ]


def test_same_cuts_pair_in_order() -> None:
    text = "P Q:open | Hvad nu?\n\nC neutral | Tja."
    assert labels(text, text) == [("Q", "Q"), ("neutral", "neutral")]


def test_the_larger_share_speaks() -> None:
    whole = "P SR | Du er træt. Hvad så nu med i morgen?"
    parts = "P SR | Du er træt.\nP Q:open | Hvad så nu med i morgen?"
    assert labels(whole, parts) == [("SR", "Q")]
    assert labels(parts, whole) == [("SR", "SR"), ("Q", "SR")]


def test_of_two_equal_shares_the_first_counts() -> None:
    assert labels("P SR | Ja. Nej", "P AF | Ja.\nP GI | Nej") == [("SR", "AF")]


def test_other_text_is_refused() -> None:
    with pytest.raises(SpejlError, match="transcripts differ"):
        labels("P SR | Du er træt.", "P SR | Du er rask.")


def test_names_and_white_space_may_differ() -> None:
    one = build([("P", "SR", "Du er  træt."), ("C", "neutral", "Ja.")])
    turns = (Turn("Behandler", "Du er træt."), Turn("Klient", "Ja. "))
    roles = (("Behandler", Role.PRACTITIONER), ("Klient", Role.CLIENT))
    other = replace(one, session=replace(one.session, turns=turns, roles=roles))
    assert len(list(overlapping(one, other))) == 2


def test_what_differs_is_said_without_quoting_it() -> None:
    one = build([("P", "SR", "Du er træt."), ("C", "neutral", "Ja.")])
    longer = build([("P", "SR", "Du er træt."), ("C", "neutral", "Ja."), ("P", "SR", "Træt.")])
    turned = build([("C", "neutral", "Du er træt."), ("C", "neutral", "Ja.")])
    for other, says in ((longer, "one has 2 turns, the other 3"), (turned, "speaker of turn 1")):
        with pytest.raises(SpejlError, match=says) as caught:
            list(overlapping(one, other))
        assert "træt" not in str(caught.value).lower()
