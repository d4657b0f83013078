"""Our two text forms: what is written is read back, and bad input is refused with its line."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.codes import TALK_KINDS, ClientTalk, Code, details
from spejl.errors import TranscriptError
from spejl.serialize import (
    Conversation,
    coded_from_json,
    coded_to_json,
    compose_miti,
    parse_miti,
    session_from_json,
    session_to_json,
)
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=12,
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
_CODED = st.one_of(
    st.sampled_from(list(Code)).flatmap(
        lambda c: st.tuples(
            st.just("P"), st.just(c), st.sampled_from([None, *map(str, details(c))])
        )
    ),
    st.tuples(st.just("C"), st.just(ClientTalk.NEUTRAL), st.none()),
    st.tuples(
        st.just("C"),
        st.sampled_from([ClientTalk.CHANGE, ClientTalk.SUSTAIN]),
        st.sampled_from([None, *TALK_KINDS]),
    ),
    st.tuples(st.just("O"), st.none(), st.none()),
)
_UNITS = st.lists(st.tuples(_CODED, _TEXT, st.booleans(), st.booleans()), min_size=1, max_size=12)
_ROLES = {"P": Role.PRACTITIONER, "C": Role.CLIENT, "O": Role.OTHER}


def conversation(units: list) -> Conversation:
    turns: list[Turn] = []
    coded: list[CodedUtterance] = []
    for (speaker, code, detail), text, doubt, fresh in units:
        if not turns or fresh or turns[-1].speaker != speaker:
            turns.append(Turn(speaker, text))
        else:
            turns[-1] = Turn(speaker, f"{turns[-1].text} {text}")
        end = len(turns[-1].text)
        utterance = Utterance(len(turns) - 1, end - len(text), end, _ROLES[speaker], text)
        coded.append(
            CodedUtterance(
                utterance,
                code=code if isinstance(code, Code) else None,
                client_talk=code if isinstance(code, ClientTalk) else None,
                detail=detail,
                doubt=doubt and speaker != "O",
            )
        )
    header = (("id", "x-1"), ("language", "sv"), ("goal", "gå: ut"), ("coder", "k1"))
    roles = tuple((s, _ROLES[s]) for s in dict.fromkeys(t.speaker for t in turns))
    session = Session("x-1", tuple(turns), "sv", "gå: ut", roles)
    return Conversation(header, CodedSession(session, tuple(coded), "k1"))


@given(_UNITS)
def test_miti_is_read_back_as_it_was_written(units: list) -> None:
    given_one = conversation(units)
    assert parse_miti(compose_miti(given_one)) == given_one


@given(_UNITS)
def test_miti_survives_a_byte_order_mark_and_a_lost_last_newline(units: list) -> None:
    given_one = conversation(units)
    assert parse_miti("\ufeff" + compose_miti(given_one).rstrip("\n")) == given_one


@given(_UNITS)
def test_json_is_read_back_as_it_was_written(units: list) -> None:
    coded = conversation(units).coded
    coded = replace(
        coded,
        widening=(("r", 1.5),),
        utterances=tuple(
            replace(u, probability=0.5, probabilities=(0.5, 0.25, 0.25), needs_review=True)
            for u in coded.utterances
        ),
    )
    assert coded_from_json(coded_to_json(coded)) == coded
    assert session_from_json(session_to_json(coded.session)) == coded.session
    assert session_from_json(coded_to_json(coded)) == coded.session


GOOD = "id: a\nlanguage: da\n---\nP Q:open | Hvad nu?\n\nC neutral | Ja.\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("---\n", ""), 3, "header"),
        ("id: a\nlanguage: da\n", None, "no line '---'"),
        (GOOD.replace("language: da", "language"), 2, "key: value"),
        (GOOD.replace("P Q:open |", "P Q:open"), 4, "a bar and the text"),
        (GOOD.replace("Q:open", "Q:permission"), 4, "does not fit a practitioner"),
        (GOOD.replace("Q:open", "neutral"), 4, "does not fit a practitioner"),
        (GOOD.replace("neutral", "neutral:D"), 6, "does not fit a client"),
        (GOOD.replace("neutral", "SR"), 6, "does not fit a client"),
        (GOOD.replace("Hvad nu?", ""), 4, "no text"),
        ("id: a\n---\n\n", None, "no utterances"),
        (GOOD.replace("C neutral", "X neutral"), 6, "speaker (P, C or O)"),
    ],
)
def test_bad_miti_is_refused_with_its_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        parse_miti(text, "f.miti")
    assert says in str(error.value)
    assert error.value.line == line
    assert "Hvad nu" not in str(error.value)


def _coded_json() -> dict:
    return json.loads(coded_to_json(parse_miti(GOOD).coded))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("spejl"),
        lambda d: d.update(spejl=99),
        lambda d: d.update(spejl="1"),
        lambda d: d.update(kind="session"),
        lambda d: d.pop("coder"),
        lambda d: d["session"].pop("turns"),
        lambda d: d["session"]["turns"][0].update(text=3),
        lambda d: d["session"]["turns"][0].update(start="now"),
        lambda d: d["utterances"][0].update(code="Blame"),
        lambda d: d["utterances"][0].update(end=999),
        lambda d: d["utterances"][0].update(turn=7),
        lambda d: d["session"].update(roles={"P": "boss"}),
        lambda d: d.update(utterances=3),
    ],
)
def test_bad_json_is_refused_and_never_quoted(spoil) -> None:  # noqa: ANN001
    data = _coded_json()
    spoil(data)
    with pytest.raises(TranscriptError) as error:
        coded_from_json(json.dumps(data), "f.json")
    assert "Hvad nu" not in str(error.value)


def test_text_that_is_no_json_is_refused_with_its_line() -> None:
    with pytest.raises(TranscriptError) as error:
        session_from_json('{\n "a": ', "f.json")
    assert error.value.line == 2
