"""The session's measures as the report shows them: value, interval, reference, what it means."""

from dataclasses import dataclass

from spejl.codes import Code
from spejl.references import reference
from spejl.report.messages import Messages
from spejl.scores import SessionScores


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure in words."""

    title: str
    value: str
    meaning: str
    """One plain sentence."""
    likely: str
    """The 90 % interval in words; empty where a person coded or nothing is defined."""
    referred: str
    """Reference values in words; empty where the manual sets none."""
    scale: "Scale | None"
    """For a small drawing; None where there is no value."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure on a line from 0 to the right end; all values are shares of the line, 0 to 1."""

    value: float
    low: float | None
    high: float | None
    marks: tuple[float, ...]
    """Reference values."""


_RIGHT_ENDS = {
    "reflection_to_question": 4.0,
    "percent_complex": 1.0,
    "percent_open": 1.0,
    "percent_change_talk": 1.0,
}
"""Right end of the drawing; measures that are no ratio have none."""


def measures(scores: SessionScores, _: Messages) -> tuple[Measure, ...]:
    """The measures in the order of the report."""
    n = scores.count
    reflections, questions = scores.reflections, scores.questions
    asked = scores.n_open + scores.n_closed
    leaning = scores.n_change + scores.n_sustain
    share = scores.practitioner_share
    return (
        _measure(
            scores,
            _,
            "reflection_to_question",
            _("Reflections per question"),
            _(
                "Reflections: {reflections}. Questions: {questions}. A reflection shows that you "
                "listen and leaves room to go on.",
                reflections=reflections,
                questions=questions,
            ),
        ),
        _measure(
            scores,
            _,
            "percent_complex",
            _("Complex reflections"),
            _(
                "In {complex} of {reflections} reflections you added meaning: a feeling, a value, "
                "a picture, or two sides put together.",
                complex=n(Code.CR),
                reflections=reflections,
            ),
        ),
        _measure(
            scores,
            _,
            "percent_open",
            _("Open questions"),
            _(
                "{open} of {asked} questions invited the other to tell. "
                "(Estimated in the style of MITI 3.1.1.)",
                open=scores.n_open,
                asked=asked,
            ),
        ),
        _measure(
            scores,
            _,
            "mi_adherent",
            _("Sharing, affirming, stressing choice"),
            _(
                "Seeking collaboration: {seek}. Affirming: {affirm}. The other's own choice: "
                "{autonomy}. There is no reference value.",
                seek=n(Code.SEEK),
                affirm=n(Code.AF),
                autonomy=n(Code.EMPHASIZE),
            ),
        ),
        _measure(
            scores,
            _,
            "mi_non_adherent",
            _("Advice without leave, and arguing"),
            _(
                "Advice or argument without leave: {persuade}. Open disagreement: {confront}. "
                "There is no reference value; often it is a sign of care.",
                persuade=n(Code.PERSUADE),
                confront=n(Code.CONFRONT),
            ),
        ),
        _measure(
            scores,
            _,
            "percent_change_talk",
            _("Change talk"),
            _(
                "Of {leaning} statements for or against the change, {change} were for it. It is "
                "the other's own reasons that carry a change.",
                leaning=leaning,
                change=scores.n_change,
            ),
        ),
        Measure(
            _("Your share of the talk"),
            "–" if share is None else _.percent(share),
            _("The rest of the talk belonged to the other."),
            "",
            "",
            None if share is None else Scale(share, None, None, ()),
        ),
    )


def _measure(scores: SessionScores, _: Messages, name: str, title: str, meaning: str) -> Measure:
    value = getattr(scores, name)
    if value is None:
        reason = dict(scores.undefined)[name]
        return Measure(title, "–", _("Not defined here: {reason}.", reason=_(reason)), "", "", None)
    shown = _.percent if name.startswith("percent") else _.number
    interval, known = scores.interval(name), reference(name)
    likely = referred = ""
    if interval is not None:
        likely = _("likely {low} to {high}", low=shown(interval.low), high=shown(interval.high))
    if known is not None:
        marks = [shown(known.fair)] + ([shown(known.good)] if known.good else [])
        referred = _("reference {values}", values=" / ".join(marks))
    end = _RIGHT_ENDS.get(name)
    return Measure(title, shown(value), meaning, likely, referred, _scale(scores, name, end))


def _scale(scores: SessionScores, name: str, end: float | None) -> Scale | None:
    if end is None:
        return None
    value, interval, known = getattr(scores, name), scores.interval(name), reference(name)
    marks = [m for m in (known.fair, known.good) if m is not None] if known else []
    return Scale(
        min(value / end, 1.0),
        None if interval is None else min(interval.low / end, 1.0),
        None if interval is None else min(interval.high / end, 1.0),
        tuple(m / end for m in marks),
    )
