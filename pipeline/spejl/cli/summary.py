"""One session's scores as a table for the terminal."""

from rich.table import Table

from spejl.codes import COUNTED
from spejl.references import CAVEAT, reference
from spejl.scores import SessionScores

FOOTNOTE = f"* 3.1.1-style estimate. {CAVEAT} The codes are made by a machine."

_ROWS = (
    ("reflection_to_question", "Reflections : questions", False),
    ("percent_complex", "Complex reflections", True),
    ("percent_open", "Open questions *", True),
    ("mi_adherent", "MI-adherent", False),
    ("mi_non_adherent", "MI-non-adherent", False),
    ("percent_change_talk", "Change talk", True),
    ("practitioner_share", "Practitioner's share", True),
)


def summary_table(scores: SessionScores) -> Table:
    """The measures of a session with their 90 % intervals and reference values."""
    title = f"{scores.session_id} ({scores.language}): {scores.n_volleys} volleys"
    counts = " ".join(f"{code} {scores.count(code)}" for code in COUNTED)
    caption = f"Volleys with: {counts}."
    if scores.n_review:
        caption += f" Utterances to look at: {scores.n_review}."
    if scores.flags:
        caption += f" Notes: {', '.join(scores.flags)}."
    table = Table(title=title, caption=caption, title_justify="left", caption_justify="left")
    table.add_column("Measure")
    table.add_column("Value", justify="right")
    table.add_column("90 % interval", justify="right")
    table.add_column("Fair / good", justify="right")
    reasons = dict(scores.undefined)
    for name, label, share in _ROWS:
        value = getattr(scores, name)
        interval = scores.interval(name)
        known = reference(name)
        table.add_row(
            label,
            reasons.get(name, "") if value is None else _number(value, share),
            f"{_number(interval.low, share)} – {_number(interval.high, share)}" if interval else "",
            f"{_number(known.fair, share)} / {_number(known.good, share)}" if known else "",
        )
    return table


def _number(value: float | None, share: bool) -> str:
    if value is None:
        return "–"
    if share:
        return f"{100 * value:.0f} %"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"
