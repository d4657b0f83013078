"""What is fitted after training, on sessions that the network did not learn from.

On validation: from which probability a sentence begins a new unit. On calibration: a
temperature per head, and the probability under which an utterance is marked for review.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from spejl.codes import ClientTalk, Code, Form
from spejl.model import Model, ModelSettings, pool
from spejl.model.evidence import softmax
from spejl.model.heads import HEADS, Head
from spejl.segment.cut import best_cut
from spejl.segment.places import Places, places
from spejl.sessions import CodedSession, CodedUtterance

Floats = npt.NDArray[np.float64]

RIGHT = 0.90
"""Share of the utterances that pass without review which should be right."""


def fit_boundaries(
    settings: ModelSettings, model: Model, sessions: Sequence[CodedSession]
) -> ModelSettings:
    """Settings with the boundary thresholds of highest F1, apart for unpunctuated text.

    Where several are as good, as when no turn is cut, the one nearest to a half is taken.
    """
    turns: list[tuple[Places, frozenset[int]]] = []
    n_wanted = 0
    for coded in sessions:
        found = model.read(coded.session)
        begins = defaultdict(set)
        for unit in coded.utterances:
            begins[unit.utterance.turn].add(unit.utterance.start)
        for index in range(len(coded.session.turns)):
            later = frozenset(sorted(begins[index])[1:])
            n_wanted += len(later)
            if where := places(coded.session, index, found):
                turns.append((where, later))

    def f1(threshold: float, unpunctuated: float) -> float:
        said = [set(best_cut(where, threshold, unpunctuated)) for where, _ in turns]
        hits = sum(len(cut & wanted) for cut, (_, wanted) in zip(said, turns, strict=True))
        return 2 * hits / max(1, sum(map(len, said)) + n_wanted)

    # Hardly a turn has places of both kinds, so one threshold after the other will do.
    tried = [round(float(x), 2) for x in np.arange(0.1, 0.95, 0.05)]
    tried.sort(key=lambda x: abs(x - 0.5))
    boundary = max(tried, key=lambda x: f1(x, settings.boundary_unpunctuated))
    unpunctuated = max(tried, key=lambda x: f1(boundary, x))
    return replace(settings, boundary=boundary, boundary_unpunctuated=unpunctuated)


def head_logits(
    model: Model, sessions: Sequence[CodedSession], head: Head
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Uncalibrated logits and true classes of a head on given utterances."""
    votes: list[npt.NDArray[np.float32]] = []
    labels: list[int] = []
    for coded in sessions:
        known = [(u, _class(u, head)) for u in coded.utterances]
        kept = [(u.utterance, c) for u, c in known if c is not None]
        if kept:
            spans = [(u.turn, u.start, u.end) for u, _ in kept]
            votes.append(pool(model.read(coded.session), head, spans))
            labels += [c for _, c in kept]
    width = len(HEADS[head].classes)
    stacked = np.concatenate(votes) if votes else np.zeros((0, width))
    return stacked.astype(np.float64), np.asarray(labels, dtype=np.int64)


def _class(unit: CodedUtterance, head: Head) -> int | None:
    if head is Head.CODE:
        return None if unit.code is None else tuple(Code).index(unit.code)
    if head is Head.TALK:
        return None if unit.client_talk is None else tuple(ClientTalk).index(unit.client_talk)
    if head is Head.FORM:
        return None if unit.form is None else tuple(Form).index(unit.form)
    return None


def fit_temperatures(
    settings: ModelSettings, model: Model, sessions: Sequence[CodedSession]
) -> ModelSettings:
    """Settings with the temperature of each head that gives the highest likelihood."""
    found: dict[str, float] = {}
    for head in (Head.CODE, Head.TALK, Head.FORM):
        logits, labels = head_logits(model, sessions, head)
        if len(labels) == 0:
            continue

        def loss(
            log_temperature: float, logits: Floats = logits, labels: npt.NDArray[np.int64] = labels
        ) -> float:
            chances = softmax(logits, float(np.exp(log_temperature)))  # type: ignore[arg-type]
            return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean())

        best = minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded")
        found[head] = round(float(np.exp(best.x)), 3)
    return replace(settings, temperature=found)


def fit_review(
    settings: ModelSettings, model: Model, sessions: Sequence[CodedSession]
) -> ModelSettings:
    """Settings with the lowest probabilities above which nine in ten utterances are right."""
    chosen = {}
    for head in (Head.CODE, Head.TALK):
        logits, labels = head_logits(model, sessions, head)
        chances = softmax(logits, settings.temperature.get(head, 1.0))  # type: ignore[arg-type]
        right = chances.argmax(axis=1) == labels
        chosen[head] = _review_threshold(chances.max(axis=1), right)
    return replace(settings, review_code=chosen[Head.CODE], review_talk=chosen[Head.TALK])


def _review_threshold(confidence: Floats, right: npt.NDArray[np.bool_]) -> float:
    order = np.argsort(-confidence)
    share = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(share >= RIGHT)
    if len(enough) == 0:
        return 1.0
    return round(float(confidence[order][enough[-1]]), 3)
