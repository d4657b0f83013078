"""Two codings of one session beside each other, as the page tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from spejl.aggregate import score
from spejl.codes import ClientTalk, Code
from spejl.evaluate import Coding, Kind, Level, label_of, overlapping
from spejl.evaluate import evaluate as compare
from spejl.evaluate.by_code import MICRO, CodeFigures
from spejl.report import Messages
from spejl.report.words import CODE_NAMES, TALK_NAMES
from spejl.scores import FEW
from spejl.sessions import CodedSession
from spejl.web.following import TITLES

FEWEST_LINES = 20
"""Below this no agreement over all codes is told: one line more or less would turn it round."""
_RATIOS = ("reflection_to_question", "percent_complex", "percent_open", "percent_change_talk")


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines to which the two gave two certain codes."""

    one: str
    other: str
    lines: tuple[tuple[int, str], ...]
    """Turn, from 1, and words, as the first divided them."""


@dataclass(frozen=True, slots=True)
class KindTold:
    """How two codings agree on the practitioner's codes, or on client talk."""

    title: str
    n: int
    """Lines compared."""
    same: str
    """Share of them with the same code."""
    kappa: str
    """Cohen's κ, or that it is not estimable."""
    codes: tuple[tuple[str, int, int, str], ...]
    """Each code with how often the one and the other gave it, and its agreement (F1)."""
    apart: tuple[Apart, ...]
    """What differed, the most frequent first."""


@dataclass(frozen=True, slots=True)
class PairTold:
    """Two codings beside each other."""

    kinds: tuple[KindTold, ...]
    ratios: tuple[tuple[str, str, str], ...]
    """Each measure by the one and by the other."""


def told_pair(one: CodedSession, other: CodedSession, _: Messages) -> PairTold:
    """How two codings of one session agree, and where they do not.

    Raises:
        SpejlError: They are not of the same words, or the speakers have other roles.
    """
    scores = [score(coded) for coded in (one, other)]
    codings = [
        Coding(name, (coded,), (scored,))
        for name, coded, scored in zip(("one", "other"), (one, other), scores, strict=True)
    ]
    found = compare(codings).comparisons[0]
    ratios = []
    for measure in _RATIOS:
        values = [getattr(scored, measure) for scored in scores]
        shown = [_value(measure, value, _) for value in values]
        ratios.append((_(TITLES[measure]), shown[0], shown[1]))
    kinds = tuple(_told(kind, one, other, found.codes, _) for kind in Kind)
    return PairTold(kinds, tuple(ratios))


def _told(
    kind: Kind,
    one: CodedSession,
    other: CodedSession,
    figures: Sequence[CodeFigures],
    _: Messages,
) -> KindTold:
    own = [f for f in figures if f.kind is kind and f.level is Level.END_TO_END]
    whole = next((f for f in own if f.code == MICRO), None)
    pairs = [
        (a.utterance.turn + 1, a.utterance.text, label_of(a, kind), label_of(b, kind))
        for a, b in overlapping(one, other)
    ]
    known = [pair for pair in pairs if pair[2] is not None and pair[3] is not None]
    same = sum(a == b for _turn, _words, a, b in known)
    return KindTold(
        _("The practitioner's codes") if kind is Kind.CODES else _("Client talk"),
        len(known),
        f"{_.percent(same / len(known))}" if known else "–",
        _kappa(whole, _),
        tuple(
            (
                _(_name(f.code)),
                f.n_reference,
                f.n_predicted,
                _few(_) if max(f.n_reference, f.n_predicted) < FEW else _share(f.f1, _),
            )
            for f in own
            if not f.code.startswith("all")
        ),
        _apart(known, _),
    )


def _apart(
    known: Sequence[tuple[int, str, str | None, str | None]], _: Messages
) -> tuple[Apart, ...]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for turn, words, a, b in known:
        if a != b:
            found.setdefault((str(a), str(b)), []).append((turn, words))
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple(Apart(_(_name(a)), _(_name(b)), tuple(lines)) for (a, b), lines in ordered)


def _name(label: str) -> str:
    """A code or kind of client talk in English."""
    if label in Code.__members__.values():
        return CODE_NAMES[Code(label)]
    return TALK_NAMES[ClientTalk(label)]


def _kappa(whole: CodeFigures | None, _: Messages) -> str:
    if whole is None or whole.kappa is None or whole.n < FEWEST_LINES:
        return _few(_)
    shown = f"{whole.kappa:.2f}".replace("-", "−")
    return shown if _.language == "en" else shown.replace(".", ",")


def _few(_: Messages) -> str:
    return _("not estimable, too few")


def _share(value: float | None, _: Messages) -> str:
    return "–" if value is None else _.percent(value)


def _value(measure: str, value: float | None, _: Messages) -> str:
    if value is None:
        return "–"
    return _.percent(value) if measure.startswith("percent") else _.number(round(value, 1))
