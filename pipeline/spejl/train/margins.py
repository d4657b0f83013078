"""The margins by which the sampled intervals of the measures are widened.

Sessions of one practitioner (in the corpus: of one writer) are alike, so that many sessions of few
people say little about the next one. The margins are therefore fitted by drawing one session of
each, many times: conformal prediction for two-layer data by repeated subsampling (Dunn, Wasserman
and Ramdas, 2023, "Distribution-free prediction sets for two-layer hierarchical models"), the
median of the draws being taken.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from spejl.aggregate.intervals import quantiles, sampled
from spejl.coder import Coder
from spejl.model import ModelSettings
from spejl.sessions import CodedSession, Role
from spejl.train.own import Gold

COVERAGE = 0.90
_DRAWS = 400


def fit_widening(settings: ModelSettings, coder: Coder, sessions: Sequence[Gold]) -> ModelSettings:
    """Settings with the margin per measure by which nine in ten reference values are covered.

    The sessions are coded from their turns, the machine's own cut into utterances included. A
    session of which no practitioner is known stands for itself.
    """
    outside: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for gold in sessions:
        reference = gold.conversation.coded
        if not all_coded(reference):
            continue
        truth = sampled(reference)
        for measure, sample in sampled(coder.code(reference.session)).items():
            if truth[measure].value is None or sample.value is None:
                continue
            low, high = quantiles(sample)
            point = truth[measure].point
            distance = max(low - point, point - high)
            outside[measure][gold.clinician or gold.id].append(distance)
    return replace(
        settings, widening={name: margin(list(of.values())) for name, of in outside.items()}
    )


def margin(groups: Sequence[Sequence[float]]) -> float:
    """The margin that covers a session of somebody new with probability `COVERAGE`.

    Args:
        groups: For each practitioner, how far the reference lies outside the sampled interval in
            each of the sessions (negative: inside).

    Returns:
        The median, over draws of one session of each, of the conformal quantile; at least 0. With
        fewer than nine practitioners the quantile is the greatest distance drawn, which covers
        less.
    """
    rng = np.random.default_rng(0)
    drawn = np.stack([rng.choice(np.asarray(group), _DRAWS) for group in groups], axis=1)
    rank = min(len(groups), math.ceil((len(groups) + 1) * COVERAGE))
    found = np.sort(drawn, axis=1)[:, rank - 1]
    return round(max(0.0, float(np.median(found))), 3)


def all_coded(coded: CodedSession) -> bool:
    """Whether every practitioner utterance has a code, without which a session has no score."""
    return all(u.code is not None for u in coded.utterances if u.role is Role.PRACTITIONER)
