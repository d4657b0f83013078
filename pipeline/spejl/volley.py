"""The volley: MITI's counting unit, and the rule by which codes are counted in it.

Source: MITI 4.2.1 on volleys; conventions for Nordic back-channels are our own (data/CODING.md).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spejl.codes import AWAITS_ANSWER, COUNTED, ClientTalk, Code
from spejl.languages import LANGUAGES
from spejl.sessions import CodedSession, CodedUtterance, Role

_ANY_BACKCHANNEL = frozenset().union(*(language.backchannels for language in LANGUAGES.values()))
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD = re.compile(r"\w+")
_MOST_BACKCHANNEL_WORDS = 3


@dataclass(frozen=True, slots=True)
class Volley:
    """Practitioner speech that no client speech other than back-channels interrupts."""

    first_turn: int
    """0-based index of the first practitioner turn."""
    last_turn: int
    """Index of the last practitioner turn."""
    codes: tuple[Code, ...]
    """Codes that count, each once, in the manual's order; empty where nothing is coded."""


def countable(codes: Iterable[Code]) -> tuple[Code, ...]:
    """The codes of one volley that count, each once, in the manual's order.

    CR beats SR, PersuadeWith beats Persuade, NC is never counted.

    >>> [str(code) for code in countable([Code.SR, Code.Q, Code.NC, Code.CR, Code.Q])]
    ['Q', 'CR']
    """
    found = set(codes)
    if Code.CR in found:
        found.discard(Code.SR)
    if Code.PERSUADE_WITH in found:
        found.discard(Code.PERSUADE)
    return tuple(code for code in COUNTED if code in found)


def is_backchannel(text: str, language: str | None) -> bool:
    """Whether a client turn is only a short token such as "mm" or "ja ja".

    Args:
        text: The turn. Asides in brackets, such as (pause), are not counted.
        language: da, sv, nb or nn; for any other and None the tokens of all four hold.
    """
    known = LANGUAGES.get(language or "")
    tokens = known.backchannels if known else _ANY_BACKCHANNEL
    words = _WORD.findall(_ASIDE.sub(" ", text).lower())
    return len(words) <= _MOST_BACKCHANNEL_WORDS and all(word in tokens for word in words)


def volleys(coded: CodedSession) -> tuple[Volley, ...]:
    """The volleys of a coded session, in order.

    A client turn ends the volley unless it is a back-channel, coded neutral (or not coded), and
    the practitioner's last coded utterance does not await an answer (Q, Seek, SR, CR). A third
    person who speaks ends it too.
    """
    found: list[Volley] = []
    held: list[int] = []
    codes: list[Code] = []

    def close() -> None:
        if held:
            found.append(Volley(held[0], held[-1], countable(codes)))
        held.clear()
        codes.clear()

    for index, utterances in coded.by_turn():
        turn = coded.session.turns[index]
        if not turn.text.strip():
            continue  # An empty row of a table: nobody spoke.
        if coded.session.role(turn.speaker) is Role.PRACTITIONER:
            held.append(index)
            codes.extend(u.code for u in utterances if u.code is not None)
        elif not _lets_go_on(coded, index, utterances, codes):
            close()
    close()
    return tuple(found)


def _lets_go_on(
    coded: CodedSession,
    index: int,
    utterances: tuple[CodedUtterance, ...],
    codes: list[Code],
) -> bool:
    """Whether this turn, not the practitioner's, leaves the volley open."""
    turn = coded.session.turns[index]
    if coded.session.role(turn.speaker) is not Role.CLIENT:
        return False
    if codes and codes[-1] in AWAITS_ANSWER:
        return False
    neutral = all(u.client_talk in (None, ClientTalk.NEUTRAL) for u in utterances)
    return neutral and is_backchannel(turn.text, coded.session.language)
