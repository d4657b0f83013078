"""Units on which coders are compared, from codings small enough to see through."""

from conftest import build
from spejl.evaluate.units import Kind, Level, compared, levels
from spejl.serialize import parse_miti
from spejl.sessions import CodedSession

HEAD = "id: x\nlanguage: da\n---\n"
WHOLE = (
    "P SR | Du er træt. Hvad nu?\n\nC neutral | Mm.\n\nP GI | Der er et hold.\n\nC change:D | Ja."
)
PARTS = WHOLE.replace("SR | Du er træt. Hvad nu?", "CR | Du er træt.\nP Q:open | Hvad nu?")


def miti(text: str) -> CodedSession:
    return parse_miti(HEAD + text).coded


def pairs(level: Level, kind: Kind, one: CodedSession, other: CodedSession) -> list[list[str]]:
    found = compared(level, kind, [(one, other)])[0].pairs
    return [["+".join(sorted(labels)) for labels in pair] for pair in found]


def test_end_to_end_goes_both_ways() -> None:
    one, other = miti(WHOLE), miti(PARTS)
    assert pairs(Level.END_TO_END, Kind.CODES, one, other) == [["SR", "CR"], ["GI", "GI"]]
    assert pairs(Level.REVERSED, Kind.CODES, one, other) == [
        ["SR", "CR"],
        ["SR", "Q"],
        ["GI", "GI"],
    ]


def test_turns_and_volleys() -> None:
    # After SR the client's "Mm." answers, so that the reference has two volleys.
    one, other = miti(WHOLE), miti(PARTS)
    expected = [["SR", "CR+Q"], ["GI", "GI"]]
    assert pairs(Level.TURNS, Kind.CODES, one, other) == expected
    assert pairs(Level.VOLLEYS, Kind.CODES, one, other) == expected
    # After NC it does not, and both practitioner turns are one volley.
    joined = miti(WHOLE.replace("SR", "NC:other"))
    assert pairs(Level.VOLLEYS, Kind.CODES, joined, other) == [["GI", "CR+GI+Q"]]
    assert pairs(Level.TURNS, Kind.CODES, joined, other) == [["", "CR+Q"], ["GI", "GI"]]


def test_client_talk() -> None:
    expected = [["neutral", "neutral"], ["change", "change"]]
    assert pairs(Level.END_TO_END, Kind.CLIENT_TALK, miti(WHOLE), miti(PARTS)) == expected
    assert pairs(Level.TURNS, Kind.CLIENT_TALK, miti(WHOLE), miti(PARTS)) == expected


def test_what_can_be_compared() -> None:
    one, other = miti(WHOLE), miti(PARTS)
    assert Level.GIVEN not in levels(Kind.CODES, [(one, other)])
    assert Level.GIVEN in levels(Kind.CLIENT_TALK, [(one, other)])
    assert Level.GIVEN in levels(Kind.CODES, [(one, one)])
    turnwise = build([("P", "SR|Q:open", "Du er træt. Hvad nu?"), ("C", "neutral", "Mm.")])
    assert levels(Kind.CODES, [(turnwise, turnwise)]) == (Level.TURNS, Level.VOLLEYS)


def test_given_client_talk_does_not_mind_how_the_practitioner_is_cut() -> None:
    expected = [["neutral", "neutral"], ["change", "change"]]
    assert pairs(Level.GIVEN, Kind.CLIENT_TALK, miti(WHOLE), miti(PARTS)) == expected
