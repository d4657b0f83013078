"""The most probable way to cut a turn, by boundaries and codes together.

A semi-Markov model (Sarawagi & Cohen, 2004): of all ways to cut a turn, the one is taken whose
units' codes and whose boundaries are together most probable. Neighbouring units are not to have
the same code there: what goes on with the same thing is the same unit.
"""

import numpy as np
import numpy.typing as npt

from spejl.segment.places import Places

CODE_WEIGHT = 4.0
"""How much the log-probability of a unit's code weighs beside the log-odds of a boundary.

Chosen on the validation and calibration splits (`models/EXPERIMENTS.md`); anything from 2 to 6 is
as good.
"""


def best_cut(
    turn: Places,
    threshold: float,
    threshold_unpunctuated: float,
    code_weight: float = CODE_WEIGHT,
) -> tuple[int, ...]:
    """The characters at which new units begin, the turn's own beginning left out.

    Args:
        turn: Where it could be cut.
        threshold: Probability from which a boundary at a sentence speaks for a cut.
        threshold_unpunctuated: The same for a word in unpunctuated text.
        code_weight: See `CODE_WEIGHT`; with 0 the thresholds alone decide.
    """
    thresholds = np.where(turn.unpunctuated, threshold_unpunctuated, threshold)
    gain = _log_odds(turn.chances) - _log_odds(thresholds)
    votes = np.vstack([np.zeros_like(turn.votes[:1]), turn.votes.cumsum(axis=0)])
    sizes = np.concatenate([[0], turn.sizes.cumsum()])
    n, n_codes = turn.votes.shape
    same = np.eye(n_codes, dtype=bool)
    # best[end, code]: the score of the best way to cut the pieces before `end`, the last unit
    # having that code; came: where that unit begins, and the code of the one before it.
    best = np.full((n + 1, n_codes), -np.inf)
    came = np.zeros((n + 1, n_codes, 2), dtype=np.int64)
    for end in range(1, n + 1):
        for start in range(end):
            score = code_weight * _log_softmax(
                (votes[end] - votes[start]) / (sizes[end] - sizes[start])
            )
            before = np.zeros(n_codes, dtype=np.int64)
            if start > 0:
                others = np.where(same, -np.inf, best[start])
                before = others.argmax(axis=1)
                score = score + gain[start - 1] + others.max(axis=1)
            better = score > best[end]
            best[end, better] = score[better]
            came[end, better] = np.stack([np.full(n_codes, start), before], axis=1)[better]
    cuts: list[int] = []
    end, code = n, int(best[n].argmax())
    while (start := int(came[end, code, 0])) > 0:
        cuts.append(turn.characters[start - 1])
        end, code = start, int(came[end, code, 1])
    return tuple(reversed(cuts))


def _log_odds(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    inside = chances.clip(1e-6, 1 - 1e-6)
    odds: npt.NDArray[np.float64] = np.log(inside / (1 - inside))
    return odds


def _log_softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max()
    chances: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum())
    return chances
