"""Good moments of a session: what the practitioner did and what the client answered.

Which moments are shown is our own choice, in MI's spirit: affirm first, with evidence. A moment
counts for more where the client answers with change talk or at length, and where the coder is
sure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spejl.codes import ClientTalk, Code, Form
from spejl.sessions import CodedSession, CodedUtterance, Role

MOST = 3

_WORTH = {
    Code.CR: 1.0,
    Code.AF: 1.0,
    Code.EMPHASIZE: 0.9,
    Code.SEEK: 0.7,
    Code.PERSUADE_WITH: 0.5,
    Code.SR: 0.5,
    Code.Q: 0.4,
}
_FEWEST_WORDS = 4
_LONG_ANSWER = 25
"""Words from which an answer shows that the client tells."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One good moment."""

    turn: int
    """0-based turn of the practitioner."""
    said: CodedUtterance
    answer: str
    """What the client said next; empty where nobody answered."""
    led_to_change_talk: bool


def good_moments(coded: CodedSession, most: int = MOST) -> tuple[Moment, ...]:
    """The best moments, in the order in which they came; fewer where there are fewer.

    No code is shown twice while another is left, so that the moments differ in kind.
    """
    ranked = sorted(_candidates(coded), key=lambda pair: -pair[0])
    chosen: list[Moment] = []
    for fresh in (True, False):
        for _, moment in ranked:
            codes = {m.said.code for m in chosen}
            if moment in chosen or (fresh and moment.said.code in codes):
                continue
            if len(chosen) < most:
                chosen.append(moment)
    return tuple(sorted(chosen, key=lambda m: (m.turn, m.said.utterance.start)))


def _candidates(coded: CodedSession) -> Iterator[tuple[float, Moment]]:
    turns = list(coded.by_turn())
    for index, units in turns:
        answer = next((u for _, u in turns[index + 1 : index + 2] if u), ())
        answered = bool(answer) and answer[0].role is Role.CLIENT
        for unit in units:
            worth = _WORTH.get(unit.code, 0.0) if unit.code else 0.0
            words = len(unit.utterance.text.split())
            if not worth or words < _FEWEST_WORDS or unit.needs_review:
                continue
            if unit.code is Code.Q and unit.form is not Form.OPEN:
                continue
            change = answered and any(u.client_talk is ClientTalk.CHANGE for u in answer)
            text = coded.session.turns[index + 1].text if answered else ""
            worth += 0.5 * change + 0.2 * (len(text.split()) >= _LONG_ANSWER)
            sure = 1.0 if unit.probability is None else unit.probability
            yield worth * sure, Moment(index, unit, text, change)
