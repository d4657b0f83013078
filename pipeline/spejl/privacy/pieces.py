"""Numbers that are told in pieces: part of one, one over several turns, one said again."""

from dataclasses import dataclass

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.numbers import runs_of, whole_number
from spejl.privacy.numerals import Number, numbers_of
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_PHONE = word_list("numbers-asked")
_IDENTITY = word_list("identity-cues")
_LAST = frozenset(("sidste", "siste", "sista"))
_FOUR = frozenset(("fire", "fyra", "fem", "4", "5"))
_TIMES = word_list("times")
_FILLERS = word_list("fillers")
_MEASURES = word_list("measures") | word_list("amounts")
_MONTHS = word_list("months")
_OPEN = 4
"""Turns after a word such as `nummer` in which parts of a number are looked for."""
_BETWEEN = 4
"""Words of a turn that does not break a number off."""
_PART = 4
"""Digits of the shortest part that is taken after a word such as `nummer`."""
_COUNTING = "0123456789 9876543210"
_AGAIN = 4
"""Digits of the shortest part of a number that is known when it is said again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Numbers that follow each other in one turn."""

    turn: int
    start: int
    end: int
    digits: str
    count: int
    """How many numbers it is told in."""
    first: int
    """Index of its first word."""
    last: int
    """Index of its last word."""


def find_pieces(
    texts: list[str], turns: list[list[Word]], found: list[list[Finding]], language: str
) -> list[list[Finding]]:
    """Parts of telephone and identity numbers in each turn, beside the whole ones found.

    Args:
        texts: Of all turns.
        turns: Their words.
        found: What was found in each turn by itself.
        language: da, sv, nb or nn.
    """
    pieces = [
        _pieces(number, text, words, language, found[number])
        for number, (text, words) in enumerate(zip(texts, turns, strict=True))
    ]
    taken = [
        [_finding(piece, kind, "part of a number told over several turns") for piece, kind in row]
        for row in _over_turns(turns, pieces, language)
    ]
    whole = _whole(turns, found, language)
    asked: tuple[Kind, int] | None = None
    for number, words in enumerate(turns):
        for index in range(len(words)):
            if (kind := _asked(words, index)) is not None:
                asked = kind, number
        for piece in pieces[number]:
            again = next((k for digits, k in whole if piece.digits in digits), None)
            told = len(piece.digits) >= _AGAIN and piece.digits not in _COUNTING
            if again is not None and told:
                taken[number].append(_finding(piece, again, "part of a number told elsewhere"))
            elif asked is not None and number - asked[1] <= _OPEN and _is_part(words, piece):
                taken[number].append(_finding(piece, asked[0], "after a word for a number"))
    return taken


def _pieces(
    number: int, text: str, words: list[Word], language: str, found: list[Finding]
) -> list[Piece]:
    """The numbers of a turn that belong to nothing found, as far as they follow each other."""
    free = [
        n
        for n in numbers_of(words, language)
        if not any(f.start < n.end and n.start < f.end for f in found)
    ]
    runs = runs_of(text, words, free)
    return [_piece(number, run) for run in runs]


def _piece(turn: int, run: list[Number]) -> Piece:
    digits = "".join(number.digits for number in run)
    first, last = run[0], run[-1]
    return Piece(turn, first.start, last.end, digits, len(run), first.first, last.last)


def _finding(piece: Piece, kind: Kind, why: str) -> Finding:
    return Finding(piece.start, piece.end, kind, Certainty.POSSIBLE, why)


def _asked(words: list[Word], index: int) -> Kind | None:
    """The kind of number that a word calls for, as also `the last four are`."""
    low = words[index].low
    after = words[index + 1].low if index + 1 < len(words) else ""
    second = words[index + 2].low if index + 2 < len(words) else ""
    counted = after in _FOUR and second in ("er", "är", "i")
    last = low in _LAST and (counted or (after in ("er", "är") and words[index - 1].low in _FOUR))
    if low in _IDENTITY or last:
        return Kind.NATIONAL_ID
    return Kind.PHONE if low in _PHONE else None


def _whole(
    turns: list[list[Word]], found: list[list[Finding]], language: str
) -> list[tuple[str, Kind]]:
    """The digits of the numbers that were found, with their kind."""
    return [
        (_digits(words, finding, language), finding.kind)
        for words, row in zip(turns, found, strict=True)
        for finding in row
        if finding.kind in (Kind.PHONE, Kind.NATIONAL_ID)
    ]


def _digits(words: list[Word], finding: Finding, language: str) -> str:
    told = [n for n in numbers_of(words, language) if finding.start <= n.start < finding.end]
    return "".join(number.digits for number in told)


def _is_part(words: list[Word], piece: Piece) -> bool:
    """Digits that measure nothing, and tell no time."""
    if piece.count < 2 and len(piece.digits) < _PART:
        return False
    if piece.count == 2 and any(w.low in ("og", "och") for w in words[piece.first : piece.last]):
        return False
    before = {word.low for word in words[max(0, piece.first - 2) : piece.first]}
    after = words[piece.last + 1].low if piece.last + 1 < len(words) else ""
    if before & _TIMES or after in _MEASURES or after in _MONTHS:
        return False
    return not (len(piece.digits) == 4 and piece.count == 1 and piece.digits[:2] in ("19", "20"))


def _over_turns(
    turns: list[list[Word]], pieces: list[list[Piece]], language: str
) -> list[list[tuple[Piece, Kind]]]:
    """Pieces that end a turn and go on two turns later, and make a whole number together."""
    taken: list[list[tuple[Piece, Kind]]] = [[] for _ in turns]
    for first in range(len(turns)):
        chain = pieces[first][-1:]
        turn = first
        while chain and turn + 2 < len(turns) and len(turns[turn + 1]) <= _BETWEEN:
            following = pieces[turn + 2][:1]
            if not following or not _goes_on(turns, chain[-1], following[0]):
                break
            chain += following
            turn += 2
            kind = whole_number("".join(piece.digits for piece in chain), language)
            if kind is not None:
                for piece in chain:
                    taken[piece.turn].append((piece, kind))
                break
    return taken


def _goes_on(turns: list[list[Word]], piece: Piece, following: Piece) -> bool:
    """Nothing but hesitations after one piece and before the next."""
    between = [*turns[piece.turn][piece.last + 1 :], *turns[following.turn][: following.first]]
    return all(word.low in _FILLERS for word in between)
