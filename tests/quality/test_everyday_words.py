"""The trade's everyday words in four languages, of which real tapes are full (`make quality`).

`everyday_words.tsv` was written for this test and is not learnt from: what the client just said,
what the practitioner answers, and the codes that a coder could give it.
"""

import csv
from pathlib import Path

import pytest

from spejl.coder import Coder
from spejl.languages import LANGUAGES
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

pytestmark = pytest.mark.quality

MOMENTS = Path(__file__).with_name("everyday_words.tsv")
ROLES = (("P", Role.PRACTITIONER), ("C", Role.CLIENT))
FLOOR = 0.8
"""Share of a language's moments that are coded right; one code for all would have under a third."""


def coded(coder: Coder, language: str, before: str, text: str) -> str:
    """The code that the practitioner's line gets after the client's."""
    turns = (Turn("P", "Mm."), Turn("C", before), Turn("P", text))
    units = tuple(
        CodedUtterance(Utterance(i, 0, len(turn.text), dict(ROLES)[turn.speaker], turn.text))
        for i, turn in enumerate(turns)
    )
    session = Session(f"{language}-everyday", turns, language, roles=ROLES)
    return str(coder.recode(CodedSession(session, units, "test")).utterances[-1].code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_words(coder: Coder, language: str) -> None:
    with MOMENTS.open(encoding="utf-8", newline="") as file:
        moments = list(csv.DictReader(file, delimiter="\t"))
    own = [row for row in moments if row["language"] == language]
    assert own
    found = [coded(coder, language, row["client"], row["practitioner"]) for row in own]
    wrong = [
        (said, row["practitioner"])
        for said, row in zip(found, own, strict=True)
        if said not in row["codes"].split()
    ]
    assert len(wrong) <= (1 - FLOOR) * len(own), wrong
