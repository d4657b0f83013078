"""Intervals for session measures, from the probabilities of the utterances.

Every utterance's code is drawn anew from its calibrated probabilities, the volley rule is
applied, and the measure computed; the 5th and 95th percentile of many draws make the sampled
interval. It is then widened by a margin fitted on sessions that the model did not learn from,
because utterances are not independent and the machine's own cut into utterances adds error that
sampling does not see: conformalized quantile regression (Romano, Patterson and Candès, 2019) with
the draws as quantiles. Coverage on test sessions stands in the model card.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spejl.codes import COUNTED, ClientTalk, Code, Form
from spejl.scores import Interval
from spejl.sessions import CodedSession
from spejl.volley import volleys

DRAWS = 400
LOW, HIGH = 5.0, 95.0

_CODES = tuple(Code)
_AT = {code: i for i, code in enumerate(_CODES)}
_TALKS = tuple(ClientTalk)

Floats = npt.NDArray[np.float64]


def intervals(coded: CodedSession) -> tuple[Interval, ...] | None:
    """A 90 % interval for each measure that is defined.

    Returns:
        None where no probabilities are given, as for a human coder.
    """
    if coded.widening is None:
        return None
    margins = dict(coded.widening)
    return tuple(
        Interval(measure, *spread(measure, sample, margins.get(measure, 0.0)))
        for measure, sample in sampled(coded).items()
        if sample.value is not None
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """A measure of one session, and its draws on the measure's working scale."""

    value: float | None
    """The measure by the codes given, in its own unit; None where it is undefined."""
    point: float
    """The same on the working scale, with the corrections that the draws have."""
    draws: Floats


def sampled(coded: CodedSession) -> dict[str, Sample]:
    """Each measure on its working scale: by the codes given, and by many draws.

    The working scales are log((R + .5) / (Q + .5)) for R:Q, log-odds with +.5 for shares and
    square roots for counts.
    """
    rng = np.random.default_rng(zlib.crc32(coded.session.id.encode()))
    given, drawn = _volley_counts(coded, rng)
    asked, asked_drawn = _questions(coded, rng)
    talk, talk_drawn = _talk_counts(coded, rng)
    sr, cr, q = (_AT[c] for c in (Code.SR, Code.CR, Code.Q))
    pairs: dict[str, tuple[Floats, Floats]] = {
        "reflection_to_question": (
            np.stack([given[sr] + given[cr], given[q]]),
            np.stack([drawn[:, sr] + drawn[:, cr], drawn[:, q]]),
        ),
        "percent_complex": (given[[cr, sr]], drawn[:, [cr, sr]].T),
        "percent_open": (asked, asked_drawn),
        "percent_change_talk": (talk[:2], talk_drawn[:, :2].T),
    }
    found = {
        measure: Sample(_exact(measure, here), float(_odds(*here)), _odds(*there))
        for measure, (here, there) in pairs.items()
    }
    for measure, codes in _TOTALS.items():
        at = [_AT[c] for c in codes]
        total = float(given[at].sum())
        found[measure] = Sample(total, math.sqrt(total), np.sqrt(drawn[:, at].sum(axis=1)))
    return found


def spread(measure: str, sample: Sample, margin: float) -> tuple[float, float]:
    """The interval of a measure in its own unit; it always holds the measure's value.

    Args:
        measure: Name of the measure, which decides the scale.
        sample: The measure of one session; its value is not None.
        margin: Added on both sides, on the working scale.
    """
    value = sample.value if sample.value is not None else math.nan
    low, high = quantiles(sample)
    # The corrections for empty cells move the point; the interval is moved back to the value.
    place = _place(measure, value)
    shift = place - sample.point if math.isfinite(place) else 0.0
    back = _BACK[measure]
    ends = back(low - margin + shift), back(high + margin + shift)
    return round(min(ends[0], value), 4), round(max(ends[1], value), 4)


def quantiles(sample: Sample) -> tuple[float, float]:
    """The sampled interval on the working scale; it holds the point."""
    low, high = (float(q) for q in np.percentile(sample.draws, [LOW, HIGH]))
    return min(low, sample.point), max(high, sample.point)


_TOTALS = {
    "mi_adherent": (Code.SEEK, Code.AF, Code.EMPHASIZE),
    "mi_non_adherent": (Code.CONFRONT, Code.PERSUADE),
}


def _odds(for_it: Floats, against: Floats) -> Floats:
    odds: Floats = np.log((for_it + 0.5) / (against + 0.5))
    return odds


def _exact(measure: str, pair: Floats) -> float | None:
    """The measure itself from its two counts."""
    first, second = float(pair[0]), float(pair[1])
    below = second if measure == "reflection_to_question" else first + second
    return first / below if below else None


def _place(measure: str, value: float) -> float:
    """A value on its working scale; infinite at the ends of the scale."""
    if measure in _TOTALS:
        return math.sqrt(value)
    if measure == "reflection_to_question":
        return math.log(value) if value > 0 else -math.inf
    return math.log(value / (1 - value)) if 0 < value < 1 else math.inf


def _share(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _square(value: float) -> float:
    return max(0.0, value) ** 2


_BACK: dict[str, Callable[[float], float]] = {
    "reflection_to_question": math.exp,
    "percent_complex": _share,
    "percent_open": _share,
    "percent_change_talk": _share,
    "mi_adherent": _square,
    "mi_non_adherent": _square,
}


def _draw(
    probabilities: list[tuple[float, ...]], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Classes drawn from rows of probabilities. *Shape:* (DRAWS, n_rows)."""
    rows = np.asarray(probabilities, dtype=np.float64)
    below = np.cumsum(rows / rows.sum(axis=1, keepdims=True), axis=1)
    numbers = rng.random((DRAWS, len(rows), 1))
    drawn: npt.NDArray[np.int64] = (numbers > below[None, :, :-1]).sum(axis=2)
    return drawn


def _volley_counts(coded: CodedSession, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """In how many volleys each code counts: as given, and in each draw (DRAWS, n_codes)."""
    found = volleys(coded)
    given = np.zeros(len(_CODES))
    for code in COUNTED:
        given[_AT[code]] = sum(code in v.codes for v in found)
    home = {t: k for k, v in enumerate(found) for t in range(v.first_turn, v.last_turn + 1)}
    units = [u for u in coded.utterances if u.code is not None and u.probabilities]
    totals = np.zeros((DRAWS, len(_CODES)))
    if not units:
        return given, np.repeat(given[None], DRAWS, axis=0)
    drawn = _draw([u.probabilities for u in units if u.probabilities], rng)
    present = np.zeros((DRAWS, len(found), len(_CODES)), dtype=bool)
    which = np.arange(DRAWS)
    for column, unit in enumerate(units):
        present[which, home[unit.utterance.turn], drawn[:, column]] = True
    present[:, :, _AT[Code.SR]] &= ~present[:, :, _AT[Code.CR]]
    present[:, :, _AT[Code.PERSUADE]] &= ~present[:, :, _AT[Code.PERSUADE_WITH]]
    totals[:] = present.sum(axis=1)
    return given, totals


def _questions(coded: CodedSession, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Open and closed questions: as given (2,), and in each draw (2, DRAWS)."""
    asking = [u for u in coded.utterances if u.form in (Form.OPEN, Form.CLOSED)]
    opens = np.asarray([u.form is Form.OPEN for u in asking], dtype=bool)
    given = np.asarray([opens.sum(), (~opens).sum()], dtype=np.float64)
    rows = [u.probabilities for u in asking if u.probabilities]
    if not asking or len(rows) < len(asking):
        return given, np.repeat(given[:, None], DRAWS, axis=1)
    asks = np.isin(_draw(rows, rng), [_AT[Code.Q], _AT[Code.SEEK]])
    counts = np.stack([asks[:, opens].sum(axis=1), asks[:, ~opens].sum(axis=1)])
    return given, counts.astype(np.float64)


def _talk_counts(coded: CodedSession, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Utterances of each kind of client talk: as given, and in each draw (DRAWS, n_kinds)."""
    units = [u for u in coded.utterances if u.client_talk is not None]
    given = np.asarray([float(sum(u.client_talk is t for u in units)) for t in _TALKS])
    rows = [u.probabilities for u in units if u.probabilities]
    if not units or len(rows) < len(units):
        return given, np.repeat(given[None], DRAWS, axis=0)
    drawn = _draw(rows, rng)
    counts = np.stack([(drawn == k).sum(axis=1) for k in range(len(_TALKS))], axis=1)
    return given, counts.astype(np.float64)
