"""Whether digits are a CPR, personnummer, samordningsnummer, fødselsnummer or D-nummer.

A right checksum makes a finding sure. A wrong one does not clear it: people slip, recognisers
mishear, and Danish numbers are given out without one since 2007.
"""

from datetime import date

from spejl.privacy.kinds import Certainty

_COORDINATION = 60
"""Added to the day in a samordningsnummer."""
_D_NUMBER = 40
"""Added to the day in a D-nummer; 40 and 80 are added to the month in test numbers."""


def identity(digits: str, language: str, cue: bool) -> tuple[Certainty, str] | None:
    """How sure it is that 10 to 12 digits are an identity number, and why; None where not.

    Args:
        digits: Nothing but digits.
        language: Numbers of its own country need no checksum.
        cue: The number is called one in the words around it.
    """
    own = {"da": "CPR", "sv": "personnummer"}.get(language, "fødselsnummer")
    for name, dated, valid in (
        ("CPR", _danish_date, _danish_checksum),
        ("personnummer", _swedish_date, _swedish_checksum),
        ("fødselsnummer", _norwegian_date, _norwegian_checksum),
    ):
        if not dated(digits):
            continue
        if valid(digits):
            if name == own or cue:
                return Certainty.SURE, f"{name} with right checksum"
            return Certainty.POSSIBLE, f"{name} of another country, with right checksum"
        if name == own:
            certainty = Certainty.SURE if cue else Certainty.LIKELY
            return certainty, f"digits of a {name}, by its date"
    if cue:
        return Certainty.POSSIBLE, "called an identity number"
    return None


def _is_date(day: str | int, month: str | int, century: int, year: str) -> bool:
    try:
        date(century * 100 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _danish_date(digits: str) -> bool:
    return len(digits) == 10 and _is_date(digits[:2], digits[2:4], 20, digits[4:6])


def _swedish_date(digits: str) -> bool:
    if len(digits) == 12:
        return digits[:2] in ("18", "19", "20") and _swedish_date(digits[2:])
    if len(digits) != 10:
        return False
    day = int(digits[4:6])
    day -= _COORDINATION * (day > _COORDINATION)
    return _is_date(day, digits[2:4], 20, digits[:2])


def _norwegian_date(digits: str) -> bool:
    if len(digits) != 11:
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    day -= _D_NUMBER * (day > _D_NUMBER)
    month -= 80 if month > 80 else 40 * (month > 40)
    return _is_date(day, month, 20, digits[4:6])


def _danish_checksum(digits: str) -> bool:
    from stdnum.dk import cpr

    return bool(cpr.checksum(digits) == 0)


def _swedish_checksum(digits: str) -> bool:
    from personnummer.personnummer import valid

    return bool(valid(digits))


def _norwegian_checksum(digits: str) -> bool:
    from stdnum.no import fodselsnummer

    right = fodselsnummer.calc_check_digit1(digits), fodselsnummer.calc_check_digit2(digits)
    return digits[-2:] == "".join(right)
