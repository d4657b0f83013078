"""The report's page: from a coded session and its scores to HTML, without side effects."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from spejl.codes import COUNTED, ClientTalk, Code
from spejl.report.measures import measures
from spejl.report.messages import Messages, messages
from spejl.report.moments import good_moments
from spejl.report.picture import COLOURS, FAMILIES, WIDTH, blocks
from spejl.report.practice import next_step
from spejl.report.words import CODE_NAMES, EXAMPLES, MOMENT_WORDS, STEP_WORDS, TALK_NAMES
from spejl.scores import SessionScores
from spejl.sessions import CodedSession, CodedUtterance, Role
from spejl.settings import REPORT_LANGUAGES
from spejl.volley import Volley, volleys


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance of the transcript."""

    turn: int
    speaker: str
    """Empty where the same turn goes on."""
    time: str
    """Minutes and seconds of the turn's start; empty where unknown or not its first line."""
    text: str
    role: str
    kind: str
    """CSS class; see `picture`."""
    label: str
    """What the code is called; empty without a code."""
    sure: str
    """Probability as per cent; empty for human codes and third persons."""
    review: bool
    volley: str
    """The codes that count, on a volley's first line; empty elsewhere."""
    in_volley: bool


def report(coded: CodedSession, scores: SessionScores, language: str | None = None) -> str:
    """The feedback report as one HTML page that needs nothing from outside itself.

    Args:
        coded: By a model or a person.
        scores: Of the same session.
        language: da, sv, nb, nn or en; None for the session's own language, or English.

    Raises:
        LanguageError: There is no report in this language.
    """
    own = coded.session.language if coded.session.language in REPORT_LANGUAGES else "en"
    found = contents(coded, scores, messages(language or own or "en"))
    return _environment().get_template("report.html").render(found)


def contents(coded: CodedSession, scores: SessionScores, _: Messages) -> dict[str, Any]:
    """What the templates of the report are filled with, by name."""
    step = next_step(coded, scores)
    coded_units = [u for u in coded.utterances if u.role is not Role.OTHER]
    return {
        "_": _,
        "session": coded.session,
        "coder": coded.coder,
        "machine": scores.intervals is not None,
        "scores": scores,
        "measures": measures(scores, _),
        "counts": [(str(c), _(CODE_NAMES[c]), scores.count(c), FAMILIES[c]) for c in COUNTED],
        "moments": [(m, _(MOMENT_WORDS[m.said.code or Code.NC])) for m in good_moments(coded)],
        "step": step,
        "step_words": [_(text) for text in STEP_WORDS[step.step]] if step else [],
        "step_examples": [_(text) for text in EXAMPLES[step.step]] if step else [],
        "blocks": blocks(coded),
        "picture_width": WIDTH,
        "colours": COLOURS,
        "legend": _legend(_),
        "lines": _lines(coded, _),
        "n_review": scores.n_review,
        "n_coded": len(coded_units),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("spejl.report", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _legend(_: Messages) -> list[tuple[str, str]]:
    return [
        ("question", _("question")),
        ("reflection", _("simple reflection")),
        ("complex", _("complex reflection")),
        ("adherent", _("sharing, affirming, choice")),
        ("information", _("information, advice with leave")),
        ("other-way", _("advice without leave, arguing")),
        ("plain", _("other talk")),
        ("change", _("change talk")),
        ("sustain", _("sustain talk")),
        ("neutral", _("neutral client talk")),
    ]


def _lines(coded: CodedSession, _: Messages) -> list[Line]:
    parts = volleys(coded)
    found: list[Line] = []
    for index, units in coded.by_turn():
        volley = next((v for v in parts if v.first_turn <= index <= v.last_turn), None)
        for number, unit in enumerate(units):
            found.append(_line(coded, unit, number == 0, volley, _))
    return found


def _line(
    coded: CodedSession, unit: CodedUtterance, first: bool, volley: Volley | None, _: Messages
) -> Line:
    index = unit.utterance.turn
    turn = coded.session.turns[index]
    kind, label = "plain", ""
    if unit.code is not None:
        kind, label = FAMILIES[unit.code], _(CODE_NAMES[unit.code])
    elif unit.role is Role.CLIENT:
        talk = unit.client_talk or ClientTalk.NEUTRAL
        kind, label = str(talk), _(TALK_NAMES[talk])
    opens = first and volley is not None and volley.first_turn == index
    return Line(
        turn=index + 1,
        speaker=turn.speaker if first else "",
        time=_clock(turn.start) if first else "",
        text=unit.utterance.text,
        role=str(unit.role),
        kind=kind,
        label=label,
        sure="" if unit.probability is None else _.percent(unit.probability),
        review=unit.needs_review,
        volley=", ".join(_(CODE_NAMES[c]) for c in volley.codes) if opens and volley else "",
        in_volley=volley is not None,
    )


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
