"""The rows of the three output tables. Their columns are a promise: other programs read them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from spejl.codes import COUNTED
from spejl.scores import MEASURES, SessionScores
from spejl.sessions import CodedSession
from spejl.volley import volleys

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

SHORT = {
    "reflection_to_question": "r_to_q",
    "percent_complex": "pct_complex",
    "percent_open": "pct_open",
    "percent_change_talk": "pct_change_talk",
}
"""Names of measures in the sessions table, where they differ from SessionScores."""


def utterance_rows(coded: CodedSession) -> list[Row]:
    """A row for each utterance. `code` is None on rows that are not the practitioner's."""
    session = coded.session
    rows: list[Row] = []
    for number, unit in enumerate(coded.utterances):
        u = unit.utterance
        turn = session.turns[u.turn]
        rows.append(
            {
                "session_id": session.id,
                "turn": u.turn,
                "utterance": number,
                "speaker": turn.speaker,
                "role": str(u.role),
                "text": u.text,
                "start_char": u.start,
                "end_char": u.end,
                "start_s": turn.start,
                "end_s": turn.end,
                "code": None if unit.code is None else str(unit.code),
                "probability": unit.probability,
                "form": None if unit.form is None else str(unit.form),
                "client_talk": None if unit.client_talk is None else str(unit.client_talk),
                "needs_review": unit.needs_review,
            }
        )
    return rows


def volley_rows(coded: CodedSession) -> list[Row]:
    """A row for each volley; `codes` is sorted and joined by a bar, empty where none counts."""
    return [
        {
            "session_id": coded.session.id,
            "volley": number,
            "first_turn": volley.first_turn,
            "last_turn": volley.last_turn,
            "codes": "|".join(sorted(str(code) for code in volley.codes)),
        }
        for number, volley in enumerate(volleys(coded))
    ]


def session_row(scores: SessionScores, segment: int | None = None) -> Row:
    """The row of a session, or of one part of it; undefined measures are None.

    Args:
        scores: Of the session or part.
        segment: 0-based number of the part; None for a whole session.
    """
    row: Row = {
        "session_id": scores.session_id,
        "segment": segment,
        "language": scores.language,
        "goal": scores.goal,
        "minutes": scores.minutes,
        "n_volleys": scores.n_volleys,
        **{f"n_{code}": scores.count(code) for code in COUNTED},
        "reflections": scores.reflections,
        "questions": scores.questions,
    }
    for measure in MEASURES:
        name = SHORT.get(measure, measure)
        interval = scores.interval(measure)
        row[name] = getattr(scores, measure)
        row[f"{name}_low"] = interval.low if interval else None
        row[f"{name}_high"] = interval.high if interval else None
    row |= {f"n_{c}_per_20min": scores.per_20_minutes(scores.count(c)) for c in COUNTED}
    row |= {
        "n_change": scores.n_change,
        "n_sustain": scores.n_sustain,
        "n_neutral": scores.n_neutral,
        "n_open": scores.n_open,
        "n_closed": scores.n_closed,
        "practitioner_share": scores.practitioner_share,
        "technical": scores.technical,
        "relational": scores.relational,
        "n_review": scores.n_review,
        "coder": scores.coder,
        "flags": "|".join(scores.flags),
    }
    return row


def to_frame(coded: CodedSession | Iterable[CodedSession]) -> "pd.DataFrame":
    """The utterances of one or many coded sessions as a pandas DataFrame."""
    import pandas as pd

    sessions = [coded] if isinstance(coded, CodedSession) else coded
    return pd.DataFrame([row for one in sessions for row in utterance_rows(one)])
