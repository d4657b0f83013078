"""Contrast families as JSON lines."""

import json
from typing import Any

import pytest

from spejl.codes import ClientTalk, Code
from spejl.errors import TranscriptError
from spejl.serialize import parse_contrast
from spejl.sessions import Role

FAMILY: dict[str, Any] = {
    "id": "da-c00-01",
    "split": "dev",
    "axis": "Q / Seek",
    "goal": "gå hver dag",
    "writer": "c00",
    "forms": [
        {
            "before": [["P", "Hej."], ["C", "Jeg ved ikke."]],
            "speaker": "P",
            "code": "Q:open",
            "text": "Hvad nu?",
        },
        {"before": [["P", "Hvad så?"]], "speaker": "C", "code": "change:D", "text": "Jeg vil."},
    ],
}


def test_a_family() -> None:
    (family,) = parse_contrast(json.dumps(FAMILY) + "\n\n", "da")
    assert (family.id, family.language, family.split, family.axis, family.writer) == (
        "da-c00-01",
        "da",
        "dev",
        "Q / Seek",
        "c00",
    )
    first, second = family.forms
    assert [u.code for u in first.utterances] == [None, None, Code.Q]
    assert [u.role for u in first.utterances] == [Role.PRACTITIONER, Role.CLIENT, Role.PRACTITIONER]
    assert (first.session.language, first.session.goal) == ("da", "gå hver dag")
    assert second.utterances[-1].client_talk is ClientTalk.CHANGE


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"forms": [{**FAMILY["forms"][0], "code": "change:D"}]}, "does not fit a practitioner"),
        ({"forms": [{"speaker": "P"}]}, "no contrast family"),
        ({"goal": None, "id": None, "forms": 3}, "no contrast family"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(change: dict[str, Any], message: str) -> None:
    with pytest.raises(TranscriptError, match=message) as told:
        parse_contrast("\n" + json.dumps({**FAMILY, **change}), "da", "x.jsonl")
    assert "x.jsonl, line 2" in str(told.value)
    with pytest.raises(TranscriptError, match="no JSON"):
        parse_contrast("{", "da")
