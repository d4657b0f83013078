"""Tokens, sentences and thought units."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.coder import Coder
from spejl.model.evidence import evidence
from spejl.model.heads import HEADS, N_COLUMNS, Head
from spejl.model.windows import stream
from spejl.segment import segment, sentence_starts, tokens
from spejl.sessions import Role, Session, Turn


def sentences(text: str, language: str) -> list[str]:
    starts = sentence_starts(text, language)
    if not starts:
        return []
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("da", "Ja. Hvad tænker du?", ["Ja.", "Hvad tænker du?"]),
        ("da", "Det er f.eks. godt, dvs. bedre. Ja.", ["Det er f.eks. godt, dvs. bedre.", "Ja."]),
        ("da", "Dr. Hansen kom kl. 10. Han var træt.", ["Dr. Hansen kom kl. 10.", "Han var træt."]),
        ("da", "Den 3. maj var fin.", ["Den 3. maj var fin."]),
        ("da", "Jeg ved ikke ... måske. Ja.", ["Jeg ved ikke ... måske.", "Ja."]),
        ("sv", "Det är t.ex. bra. Ja, ca. tio.", ["Det är t.ex. bra.", "Ja, ca. tio."]),
        ("sv", "Kl. 12.30. Sen åt vi.", ["Kl. 12.30.", "Sen åt vi."]),
        ("sv", '"Nej!" sa hon. Ja.', ['"Nej!" sa hon.', "Ja."]),
        ("nb", "Han sa «kom igjen.» Så gikk jeg.", ["Han sa «kom igjen.»", "Så gikk jeg."]),
        (
            "nb",
            "Det er bl.a. derfor. Men kl. 10. Ja.",
            ["Det er bl.a. derfor.", "Men kl. 10.", "Ja."],
        ),
        ("nn", "Eg veit ikkje. Kva då?", ["Eg veit ikkje.", "Kva då?"]),
        ("nn", "Det er 3. gongen, ca. to veker.", ["Det er 3. gongen, ca. to veker."]),
        ("da", "altså øh jeg ved det ikke-", ["altså øh jeg ved det ikke-"]),
        ("sv", "", []),
    ],
)
def test_sentences(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


@pytest.mark.parametrize("language", ["da", "sv", "nb", "nn", "en"])
@given(text=st.text(max_size=60))
def test_tokens_cover_everything_but_white_space(language: str, text: str) -> None:
    spans = tokens(text, language)
    covered = set().union(*(range(a, b) for a, b in spans)) if spans else set()
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)
    assert list(spans) == sorted(spans)


def session(*texts: str) -> Session:
    turns = tuple(Turn("PC"[i % 2], text) for i, text in enumerate(texts))
    return Session("x", turns, "da", roles=(("P", Role.PRACTITIONER), ("C", Role.CLIENT)))


def test_without_a_model_a_turn_is_one_unit() -> None:
    units = segment(session(" Ja. Hvad nu? ", "", "Nej."), None)
    assert [(u.turn, u.start, u.end, u.text) for u in units] == [
        (0, 1, 13, "Ja. Hvad nu?"),
        (2, 0, 4, "Nej."),
    ]


def _always(coder: Coder, given_session: Session, begins: bool):  # noqa: ANN202
    assert coder.model is not None
    found = stream(given_session, coder.model.tokenizer)
    logits = np.zeros((len(found.ids), N_COLUMNS), dtype=np.float32)
    logits[:, HEADS[Head.BOUNDARY].slice] = [-9, 9] if begins else [9, -9]
    return evidence(found, logits, len(given_session.turns))


def test_every_sentence_or_none_where_the_head_says_so(coder: Coder) -> None:
    one = session("Ja. Hvad nu? Det er svært.")
    assert [u.text for u in segment(one, _always(coder, one, True))] == [
        "Ja.",
        "Hvad nu?",
        "Det er svært.",
    ]
    assert len(segment(one, _always(coder, one, False))) == 1


def test_someone_who_gets_no_code_is_not_cut(coder: Coder) -> None:
    one = session("Hvad nu?", "Nej.")
    one = replace(one, turns=(*one.turns, Turn("O", "Ja. Hvad nu? Det er svært.")))
    units = segment(one, _always(coder, one, True))
    assert [u.text for u in units if u.turn == 2] == ["Ja. Hvad nu? Det er svært."]


def test_a_turn_of_very_many_doubtful_words_is_cut_where_it_is_likeliest(coder: Coder) -> None:
    one = session("ja " * 3000)
    units = segment(one, _always(coder, one, True))
    assert 10 < len(units) <= 51


def test_words_are_candidates_without_punctuation(coder: Coder) -> None:
    one = session("ja det er svært hvad tænker du om det")
    assert len(segment(one, _always(coder, one, True))) == 9


@given(
    texts=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=80),
        min_size=1,
        max_size=4,
    )
)
def test_units_stay_in_their_turn_in_order_and_lose_only_white_space(
    coder: Coder, texts: list[str]
) -> None:
    one = session(*texts)
    for begins in (True, False):
        units = segment(one, _always(coder, one, begins))
        for index, turn in enumerate(one.turns):
            mine = [u for u in units if u.turn == index]
            assert all(turn.text[u.start : u.end] == u.text for u in mine)
            assert all(a.end <= b.start for a, b in pairwise(mine))
            kept = "".join("".join(u.text.split()) for u in mine)
            assert kept == "".join(turn.text.split())
